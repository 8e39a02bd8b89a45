import fc from 'fast-check';
import type { OperationId } from '../../../src/contract/sign-de.js';
import { answers } from '../../../src/datasources/sign-de/answers.js';
import { readAnswer as check } from '../../../src/upstream/call/answer-check.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';
import { clientRow, exportRow, transactionRow, tssRow } from '../../datasources/rows.js';

const transaction = transactionRow('tss', 'client', 'tx', 1);
/** An answer of SIGN DE, as far as it can be relied on. */
const readAnswer = (operation: OperationId, answer: unknown): any => check(answers[operation], operation, answer);
const passes = (operation: OperationId, answer: unknown) => readAnswer(operation, answer) !== undefined;
const list = (...data: unknown[]) => ({ data, count: data.length, _type: 'LIST', _env: 'TEST', _version: '2' });

/** What identifies an object of each kind, and the operations that answer one of it and a list. */
const kinds = [
  ['TSS', tssRow('tss'), ['_id', 'state'], 'retrieveTss', 'listTss'],
  ['client', clientRow('tss', 'client'), ['_id', 'tss_id', 'state'], 'retrieveClient', 'listClients'],
  [
    'transaction',
    transaction,
    ['_id', 'tss_id', 'number', 'state', 'revision', 'latest_revision'],
    'retrieveTransaction',
    'listTransactions',
  ],
  ['export', exportRow('tss', 'export'), ['_id', 'state'], 'retrieveExport', 'listExports'],
] as const;

test('what the contract promises passes as it is', () => {
  for (const [, row, , one, many] of kinds) {
    expect(readAnswer(one, row)).toBe(row);
    const whole = list(row, row);
    expect(readAnswer(many, whole)).toBe(whole);
  }
  expect(passes('authenticateApi', { access_token: 'token' })).toBe(true);
  expect(passes('authenticateAdmin', {})).toBe(true);
});

test('new values of enums, new members and other patterns pass: an upstream that grows must not stop tills', () => {
  const grown = {
    ...transaction,
    state: 'HIBERNATING',
    signature: { ...transaction.signature, algorithm: 'ecdsa-plain-SHA3-512', added: [1] },
    schema: { standard_v2: { anything: null } },
    _id: 'no uuid',
  };
  expect(readAnswer('upsertTransaction', grown)).toBe(grown);
});

describe.each(kinds)('of a %s', (_kind, row, identity, one, many) => {
  const wrongs = [undefined, null, [], {}, true, ''];

  test('whatever does not identify it may be missing or of another type', () => {
    const others = Object.keys(row).filter((member) => !(identity as readonly string[]).includes(member));
    expect(others.length).toBeGreaterThan(3);
    for (const member of others) {
      for (const wrong of wrongs) expect(passes(one, { ...row, [member]: wrong })).toBe(true);
    }
  });

  test.each(identity)('an answer without a good %s tells nothing, and in a list fails its own row', (member) => {
    for (const wrong of [...wrongs, -1, 1.5]) {
      const broken = { ...row, [member]: wrong };
      expect(passes(one, broken)).toBe(false);
      const { data } = readAnswer(many, list(row, broken, row))!;
      expect([data[0], data[2]]).toEqual([row, row]);
      expect(data[1]).toBeInstanceOf(UpstreamError);
      expect(data[1]).toMatchObject({ code: 'UPSTREAM_ANSWER_INVALID', message: expect.stringContaining(member) });
    }
  });
});

test('a revision that the graph could not show identifies nothing', () => {
  for (const revision of [0, 2 ** 31, '2'])
    expect(passes('retrieveTransaction', { ...transaction, revision })).toBe(false);
});

test.each([undefined, null, [], 'text', 7, { data: {} }, { count: 0 }])('%j is no list', (json) => {
  expect(passes('listTransactions', json)).toBe(false);
});

test('no JSON whatever makes it throw, and what it gives of a list has as many rows', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.jsonValue()), (json, rows) => {
      for (const [, , , one, many] of kinds) {
        readAnswer(one, json);
        expect(readAnswer(many, { data: rows })?.data).toHaveLength(rows.length);
      }
    }),
  );
});
