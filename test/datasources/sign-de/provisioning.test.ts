import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Datasources } from '../../../src/datasources/index.js';
import { type Provisioned, ProvisionRun, type ProvisionPlan } from '../../../src/datasources/sign-de/provisioning.js';
import { Secret } from '../../../src/secret.js';
import { demo, type Sandbox } from '../../../src/sandbox/index.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { sized } from '../../support/run-size.js';
import { failure, open, operationOf, ownToken } from '../stub-upstream.js';

/**
 * What happens to a request: `lose` works on it and drops the answer, `drop` does not even work on it, `refuse` says
 * that it was not.
 */
type Fate = 'answer' | 'lose' | 'drop' | 'refuse' | 'hang';

let sandbox: Sandbox;
/** Decides on each request of a test. */
let fateOf: (request: FastifyRequest) => Fate = () => 'answer';
let requests: string[] = [];
/** The PUK as the sandbox sent it, whether or not its answer arrived. */
let truePuk: string | undefined;
beforeAll(async () => {
  sandbox = await runSandbox({
    demo: true,
    limits: { liveTestTss: Infinity },
    configureFace: (face) => {
      const fates = new WeakMap<FastifyRequest, Fate>();
      face.addHook('onRequest', (request, reply, done) => {
        const fate = fateOf(request);
        requests.push(nameOf(request));
        fates.set(request, fate);
        if (fate === 'drop') cut(reply);
        else if (fate === 'refuse') void reply.code(503).header('retry-after', '60').send({});
        else if (fate !== 'hang') done();
      });
      face.addHook('onSend', (request, reply, payload, done) => {
        const [, puk] = /"admin_puk":"([^"]+)"/.exec(String(payload)) ?? [];
        truePuk = puk ?? truePuk;
        if (fates.get(request) === 'lose') cut(reply);
        else done();
      });
    },
  });
});
beforeEach(() => {
  fateOf = () => 'answer';
  requests = [];
  truePuk = undefined;
});

