/** No answer came. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /**
   * `unreachable`: it was never sent. `timeout`, `given-up` (before the host had the time that it is given), `lost` and
   * `too-large`: it may have been worked on. `deadline`: the operation's time is up.
   */
  readonly kind: 'unreachable' | 'timeout' | 'given-up' | 'lost' | 'too-large' | 'deadline';

  constructor(kind: TransportError['kind'], cause: unknown) {
    super(`No answer from the upstream (${kind}).`, { cause });
    this.kind = kind;
  }
}

/** Codes of failures before a request was sent: what was asked for cannot have been done. */
const NOT_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** A failure of the connection: whether the request was sent decides what may have become of it. */
export function toTransportError(error: unknown): TransportError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return new TransportError(NOT_SENT.has(code) ? 'unreachable' : 'lost', error);
}
