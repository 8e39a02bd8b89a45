import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Schemas } from '../../src/contract/sign-de.js';
import type { Sandbox } from '../../src/sandbox/index.js';
import { ContractClient, type Parts } from './support/contract-client.js';
import { trigger } from './support/exports.js';
import { runSandbox, TestClock } from './support/running-sandbox.js';
import { receipt, setUpClient, setUpTss } from './support/set-up.js';

const clock = new TestClock();
let sandbox: Sandbox;
let client: ContractClient;
let tss_id: string;
let otherTss: string;
let till: string;
let secondTill: string;
/** Of the first TSS, by number. */
const transactions: Schemas['TxResponse'][] = [];

beforeAll(async () => {
  sandbox = await runSandbox({ clock: clock.now });
  client = await ContractClient.login(sandbox.middlewareUrl);
  tss_id = (await setUpTss(client)).tss_id;
  clock.time += 100;
  otherTss = (await setUpTss(client)).tss_id;
  till = await setUpClient(client, tss_id, 'B');
  clock.time += 100;
  secondTill = await setUpClient(client, tss_id, 'A');
  const third = await setUpClient(client, otherTss, 'A');
  await client.ok('updateClient', { path: { tss_id, client_id: secondTill }, body: { state: 'DEREGISTERED' } });
  await client.ok('updateClient', { path: { tss_id, client_id: secondTill }, body: { state: 'REGISTERED' } });

  // Twelve on the first TSS, of which every third is cancelled, every fourth stays open and the last changes tills.
  for (let index = 1; index <= 12; index += 1) {
    clock.time += 10;
    const path = { tss_id, tx_id_or_number: randomUUID() };
    const write = (tx_revision: number, body: Parts<'upsertTransaction'>['body'] & object) =>
      client.ok('upsertTransaction', { path, query: { tx_revision }, body });
    let newest = await write(1, { state: 'ACTIVE', client_id: till });
    const state = index % 3 === 0 ? 'CANCELLED' : 'FINISHED';
    if (index % 4 !== 0)
      newest = await write(2, { state, client_id: index === 11 ? secondTill : till, schema: receipt() });
    transactions.push(newest);
  }
  clock.time += 10;
  const path = { tss_id: otherTss, tx_id_or_number: randomUUID() };
  await client.ok('upsertTransaction', {
    path,
    query: { tx_revision: 1 },
    body: { state: 'ACTIVE', client_id: third },
  });
});

type Query = NonNullable<Parts<'listTransactions'>['query']>;

const numbersOf = ({ data }: Schemas['TxListResponse']) => data.map(({ number }) => number);
const numbers = async (query: Query) => numbersOf(await client.ok('listTransactions', { path: { tss_id }, query }));
const where = (state: string) => transactions.filter((one) => one.state === state).map(({ number }) => number);

describe('The transactions of a TSS', () => {
  test('come by number, each as it is when read alone', async () => {
    const list = await client.ok('listTransactions', { path: { tss_id } });
    expect(list).toMatchObject({ count: 12, _type: 'TRANSACTION_LIST', _env: 'TEST' });
    expect(list.data).toEqual(transactions);
  });

  test('come in pages whose count is the length of the page', async () => {
    const page = await client.ok('listTransactions', {
      path: { tss_id },
      query: { limit: 5, offset: 10, states: ['FINISHED', 'CANCELLED', 'ACTIVE'] },
    });
    expect([numbersOf(page), page.count]).toEqual([[11, 12], 2]);
    const beyond = await client.ok('listTransactions', { path: { tss_id }, query: { offset: 12 } });
    expect([beyond.data, beyond.count]).toEqual([[], 0]);
    const all = await Promise.all([0, 4, 8].map((offset) => numbers({ order_by: 'state', limit: 4, offset })));
    expect(all.flat().sort((a, b) => a - b)).toEqual(transactions.map(({ number }) => number));
  });

  test('are kept by one state or several', async () => {
    expect(await numbers({ states: ['ACTIVE'] })).toEqual(where('ACTIVE'));
    const ended = await client.ok('listTransactions', {
      path: { tss_id },
      query: { states: ['FINISHED', 'CANCELLED'] },
    });
    expect(ended.count).toBe(9);
    expect(numbersOf(ended)).toEqual([...where('FINISHED'), ...where('CANCELLED')].sort((a, b) => a - b));
  });

  test.each(['number', 'time_start', 'time_end', 'state'] as const)(
    'are ordered by %s, both ways',
    async (order_by) => {
      const up = (await client.ok('listTransactions', { path: { tss_id }, query: { order_by } })).data;
      const down = (await client.ok('listTransactions', { path: { tss_id }, query: { order_by, order: 'desc' } })).data;
      expect(down).toEqual(up.toReversed());
      const keys = up.map((one) => one[order_by] ?? 0);
      expect(keys).toEqual([...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)));
    },
  );
});

