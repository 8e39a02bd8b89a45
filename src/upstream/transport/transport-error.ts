/** There was no complete answer. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /**
   * `unreachable`: the request was never sent. `timeout`, `given-up` (the try was too short to blame the host), `lost`
   * and `too-large`: the upstream may have executed it. `deadline`: the operation's time is up.
   */
  readonly kind: 'unreachable' | 'timeout' | 'given-up' | 'lost' | 'too-large' | 'deadline';

  constructor(kind: TransportError['kind'], cause: unknown) {
    super(`No answer from the upstream (${kind}).`, { cause });
    this.kind = kind;
  }
}

/** Codes of errors before a request was sent: it cannot have been executed. */
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

/** Converts a connection error. If the request was not sent, it cannot have been executed. */
export function toTransportError(error: unknown): TransportError {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return new TransportError(NOT_SENT.has(code) ? 'unreachable' : 'lost', error);
}
