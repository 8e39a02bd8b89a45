import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { demo } from '../../../src/sandbox/index.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const PIN = 'chosen-pin-marker';
let gateway: TestGateway;
/** Runs before the sandbox works on a request. @returns a status to answer with instead */
let before: (request: FastifyRequest) => Promise<number | undefined> | number | undefined = () => undefined;
beforeAll(async () => {
  const sandbox = await runSandbox({
    demo: true,
    limits: { liveTestTss: Infinity },
    configureFace: (face) => {
      face.addHook('onRequest', async (request, reply) => {
        const status = await before(request);
        if (status !== undefined) await reply.code(status).send({});
      });
    },
  });
  gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
    FISKALY_BACKEND_URL: sandbox.backendUrl,
  });
});
afterAll(() => gateway.close());
beforeEach(() => (before = () => undefined));

const newInput = () => ({
  tssUuid: randomUUID(),
  adminPin: PIN,
  description: 'Shop 1',
  metadata: [{ key: 'shop', value: 'one' }],
  clients: [
    { uuid: randomUUID(), serialNumber: 'TILL 1', metadata: [{ key: 'floor', value: '2' }] },
    { uuid: randomUUID(), serialNumber: 'TILL 2' },
  ],
});
const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '1.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '1.00' }],
};

describe('provisionTss', () => {
  test('sets a TSS up in one step: a client of it signs right after', async () => {
    const input = newInput();
    const { provisionTss } = await gateway.client.ProvisionTss({ input });
    expect(provisionTss).toMatchObject({
      tss: { state: 'INITIALIZED', description: 'Shop 1', registeredClientCount: 2 },
      clients: input.clients.map(({ uuid }) => ({ uuid, state: 'REGISTERED' })),
      steps: [
        { name: 'CREATE', state: 'DONE' },
        { name: 'PERSONALIZE', state: 'DONE' },
        { name: 'SET_ADMIN_PIN', state: 'DONE' },
        { name: 'INITIALIZE', state: 'DONE' },
        { name: 'CREATE_CLIENTS', state: 'DONE' },
      ],
      userErrors: [],
    });
    expect(provisionTss.adminPuk).toMatch(/^.{10,}$/);
    const sale = { tssUuid: input.tssUuid, clientUuid: input.clients[0]!.uuid, transactionUuid: randomUUID(), receipt };
    expect((await gateway.client.SignReceipt({ input: sale })).signReceipt.outcome).toBe('SIGNED');

    const again = await gateway.client.ProvisionTss({ input });
    expect(again.provisionTss).toMatchObject({ adminPuk: null, userErrors: [] });
    expect(new Set(again.provisionTss.steps.map(({ state }) => state))).toEqual(new Set(['ALREADY_DONE']));
  });

  test('finds every mistake of its input before any call, and repeats no secret', async () => {
    const uuid = randomUUID();
    const query = `mutation ($input: ProvisionTssInput!) { provisionTss(input: $input) { adminPuk steps { name } clients { uuid } userErrors { code field message } } }`;
    const { data, extensions, text } = await gateway.post(query, {
      input: {
        tssUuid: randomUUID(),
        adminPin: 'short',
        adminPuk: 'brief',
        description: 'ä',
        clients: [
          { uuid, serialNumber: 'TILL 1' },
          { uuid, serialNumber: 'TILL/1', metadata: [{ key: '', value: 'x' }] },
          { uuid: randomUUID(), serialNumber: 'TILL 1' },
        ],
      },
    });
    expect(data!.provisionTss).toMatchObject({ adminPuk: null, steps: [], clients: [] });
    expect(data!.provisionTss.userErrors.map(({ field }: { field: string[] }) => field.join('.')).sort()).toEqual([
      'adminPin',
      'adminPuk',
      'clients.1.metadata.0.key',
      'clients.1.serialNumber',
      'clients.1.uuid',
      'clients.2.serialNumber',
      'description',
    ]);
    expect(extensions!.upstream.calls).toBe(0);
    for (const secret of ['short', 'brief']) expect(text).not.toContain(`"${secret}"`);
  });

  test('comes back with the PUK and how far it came when the upstream fails half-way, all of it as data', async () => {
    const input = newInput();
    before = ({ url }) => (url.endsWith('/admin') ? 500 : undefined);
    const { provisionTss } = await gateway.client.ProvisionTss({ input });
    expect(provisionTss).toMatchObject({
      tss: { state: 'UNINITIALIZED' },
      clients: [],
      userErrors: [{ code: expect.stringMatching(/UPSTREAM/), retryable: true }],
    });
    const adminPuk = provisionTss.adminPuk!;
    before = () => undefined;

    const without = await gateway.client.ProvisionTss({ input });
    expect(without.provisionTss.userErrors).toMatchObject([{ code: 'ADMIN_PUK_REQUIRED', field: ['adminPuk'] }]);
    const { provisionTss: second } = await gateway.client.ProvisionTss({ input: { ...input, adminPuk } });
    expect(second).toMatchObject({ tss: { state: 'INITIALIZED' }, adminPuk: null, userErrors: [] });
  });

  test('leaves the TSS CREATED when its caller hangs up before the PUK could be handed on', async () => {
    const input = newInput();
    const gone = new AbortController();
    let isPersonalized = false;
    before = async ({ method, url }) => {
      if (method === 'PATCH' && url.endsWith(input.tssUuid)) isPersonalized = true;
      if (method !== 'PUT') return undefined;
      gone.abort();
      await sleep(200);
      return undefined;
    };
    const query = `mutation ($input: ProvisionTssInput!) { provisionTss(input: $input) { adminPuk } }`;
    const sent = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables: { input } }),
      signal: gone.signal,
    });
    await expect(sent).rejects.toThrow();
    await sleep(600);
    expect(isPersonalized).toBe(false);
    before = () => undefined;
    const { provisionTss } = await gateway.client.ProvisionTss({ input });
    expect(provisionTss).toMatchObject({ adminPuk: expect.any(String), userErrors: [], tss: { state: 'INITIALIZED' } });
  });

  test('with a session of the Backend is refused without any call, so that no TSS is left half-way', async () => {
    const { authenticate } = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
      baseUrl: gateway.upstream.backendUrl,
    });
    const headers = { authorization: `Bearer ${authenticate.session!.accessToken}` };
    const query = `mutation ($input: ProvisionTssInput!) { provisionTss(input: $input) { steps { name } userErrors { code } } }`;
    const { data, extensions } = await gateway.post(query, { input: newInput() }, headers);
    expect(data!.provisionTss).toEqual({ steps: [], userErrors: [{ code: 'BACKEND_SESSION' }] });
    expect(extensions!.upstream.calls).toBe(0);
  });
});

