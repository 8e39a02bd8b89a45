import { randomUUID } from 'node:crypto';
import { Tss } from '../../../src/schema/sign-de/tss.js';
import { TssHealth } from '../../../src/schema/sign-de/tss-health.js';
import { demo } from '../../../src/sandbox/index.js';
import { tssRow } from '../../datasources/rows.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const HEALTH = `query ($uuid: UUID!) {
  tss(uuid: $uuid) {
    certificate
    health {
      state canSign certificateValidFrom certificateValidTo certificateDaysLeft signatureCounter
      registeredClients { used maximum left } openTransactions { used maximum left }
    }
  }
}`;
const at = { tssUuid: demo.tssId, clientUuid: demo.clientId };
const openNow = async (first = 100) => {
  const query = `query ($uuid: UUID!, $first: Int!) { tss(uuid: $uuid) { health { openTransactions { used } } openTransactions(first: $first, orderBy: { field: NUMBER, direction: DESC }) { nodes { uuid state } pageInfo { hasNextPage } } } }`;
  const { data, extensions } = await gateway.post(query, { uuid: demo.tssId, first });
  return {
    ...data!.tss.openTransactions,
    used: data!.tss.health.openTransactions.used,
    calls: extensions!.upstream.calls,
  };
};

test('health comes with the TSS in one call: what it can do, how long its certificate lasts, what is left of its limits', async () => {
  const { data, extensions } = await gateway.post(HEALTH, { uuid: demo.tssId });
  const { health } = data!.tss;
  expect(extensions!.upstream.calls).toBe(1);
  expect(health).toMatchObject({ state: 'INITIALIZED', canSign: true, registeredClients: { maximum: 199 } });
  expect(health.registeredClients.left).toBe(199 - health.registeredClients.used);
  expect(health.openTransactions.left).toBe(2_000 - health.openTransactions.used);
  expect(Number(health.signatureCounter)).toBeGreaterThan(0);
  // The sandbox's certificates last eight years.
  const years = (Date.parse(health.certificateValidTo) - Date.parse(health.certificateValidFrom)) / 31_557_600_000;
  expect(years).toBeCloseTo(8, 1);
  expect(health.certificateDaysLeft).toBe(
    Math.floor((Date.parse(health.certificateValidTo) - Date.now()) / 86_400_000),
  );
});

test('openTransactions holds those that are open and no others, page by page', async () => {
  const before = await openNow();
  const [one, other] = [randomUUID(), randomUUID()];
  await gateway.client.StartTransaction({ input: { ...at, transactionUuid: one } });
  await gateway.client.StartTransaction({ input: { ...at, transactionUuid: other } });
  const both = await openNow(1);
  expect(both).toMatchObject({ nodes: [{ uuid: other, state: 'ACTIVE' }], pageInfo: { hasNextPage: true } });
  await gateway.client.CancelTransaction({ input: { ...at, transactionUuid: other } });
  const after = await openNow();
  expect(after.nodes.map(({ uuid }: { uuid: string }) => uuid)).toContain(one);
  expect(after.nodes).toHaveLength(Number(before.nodes.length) + 1);
  expect(after.used).toBe(after.nodes.length);
  expect(after.calls).toBe(2);
});

test('of a TSS without open transactions the list costs no call, and wrong arguments are refused all the same', async () => {
  const tssUuid = randomUUID();
  await gateway.client.ProvisionTss({ input: { tssUuid, adminPin: 'health-pin', clients: [] } });
  const query = `query ($uuid: UUID!, $first: Int!) { tss(uuid: $uuid) { openTransactions(first: $first) { nodes { uuid } pageInfo { hasNextPage endCursor } } } }`;
  const { data, extensions } = await gateway.post(query, { uuid: tssUuid, first: 100 });
  expect(data!.tss.openTransactions).toEqual({ nodes: [], pageInfo: { hasNextPage: false, endCursor: null } });
  expect(extensions!.upstream.calls).toBe(1);
  const { errors } = await gateway.post(query, { uuid: tssUuid, first: 101 });
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
});

describe('canSign', () => {
  const certificate = async () => (await gateway.post(HEALTH, { uuid: demo.tssId })).data!.tss.certificate as string;
  const DAY = 86_400_000;

  test.each([
    ['a day before it is valid', 'from', -2 * DAY, false],
    ['while it is valid', 'to', -DAY / 2, true],
    ['after its end', 'to', DAY / 2, false],
  ] as const)('goes by the certificate: %s', async (_title, end, offset, canSign) => {
    const tss = new Tss(tssRow('tss', { certificate: await certificate() }));
    const now = new TssHealth(tss);
    const edge = (end === 'from' ? now.certificateValidFrom : now.certificateValidTo)!.getTime();
    const health = new TssHealth(tss, edge + offset);
    expect(health.canSign).toBe(canSign);
    if (end === 'to') expect(health.certificateDaysLeft).toBe(offset < 0 ? 0 : -1);
  });

  test('is false in every state but INITIALIZED, and when no transaction more may be open', () => {
    const canSign = (changes: object) => new TssHealth(new Tss(tssRow('tss', changes))).canSign;
    expect(canSign({})).toBe(true);
    for (const state of ['CREATED', 'UNINITIALIZED', 'DISABLED', 'DEFECTIVE', 'EVICTED', 'DELETED', 'NEW']) {
      expect(canSign({ state })).toBe(false);
    }
    expect(canSign({ number_active_transactions: 1_999 })).toBe(true);
    expect(canSign({ number_active_transactions: 2_000 })).toBe(false);
  });

  test('does not suffer from a certificate that cannot be read, which is shown as unknown', () => {
    const health = new TssHealth(new Tss(tssRow('tss', { certificate: 'bm9uZQ==' })));
    expect([health.canSign, health.certificateValidTo, health.certificateDaysLeft]).toEqual([
      true,
      undefined,
      undefined,
    ]);
  });
});
