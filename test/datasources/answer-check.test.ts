import fc from 'fast-check';
import { isAnswerOf } from '../../src/datasources/answer-check.js';
import { clientRow, transactionRow, tssRow } from './rows.js';

const transaction = transactionRow('tss', 'client', 'tx', 1, {
  schema: {
    standard_v1: {
      receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.00' }] },
    },
  },
});
const list = (...data: unknown[]) => ({
  data,
  count: data.length,
  _type: 'TRANSACTION_LIST',
  _env: 'TEST',
  _version: '2',
});

test('what the contract promises passes', () => {
  expect(isAnswerOf('retrieveTss', tssRow('tss'))).toBe(true);
  expect(isAnswerOf('retrieveClient', clientRow('tss', 'client'))).toBe(true);
  expect(isAnswerOf('upsertTransaction', transaction)).toBe(true);
  expect(isAnswerOf('listTransactions', list(transaction))).toBe(true);
  expect(isAnswerOf('authenticateApi', { access_token: 'token' })).toBe(true);
  expect(isAnswerOf('authenticateAdmin', {})).toBe(true);
});

test('a counter passes as text and as a number, since the upstream sends both, and as nothing else', () => {
  const withCounter = (counter: unknown) => ({ ...transaction, signature: { ...transaction.signature, counter } });
  for (const counter of ['42', 42]) expect(isAnswerOf('upsertTransaction', withCounter(counter))).toBe(true);
  for (const counter of [null, true, { value: 42 }]) {
    expect(isAnswerOf('upsertTransaction', withCounter(counter))).toBe(false);
  }
});

test('new values of enums, new members and other patterns pass: an upstream that grows must not stop tills', () => {
  const grown = {
    ...transaction,
    state: 'HIBERNATING',
    _version: 'next',
    signature: { ...transaction.signature, algorithm: 'ecdsa-plain-SHA3-512', added: [1] },
    schema: { standard_v2: { anything: null } },
    _id: 'no uuid',
  };
  expect(isAnswerOf('upsertTransaction', grown)).toBe(true);
  expect(isAnswerOf('listTransactions', list(grown))).toBe(true);
});

test('any member added anywhere passes', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
      fc.pre(!Object.hasOwn(tssRow('tss'), name) && !['metadata', 'description'].includes(name) && !name.includes('_'));
      return isAnswerOf('retrieveTss', { ...tssRow('tss'), [name]: value });
    }),
  );
});

test.each([
  'number',
  'state',
  'client_id',
  'revision',
  'latest_revision',
  'tss_id',
  '_id',
  'log',
  'signature',
] as const)('a transaction without %s, or with it of another type, does not pass, alone or in a list', (name) => {
  const without = Object.fromEntries(Object.entries(transaction).filter(([member]) => member !== name));
  for (const wrong of [without, { ...transaction, [name]: null }, { ...transaction, [name]: [true] }]) {
    expect(isAnswerOf('retrieveTransaction', wrong)).toBe(false);
    expect(isAnswerOf('listTransactions', list(transaction, wrong))).toBe(false);
  }
});

test.each([undefined, null, [], 'text', 7, { data: [] }, { data: {}, count: 0 }])('%j is no list', (json) => {
  expect(isAnswerOf('listTransactions', json)).toBe(false);
});
