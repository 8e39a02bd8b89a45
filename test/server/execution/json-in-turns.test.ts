import { jest } from '@jest/globals';
import * as fc from 'fast-check';
import { encodeInTurns } from '../../../src/server/execution/json-in-turns.js';

test('the text is that of JSON.stringify, for any value', async () => {
  const large = fc.array(fc.record({ id: fc.string(), inner: fc.jsonValue(), gone: fc.constant(undefined) }), {
    minLength: 0,
    maxLength: 300,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.jsonValue(), large, fc.record({ data: large })), async (value) => {
      expect((await encodeInTurns(value, () => undefined)).toString()).toBe(`${JSON.stringify(value)}\n`);
    }),
  );
});

test('others get turns while a large answer is put into text', async () => {
  let turns = 0;
  const row = { uuid: 'x'.repeat(36), lines: Array.from({ length: 10 }, (_, index) => ({ index, text: 'line' })) };
  await encodeInTurns({ data: { rows: Array.from({ length: 5_000 }, () => row) } }, () => {
    turns += 1;
    return undefined;
  });
  expect(turns).toBeGreaterThan(20);
});

test.each<[string, unknown]>([
  ['rows', Array.from({ length: 300 }, (_, index) => ({ index, qrCode: { svg: 'x'.repeat(20_000) } }))],
  ['one object', Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, 'x'.repeat(20_000)]))],
  ['long names', Array.from({ length: 300 }, (_, index) => ({ [`${index}${'x'.repeat(20_000)}`]: 1 }))],
])('others get a turn at least every 100,000 characters, where texts are long: %s', async (_title, rows) => {
  const written = jest.spyOn(JSON, 'stringify');
  let turns = 0;
  await encodeInTurns({ data: { rows } }, () => {
    turns += 1;
    return undefined;
  });
  const lengths = written.mock.results.map(({ value }) => String(value).length);
  written.mockRestore();
  expect(Math.max(...lengths)).toBeLessThan(100_000);
  expect(turns).toBeGreaterThan((300 * 20_000) / 100_000);
});

test('it ends when there is no time left', async () => {
  const late = () => Promise.reject(new Error('late'));
  const rows = Array.from({ length: 5_000 }, () => ({ text: 'x'.repeat(100) }));
  await expect(encodeInTurns(rows, late)).rejects.toThrow('late');
});
