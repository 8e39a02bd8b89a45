import { MIMEType } from 'node:util';

/** Headers that describe a body. */
export interface BodyHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-length'?: string | undefined;
  readonly 'transfer-encoding'?: string | undefined;
}

/**
 * Why a body cannot be read: it is compressed, or its charset is not UTF-8. Undefined if it can be read, or there is no
 * body.
 */
export function bodyRefusal(headers: BodyHeaders): string | undefined {
  const { 'content-encoding': encoding, 'content-type': contentType } = headers;
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody) return undefined;
  if (encoding !== undefined && encoding.trim() !== '' && encoding.trim().toLowerCase() !== 'identity') {
    return `The Content-Encoding "${encoding.slice(0, 100)}" is not taken: send the body as it is, without a Content-Encoding.`;
  }
  const charset = charsetOf(contentType ?? '');
  if (charset !== undefined && !UTF_8.has(charset.toLowerCase())) {
    return `The charset "${charset.slice(0, 100)}" is not taken: send the body in UTF-8.`;
  }
  return undefined;
}

/** Names of UTF-8, and of its subset ASCII. */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

function charsetOf(contentType: string): string | undefined {
  if (!contentType.includes(';')) return undefined; // the usual case
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined;
  } catch {
    return undefined; // an invalid Content-Type is rejected elsewhere
  }
}

/**
 * Whether a URL can be decoded: it has only ASCII characters, and its percent-escapes are complete and valid UTF-8. To
 * decode any other URL would silently replace characters.
 */
export function isReadableUrl(url: string): boolean {
  if (!/^[\x21-\x7E]*$/.test(url)) return false;
  if (!url.includes('%')) return true;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
