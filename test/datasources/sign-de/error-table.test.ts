import { signDeContract } from '../../../src/contract/sign-de.js';
import { errorRow, errorTable } from '../../../src/datasources/sign-de/error-table.js';

const { document, operations } = signDeContract();
const catalogue = document['x-error-catalogue'] as Readonly<
  Record<string, { readonly status: number; readonly retry: string }>
>;

test.each(Object.keys(catalogue))(
  '%s has a row with a code of ours and a message that says what would be right',
  (code) => {
    const row = errorTable[code];
    expect(row?.code).toMatch(/^[A-Z][A-Z_]+$/);
    expect(row?.code).not.toMatch(/^E_/);
    expect(row?.message).toMatch(/^[A-Z].{15,}[.]$/);
  },
);

test('the table has no row that the contract does not know, but for the one seen at the real service', () => {
  expect(Object.keys(errorTable).filter((code) => !Object.hasOwn(catalogue, code))).toEqual(['E_PARSER']);
});

test('every failure that the contract lists at an operation has a row', () => {
  const codes = [...operations.values()]
    .flatMap(({ errors }) => errors.map(({ code }) => code))
    .filter((code) => code !== null);
  expect(codes.filter((code) => !Object.hasOwn(errorTable, code))).toEqual([]);
});

test.each(Object.entries(catalogue).filter(([, { status }]) => status >= 500))(
  '%s passes, as all faults of the server do',
  (code, { status }) => {
    expect(errorRow('upsertTransaction', status, code)).toMatchObject({ code: 'UPSTREAM_ERROR', retryable: true });
  },
);

describe('a 401', () => {
  test.each([
    ['authenticateApi', undefined, 'CREDENTIALS_REFUSED'],
    ['authenticateApi', 'E_UNAUTHORIZED', 'CREDENTIALS_REFUSED'],
    ['authenticateAdmin', 'E_ADMIN_LOGIN_FAILED', 'WRONG_ADMIN_PIN'],
    ['authenticateAdmin', 'E_UNAUTHORIZED', 'WRONG_ADMIN_PIN'],
    ['authenticateAdmin', undefined, 'UNAUTHENTICATED'],
    ['changeAdminPin', 'E_ADMIN_LOGIN_FAILED', 'WRONG_ADMIN_PUK'],
    ['changeAdminPin', undefined, 'UNAUTHENTICATED'],
    ['updateTss', 'E_UNAUTHORIZED', 'ADMIN_REQUIRED'],
    ['createClient', 'E_UNAUTHORIZED', 'ADMIN_REQUIRED'],
    ['updateClient', 'E_UNAUTHORIZED', 'ADMIN_REQUIRED'],
    ['createClient', undefined, 'UNAUTHENTICATED'],
    ['retrieveTss', 'E_UNAUTHORIZED', 'UNAUTHENTICATED'],
    ['retrieveTss', undefined, 'UNAUTHENTICATED'],
  ])('of %s with code %s is %s', (operation, code, expected) => {
    expect(errorRow(operation, 401, code)).toMatchObject({ code: expected, retryable: false });
  });
});

test.each([
  [429, 'RATE_LIMITED', true],
  [413, 'REFUSED_BY_UPSTREAM', false],
  [418, 'REFUSED_BY_UPSTREAM', false],
  [499, 'UPSTREAM_ERROR', true],
  [500, 'UPSTREAM_ERROR', true],
  [599, 'UPSTREAM_ERROR', true],
])('status %i with a code nobody knows is %s', (status, code, retryable) => {
  for (const unknown of ['E_BRAND_NEW', 'toString', '__proto__', undefined]) {
    expect(errorRow('retrieveTss', status, unknown)).toMatchObject({ code, retryable });
  }
});
