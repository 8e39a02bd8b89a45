import { MIMEType } from 'node:util';

/** Headers that say how a body is written. */
export interface BodyHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
  readonly 'content-length'?: string | undefined;
  readonly 'transfer-encoding'?: string | undefined;
}

/**
 * Why a body cannot be read as it is sent: it is compressed, or in another charset than UTF-8. Undefined when it can be
 * read, or there is none.
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

/** Names of UTF-8, and of its part ASCII. */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

function charsetOf(contentType: string): string | undefined {
  if (!contentType.includes(';')) return undefined; // as nearly all are
  try {
    return new MIMEType(contentType).params.get('charset') ?? undefined;
  } catch {
    return undefined; // no content type at all, which is refused elsewhere
  }
}

/**
 * Whether all of an address can be read: `%` escapes that are whole and spell UTF-8, and nothing but ASCII beside them.
 * Decoded all the same, other characters would take the place of what was meant.
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
