import { createECDH, createHmac, createPrivateKey, randomBytes, type KeyObject } from 'node:crypto';

/**
 * The source of all secrets of a TSS: returns `length` random bytes for a purpose, e.g. `puk <tss_id>`. With a seed,
 * the same purpose always gives the same bytes.
 */
export type Random = (purpose: string, length: number) => Buffer;

/** The randomness of the operating system. */
export const systemRandom: Random = (_purpose, length) => randomBytes(length);

/**
 * A source that gives the same bytes for the same seed and purpose on every run: HMAC-SHA256 in counter mode. Only
 * for tests, because a seed can be guessed.
 */
export function seededRandom(seed: string): Random {
  return (purpose, length) => {
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, block) =>
      createHmac('sha256', seed).update(`${block} ${purpose}`).digest(),
    );
    return Buffer.concat(blocks, length);
  };
}

/** A random number of `length` decimal digits. The distribution is uniform for all practical purposes. */
export function randomDigits(random: Random, purpose: string, length: number): string {
  const number = BigInt(`0x${random(purpose, 8 + length).toString('hex')}`) % 10n ** BigInt(length);
  return number.toString().padStart(length, '0');
}

const CURVES = {
  'P-256': {
    opensslName: 'prime256v1',
    bytes: 32,
    order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  },
  'P-384': {
    opensslName: 'secp384r1',
    bytes: 48,
    order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
};

/** A new private key. Its scalar comes from `random`; 128 extra bits make it nearly uniform (FIPS 186-5 A.2.1). */
export function randomPrivateKey(random: Random, purpose: string, curve: keyof typeof CURVES): KeyObject {
  const { opensslName, bytes, order } = CURVES[curve];
  const scalar = (BigInt(`0x${random(purpose, bytes + 16).toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(2 * bytes, '0'), 'hex');
  const ecdh = createECDH(opensslName);
  ecdh.setPrivateKey(d);
  const point = ecdh.getPublicKey();
  const coordinate = (index: number): string =>
    point.subarray(1 + index * bytes, 1 + (index + 1) * bytes).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: curve, d: d.toString('base64url'), x: coordinate(0), y: coordinate(1) },
  });
}
