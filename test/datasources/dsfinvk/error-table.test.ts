import { dsfinvkContract } from '../../../src/contract/dsfinvk.js';
import { errorRow, errorTable } from '../../../src/datasources/dsfinvk/error-table.js';

const { document, operations } = dsfinvkContract();
const catalogue = Object.keys(document['x-error-catalogue'] as object);

test.each(catalogue)('%s has a row with a code of ours and a message that says what would be right', (code) => {
  const row = errorTable[code];
  expect(row?.code).toMatch(/^[A-Z][A-Z_]+$/);
  expect(row?.code).not.toMatch(/^E_/);
  expect(row?.message).toMatch(/^[A-Z].{15,}[.]$/);
});

test('the table has no row that the contract does not know', () => {
  expect(Object.keys(errorTable).filter((code) => !catalogue.includes(code))).toEqual([]);
});

test('every failure that the contract lists at an operation has a row', () => {
  const codes = [...operations.values()].flatMap(({ errors }) => errors.flatMap(({ code }) => code ?? []));
  expect(codes.filter((code) => !Object.hasOwn(errorTable, code))).toEqual([]);
});

test.each([
  ['authenticate', 401, undefined, 'CREDENTIALS_REFUSED'],
  ['listExports', 401, undefined, 'UNAUTHENTICATED'],
  ['triggerExport', 404, 'E_CASH_POINT_CLOSING_NOT_FOUND', 'NOTHING_TO_EXPORT'],
  ['triggerExport', 404, 'E_CASH_REGISTER_NOT_FOUND', 'CASH_REGISTER_NOT_FOUND'],
  ['retrieveCashPointClosing', 404, 'E_CASH_POINT_CLOSING_NOT_FOUND', 'CLOSING_NOT_FOUND'],
  ['triggerExport', 409, 'toString', 'REFUSED_BY_UPSTREAM'],
])('%s with status %i and code %s is %s', (operation, status, code, expected) => {
  expect(errorRow(operation, status, code).code).toBe(expected);
});
