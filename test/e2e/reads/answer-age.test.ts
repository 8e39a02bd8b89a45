import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import type { Schemas } from '../../../src/contract/sign-de.js';
import type { Gateway } from '../../../src/gateway.js';
import { clientRow, exportRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { refuse, type Reply, type StubUpstream } from '../../datasources/stub-upstream.js';
import { lookOften } from '../../support/look-often.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';
import { overEvents } from '../support/subscribe.js';

const tss = '10000000-0000-4000-8000-000000000001';
const client = '20000000-0000-4000-8000-000000000001';
const READ = 'query ($tss: UUID!) { tss(uuid: $tss) { description clients { nodes { state } } } }';
const WRITE = `mutation ($tss: UUID!) {
  updateTssMetadata(input: { tssUuid: $tss, metadata: [{ key: "a", value: "b" }] }) { userErrors { message } }
}`;

const NO_CLIENTS = page('CLIENT', [], new URLSearchParams());

/** A gateway whose answers may be so old, and an upstream that counts what it was asked. */
async function start(seconds: string, clients?: () => Reply | Promise<Reply>) {
  let asked = 0;
  const { gateway, stub } = await startStubbedGateway(
    ({ method, path, query }) => {
      if (method === 'PATCH') return { json: { a: 'b' } };
      if (path.startsWith(`/tss/${tss}/client`)) {
        return clients?.() ?? page('CLIENT', [clientRow(tss, client)], query);
      }
      asked += 1;
      return { json: tssRow(tss, { description: `${asked}` }) };
    },
    { MAXIMUM_ANSWER_AGE_SECONDS: seconds },
  );
  const read = async (token = 'one') => (await ask(gateway, token, READ, { tss })).data?.tss?.description;
  const write = (token = 'one') => ask(gateway, token, WRITE, { tss });
  // Until the document and the client are known, answers are Apollo's, which are not kept.
  await read();
  asked = 0;
  return { gateway, stub, read, write };
}

test('without an age, each query is asked of the upstream', async () => {
  const { gateway, read } = await start('0');
  expect([await read(), await read()]).toEqual(['1', '2']);
  await gateway.close();
});

test('an answer is given again to its credential and to no other, until something is written by whomever', async () => {
  const { gateway, stub, read, write } = await start('10');
  stub.takeCount();
  expect([await read(), await read(), await read()]).toEqual(['1', '1', '1']);
  expect(stub.takeCount()).toBe(2);
  expect([await read('other'), await read('other')]).toEqual(['2', '2']);
  await write('other');
  expect([await read(), await read()]).toEqual(['3', '3']);
  await gateway.close();
});

test('an answer is asked anew when it is too old', async () => {
  const { gateway, read } = await start('1');
  const first = await read();
  await sleep(1_050);
  expect(Number(await read())).toBeGreaterThan(Number(first));
  await gateway.close();
});

test('an answer that a write has overtaken is not given again', async () => {
  let held: Promise<unknown> = Promise.resolve();
  const { gateway, stub, read, write } = await start('10', async () => {
    await held;
    return NO_CLIENTS;
  });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  held = promise;
  stub.received.length = 0;
  const overtaken = read();
  while (stub.received.length < 2) await sleep(5);
  await write();
  resolve(undefined);
  expect([await overtaken, await read(), await read()]).toEqual(['1', '2', '2']);
  await gateway.close();
});

test('an answer with errors is not given again', async () => {
  let isDown = false;
  const { gateway } = await start('10', () => (isDown ? refuse(403, 'E_ACCESS_DENIED') : NO_CLIENTS));
  isDown = true;
  expect((await ask(gateway, 'one', READ, { tss })).errors).toHaveLength(1);
  isDown = false;
  const again = await ask(gateway, 'one', READ, { tss });
  expect(again.errors).toBeUndefined();
  isDown = true;
  expect(await ask(gateway, 'one', READ, { tss })).toEqual(again);
  await gateway.close();
});

test('an export is asked for each time, since it goes on by itself', async () => {
  let state: 'WORKING' | 'COMPLETED' = 'WORKING';
  const { gateway } = await startStubbedGateway(({ path }) => ({ json: exportRow(tss, path.slice(-36), { state }) }), {
    MAXIMUM_ANSWER_AGE_SECONDS: '10',
  });
  const query = `{ export(tssUuid: "${tss}", uuid: "${client}") { state } }`;
  for (let time = 0; time < 3; time += 1) await ask(gateway, 'one', query);
  state = 'COMPLETED';
  expect(await ask(gateway, 'one', query)).toEqual({ data: { export: { state: 'COMPLETED' } } });
  await gateway.close();
});

test('what a subscription has told is in all answers from then on', async () => {
  lookOften();
  let description = 'old';
  const { gateway } = await startStubbedGateway(() => ({ json: tssRow(tss, { description }) }), {
    MAXIMUM_ANSWER_AGE_SECONDS: '10',
  });
  const query = `{ tss(uuid: "${tss}") { description } }`;
  await ask(gateway, 'one', query);
  const subscription = overEvents(gateway.url)(
    `subscription { tssChanged(tssUuid: "${tss}") { description } }`,
    {},
    'Bearer one',
  );
  await subscription.result(0);
  expect(await ask(gateway, 'one', query)).toEqual({ data: { tss: { description: 'old' } } });
  description = 'new';
  await subscription.result(1);
  expect(await ask(gateway, 'one', query)).toEqual({ data: { tss: { description: 'new' } } });
  subscription.stop();
  await gateway.close();
});

test('gateway keys share the token of the gateway, and get each the answers for its own TSS', async () => {
  const others = '10000000-0000-4000-8000-000000000002';
  const keys = [makeGatewayKey('one', 'READ', [tss]), makeGatewayKey('other', 'READ', [others])];
  const { gateway, stub } = await startStubbedGateway(
    ({ path, query }) =>
      path === '/auth' ? { json: { access_token: 'shared' } } : page('TSS', [tssRow(tss), tssRow(others)], query),
    { MAXIMUM_ANSWER_AGE_SECONDS: '10', GATEWAY_KEYS: keys.map(({ entry }) => entry).join(' ') },
  );
  const read = async (key: string) => {
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Gateway-Key ${key}` },
      body: JSON.stringify({ query: '{ tssList { nodes { uuid } } }' }),
    });
    return response.json();
  };
  for (let round = 0; round < 3; round += 1) {
    for (const [index, uuid] of [tss, others].entries()) {
      expect(await read(keys[index]!.key)).toEqual({ data: { tssList: { nodes: [{ uuid }] } } });
    }
  }
  expect(stub.received.filter(({ path }) => path === '/tss')).toHaveLength(3); // by Apollo, and once for each key
  await gateway.close();
});

test('whoever asks what a query costs has it asked', async () => {
  const { gateway, stub, read } = await start('10');
  await read();
  stub.takeCount();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer one', 'x-explain': '1' },
    body: JSON.stringify({ query: READ, variables: { tss } }),
  });
  expect(await response.json()).toMatchObject({ extensions: { upstream: { calls: 2 } } });
  expect(stub.takeCount()).toBe(2);
  await gateway.close();
});

describe('a transaction that has ended', () => {
  let shown: Partial<Schemas['TxResponse']>;
  let gateway: Gateway;
  let stub: StubUpstream;
  beforeAll(async () => {
    ({ gateway, stub } = await startStubbedGateway(({ path }) => {
      if (path === `/tss/${tss}`) return { json: tssRow(tss) };
      if (path.startsWith(`/tss/${tss}/client`)) return { json: clientRow(tss, client) };
      if (path.endsWith('/metadata')) return { json: { table: '7' } };
      const uuid = path.slice(-36);
      return { json: { ...transactionRow(tss, client, uuid, 1), metadata: { table: '7' }, ...shown } };
    }));
  });
  const ended: Partial<Schemas['TxResponse']> = { _env: 'LIVE', state: 'FINISHED', revision: 2, latest_revision: 2 };
  const SHOW = 'query ($tss: UUID!, $uuid: UUID!) { transaction(tssUuid: $tss, uuid: $uuid) { number state } }';

  /** How many calls of each token it takes to ask three times with two tokens in turn. */
  async function callsFor(
    transaction: Partial<Schemas['TxResponse']>,
    query: string,
  ): Promise<{ one: number; other: number; answers: unknown[] }> {
    shown = transaction;
    const variables = { tss, uuid: randomUUID() };
    // Until the document and the client are known, answers are Apollo's.
    await ask(gateway, 'somebody', query, variables);
    stub.takeCount();
    const answers: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      answers.push(await ask(gateway, 'one', query, variables), await ask(gateway, 'other', query, variables));
    }
    const callsOf = (wanted: string) => stub.received.filter(({ token }) => token === wanted).length;
    return { one: callsOf('one'), other: callsOf('other'), answers };
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
});
