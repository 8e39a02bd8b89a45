import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { element, objectIdentifier } from './der.js';

/** Signature algorithms of TR-03151 that this package knows (`tse-formats.md §1.3`). */
export type SignatureAlgorithm =
  'ecdsa-plain-SHA224' | 'ecdsa-plain-SHA256' | 'ecdsa-plain-SHA384' | 'ecdsa-plain-SHA512';

/** Elliptic curves on which a TSE may sign. */
export type Curve = 'P-256' | 'P-384' | 'P-521' | 'brainpoolP256r1' | 'brainpoolP384r1' | 'brainpoolP512r1';

/** The form of `r` and `s` in a signature: `plain` is `r ‖ s`; `der` is a SEQUENCE, not allowed in TSE logs. */
export type SignatureForm = 'plain' | 'der';

/** Hash and object identifier of each algorithm (`tse-formats.md §1.3`). */
export const signatureAlgorithms: Readonly<
  Record<SignatureAlgorithm, { readonly hash: string; readonly oid: string }>
> = {
  'ecdsa-plain-SHA224': { hash: 'sha224', oid: '0.4.0.127.0.7.1.1.4.1.2' },
  'ecdsa-plain-SHA256': { hash: 'sha256', oid: '0.4.0.127.0.7.1.1.4.1.3' },
  'ecdsa-plain-SHA384': { hash: 'sha384', oid: '0.4.0.127.0.7.1.1.4.1.4' },
  'ecdsa-plain-SHA512': { hash: 'sha512', oid: '0.4.0.127.0.7.1.1.4.1.5' },
};

const ecPublicKey = objectIdentifier('1.2.840.10045.2.1');

interface CurveFacts {
  readonly curve: Curve;
  readonly oid: string;
  /** Size of an uncompressed point in bytes. */
  readonly pointLength: number;
}
const curves: readonly CurveFacts[] = [
  { curve: 'P-256', oid: '1.2.840.10045.3.1.7', pointLength: 65 },
  { curve: 'brainpoolP256r1', oid: '1.3.36.3.3.2.8.1.1.7', pointLength: 65 },
  { curve: 'P-384', oid: '1.3.132.0.34', pointLength: 97 },
  { curve: 'brainpoolP384r1', oid: '1.3.36.3.3.2.8.1.1.11', pointLength: 97 },
  { curve: 'brainpoolP512r1', oid: '1.3.36.3.3.2.8.1.1.13', pointLength: 129 },
  { curve: 'P-521', oid: '1.3.132.0.35', pointLength: 133 },
];

/** Whether `name` is an algorithm of {@link signatureAlgorithms}. */
export function isSignatureAlgorithm(name: string): name is SignatureAlgorithm {
  return Object.hasOwn(signatureAlgorithms, name);
}

/** Signs `data` (not its hash); the result is `r ‖ s`, 64 bytes for P-256. */
export function signPlain(
  privateKey: KeyObject,
  data: Uint8Array,
  algorithm: SignatureAlgorithm = 'ecdsa-plain-SHA256',
): Uint8Array {
  return sign(signatureAlgorithms[algorithm].hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
}

/**
 * Checks `r ‖ s` over `data` with an uncompressed public point. A point does not name its curve, so all curves of its
 * size that contain it are tried.
 * @returns the curve on which the signature is valid; `undefined` if there is none
 */
export function verifyPlain(
  publicPoint: Uint8Array,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
): Curve | undefined {
  return verifySignature(publicPoint, algorithm, data, signature, 'plain');
}

/** Like {@link verifyPlain}, for a signature in the given form. Use `der` only to explain why `plain` failed. */
export function verifySignature(
  publicPoint: Uint8Array,
  algorithm: SignatureAlgorithm,
  data: Uint8Array,
  signature: Uint8Array,
  form: SignatureForm,
): Curve | undefined {
  const dsaEncoding = form === 'plain' ? 'ieee-p1363' : 'der';
  const { hash } = signatureAlgorithms[algorithm];
  return keysOf(publicPoint).find(({ key }) => verify(hash, data, { key, dsaEncoding }, signature))?.curve;
}

/** A point as a key, on each of the curves that contain it. */
interface CurveKey {
  readonly curve: Curve;
  readonly key: KeyObject;
}

/** The keys of the last point, because most callers check several signatures of one TSS in a row. */
let latest: { readonly point: Buffer; readonly keys: readonly CurveKey[] } | undefined;

function keysOf(publicPoint: Uint8Array): readonly CurveKey[] {
  if (latest?.point.equals(publicPoint)) return latest.keys;
  const keys = curves.flatMap((facts) => {
    const key = publicKeyOn(facts, publicPoint);
    return key ? [{ curve: facts.curve, key }] : [];
  });
  latest = { point: Buffer.from(publicPoint), keys };
  return keys;
}

/** Serial number of the TSS with this key: SHA-256 over the uncompressed point, 32 bytes (`tse-formats.md §1.4`). */
export function tssSerialNumber(publicPoint: Uint8Array): Uint8Array {
  return createHash('sha256').update(publicPoint).digest();
}

/**
 * The public point `04 ‖ X ‖ Y` of an EC key, private or public: 65 bytes for P-256.
 * @throws Error when the key is not on a known curve
 */
export function uncompressedPoint(key: KeyObject): Uint8Array {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  const point = readPublicPoint(publicKey.export({ type: 'spki', format: 'der' }));
  if (!point) throw new Error('The key lies on none of the curves a TSE uses.');
  return point;
}

/**
 * The uncompressed point of a public key in either form that receipts carry: the point itself, or the DER
 * SubjectPublicKeyInfo of the cloud TSE of 2020 (`tse-formats.md §4`); `undefined` for anything else.
 */
export function readPublicPoint(publicKey: Uint8Array): Uint8Array | undefined {
  for (const facts of curves) {
    const point = publicKey.subarray(-facts.pointLength);
    if (point.length !== facts.pointLength || point[0] !== 4) continue;
    if (point.length === publicKey.length) return point;
    // Compares the whole encoding, so that every bit is checked.
    if (Buffer.compare(publicKeyInfo(facts, point), publicKey) === 0) return point;
  }
  return undefined;
}

function publicKeyOn(facts: CurveFacts, point: Uint8Array): KeyObject | undefined {
  if (point.length !== facts.pointLength) return undefined;
  try {
    return createPublicKey({ key: publicKeyInfo(facts, point), format: 'der', type: 'spki' });
  } catch {
    return undefined; // the point is not on this curve
  }
}

/** SubjectPublicKeyInfo (RFC 5480), the form in which `node:crypto` accepts points of every curve. */
function publicKeyInfo({ oid }: CurveFacts, point: Uint8Array): Buffer {
  const algorithm = element(0x30, Buffer.concat([ecPublicKey, objectIdentifier(oid)]));
  const bits = element(0x03, Buffer.concat([Uint8Array.of(0), point]));
  return Buffer.from(element(0x30, Buffer.concat([algorithm, bits])));
}
