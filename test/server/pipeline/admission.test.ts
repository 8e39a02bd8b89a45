import { randomUUID } from 'node:crypto';
import { Admission } from '../../../src/server/pipeline/admission.js';
import { transactionRow, tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { post, startTestGateway, type TestGateway } from '../../e2e/support/start.js';

const never = () => new AbortController().signal;
/** Waits until all that can go on at once has. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('Places', () => {
  test('cheap queries and mutations take none, whatever else is going on', async () => {
    const admission = new Admission();
    for (let index = 0; index < 12; index += 1) admission.enter(10_000, false, never())?.catch(() => undefined);
    await settled();
    await expect(admission.enter(10_000, false, never())).rejects.toMatchObject({ code: 'OVERLOADED' });
    expect(admission.enter(25, false, never())).toBeUndefined();
    expect(admission.enter(2_000, true, never())).toBeUndefined();
    await expect(admission.enter(26, false, never())).rejects.toMatchObject({ code: 'OVERLOADED' });
    await expect(admission.enter(2_001, true, never())).rejects.toMatchObject({ code: 'OVERLOADED' });
  });

  test('who waits comes in when others leave, in order; leaving twice frees nothing twice', async () => {
    const admission = new Admission();
    const come: number[] = [];
    const leaves = Array.from({ length: 5 }, async (_, index) => {
      const leave = await admission.enter(10_000, false, never());
      come.push(index);
      return leave!;
    });
    await settled();
    expect(come).toEqual([0, 1]);
    const leave = await leaves[0]!;
    leave();
    leave();
    await settled();
    expect(come).toEqual([0, 1, 2]);
  });

  test('who costs more than all places comes in alone', async () => {
    const admission = new Admission();
    const leave = await admission.enter(1_000_000, false, never());
    let isIn = false;
    void admission.enter(50, false, never())?.then(() => (isIn = true));
    await settled();
    expect(isIn).toBe(false);
    leave!();
    await settled();
    expect(isIn).toBe(true);
  });

  test('who has no time to wait is refused with when to come again, and holds nothing', async () => {
    const admission = new Admission();
    const leave = await admission.enter(20_000, false, never());
    const caller = new AbortController();
    const waiting = admission.enter(20_000, false, caller.signal);
    caller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'OVERLOADED', retryable: true, retryAfter: 3 });
    leave!();
    await settled();
    await admission.enter(20_000, false, never());
  });
});

describe('A gateway with more to do than it can', () => {
  let upstream: StubUpstream;
  let gateway: TestGateway;
  /** Lists are answered when it is opened. */
  let gate: PromiseWithResolvers<undefined>;
  const tss = randomUUID();
  /** Costs 6,000: three are worked on, sixteen wait. */
  const HEAVY = `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: transactions(first: 100) { nodes { verification { valid } } }`).join(' ')} }`;

  beforeAll(async () => {
    upstream = await StubUpstream.start(async ({ method, path, query, body }) => {
      const [, first, tssId = '', kind, id = ''] = path.split('/');
      if (first === 'tx') {
        await gate.promise;
        return { json: { _env: 'TEST', _version: '2.2.2', _type: 'TRANSACTION_LIST', data: [], count: 0 } };
      }
      if (method === 'PUT') {
        const revision = Number(query.get('tx_revision'));
        const changes = { revision, latest_revision: revision, state: body.state, schema: body.schema };
        return { json: transactionRow(tssId, body.client_id, id, 1, changes) };
      }
      if (kind === undefined) return { json: tssRow(tssId) };
      return { status: 404, json: { code: 'E_TX_NOT_FOUND' } };
    });
    gateway = await startTestGateway({
      FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
      FISKALY_BACKEND_URL: upstream.settings.backendUrl,
    });
  });
  afterAll(() => gateway.close());

  test.each(['when the document is new', 'when it is known, by the fast lane'])(
    'refuses what it has no room for at once, and nothing that is cheap or signs: %s',
    async () => {
      gate = Promise.withResolvers();
      const ask = (caller: number) =>
        post(`${gateway.url}/graphql`, HEAVY, {}, { authorization: `Bearer caller${caller}` });
      const asked = Array.from({ length: 30 }, (_, caller) => ask(caller));
      const refused = await Promise.race(asked);
      expect(refused.status).toBe(503);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(refused.data).toBeUndefined();
      expect(refused.errors).toEqual([
        {
          message: expect.stringContaining('nothing was done'),
          extensions: {
            code: 'OVERLOADED',
            retryable: true,
            retryAfter: Number(refused.headers.get('retry-after')),
            requestId: expect.any(String),
          },
        },
      ]);

      const own = { authorization: 'Bearer own' };
      const sale = { tssUuid: tss, clientUuid: randomUUID(), transactionUuid: randomUUID() };
      const signed = await gateway.post(
        'mutation ($input: StartTransactionInput!) { startTransaction(input: $input) { outcome transaction { verification { status } } } }',
        { input: sale },
        own,
      );
      expect(signed.data).toMatchObject({ startTransaction: { outcome: 'SIGNED' } });
      expect((await gateway.post(`{ tss(uuid: "${tss}") { uuid } }`, {}, own)).data).toEqual({ tss: { uuid: tss } });
      expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);

      gate.resolve(undefined);
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      expect(statuses.filter((status) => status === 200).length).toBe(19);
      expect(statuses.filter((status) => status === 503).length).toBe(11);
    },
  );
});
