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
  return encodingRefusal(headers) ?? charsetRefusal(headers);
}

/** Why a body cannot be read: it is compressed. Undefined if it is not, or there is no body. */
export function encodingRefusal(headers: BodyHeaders): string | undefined {
  const encoding = headers['content-encoding']?.trim() ?? '';
  if (!hasBody(headers) || encoding === '' || encoding.toLowerCase() === 'identity') return undefined;
  return `The Content-Encoding "${encoding.slice(0, 100)}" is not taken: send the body as it is, without a Content-Encoding.`;
}

/** Why a body cannot be read: its header names another charset than UTF-8. Undefined otherwise. */
export function charsetRefusal(headers: BodyHeaders): string | undefined {
  const charset = hasBody(headers) ? charsetOf(headers['content-type'] ?? '') : undefined;
  if (charset === undefined || UTF_8.has(charset.toLowerCase())) return undefined;
  return `The charset "${charset.slice(0, 100)}" is not taken: send the body in UTF-8.`;
}

function hasBody(headers: BodyHeaders): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
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