function cut(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

/** What a request is about, without the ids in its path. */
function nameOf({ method, url }: FastifyRequest): string {
  return `${method} ${url.replace('/api/v2/', '').replace(/[0-9a-f-]{36}/g, '*')}`;
}

const upstreams = () => open({ ...sandbox, apiKey: { key: demo.apiKey, secret: new Secret(demo.apiSecret) } });
let shared: ReturnType<typeof upstreams>;
beforeAll(() => (shared = upstreams()));
const operation = (milliseconds = 20_000): Datasources =>
  operationOf(shared, { caller: { kind: 'gateway-key' }, milliseconds });

const newPlan = (changes: Partial<ProvisionPlan> = {}): ProvisionPlan => ({
  tssId: randomUUID(),
  adminPin: new Secret('chosen-pin'),
  description: 'Provisioned',
  metadata: { shop: 'one' },
  clients: [1, 2].map((number) => ({ id: randomUUID(), body: { serial_number: `TILL ${number}` } })),
  ...changes,
});
const run = (plan: ProvisionPlan, callerIsGone = () => false) =>
  new ProvisionRun(operation(), plan, callerIsGone).run();
const statesOf = ({ steps }: Provisioned) => [...steps.values()];

async function expectInService(plan: ProvisionPlan): Promise<void> {
  const { tss, clients } = operation();
  expect(await tss.load(plan.tssId)).toMatchObject({
    state: 'INITIALIZED',
    description: 'Provisioned',
    metadata: { shop: 'one' },
    number_registered_clients: plan.clients.length,
  });
  for (const { id, body } of plan.clients) expect(await clients.load(plan.tssId, id)).toMatchObject(body);
  // Nobody is logged in as admin: what needs the admin is refused without a PIN, and the PIN is the chosen one.
  const [client] = plan.clients;
  const update = (sources: Datasources) => sources.clients.update(plan.tssId, client!.id, { state: 'REGISTERED' });
  expect(await failure(update(operation()))).toMatchObject({ code: 'ADMIN_REQUIRED' });
  const admin = operation();
  await admin.tss.asAdmin(plan.tssId, plan.adminPin, () => update(admin));
}

test('one run takes a TSS from nothing into service, and hands on its PUK', async () => {
  const plan = newPlan();
  const result = await run(plan);
  expect(result.error).toBeUndefined();
  expect(statesOf(result)).toEqual(['DONE', 'DONE', 'DONE', 'DONE', 'DONE']);
  expect(result.adminPuk!.reveal()).toBe(truePuk);
  expect(result.clients.map(({ _id }) => _id)).toEqual(plan.clients.map(({ id }) => id));
  expect(requests.filter((request) => request !== 'POST auth')).toEqual([
    'GET tss/*',
    'PUT tss/*',
    'PATCH tss/*',
    'PATCH tss/*/admin',
    'POST tss/*/admin/auth',
    'PATCH tss/*',
    'PUT tss/*/client/*',
    'PUT tss/*/client/*',
    'POST tss/*/admin/logout',
  ]);
  await expectInService(plan);
});

test('a second run finds all done with two reads, changes nothing, and shows no PUK', async () => {
  const plan = newPlan();
  await run(plan);
  requests = [];
  const again = await run(plan);
  expect(statesOf(again)).toEqual(Array(5).fill('ALREADY_DONE'));
  expect(again.adminPuk).toBeUndefined();
  expect(again.clients).toHaveLength(2);
  expect(requests).toEqual(['GET tss/*', 'GET tss/*/client?limit=100&offset=0&order_by=time_creation&order=asc']);
});

test('further clients are added by a later run, and one that was deregistered meanwhile stays so', async () => {
  const plan = newPlan();
  await run(plan);
  const [first] = plan.clients;
  const admin = operation();
  await admin.tss.asAdmin(plan.tssId, plan.adminPin, () =>
    admin.clients.update(plan.tssId, first!.id, { state: 'DEREGISTERED' }),
  );
  const third = { id: randomUUID(), body: { serial_number: 'TILL 3' } };
  const result = await run({ ...plan, clients: [...plan.clients, third] });
  expect(statesOf(result)).toEqual([...Array<string>(4).fill('ALREADY_DONE'), 'DONE']);
  expect(result.clients.map(({ state }) => state)).toEqual(['DEREGISTERED', 'REGISTERED', 'REGISTERED']);
});

test('ten runs of one plan at once bring about one TSS in service, and each that read the PUK read the same', async () => {
  const plan = newPlan();
  const runs = await Promise.all(Array.from({ length: 10 }, () => run(plan)));
  const last = await run({ ...plan, adminPuk: new Secret(truePuk!) });
  expect(last.error).toBeUndefined();
  expect(runs.filter(({ adminPuk }) => adminPuk).length).toBeGreaterThan(0);
  for (const { adminPuk } of runs) expect([undefined, truePuk]).toContain(adminPuk?.reveal());
  await expectInService(plan);
});

// The call that goes wrong, counted among those of a run that goes well.
const CALLS = 9;
const FATES = ['drop', 'lose', 'refuse'] as const;
/** In the normal run each call meets one of the fates, another each time. */
const PARTS = sized(FATES.length, 1);
const firstPart = Math.floor(Math.random() * PARTS);
describe.each(FATES)('when the upstream comes to %s', (fate) => {
  const calls = Array.from({ length: CALLS }, (_, index) => index);
  test.each(calls.filter((call) => (call + FATES.indexOf(fate)) % PARTS === firstPart))(
    'call %d of a run with all its tries, the same sent again goes on, and the PUK is never lost',
    async (wanted) => {
      const plan = newPlan();
      await operation().tss.list({ limit: 1 }); // the gateway is logged in
      requests = [];
      const names: string[] = [];
      let failing: string | undefined;
      fateOf = (request) => {
        const name = nameOf(request);
        if (failing === undefined) {
          names.push(name);
          if (names.length <= wanted) return 'answer';
          failing = `${request.method} ${request.url}`;
        }
        return failing === `${request.method} ${request.url}` ? fate : 'answer';
      };
      const first = await run(plan);
      fateOf = () => 'answer';

      const states = statesOf(first);
      if (first.error) {
        // Up to one step all is done, and after it nothing was begun.
        const stuck = states.findIndex((state) => state === 'FAILED' || state === 'UNKNOWN');
        expect(states.slice(0, stuck).every((state) => state === 'DONE')).toBe(true);
        expect(states.slice(stuck + 1).every((state) => state === 'NOT_REACHED')).toBe(true);
        if (fate === 'refuse') expect(states[stuck]).toBe('FAILED');
      } else expect(states).toEqual(Array(5).fill('DONE'));
      // Whoever moved it on has handed on the PUK.
      const now = await operation()
        .tss.load(plan.tssId)
        .catch(() => undefined);
      if (now && now.state !== 'CREATED') expect(first.adminPuk!.reveal()).toBe(truePuk);

      const second = await run({ ...plan, ...(first.adminPuk && { adminPuk: first.adminPuk }) });
      expect(second.error).toBeUndefined();
      expect((first.adminPuk ?? second.adminPuk)!.reveal()).toBe(truePuk);
      // A logout that failed leaves the gateway's own session in admin mode, which opens nothing to its callers; the
      // next logout ends it.
      const admin = operation();
      await admin.tss.asAdmin(plan.tssId, plan.adminPin, () => Promise.resolve());
      await expectInService(plan);
      await operation().tss.changeAdminPin(plan.tssId, new Secret(truePuk!), new Secret('another-pin'));
    },
    30_000,
  );
});

test('a run whose caller has hung up leaves the TSS CREATED, and the next one reads the PUK', async () => {
  const plan = newPlan();
  const first = await run(plan, () => true);
  expect(statesOf(first)).toEqual(['DONE', 'FAILED', 'NOT_REACHED', 'NOT_REACHED', 'NOT_REACHED']);
  expect(await operation().tss.load(plan.tssId)).toMatchObject({ state: 'CREATED' });
  const second = await run(plan);
  expect(statesOf(second)).toEqual(['ALREADY_DONE', 'DONE', 'DONE', 'DONE', 'DONE']);
  expect(second.adminPuk!.reveal()).toBe(truePuk);
});

test('a PUK that the caller brings is compared while there is another chance to read it, and not shown again', async () => {
  const plan = newPlan();
  await operation().tss.create(plan.tssId, {});
  const wrong = await run({ ...plan, adminPuk: new Secret('0000000000') });
  expect(wrong).toMatchObject({ error: { code: 'WRONG_ADMIN_PUK' } });
  expect(wrong.adminPuk).toBeUndefined();
  expect(await operation().tss.load(plan.tssId)).toMatchObject({ state: 'CREATED' });
  const right = await run({ ...plan, adminPuk: new Secret(truePuk!) });
  expect(right.error).toBeUndefined();
  expect(right.adminPuk).toBeUndefined();
  await expectInService(plan);
});

test('a TSS that was personalized elsewhere needs its PUK, and says so', async () => {
  const plan = newPlan();
  const { tss } = operation();
  await tss.create(plan.tssId, { metadata: { shop: 'one' } });
  await tss.update(plan.tssId, { state: 'UNINITIALIZED' });
  const without = await run(plan);
  expect(without.error).toMatchObject({ code: 'ADMIN_PUK_REQUIRED' });
  expect(statesOf(without)).toEqual(['ALREADY_DONE', 'ALREADY_DONE', 'FAILED', 'NOT_REACHED', 'NOT_REACHED']);
  const wrong = await run({ ...plan, adminPuk: new Secret('0000000000') });
  expect(wrong.error).toMatchObject({ code: 'WRONG_ADMIN_PUK' });
  const right = await run({ ...plan, adminPuk: new Secret(truePuk!) });
  expect(statesOf(right)).toEqual(['ALREADY_DONE', 'ALREADY_DONE', 'DONE', 'DONE', 'DONE']);
  await expectInService(plan);
});

test('a PIN that is not the one that was set is refused and not overwritten, PUK or not', async () => {
  const plan = newPlan();
  await run(plan);
  const more = { ...plan, clients: [{ id: randomUUID(), body: { serial_number: 'TILL 9' } }] };
  const result = await run({ ...more, adminPin: new Secret('not-the-pin'), adminPuk: new Secret(truePuk!) });
  expect(result.error).toMatchObject({ code: 'WRONG_ADMIN_PIN' });
  expect(statesOf(result)).toEqual([...Array<string>(4).fill('ALREADY_DONE'), 'FAILED']);
  expect((await run(more)).error).toBeUndefined();
});

test.each([
  ['there with another serial number', 'OTHER TILL', 'CLIENT_CONFLICT'],
  ['new with a serial number that is taken', undefined, 'ILLEGAL_CLIENT_SERIAL_NUMBER'],
])('a client that is %s keeps those before it', async (_title, serial, code) => {
  const plan = newPlan();
  await run(plan);
  const [first] = plan.clients;
  const clash = serial ? { id: first!.id, body: { serial_number: serial } } : { id: randomUUID(), body: first!.body };
  const good = { id: randomUUID(), body: { serial_number: 'TILL 3' } };
  const result = await run({ ...plan, clients: [good, clash] });
  expect(result.error).toMatchObject({ code });
  expect(statesOf(result).at(-1)).toBe('FAILED');
  expect(result.clients.map(({ _id }) => _id)).toEqual(serial ? [] : [good.id]);
});

test('a TSS that is out of service is not taken into it again', async () => {
  const plan = newPlan();
  await run(plan);
  const admin = operation();
  await admin.tss.asAdmin(plan.tssId, plan.adminPin, () => admin.tss.update(plan.tssId, { state: 'DISABLED' }));
  const result = await run(plan);
  expect(result.error).toMatchObject({ code: 'TSS_DISABLED' });
  expect(statesOf(result)).toEqual(['FAILED', ...Array<string>(4).fill('NOT_REACHED')]);
});

test('time that runs out in the middle comes out as data with the PUK, and the same sent again goes on', async () => {
  const plan = newPlan();
  fateOf = (request) => (request.url.endsWith('/admin') ? 'hang' : 'answer');
  const first = await new ProvisionRun(operation(3_000), plan, () => false).run();
  expect(first.adminPuk!.reveal()).toBe(truePuk);
  expect(first.error).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
  expect(statesOf(first)).toEqual(['DONE', 'DONE', 'UNKNOWN', 'NOT_REACHED', 'NOT_REACHED']);
  fateOf = () => 'answer';
  expect((await run({ ...plan, adminPuk: first.adminPuk! })).error).toBeUndefined();
  await expectInService(plan);
});

test('without a credential that is accepted nothing is begun, and that is thrown', async () => {
  const sources = operationOf(shared, { caller: ownToken('not.accepted') });
  expect(await failure(new ProvisionRun(sources, newPlan(), () => false).run())).toMatchObject({
    code: 'UNAUTHENTICATED',
  });
});
