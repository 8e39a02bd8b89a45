import type { Schemas } from '../../../src/contract/read-contract.js';
import { clientRow, transactionRow, tssRow } from '../../datasources/rows.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';

const tss = '10000000-0000-4000-8000-000000000001';
const client = '20000000-0000-4000-8000-000000000001';
const uuid = '30000000-0000-4000-8000-000000000001';
const ended: Partial<Schemas['TxResponse']> = { _env: 'LIVE', state: 'FINISHED', revision: 2, latest_revision: 2 };
const SHOW = 'query ($tss: UUID!, $uuid: UUID!) { transaction(tssUuid: $tss, uuid: $uuid) { number state } }';
const variables = { tss, uuid };

/** How many calls of each token it takes to ask three times with two tokens in turn. */
async function callsFor(
  transaction: Partial<Schemas['TxResponse']>,
  query: string,
): Promise<{ one: number; other: number; answers: unknown[] }> {
  const { gateway, stub } = await startStubbedGateway(({ path }) => {
    if (path === `/tss/${tss}`) return { json: tssRow(tss) };
    if (path.startsWith(`/tss/${tss}/client`)) return { json: clientRow(tss, client) };
    if (path.endsWith('/metadata')) return { json: { table: '7' } };
    return { json: { ...transactionRow(tss, client, uuid, 1), metadata: { table: '7' }, ...transaction } };
  });
  // Until the document and the client are known, answers are Apollo's.
  await ask(gateway, 'somebody', query, variables);
  stub.takeCount();
  const answers: unknown[] = [];
  for (let round = 0; round < 3; round += 1) {
    answers.push(await ask(gateway, 'one', query, variables), await ask(gateway, 'other', query, variables));
  }
  const callsOf = (wanted: string) => stub.received.filter(({ token }) => token === wanted).length;
  const counted = { one: callsOf('one'), other: callsOf('other'), answers };
  await gateway.close();
  return counted;
}

test('a transaction of LIVE that has ended is read once for each credential', async () => {
  const { answers, ...calls } = await callsFor(ended, SHOW);
  expect(calls).toEqual({ one: 1, other: 1 });
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set(['{"data":{"transaction":{"number":"1","state":"FINISHED"}}}']),
  );
});

test.each<[string, Partial<Schemas['TxResponse']>]>([
  ['is still open', { ...ended, state: 'ACTIVE' }],
  ['is of TEST, where it may be wiped', { ...ended, _env: 'TEST' }],
  ['is in a state that this gateway does not know', { ...ended, state: 'SUSPENDED' as 'ACTIVE' }],
  ['has a newer revision', { ...ended, latest_revision: 3 }],
])('a transaction that %s is read each time', async (_, transaction) => {
  expect(await callsFor(transaction, SHOW)).toMatchObject({ one: 3, other: 3 });
});

test.each([
  ['metadata', 'metadata { value }', 3],
  ['metadata in a fragment', '... on Transaction { ...Own } }', 3],
  ['its client', 'client { state }', 6],
])('what may change about an ended transaction is read each time: %s', async (_, selection, calls) => {
  const query = selection.includes('Own')
    ? `${SHOW.replace('number state }', selection)} fragment Own on Transaction { metadata { value } }`
    : SHOW.replace('number state', selection);
  expect(await callsFor(ended, query)).toMatchObject({ one: calls, other: calls });
});

test('what is shown beside an ended transaction is read each time', async () => {
  const query = SHOW.replace('transaction(', 'tss(uuid: $tss) { state } transaction(');
  expect(await callsFor(ended, query)).toMatchObject({ one: 6, other: 6 });
});
