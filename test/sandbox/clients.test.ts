import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../src/contract/sign-de.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox, TestClock } from './support/running-sandbox.js';
import { setUpClient, setUpTss, type TestTss } from './support/set-up.js';

const clock = new TestClock();
let client: ContractClient;
let tss: TestTss;

beforeAll(async () => {
  const sandbox = await runSandbox({ clock: clock.now });
  client = await ContractClient.login(sandbox.middlewareUrl);
});
beforeEach(async () => {
  tss = await setUpTss(client);
});
afterEach(() => client.ok('updateTss', { path: tss, body: { state: 'DISABLED' } }));

function create(client_id: string, body: Schemas['CreateClientRequest'], tss_id = tss.tss_id) {
  return { path: { tss_id, client_id }, body };
}

async function counter(): Promise<number> {
  return Number((await client.ok('retrieveTss', { path: tss })).signature_counter);
}

test('Creating a client again answers the same client, merges metadata and signs nothing', async () => {
  const id = randomUUID();
  const first = await client.ok('createClient', create(id, { serial_number: 'A 1', metadata: { a: '1' } }));
  const signed = await counter();
  clock.time += 10;
  const second = await client.ok('createClient', create(id, { serial_number: 'A 1', metadata: { b: '2' } }));
  expect(second).toEqual({ ...first, metadata: { a: '1', b: '2' } });
  expect(await counter()).toBe(signed);
});

test('A taken client_id is refused on every TSS, a taken serial number only on its own', async () => {
  const id = await setUpClient(client, tss.tss_id, 'A 1');
  const other = await setUpTss(client);
  const conflict = [409, 'E_CLIENT_CONFLICT'];
  expect(await client.refusal('createClient', create(id, { serial_number: 'B 2' }))).toEqual(conflict);
  expect(await client.refusal('createClient', create(id, { serial_number: 'A 1' }, other.tss_id))).toEqual(conflict);
  const taken = create(randomUUID(), { serial_number: 'A 1' });
  expect(await client.refusal('createClient', taken)).toEqual([400, 'E_ILLEGAL_CLIENT_SERIAL']);
  await setUpClient(client, other.tss_id, 'A 1');
  await client.ok('updateTss', { path: other, body: { state: 'DISABLED' } });
});

test.each(['', ' a', 'a ', 'a_b', 'ü', 'a;b', 'x'.repeat(71)])(
  'The serial number %j is refused by its form',
  async (serial_number) => {
    const { status, json } = await client.send('createClient', create(randomUUID(), { serial_number }));
    expect([status, json]).toEqual([400, expect.objectContaining({ code: 'E_FAILED_SCHEMA_VALIDATION' })]);
  },
);

test('A serial number may have 70 characters, but no slash', async () => {
  await setUpClient(client, tss.tss_id, "Aa0 '()+,-.:=?".repeat(5));
  const slash = create(randomUUID(), { serial_number: 'a/b' });
  expect(await client.refusal('createClient', slash)).toEqual([400, 'E_ILLEGAL_CLIENT_SERIAL']);
});

test('A client is deregistered and registered again; the state it has is no mistake and counts as an update', async () => {
  const path = { tss_id: tss.tss_id, client_id: await setUpClient(client, tss.tss_id) };
  const before = await counter();
  clock.time += 10;
  const same = await client.ok('updateClient', { path, body: { state: 'REGISTERED', metadata: { a: '1' } } });
  expect(same).toMatchObject({ state: 'REGISTERED', metadata: { a: '1' }, time_update: clock.time });
  expect(await counter()).toBe(before);
  expect(await client.ok('updateClient', { path, body: { state: 'DEREGISTERED' } })).toMatchObject({
    state: 'DEREGISTERED',
  });
  expect(await client.ok('retrieveTss', { path })).toMatchObject({ number_registered_clients: 0 });
  expect(await client.ok('updateClient', { path, body: { state: 'REGISTERED' } })).toMatchObject({
    state: 'REGISTERED',
  });
  expect(await counter()).toBe(before + 2);
});

test('199 clients may be REGISTERED, and deregistered ones do not count', async () => {
  const ids: string[] = [];
  for (let index = 0; index < 199; index += 1) ids.push(await setUpClient(client, tss.tss_id));
  const limit = [403, 'E_CLIENT_LIMIT_REACHED'];
  expect(await client.refusal('createClient', create(randomUUID(), { serial_number: 'one more' }))).toEqual(limit);
  const path = { tss_id: tss.tss_id, client_id: ids[0]! };
  await client.ok('updateClient', { path, body: { state: 'DEREGISTERED' } });
  await setUpClient(client, tss.tss_id, 'one more');
  expect(await client.refusal('updateClient', { path, body: { state: 'REGISTERED' } })).toEqual(limit);
  expect(await client.ok('retrieveTss', { path: tss })).toMatchObject({ number_registered_clients: 199 });
});
