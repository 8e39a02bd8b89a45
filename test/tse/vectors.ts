import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * The worked example of `tse-formats.md §7`: a TSS with a throw-away key, its 16 messages and one QR payload. Values
 * are hex.
 */
export interface Vectors {
  readonly private_key: string;
  readonly public_key: string;
  readonly public_key_base64: string;
  readonly serial_number: string;
  readonly client_serial_number: string;
  readonly messages: readonly Vector[];
  readonly qr_code_data: string;
}

/** One message of the example. */
export interface Vector {
  readonly label: string;
  readonly file: string;
  readonly signed: string;
  readonly sha256: string;
  readonly signature: string;
  readonly log: string;
}

/** `tse-vectors.json`; the file is ours and its shape is known. */
export const vectors = JSON.parse(readFileSync(new URL('tse-vectors.json', import.meta.url), 'utf8')) as Vectors;

/** The example's private key for `node:crypto`. */
export const exampleKey: KeyObject = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    crv: 'P-256',
    d: base64url(vectors.private_key),
    x: base64url(vectors.public_key.slice(2, 66)),
    y: base64url(vectors.public_key.slice(66)),
  },
});

/** Its public point. */
export const examplePoint: Uint8Array = fromHex(vectors.public_key);

/** Bytes of a hex text. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

/** Hex text of bytes. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** A copy of `bytes` with one bit turned; bits count from the first byte's lowest. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  const index = bit >> 3;
  copy[index]! ^= 1 << (bit & 7);
  return copy;
}

function base64url(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64url');
}
