import { randomUUID } from 'node:crypto';
import { demo } from '../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from './start.js';
import { overEvents, overWebSocket, type Subscribe, type Subscription } from './subscribe.js';

let gateway: TestGateway;
const open: Subscription[] = [];
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.client.Viewer();
});
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
const settled = () => new Promise((resolve) => setTimeout(resolve, 500));

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
    await settled();
    const transactionUuid = randomUUID();
    const before = performance.now();
    const metadata = [{ key: 'table', value: '7' }];
    await gateway.client.SignReceipt({ input: { ...at, transactionUuid, receipt, metadata } });
    await subscription.result(1);
    expect(performance.now() - before).toBeLessThan(1_000);
    expect(subscription.results.map(({ data }) => data!.transactionChanged)).toEqual([
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
    await settled();
    const transaction = randomUUID();
    await writeElsewhere(transaction, 1, { state: 'ACTIVE', client_id: terrace });
    const expected = { uuid: transaction, state: 'ACTIVE', revision: 1, clientUuid: terrace };
    expect((await ofTerrace.result(0)).data!.transactionChanged).toMatchObject(expected);
    expect((await all.result(0)).data!.transactionChanged).toMatchObject(expected);
    expect(ofCounter.results).toEqual([]);
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
  const second = (await subscription.result(1)).data!.tssChanged;
  expect(second.clients.nodes).toHaveLength((first.clients.nodes as unknown[]).length + 1);
});
