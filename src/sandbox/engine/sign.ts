import { sign as signWithOpenssl, type KeyObject } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';

const CURVES = {
  'P-256': { hash: 'sha256', curve: p256 },
  'P-384': { hash: 'sha384', curve: p384 },
} as const;

/** Signs `data` (not its hash) with ECDSA: SHA-256 on P-256, SHA-384 on P-384. Returns `r ‖ s`. */
export type Sign = (privateKey: KeyObject, curve: keyof typeof CURVES, data: Uint8Array) => Uint8Array;

/** Signs with a random nonce: each signature is different. */
export const systemSign: Sign = (privateKey, curve, data) =>
  signWithOpenssl(CURVES[curve].hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });

/** Signs with the nonce of RFC 6979: the same key and data always give the same bytes. About ten times slower. */
export const repeatableSign: Sign = (privateKey, name, data) => {
  const { d = '' } = privateKey.export({ format: 'jwk' });
  return CURVES[name].curve.sign(data, Buffer.from(d, 'base64url'), { lowS: false });
};