test('Pages of any size put together are the whole list, whatever its order', async () => {
  const query = fc.record(
    {
      order_by: fc.constantFrom('number', 'state', 'time_start', 'time_end'),
      order: fc.constantFrom('asc', 'desc'),
      states: fc.subarray(['ACTIVE', 'FINISHED', 'CANCELLED'] as const),
    },
    { requiredKeys: [] },
  );
  const read = async (changes: Query) => (await client.ok('listAllTransactions', { query: changes })).data;
  const law = fc.asyncProperty(query, fc.integer({ min: 1, max: 14 }), async (kind, limit) => {
    const offsets = Array.from({ length: Math.ceil(13 / limit) }, (_, page) => page * limit);
    const pages = await Promise.all(offsets.map((offset) => read({ ...kind, limit, offset })));
    expect(pages.flat()).toEqual(await read(kind));
  });
  await fc.assert(law, { numRuns: 40 });
});

test('The transactions of a client are those whose newest revision is its own', async () => {
  const list = async (client_id: string) =>
    client.ok('listClientTransactions', { path: { tss_id, client_id }, query: { order: 'desc' } });
  expect(numbersOf(await list(secondTill))).toEqual([11]);
  const own = await list(till);
  expect(own.count).toBe(11);
  expect(numbersOf(own)).toEqual([12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

test('The transactions of all TSS come together, and those of other organizations do not', async () => {
  const list = await client.ok('listAllTransactions', { query: { order_by: 'time_start', order: 'desc', limit: 2 } });
  expect(list.count).toBe(2);
  expect(list.data.map((one) => one.tss_id)).toEqual([otherTss, tss_id]);
  for (const order_by of ['number', 'time_end', 'state'] as const) {
    expect((await client.ok('listAllTransactions', { query: { order_by } })).data).toHaveLength(13);
  }
});

test('The reads of the Backend are those of the Middleware', async () => {
  const backend = client.at(sandbox.backendUrl);
  expect(await backend.ok('listTransactions', { path: { tss_id } })).toEqual(
    await client.ok('listTransactions', { path: { tss_id } }),
  );
});

describe('Clients', () => {
  const serials = ({ data }: Schemas['ClientListResponse']) => data.map(({ serial_number }) => serial_number);

  test('of a TSS are ordered and kept by serial number and state', async () => {
    const list = (query: NonNullable<Parts<'listClients'>['query']>) =>
      client.ok('listClients', { path: { tss_id }, query });
    expect(serials(await list({}))).toEqual(['B', 'A']);
    expect(serials(await list({ order_by: 'serial_number' }))).toEqual(['A', 'B']);
    expect(serials(await list({ order_by: 'time_creation', order: 'desc' }))).toEqual(['A', 'B']);
    expect(await list({ serial_number: 'A', limit: 1 })).toMatchObject({ count: 1, data: [{ serial_number: 'A' }] });
    expect(await list({ state: 'DEREGISTERED' })).toMatchObject({ count: 0, data: [], _type: 'CLIENT_LIST' });
    expect((await list({})).data[0]).toEqual(await client.ok('retrieveClient', { path: { tss_id, client_id: till } }));
  });

  test('of all TSS come together', async () => {
    const list = await client.ok('listAllClients', { query: { serial_number: 'A' } });
    expect(list.data.map((one) => one.tss_id)).toEqual([tss_id, otherTss]);
  });
});

test('TSS are ordered and kept by state, each as it is when read alone', async () => {
  const list = (query: NonNullable<Parts<'listTss'>['query']>) => client.ok('listTss', { query });
  const created = await setUpTss(client, 'CREATED');
  const all = await list({ order_by: 'time_creation', show_deleted: false });
  expect(all).toMatchObject({ count: 3, _type: 'TSS_LIST' });
  expect(all.data[0]).toEqual(await client.ok('retrieveTss', { path: { tss_id } }));
  expect((await list({ states: ['CREATED', 'DISABLED'] })).data.map(({ _id }) => _id)).toEqual([created.tss_id]);
  for (const order_by of ['description', 'state', 'time_init', 'time_disable'] as const) {
    const up = (await list({ order_by })).data;
    expect((await list({ order_by, order: 'desc' })).data).toEqual(up.toReversed());
    expect(up).toHaveLength(3);
  }
});

test('Whoever reads on while `count` is the limit, as a client in production does, reads every list whole', async () => {
  const path = { tss_id, client_id: till };
  const lists = [
    ['listTss', {}],
    ['listAllClients', {}],
    ['listClients', path],
    ['listAllTransactions', {}],
    ['listTransactions', path],
    ['listClientTransactions', path],
    ['listAllExports', {}],
    ['listExports', path],
  ] as const;
  await trigger(client, tss_id);
  await trigger(client, tss_id, { transaction_number: '1' });
  for (const [id, of] of lists) {
    const read = async (query: object) => {
      const { json } = await client.send(id, { path: of, query });
      const { data, count } = json as Schemas['TxListResponse' | 'TssListResponse'];
      return { ids: data.map(({ _id }) => _id), count };
    };
    const whole = (await read({})).ids;
    expect(whole.length).toBeGreaterThan(1);
    for (const limit of [1, 2, 100]) {
      clock.time += 60; // of which each has its own number of calls
      const ids: string[] = [];
      let page = await read({ limit });
      for (; page.count === limit; page = await read({ limit, offset: ids.length })) ids.push(...page.ids);
      expect([id, limit, [...ids, ...page.ids]]).toEqual([id, limit, whole]);
    }
  }
});
