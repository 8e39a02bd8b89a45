import { ObjectIdentifier } from 'asn1js';

/**
 * The first character of `text` that is not allowed in an ASN.1 PrintableString; `undefined` if all are. Allowed are
 * ASCII letters and digits, space and `'()+,-./:=?`, but no underscore, semicolon or umlaut (`tse-formats.md §1.1`).
 */
export function unprintableCharacter(text: string): string | undefined {
  return /[^A-Za-z0-9 '()+,\-./:=?]/u.exec(text)?.[0];
}

/** One DER element: tag octet (numbers up to 30 only), minimal length, content. */
export function element(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const lengthOctets = length < 0x80 ? Uint8Array.of(length) : longLength(length);
  return Buffer.concat([Uint8Array.of(tag), lengthOctets, content]);
}

/** An OBJECT IDENTIFIER element of dotted numbers. */
export function objectIdentifier(dotted: string): Uint8Array {
  return new Uint8Array(new ObjectIdentifier({ value: dotted }).toBER());
}

/**
 * The content octets of an INTEGER, minimal and signed: 127 is `7f`, 128 is `00 80`.
 * @throws RangeError when `value` is negative; numbers of a TSE never are
 */
export function integerContent(value: bigint): Uint8Array {
  if (value < 0n) throw new RangeError(`${value.toString()} is negative`);
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Uint8Array.of(0), bytes]);
}

/** The number in the content octets of an INTEGER; `undefined` if it is negative or empty. */
export function unsignedInteger(content: Uint8Array): bigint | undefined {
  const [first] = content;
  if (first === undefined || first >= 0x80) return undefined;
  return BigInt(`0x${Buffer.from(content).toString('hex')}`);
}

function longLength(length: number): Uint8Array {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(length);
  const significant = octets.subarray(octets.findIndex((octet) => octet !== 0));
  return Buffer.concat([Uint8Array.of(0x80 | significant.length), significant]);
}
