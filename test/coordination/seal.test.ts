import fc from 'fast-check';
import { z } from 'zod';
import { Seal, sealed } from '../../src/coordination/seal.js';
import { fromText, toText } from '../../src/coordination/topics.js';
import { Secret } from '../../src/secret.js';

const secret = new Secret('0123456789abcdef'.repeat(2));
const seal = new Seal(secret, 'tests');

test('whoever knows the secret opens what was sealed, and it says nothing to anybody else', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (text, context) => {
      const closed = seal.close(text, context);
      expect(new Seal(secret, 'tests').open(closed, context)).toBe(text);
      expect(closed).toMatch(/^[\w-]+$/);
      expect(seal.close(text, context)).not.toBe(closed);
    }),
  );
  expect(Buffer.from(seal.close('marker', ''), 'base64url').toString('latin1')).not.toContain('marker');
});

test('nothing is opened with another secret, for another purpose or in another context', () => {
  const closed = seal.close('text', 'context');
  expect(new Seal(new Secret('other'.repeat(8)), 'tests').open(closed, 'context')).toBeUndefined();
  expect(new Seal(secret, 'other').open(closed, 'context')).toBeUndefined();
  expect(seal.open(closed, 'other')).toBeUndefined();
});

test('nothing is opened that differs in any character, be it one that decodes to the same', () => {
  const closed = seal.close('text', '');
  fc.assert(
    fc.property(fc.nat({ max: closed.length - 1 }), fc.constantFrom('', 'A', 'B', '-', '_', '=', 'AA'), (at, other) => {
      const changed = closed.slice(0, at) + other + closed.slice(at + 1);
      fc.pre(changed !== closed);
      expect(seal.open(changed, '')).toBeUndefined();
    }),
  );
  for (const more of ['A', '=', ' ', '\n']) expect(seal.open(closed + more, '')).toBeUndefined();
  for (let length = 0; length < closed.length; length += 1)
    expect(seal.open(closed.slice(0, length), '')).toBeUndefined();
});

test('a sealed value lies in a store without its secret, and is absent where the secret is another', () => {
  const codecWith = (key: Secret) => sealed(new Seal(key, 'tests'), z.object({ token: z.string() }));
  const text = toText(codecWith(secret), { token: 'marker' });
  expect(text).not.toContain('marker');
  expect(fromText(codecWith(secret), text)).toEqual({ token: 'marker' });
  expect(fromText(codecWith(new Secret('other'.repeat(8))), text)).toBeUndefined();
  expect(fromText(codecWith(secret), '"no seal"')).toBeUndefined();
});
