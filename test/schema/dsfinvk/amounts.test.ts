import fc from 'fast-check';
import { parseJson, writeJson } from '../../../src/json-text.js';
import { decimal } from '../../../src/schema/common/read-member.js';
import { toJsonNumber } from '../../../src/schema/dsfinvk/amounts.js';

/** The amount as the upstream is sent it, and as it is read from its answer. */
function sentAndRead(amount: string): { readonly sent: string; readonly read: string } {
  const sent = writeJson({ amount: toJsonNumber(amount) });
  return { sent, read: decimal(parseJson(sent, { numbers: 'respelled' }) as { amount: unknown }, 'amount') };
}

test.each(['0.07', '0.29', '-0.29', '9999999999.99999', '-9999999999.99999', '0.00001', '0', '1.10', '100'])(
  '%s is sent and read with its own value',
  (amount) => {
    const { sent, read } = sentAndRead(amount);
    const digits = amount.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
    expect([sent, read]).toEqual([`{"amount":${digits}}`, digits]);
  },
);

test('leading zeros are no digits of a number of JSON, and are left out', () => {
  expect(sentAndRead('007.50').sent).toBe('{"amount":7.5}');
});

test('every amount of the contract is sent and read exactly, whatever a double would make of it', () => {
  const whole = fc.bigInt({ min: 0n, max: 9_999_999_999n });
  const decimals = fc.stringMatching(/^\d{1,5}$/);
  const property = fc.property(fc.boolean(), whole, decimals, (isNegative, units, places) => {
    const amount = `${isNegative ? '-' : ''}${units}.${places}`;
    const hundredThousandths = (text: string): bigint => {
      const [before = '', after = ''] = text.replace('-', '').split('.');
      const value = BigInt(before) * 100_000n + BigInt(after.padEnd(5, '0'));
      return text.startsWith('-') ? -value : value;
    };
    expect(hundredThousandths(sentAndRead(amount).read)).toBe(hundredThousandths(amount));
  });
  fc.assert(property, { numRuns: 1_000 });
});
