import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demo } from '../../../src/sandbox/index.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { lookOften } from '../../support/look-often.js';
import { startTestGateway, type TestGateway } from '../support/start.js';
import { overEvents, overWebSocket, type Subscribe, type Subscription } from '../support/subscribe.js';

let gateway: TestGateway;
const open: Subscription[] = [];
/** Lists of transactions that the sandbox has answered. */
let lists = 0;
beforeAll(async () => {
  lookOften();
  const sandbox = await runSandbox({
    demo: true,
    configureFace: (face) => {
      face.addHook('onResponse', ({ method, url }, _reply, done) => {
        if (method === 'GET' && /\/tx(?:\?|$)/.test(url)) lists += 1;
        done();
      });
    },
  });
  gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
    FISKALY_BACKEND_URL: sandbox.backendUrl,
  });
  await gateway.client.Viewer();
});
beforeEach(() => (lists = 0));
afterEach(() => {
  for (const subscription of open.splice(0)) subscription.stop();
});
afterAll(() => gateway.close());

const CHANGED = `subscription ($tss: UUID!, $client: UUID) {
  transactionChanged(tssUuid: $tss, clientUuid: $client) { uuid state revision clientUuid metadata { key value } verification { valid } }
}`;
const at = { tssUuid: demo.tssId, clientUuid: demo.clientId };
const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '21.42' }],
  amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '21.42' }],
};

const subscribe = (over: (url: string) => Subscribe, query: string, variables: Record<string, unknown>) => {
  const made = over(gateway.url)(query, variables);
  open.push(made);
  return made;
};

/**
 * Waits until subscriptions to transactions have begun. Nobody says so: tills sign until each is told of it, and the
 * first look has been answered.
 */
async function begun(...subscriptions: readonly Subscription[]): Promise<void> {
  const { counter, terrace } = demo.clientIds;
  while (lists === 0 || subscriptions.some(({ results }) => results.length === 0)) {
    for (const clientUuid of [counter, terrace]) {
      await gateway.client.StartTransaction({ input: { ...at, clientUuid, transactionUuid: randomUUID() } });
    }
    await sleep(20);
  }
}

/** As many revisions of a transaction as are waited for, as a subscription tells of them. */
async function revisionsOf(uuid: string, count: number, subscription: Subscription): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for (let index = 0; told.length < count; index += 1) {
    const { transactionChanged } = (await subscription.result(index)).data!;
    if (transactionChanged.uuid === uuid) told.push(transactionChanged);
  }
  return told;
}

/** Another device of the same company, that speaks REST to the upstream and knows no gateway. */
async function writeElsewhere(transaction: string, revision: number, body: object): Promise<void> {
  const call = async (method: string, path: string, json: object, token?: string) => {
    const response = await fetch(gateway.upstream.middlewareUrl + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(json),
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  const login = { api_key: demo.apiKey, api_secret: demo.apiSecret };
  const { access_token: token } = (await call('POST', '/auth', login)) as { access_token: string };
  await call('PUT', `/tss/${demo.tssId}/tx/${transaction}?tx_revision=${revision}`, body, token);
}

describe.each([
  ['WebSocket', overWebSocket],
  ['Server-Sent Events', overEvents],
])('over %s', (_title, over) => {
  test('what this gateway signs comes at once, with all that can be asked of a transaction', async () => {
    const subscription = subscribe(over, CHANGED, { tss: demo.tssId });
    await begun(subscription);
    const transactionUuid = randomUUID();
    const metadata = [{ key: 'table', value: '7' }];
    await gateway.client.SignReceipt({ input: { ...at, transactionUuid, receipt, metadata } });
    // A look at the upstream, seconds later, would find the second revision only.
    expect(await revisionsOf(transactionUuid, 2, subscription)).toEqual([
      {
        uuid: transactionUuid,
        state: 'ACTIVE',
        revision: 1,
        clientUuid: demo.clientId,
        metadata: expect.anything(),
        verification: { valid: true },
      },
      {
        uuid: transactionUuid,
        state: 'FINISHED',
        revision: 2,
        clientUuid: demo.clientId,
        metadata,
        verification: { valid: true },
      },
    ]);
  });

  test('what another device signs comes within seconds, and to those who watch its client only', async () => {
    const { counter, terrace } = demo.clientIds;
    const all = subscribe(over, CHANGED, { tss: demo.tssId });
    const ofCounter = subscribe(over, CHANGED, { tss: demo.tssId, client: counter });
    const ofTerrace = subscribe(over, CHANGED, { tss: demo.tssId, client: terrace });
    await begun(all, ofCounter, ofTerrace);
    const transaction = randomUUID();
    await writeElsewhere(transaction, 1, { state: 'ACTIVE', client_id: terrace });
    const expected = { uuid: transaction, state: 'ACTIVE', revision: 1, clientUuid: terrace };
    for (const each of [ofTerrace, all]) expect(await revisionsOf(transaction, 1, each)).toMatchObject([expected]);
    const clients = ofCounter.results.map(({ data }) => data!.transactionChanged.clientUuid as string);
    expect(new Set(clients)).toEqual(new Set([counter]));
  });

  test('an export is told of from its present state to its end, and then the subscription completes', async () => {
    const exportUuid = randomUUID();
    await gateway.client.TriggerExport({ input: { tssUuid: demo.tssId, exportUuid } });
    const query =
      'subscription ($tss: UUID!, $export: UUID!) { exportUpdated(tssUuid: $tss, exportUuid: $export) { uuid state } }';
    const subscription = subscribe(over, query, { tss: demo.tssId, export: exportUuid });
    await subscription.completed;
    const states = subscription.results.map(({ data }) => data!.exportUpdated.state as string);
    expect(states.at(-1)).toBe('COMPLETED');
    expect(new Set(states).size).toBe(states.length);

    const late = subscribe(over, query, { tss: demo.tssId, export: exportUuid });
    await late.completed;
    expect(late.results).toEqual([{ data: { exportUpdated: { uuid: exportUuid, state: 'COMPLETED' } } }]);
  });
});

test('what hangs on an event is read anew for each event', async () => {
  const query =
    'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { registeredClientCount clients(first: 100) { nodes { uuid } } } }';
  const subscription = subscribe(overWebSocket, query, { tss: demo.tssId });
  const first = (await subscription.result(0)).data!.tssChanged;
  await gateway.client.CreateClient({
    input: {
      tssUuid: demo.tssId,
      adminPin: demo.adminPin,
      clientUuid: randomUUID(),
      serialNumber: `NEW ${randomUUID()}`,
    },
  });
  const before = (first.clients.nodes as unknown[]).length;
  let [shown, index] = [before, 0];
  // The admin's login changes the TSS too, and may be told of by itself.
  while (shown === before) {
    shown = ((await subscription.result((index += 1))).data!.tssChanged.clients.nodes as unknown[]).length;
  }
  expect(shown).toBe(before + 1);
});
