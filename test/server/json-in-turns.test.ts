import * as fc from 'fast-check';
import { encodeInTurns } from '../../src/server/json-in-turns.js';

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

test('it ends when there is no time left', async () => {
  const late = () => Promise.reject(new Error('late'));
  const rows = Array.from({ length: 5_000 }, () => ({ text: 'x'.repeat(100) }));
  await expect(encodeInTurns(rows, late)).rejects.toThrow('late');
});
