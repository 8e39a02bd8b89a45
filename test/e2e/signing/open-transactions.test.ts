import { randomUUID } from 'node:crypto';
import type { ProcessDataInput } from '../../../sdk/index.js';
import { demo } from '../../../src/sandbox/index.js';
import { ControlClient } from '../../sandbox/support/control-client.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('at the end of the day all that is open is cancelled, each in its own way, and what cannot be is reported', async () => {
  const { client } = gateway;
  const left = { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber: 'LEFT', adminPin: demo.adminPin };
  await client.CreateClient({ input: left });
  const start = async (processData?: ProcessDataInput, clientUuid: string = demo.clientId) => {
    const transactionUuid = randomUUID();
    const input = { tssUuid: demo.tssId, clientUuid, transactionUuid, ...(processData && { processData }) };
    expect((await client.StartTransaction({ input })).startTransaction.outcome).toBe('SIGNED');
    return transactionUuid;
  };
  // What the demo data left open goes first.
  await client.CancelOpenTransactions({ input: { tssUuid: demo.tssId } });
  const bare = await start();
  const order = await start({ order: { lines: [{ quantity: '1', text: 'Tee', pricePerUnit: '2.00' }] } });
  const meter = await start({ taximeter: { powerUp: {} } });
  const orphan = await start(undefined, left.clientUuid);
  await client.DeregisterClient({
    input: { tssUuid: left.tssUuid, clientUuid: left.clientUuid, adminPin: left.adminPin },
  });

  const before = await client.CancelOpenTransactions({
    input: { tssUuid: demo.tssId, olderThan: '2020-01-01T00:00:00Z' },
  });
  expect(before.cancelOpenTransactions).toEqual({ results: [], hasMore: false, userErrors: [] });

  const { cancelOpenTransactions } = await client.CancelOpenTransactions({ input: { tssUuid: demo.tssId } });

  expect(cancelOpenTransactions).toMatchObject({ hasMore: false, userErrors: [] });
  const of = (uuid: string) => cancelOpenTransactions.results.find(({ transactionUuid }) => transactionUuid === uuid);
  expect(cancelOpenTransactions.results).toHaveLength(4);
  expect(of(bare)).toMatchObject({
    outcome: 'SIGNED',
    transaction: { state: 'CANCELLED', receipt: { type: 'CANCELLATION' } },
  });
  expect(of(order)).toMatchObject({ outcome: 'SIGNED', transaction: { order: { lines: [{ text: 'Tee' }] } } });
  expect(of(meter)).toMatchObject({
    outcome: 'NOT_SIGNED',
    conflict: { nextMoves: ['FINISH'] },
    userErrors: [{ code: 'TRANSACTION_MOVE_FORBIDDEN' }],
  });
  expect(of(orphan)).toMatchObject({ outcome: 'NOT_SIGNED', userErrors: [{ code: 'CLIENT_DEREGISTERED' }] });
});

test('what stays open is named, and a surprise is in the userErrors of the whole', async () => {
  const start = async () => {
    const input = { tssUuid: demo.tssId, clientUuid: demo.clientId, transactionUuid: randomUUID() };
    await gateway.client.StartTransaction({ input });
    return input.transactionUuid;
  };
  await gateway.client.CancelOpenTransactions({ input: { tssUuid: demo.tssId } });
  const [one, other] = [await start(), await start()];
  const control = new ControlClient(gateway.upstream.controlUrl!);
  const fault = { operation: 'upsertTransaction', kind: 'refuse', status: 400, code: 'E_TX_UPSERT' } as const;
  const query = `mutation { cancelOpenTransactions(input: { tssUuid: "${demo.tssId}" }) {
    leftOpen { transactionUuid number reason { code upstreamCode cashierMessage { english } } } hasMore userErrors { code message }
  } }`;
  await control.call('POST /faults', fault);
  const refused = (await gateway.post(query)).data!.cancelOpenTransactions;
  await control.call('DELETE /faults');
  expect(refused.hasMore).toBe(false);
  const open = refused.leftOpen.filter(({ transactionUuid }: any) => [one, other].includes(transactionUuid));
  expect(open).toHaveLength(2);
  for (const { number, transactionUuid, reason } of open) {
    expect(reason).toMatchObject({ code: 'REFUSED_BY_UPSTREAM', upstreamCode: 'E_TX_UPSERT' });
    expect(reason.cashierMessage.english).not.toContain('another device');
    const named = refused.userErrors.find(({ message }: any) => message.includes(transactionUuid));
    expect(named).toMatchObject({ code: 'REFUSED_BY_UPSTREAM', message: expect.stringContaining(number) });
  }
  const mended = (await gateway.post(query)).data!.cancelOpenTransactions;
  expect(mended).toMatchObject({ hasMore: false, userErrors: [] });
});

test.each([0, 501])('first: %i is refused before any call', async (first) => {
  const { cancelOpenTransactions } = await gateway.client.CancelOpenTransactions({
    input: { tssUuid: demo.tssId, first },
  });
  expect(cancelOpenTransactions).toMatchObject({
    results: [],
    userErrors: [{ code: 'INVALID_INPUT', field: ['first'] }],
  });
});

test('a TSS that does not exist is a user error', async () => {
  const { cancelOpenTransactions } = await gateway.client.CancelOpenTransactions({ input: { tssUuid: randomUUID() } });
  expect(cancelOpenTransactions.userErrors).toMatchObject([{ code: 'TSS_NOT_FOUND' }]);
});

test.each(['2026-01-01', '2026-01-01T00:00:00', '1969-12-31T23:59:59Z', 'soon'])(
  'olderThan: "%s" is no instant and is refused',
  async (olderThan) => {
    const { errors } = await gateway.post(
      'mutation ($input: CancelOpenTransactionsInput!) { cancelOpenTransactions(input: $input) { hasMore } }',
      { input: { tssUuid: demo.tssId, olderThan } },
    );
    expect(errors![0]!.message).toContain('DateTime expects an instant');
  },
);
