import fc from 'fast-check';
import { otherProblems } from '../../../../src/schema/sign-de/process-data/other.js';

const nest = (depth: number): Record<string, unknown> => (depth === 1 ? {} : { a: nest(depth - 1) });

test('any JSON object of ordinary numbers and depth is fine', () => {
  const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }), { maxKeys: 5 });
  const hasLargeNumber = (value: unknown) => /\d{16}|e\+/.test(JSON.stringify(value));
  fc.assert(
    fc.property(json, (other) => {
      fc.pre(!hasLargeNumber(other));
      expect(otherProblems(other, ['other'])).toEqual([]);
    }),
  );
});

test.each(['1e400', '-1e400', '12345678901234567890', '9007199254740993'])(
  'the number %s would be signed as another one, so it is refused with its place',
  (number) => {
    const other = JSON.parse(`{"list":[0,{"a":${number}}]}`) as Record<string, unknown>;
    expect(otherProblems(other, ['other'])).toEqual([
      { field: ['other', 'list', '1', 'a'], message: expect.stringContaining('as a string') },
    ]);
  },
);

test('32 levels are taken, more are not, however many', () => {
  expect(otherProblems(nest(32), [])).toEqual([]);
  expect(otherProblems(nest(33), [])).toHaveLength(1);
  expect(otherProblems(nest(5_000), [])).toHaveLength(1);
});
