import fc from 'fast-check';
import { decodeCursor, encodeCursor, listName } from '../../../src/resolvers/common/cursor.js';

const name = fc.stringMatching(/^[\w-]{11}$/);
const place = fc.record({
  given: fc.array(name, { minLength: 1, maxLength: 20 }),
  rank: fc.integer({ min: 1 }),
  hasNullsFirst: fc.boolean(),
});
const keyed = fc.oneof(
  fc.tuple(fc.constant(false), fc.oneof(fc.integer(), fc.constant(null))),
  fc.tuple(fc.constant(true), fc.oneof(fc.string({ maxLength: 300 }), fc.constant(null))),
);
const list = listName(['transactions', 'tss']);

test('a cursor decodes to its place, in its own list', () => {
  fc.assert(
    fc.property(place, keyed, (one, [isText, key]) => {
      expect(decodeCursor(list, encodeCursor(list, { ...one, key }), isText)).toEqual({ ...one, key });
    }),
  );
});

test.each<[sorting: string, isText: boolean, key: string | number]>([
  ['number', false, 'x'],
  ['number', false, '7'],
  ['number', false, ''],
  ['text', true, 7],
  ['text', true, 0],
  ['text', true, 1.5],
])('in a list by a %s none has a key of the other kind', (_sorting, isText, key) => {
  const cursor = encodeCursor(list, { key, given: ['aaaaaaaaaaa'], rank: 1, hasNullsFirst: false });
  expect(() => decodeCursor(list, cursor, isText)).toThrow(/unchanged cursor of this list/);
});

test('none stands behind more rows than any list has', () => {
  const cursor = encodeCursor(list, { key: 1, given: ['aaaaaaaaaaa'], rank: 2 ** 31, hasNullsFirst: false });
  expect(() => decodeCursor(list, cursor, false)).toThrow(/unchanged cursor of this list/);
});

test('in another list it is refused, with what would be right', () => {
  const cursor = encodeCursor(list, { key: 1, given: ['aaaaaaaaaaa'], rank: 1, hasNullsFirst: false });
  for (const other of [
    ['transactions', 'other'],
    ['clients', 'tss'],
    ['transactions', 'tss', 'ACTIVE'],
  ]) {
    expect(() => decodeCursor(listName(other), cursor, false)).toThrow(
      'Use it with the same parent, `orderBy` and `filter`',
    );
  }
});

test('any other text is refused, also one of a version that had positions for cursors', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.jsonValue().map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    fc.nat().map((row) => Buffer.from(`row:${row}`).toString('base64url')),
  );
  fc.assert(
    fc.property(text, (cursor) => {
      expect(() => decodeCursor(list, cursor, false)).toThrow(/unchanged cursor of this list/);
    }),
  );
});

test('a cursor that would have to name more than a thousand rows is not made', () => {
  const given = Array<string>(1_001).fill('aaaaaaaaaaa');
  expect(() => encodeCursor(list, { key: 1, given, rank: 1, hasNullsFirst: false })).toThrow('More than 1000 rows');
});
