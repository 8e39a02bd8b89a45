import fc from 'fast-check';
import { decodeGlobalId, encodeGlobalId } from '../../../src/schema/common/node.js';

const uuid = fc.uuid();
const globalId = fc.oneof(
  uuid.map((tssId) => ({ type: 'Tss' as const, tssId })),
  fc.tuple(uuid, uuid).map(([tssId, clientId]) => ({ type: 'Client' as const, tssId, clientId })),
  fc.tuple(uuid, uuid).map(([tssId, transactionId]) => ({ type: 'Transaction' as const, tssId, transactionId })),
  fc
    .tuple(uuid, uuid, fc.integer({ min: 1, max: 999_999_999 }))
    .map(([tssId, transactionId, revision]) => ({ type: 'Transaction' as const, tssId, transactionId, revision })),
  fc.tuple(uuid, uuid).map(([tssId, exportId]) => ({ type: 'Export' as const, tssId, exportId })),
);

test('a global id decodes to what it was made of', () => {
  fc.assert(
    fc.property(globalId, (id) => {
      expect(decodeGlobalId(encodeGlobalId(id))).toEqual(id);
    }),
  );
});

test('different objects have different global ids', () => {
  fc.assert(
    fc.property(globalId, globalId, (one, other) => {
      expect(encodeGlobalId(one) === encodeGlobalId(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

test('any other text is refused as bad user input, whatever it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(() => decodeGlobalId(text)).toThrow(
        expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argumentName: 'id' } }),
      );
    }),
  );
});
