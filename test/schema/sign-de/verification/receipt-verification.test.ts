import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { ReceiptVerification } from '../../../../src/schema/sign-de/verification/receipt-verification.js';
import { vectors } from '../../../tse/vectors.js';

const example = vectors.qr_code_data;

test('Whatever the text, there is an answer, and it is no unless the signature fits', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4_000 }),
    fc.array(fc.string({ maxLength: 40 }), { maxLength: 20 }).map((parts) => ['V0', ...parts].join(';')),
    // The example with one of its fields replaced.
    fc.tuple(fc.nat({ max: 11 }), fc.string({ unit: 'binary', maxLength: 100 })).map(([index, text]) =>
      example
        .split(';')
        .map((field, position) => (position === index ? text : field))
        .join(';'),
    ),
    fc
      .tuple(
        fc.nat({ max: 11 }),
        fc.constantFrom('9'.repeat(2_000), '1'.repeat(21), '9999-12-31T23:59:59.000Z', '0001-01-01T00:00:00.000Z'),
      )
      .map(([index, text]) =>
        example
          .split(';')
          .map((field, position) => (position === index ? text : field))
          .join(';'),
      ),
  );
  const startTime = example.split(';')[6]!;
  fc.assert(
    fc.property(anyText, (text) => {
      const { valid, status, detail, content, proven, notChecked } = new ReceiptVerification(text);
      expect(valid).toBe(status === 'VALID');
      expect(detail === null).toBe(valid);
      expect(proven).toHaveLength(valid ? 10 : 0);
      expect(notChecked.length).toBeGreaterThan(0);
      if (status === 'VALID') expect(text.replace(/;[^;]{24}(?=;[^;]{24};)/, `;${startTime}`)).toBe(example);
      if (content) expect([content.startTime, content.logTime].map((time) => time.toISOString())).toHaveLength(2);
    }),
    { numRuns: 1_000 },
  );
});

test('What a scanner did is put right and told, in both languages', () => {
  const { valid, corrections, tried, content } = new ReceiptVerification(`]Q1${example}\r\n`);
  expect(valid).toBe(true);
  expect(corrections.map(({ code }) => code)).toEqual(['SYMBOLOGY_PREFIX', 'BLANKS']);
  for (const { message } of corrections) expect(message.german).not.toBe(message.english);
  expect(tried).toEqual([]);
  expect(content).toMatchObject({ transactionNumber: '1', signatureCounter: '9' });
});

test('What was tried in vain is told', () => {
  const { status, detail, corrections, tried } = new ReceiptVerification(`${example.replace('2.55', '2.54')}\t`);
  expect(status).toBe('SIGNATURE_MISMATCH');
  expect(detail).toContain('blanks');
  expect(corrections).toEqual([]);
  expect(tried.map(({ code }) => code)).toEqual(['BLANKS']);
});

const realPayloads = new URL('../../../../../shared/real/receipt-qr-payloads.txt', import.meta.url);
const real = existsSync(realPayloads)
  ? readFileSync(realPayloads, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('V0;'))
  : [];
(real.length > 0 ? test : test.skip)('Receipts of real tills verify, but for the one whose signature is DER', () => {
  for (const line of real) expect(new ReceiptVerification(line).corrections).toEqual([]);
  const statuses = real.map((line) => new ReceiptVerification(line).status);
  expect(Map.groupBy(statuses, (status) => status).get('VALID')).toHaveLength(real.length - 1);
  expect(statuses).toContain('DER_SIGNATURE');
});
