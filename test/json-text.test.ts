import { Big } from 'big.js';
import fc from 'fast-check';
import { decodeUtf8, isExact, JsonTextError, parseJson, WrittenNumber } from '../src/json-text.js';
import { characterCount } from '../src/character-count.js';

const inexact = { numbers: 'inexact' } as const;

test('JSON is read as JSON.parse reads it, where no number is altered', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), fc.nat(3), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parseJson(text, inexact)).toEqual(JSON.parse(text));
    }),
  );
});

test('a number is read as the number that was written, or kept as it was written', () => {
  const digits = fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: 1, maxLength: 25 });
  const number = fc
    .tuple(fc.boolean(), digits, fc.option(digits), fc.option(fc.integer({ min: -400, max: 400 })))
    .map(([minus, whole, fraction, exponent]) => {
      const start = (minus ? '-' : '') + whole.replace(/^0+(?=\d)/, '');
      return start + (fraction === null ? '' : `.${fraction}`) + (exponent === null ? '' : `e${exponent}`);
    });
  fc.assert(
    fc.property(number, (text) => {
      for (const numbers of ['inexact', 'respelled'] as const) {
        const [read] = parseJson(`[${text}]`, { numbers }) as [number | WrittenNumber];
        if (read instanceof WrittenNumber) expect(read.source).toBe(text);
        else expect(new Big(String(read)).eq(text)).toBe(true);
        if (numbers === 'respelled' && typeof read === 'number') expect(String(read)).toBe(text);
        if (numbers === 'inexact') expect(read instanceof WrittenNumber).toBe(!isExact(text, Number(text)));
      }
    }),
    { numRuns: 1_000 },
  );
});

test('what is no JSON, or no UTF-8, is neither read nor repeated', () => {
  for (const text of ['', '{', '{"secret":}', '[1e5', '01', '"\u0000"', 'nul']) {
    expect(() => parseJson(text, inexact)).toThrow(new JsonTextError('form', 'is not valid JSON'));
  }
  for (const bytes of [[0x80], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
    expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow('is not valid UTF-8');
  }
});

test('brackets, escapes and digits in strings are only text', () => {
  const text = JSON.stringify({ a: '['.repeat(1_000), b: '\\"]}'.repeat(50), c: '1e400 12345678901234567890' });
  expect(parseJson(text, inexact)).toEqual(JSON.parse(text));
  expect(() => parseJson('['.repeat(101) + ']'.repeat(101), inexact)).toThrow('100 levels');
  expect(parseJson('['.repeat(100) + ']'.repeat(100), inexact)).toBeDefined();
});

test('characters are counted as code points', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(characterCount(text)).toBe(Array.from(text).length);
    }),
  );
  expect(characterCount('a\ud800b')).toBe(3);
});
