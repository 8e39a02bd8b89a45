import { verifyPlain, verifySignature, type Curve, type SignatureAlgorithm } from '../signature/signature.js';

/**
 * Why a signature is not valid.
 *
 * `SIGNATURE_MISMATCH`: it does not fit the data.
 * `DER_SIGNATURE`: it is valid only as a DER SEQUENCE, which TR-03151 does not allow.
 * `MALFORMED`: the data cannot be read.
 * `UNSUPPORTED`: this package cannot check signatures of this kind.
 */
export type VerificationFailure = 'SIGNATURE_MISMATCH' | 'DER_SIGNATURE' | 'MALFORMED' | 'UNSUPPORTED';

/** Outcome of a verification; `detail` is a sentence for people. */
export type Verification = { readonly valid: true; readonly curve: Curve } | Failure;

/** The outcome of a failed verification. */
export interface Failure {
  readonly valid: false;
  readonly reason: VerificationFailure;
  readonly detail: string;
}

/** Makes the outcome of a failed verification. */
export function invalid(reason: VerificationFailure, detail: string): Failure {
  return { valid: false, reason, detail };
}

/**
 * Checks a signature over the signed bytes of a log message. The failure tells whether it is a DER signature
 * (`tse-formats.md §1.3`).
 */
export function verifySignedBytes(
  signed: Uint8Array,
  signature: Uint8Array,
  publicPoint: Uint8Array,
  algorithm: SignatureAlgorithm,
): Verification {
  const curve = verifyPlain(publicPoint, algorithm, signed, signature);
  if (curve) return { valid: true, curve };
  // Only a signature in the form of DER needs a second check.
  const derCurve = isSequence(signature)
    ? verifySignature(publicPoint, algorithm, signed, signature, 'der')
    : undefined;
  return derCurve
    ? invalid(
        'DER_SIGNATURE',
        `The signature verifies only when read as DER (on ${derCurve}); ${algorithm} demands r ‖ s.`,
      )
    : invalid('SIGNATURE_MISMATCH', 'The signature does not fit the data and the public key.');
}

/**
 * Decodes canonical base64; `undefined` for any other text. So two different texts never mean the same bytes.
 */
export function canonicalBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

/** Whether bytes are one DER SEQUENCE, by tag and length. */
function isSequence(bytes: Uint8Array): boolean {
  const [tag, first, second] = bytes;
  return tag === 0x30 && (first === bytes.length - 2 || (first === 0x81 && second === bytes.length - 3));
}
