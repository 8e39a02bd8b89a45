import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import {
  readPublicPoint,
  signPlain,
  tssSerialNumber,
  uncompressedPoint,
  verifyPlain,
  verifySignature,
  type Curve,
  type SignatureAlgorithm,
} from '../../../src/tse/signature/signature.js';
import { flipBit } from '../vectors.js';

const data = Buffer.from('signed');
const curves = [
  { curve: 'P-256', algorithm: 'ecdsa-plain-SHA256', pointLength: 65, signatureLength: 64 },
  { curve: 'brainpoolP256r1', algorithm: 'ecdsa-plain-SHA256', pointLength: 65, signatureLength: 64 },
  { curve: 'P-384', algorithm: 'ecdsa-plain-SHA384', pointLength: 97, signatureLength: 96 },
  { curve: 'brainpoolP384r1', algorithm: 'ecdsa-plain-SHA384', pointLength: 97, signatureLength: 96 },
  { curve: 'brainpoolP512r1', algorithm: 'ecdsa-plain-SHA512', pointLength: 129, signatureLength: 128 },
  { curve: 'P-521', algorithm: 'ecdsa-plain-SHA512', pointLength: 133, signatureLength: 132 },
] as const satisfies { curve: Curve; algorithm: SignatureAlgorithm; pointLength: number; signatureLength: number }[];

describe.each(curves)('a signature on $curve', ({ curve, algorithm, pointLength, signatureLength }) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: curve });
  const point = uncompressedPoint(privateKey);
  const signature = signPlain(privateKey, data, algorithm);

  test('is r ‖ s, as wide as the curve', () => {
    expect(signature).toHaveLength(signatureLength);
  });

  test('verifies against the bare point, which does not name the curve', () => {
    expect(point).toHaveLength(pointLength);
    expect(verifyPlain(point, algorithm, data, signature)).toBe(curve);
  });

  test('does not verify with other data, another key, another algorithm or in part', () => {
    const other = uncompressedPoint(generateKeyPairSync('ec', { namedCurve: curve }).publicKey);
    const otherAlgorithm = algorithm === 'ecdsa-plain-SHA256' ? 'ecdsa-plain-SHA384' : 'ecdsa-plain-SHA256';
    expect(verifyPlain(point, algorithm, Buffer.from('Signed'), signature)).toBeUndefined();
    expect(verifyPlain(other, algorithm, data, signature)).toBeUndefined();
    expect(verifyPlain(point, otherAlgorithm, data, signature)).toBeUndefined();
    expect(verifyPlain(point, algorithm, data, signature.subarray(1))).toBeUndefined();
    expect(verifyPlain(point, algorithm, data, new Uint8Array())).toBeUndefined();
    expect(verifyPlain(point, algorithm, data, new Uint8Array(signatureLength))).toBeUndefined();
  });

  test('as DER verifies only when read as DER', () => {
    const der = sign(algorithm.slice(-6), data, privateKey);
    expect(verifyPlain(point, algorithm, data, der)).toBeUndefined();
    expect(verifySignature(point, algorithm, data, der, 'der')).toBe(curve);
    expect(verifySignature(point, algorithm, data, signature, 'der')).toBeUndefined();
  });

  test('has the same point for the private key, the public key and the SubjectPublicKeyInfo', () => {
    const info = publicKey.export({ type: 'spki', format: 'der' });
    expect(uncompressedPoint(publicKey)).toEqual(point);
    expect(readPublicPoint(info)).toEqual(point);
    expect(readPublicPoint(point)).toEqual(point);
  });

  test('has a public key whose frame leaves no bit unread', () => {
    const info = publicKey.export({ type: 'spki', format: 'der' });
    for (let bit = 0; bit < (info.length - pointLength + 1) * 8; bit += 1) {
      expect(readPublicPoint(flipBit(info, bit))).toBeUndefined();
    }
  });
});

describe('a public key', () => {
  test('that is no point of any curve verifies nothing', () => {
    const point = new Uint8Array(65).fill(1).with(0, 4);
    expect(verifyPlain(point, 'ecdsa-plain-SHA256', data, new Uint8Array(64))).toBeUndefined();
    expect(readPublicPoint(new Uint8Array())).toBeUndefined();
    expect(readPublicPoint(new Uint8Array(65))).toBeUndefined();
  });

  test('of another kind has no point', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    expect(() => uncompressedPoint(privateKey)).toThrow('none of the curves');
    expect(() => uncompressedPoint(createPublicKey(privateKey))).toThrow('none of the curves');
  });

  test('gives a serial number of 32 bytes that depends on every bit of it', () => {
    const point = new Uint8Array(65).fill(4);
    expect(tssSerialNumber(point)).toHaveLength(32);
    expect(tssSerialNumber(flipBit(point, 100))).not.toEqual(tssSerialNumber(point));
  });
});
