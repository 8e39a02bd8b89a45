import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GraphQLEnumType } from 'graphql';
import { errorTable as dsfinvkErrors } from '../../src/datasources/dsfinvk/error-table.js';
import { errorTable as signDeErrors } from '../../src/datasources/sign-de/error-table.js';
import { cashierMessages } from '../../src/errors/cashier-messages.js';
import { type ErrorCode, errorCodes, type ErrorRow } from '../../src/errors/error-codes.js';
import { topLevelCodes } from '../../src/errors/top-level-codes.js';
import { userErrorCodes } from '../../src/errors/user-error-codes.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';

/** Texts of all files below a folder of the repository whose names end so. */
function texts(folder: string, end: string): string[] {
  const root = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(end))
    .map((file) => readFileSync(path.join(root, file), 'utf8'));
}

const rows: readonly [string, ErrorRow][] = Object.entries(errorCodes);

test('every code that any source file names is in the table', () => {
  const warnings = buildSchema().getType('WarningCode');
  if (!(warnings instanceof GraphQLEnumType)) throw new Error('The schema has no warnings.');
  const known = new Set([...Object.keys(errorCodes), ...warnings.getValues().map(({ name }) => name)]);
  const named = ['datasources', 'upstream', 'coordination', 'resolvers', 'schema', 'server'].flatMap((room) =>
    texts(`src/${room}`, '.ts').flatMap((text) =>
      // In every way in which codes are given: as a member, chosen, or as an argument.
      [...text.matchAll(/\bcode(?:: |:| = )([^;\n]*)|(?:refusal|withCode|final|ofCode)\(\s*(.*)/g)].flatMap(
        ([, member, call]) =>
          [...(member ?? call ?? '').matchAll(/'([A-Z]{3,}(?:_[A-Z]+)+)'/g)].map(([, code]) => code!),
      ),
    ),
  );
  expect(new Set(named).size).toBeGreaterThan(50);
  expect(named.filter((code) => !known.has(code))).toEqual([]);
});

test.each(rows)('%s is met by a test, or by what the upstream documents', (code) => {
  const ofUpstream = [...Object.values(signDeErrors), ...Object.values(dsfinvkErrors)].some((row) => row.code === code);
  const quoted = new RegExp(`['"]${code}['"]`);
  const tests = ['e2e', 'server', 'datasources', 'upstream', 'conformance', 'schema'].flatMap((folder) =>
    texts(`test/${folder}`, '.ts'),
  );
  expect(ofUpstream || tests.some((text) => quoted.test(text))).toBe(true);
});

test.each(rows)('%s says in a sentence what happened', (_, { what }) => {
  expect(what).toMatch(/^[A-Z`].{15,}[.]$/);
});

test('a code stands in one table only', () => {
  expect(Object.keys(topLevelCodes).filter((code) => Object.hasOwn(userErrorCodes, code))).toEqual([]);
});

test.each(rows.filter(([, { again }]) => again === 'NEVER'))(
  '%s, which is never worth sending again, is nobody’s to mend or needs another request',
  (_, { signed }) => {
    expect(signed).toBe('NO');
  },
);

test('what the upstream says passes is what may be sent again later', () => {
  for (const { code, retryable } of [...Object.values(signDeErrors), ...Object.values(dsfinvkErrors)]) {
    const row: ErrorRow = errorCodes[code];
    if (retryable) expect([code, row.again]).toEqual([code, 'LATER']);
  }
});

describe('a message for the cashier', () => {
  // Codes are the keys of the table.
  const codes = Object.keys(cashierMessages) as ErrorCode[];

  test.each(codes)('of %s fits the display of a till in both languages, and names no internals', (code) => {
    const { german, english } = cashierMessages[code]!;
    for (const text of [german, english]) {
      expect(text).toMatch(/^[A-ZÄÖÜ].{10,100}[.]$/);
      expect(text).not.toMatch(/[`_]|UUID|[A-Z]{4,}/);
    }
    expect(german).not.toBe(english);
  });

  test('is there for no code of the admin, of exports or of developers', () => {
    expect(codes.filter((code) => /ADMIN|PIN|PUK|EXPORT|LINK|GRAPHQL|SUBSCR|SERIAL/.test(code))).toEqual([]);
  });
});
