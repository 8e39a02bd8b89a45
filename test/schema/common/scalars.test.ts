import fc from 'fast-check';
import { inspect } from 'node:util';
import {
  AdminPin,
  Base64,
  BigInt as BigIntScalar,
  DateTime,
  Decimal,
  UUID,
} from '../../../src/schema/common/scalars.js';
import { Secret } from '../../../src/secret.js';

test('every decimal comes out as it went in, to the digit', () => {
  const decimal = fc
    .tuple(fc.boolean(), fc.stringMatching(/^\d{1,30}$/), fc.option(fc.stringMatching(/^\d{1,15}$/)))
    .map(([negative, whole, fraction]) => `${negative ? '-' : ''}${whole}${fraction === null ? '' : `.${fraction}`}`);
  fc.assert(
    fc.property(decimal, (text) => {
      expect(Decimal.serialize(Decimal.parseValue(text))).toBe(text);
    }),
  );
});

test.each(['1,00', '1.', '.5', '+1', '1e3', '', ' 1', 'NaN', '٣', 1, 1.5, null, {}, []])(
  '%p is no Decimal',
  (value) => {
    expect(() => Decimal.parseValue(value)).toThrow('a decimal number as a string like "12.50"');
  },
);

test('a BigInt takes digits and whole numbers, and nothing else', () => {
  expect(BigIntScalar.parseValue('9007199254740993')).toBe('9007199254740993');
  expect(BigIntScalar.parseValue(7)).toBe('7');
  for (const value of [-1, 1.5, '1.0', '-1', 2 ** 53, ''])
    expect(() => BigIntScalar.parseValue(value)).toThrow('whole number');
});

test('bytes as base64 are taken, text is not', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(Base64.parseValue(text)).toBe(text);
    }),
  );
  expect(() => Base64.parseValue('Beleg^1.00')).toThrow('standard base64 with padding');
});

test('a UUID is folded to lower case', () => {
  expect(UUID.parseValue('5C2E9D0A-3B74-4F10-9C55-7D1A2B3C4D5E')).toBe('5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e');
  expect(() => UUID.parseValue('5c2e9d0a')).toThrow('five groups');
});

test('a DateTime comes back as it was sent, whatever its offset', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(DateTime.serialize(DateTime.parseValue(date.toISOString()))).toBe(date.toISOString());
    }),
  );
  expect(DateTime.parseValue('2026-11-23T08:15:30+01:00').toISOString()).toBe('2026-11-23T07:15:30.000Z');
});

test.each(['2026-02-30T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01', '2026-01-01T00:00:00', 'now', 1_700_000_000])(
  '%p is no DateTime: it says what would be right',
  (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('an instant from 1970 on, with its offset');
  },
);

test('a secret never fails in coercion and prints as [redacted] wherever it is put', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(AdminPin.parseValue(value)).toBeInstanceOf(Secret);
    }),
  );
  const pin = AdminPin.parseValue('s3cret-marker');
  const printed = [
    String(pin),
    JSON.stringify({ pin }),
    inspect({ pin }, { depth: 9, showHidden: true }),
    String([pin]),
  ];
  for (const text of printed) expect(text).not.toContain('s3cret-marker');
  expect(pin.reveal()).toBe('s3cret-marker');
});

describe('DateTime', () => {
  test('takes an instant with any offset, and gives it back in UTC', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(DateTime.parseValue(DateTime.serialize(date))).toEqual(date);
      }),
    );
    expect(DateTime.serialize(DateTime.parseValue('2026-11-23T09:15:30+01:00'))).toBe('2026-11-23T08:15:30.000Z');
  });

  test('refuses what is no instant, without guessing an offset', () => {
    for (const value of [
      '2026-11-23',
      '2026-11-23T08:15:30',
      '2026-13-01T00:00:00Z',
      '1969-12-31T23:59:59Z',
      'yesterday',
      1_700_000_000,
      null,
    ]) {
      expect(() => DateTime.parseValue(value)).toThrow('expects an instant from 1970 on, with its offset');
    }
  });
});