describe('deprovisionTss', () => {
  const provision = async () => {
    const input = newInput();
    await gateway.client.ProvisionTss({ input });
    const at = { tssUuid: input.tssUuid, clientUuid: input.clients[0]!.uuid };
    return { at, end: { tssUuid: input.tssUuid, confirmTssUuid: input.tssUuid, adminPin: PIN } };
  };
  const start = (at: { tssUuid: string; clientUuid: string }) => {
    const transactionUuid = randomUUID();
    return gateway.client.StartTransaction({ input: { ...at, transactionUuid } }).then(() => transactionUuid);
  };

  test('disables a TSS on which nothing is open, and may be sent again', async () => {
    const { end } = await provision();
    const first = await gateway.client.DeprovisionTss({ input: end });
    expect(first.deprovisionTss).toMatchObject({ tss: { state: 'DISABLED' }, disabled: true, userErrors: [] });
    const again = await gateway.client.DeprovisionTss({ input: end });
    expect(again.deprovisionTss).toMatchObject({ tss: { state: 'DISABLED' }, disabled: false, userErrors: [] });
  });

  test('refuses while transactions are open, says how many, and goes on once they are closed', async () => {
    const { at, end } = await provision();
    const open = [await start(at), await start(at)];
    const refused = await gateway.client.DeprovisionTss({ input: end });
    expect(refused.deprovisionTss).toMatchObject({
      tss: null,
      disabled: false,
      userErrors: [{ code: 'OPEN_TRANSACTIONS', message: expect.stringMatching(/^2 transactions are open/) }],
    });
    for (const transactionUuid of open) await gateway.client.CancelTransaction({ input: { ...at, transactionUuid } });
    expect((await gateway.client.DeprovisionTss({ input: end })).deprovisionTss.disabled).toBe(true);
  });

  test('leaves them open when told to', async () => {
    const { at, end } = await provision();
    await start(at);
    const { deprovisionTss } = await gateway.client.DeprovisionTss({ input: { ...end, leaveTransactionsOpen: true } });
    expect(deprovisionTss).toMatchObject({ disabled: true, tss: { activeTransactionCount: 1 }, userErrors: [] });
  });

  test('looks again when the admin is logged in: a sale that began meanwhile keeps the TSS in service, and the admin is logged out', async () => {
    const { at, end } = await provision();
    let began = false;
    let isLoggedOut = false;
    before = async ({ url }) => {
      if (url.endsWith('/logout')) isLoggedOut = true;
      if (began || !url.endsWith('/admin/auth')) return undefined;
      began = true;
      await start(at);
      return undefined;
    };
    const { deprovisionTss } = await gateway.client.DeprovisionTss({ input: end });
    expect(deprovisionTss.userErrors).toMatchObject([
      { code: 'OPEN_TRANSACTIONS', message: expect.stringMatching(/^1 transaction is open/) },
    ]);
    expect(isLoggedOut).toBe(true);
    expect((await gateway.client.Tss({ uuid: at.tssUuid })).tss!.state).toBe('INITIALIZED');
  });

  test('asks twice, and for the PIN', async () => {
    const { end } = await provision();
    const { deprovisionTss } = await gateway.client.DeprovisionTss({
      input: { tssUuid: end.tssUuid, confirmTssUuid: randomUUID() },
    });
    expect(deprovisionTss.userErrors).toMatchObject([
      { code: 'INVALID_INPUT', field: ['confirmTssUuid'] },
      { code: 'ADMIN_PIN_REQUIRED', field: ['adminPin'] },
    ]);
  });

  test('does not take a TSS that is only CREATED, and says where it could go', async () => {
    const tssUuid = randomUUID();
    await gateway.client.CreateTss({ input: { tssUuid } });
    const { deprovisionTss } = await gateway.client.DeprovisionTss({
      input: { tssUuid, confirmTssUuid: tssUuid, adminPin: PIN },
    });
    expect(deprovisionTss.userErrors).toMatchObject([
      { code: 'ILLEGAL_TSS_STATE_CHANGE', message: expect.stringContaining('only change to UNINITIALIZED') },
    ]);
  });
});
