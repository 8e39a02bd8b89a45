import { setTimeout as sleep } from 'node:timers/promises';
import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import { Secret } from '../../src/secret.js';
import { TestClock } from '../coordination/test-clock.js';
import { clientRow } from './rows.js';
import {
  failure,
  hang,
  open,
  operationOf,
  ownToken,
  refuse,
  type Reply,
  reset,
  StubUpstream,
} from './stub-upstream.js';

const pin = new Secret('123456');
const nothing = () => Promise.resolve('done');

/** An upstream whose admin calls and client writes all go well unless a test says otherwise. */
async function start(other: (path: string) => Reply | undefined = () => undefined) {
  const stub = await StubUpstream.start(
    ({ path }) => other(path) ?? { json: path.includes('/client/') ? clientRow('tss', 'client') : {} },
  );
  const upstreams = open(stub.settings);
  const steps = () => stub.received.map(({ path }) => path.replace('/tss/', '').replace('admin/', ''));
  return { stub, upstreams, steps };
}

test('acting as the admin is login, act and logout, in that order, and gives what the act gives', async () => {
  const { upstreams, steps } = await start();
  const { tss, clients } = operationOf(upstreams);
  const client = await tss.asAdmin('tss', pin, () => clients.create('tss', 'client', { serial_number: 'till' }));
  expect(client._id).toBe('client');
  expect(steps()).toEqual(['tss/auth', 'tss/client/client', 'tss/logout']);
});

test.each([
  ['a wrong PIN', refuse(401, 'E_ADMIN_LOGIN_FAILED'), 'WRONG_ADMIN_PIN'],
  ['a blocked PIN', refuse(423, 'E_ADMIN_PIN_BLOCKED'), 'ADMIN_PIN_BLOCKED'],
  ['an unknown TSS', refuse(404, 'E_TSS_NOT_FOUND'), 'TSS_NOT_FOUND'],
])('%s is sent once, and nothing is done after it', async (_title, reply, code) => {
  const { upstreams, steps } = await start((path) => (path.endsWith('/auth') ? reply : undefined));
  let acted = false;
  const act = () => {
    acted = true;
    return nothing();
  };
  expect(await failure(operationOf(upstreams).tss.asAdmin('tss', pin, act))).toMatchObject({ code });
  expect(acted).toBe(false);
  expect(steps()).toEqual(['tss/auth']);
});

test('a login that is refused as unauthorized, as that of a DISABLED TSS is, says what it may be', async () => {
  const { upstreams, steps } = await start((path) =>
    path.endsWith('/auth') ? refuse(401, 'E_UNAUTHORIZED') : undefined,
  );
  expect(await failure(operationOf(upstreams).tss.authenticateAdmin('tss', pin))).toMatchObject({
    code: 'WRONG_ADMIN_PIN',
    message: expect.stringContaining('or the TSS is DISABLED'),
  });
  expect(steps()).toEqual(['tss/auth']);
});

test.each([
  [429, undefined],
  [503, 'E_SERVICE_UNAVAILABLE'],
])('a login that is turned away with %d is sent again, since its PIN was not counted', async (status, code) => {
  let turnedAway = 0;
  const { upstreams, steps } = await start((path) =>
    path.endsWith('/auth') && (turnedAway += 1) === 1
      ? refuse(status, code, 'later', { 'retry-after': '0' })
      : undefined,
  );
  expect(await operationOf(upstreams).tss.asAdmin('tss', pin, nothing)).toBe('done');
  expect(steps()).toEqual(['tss/auth', 'tss/auth', 'tss/logout']);
});

test('a login that a proxy may have passed on before it said 503 is not sent again', async () => {
  const { upstreams, steps } = await start((path) => (path.endsWith('/auth') ? refuse(503) : undefined));
  await failure(operationOf(upstreams).tss.asAdmin('tss', pin, nothing));
  expect(steps().filter((step) => step === 'tss/auth')).toHaveLength(1);
});

test("a wrong PIN does not cost a second try by renewing the gateway's own session", async () => {
  const stub = await StubUpstream.start(({ path }) =>
    path === '/auth' ? { json: { access_token: 'token' } } : refuse(401, 'E_UNAUTHORIZED'),
  );
  const upstreams = open({ ...stub.settings, apiKey: { key: 'key', secret: new Secret('secret') } });
  const { tss } = operationOf(upstreams, { caller: { kind: 'gateway-key' } });
  expect(await failure(tss.asAdmin('tss', pin, nothing))).toMatchObject({ code: 'WRONG_ADMIN_PIN' });
  expect(await failure(tss.changeAdminPin('tss', pin, pin))).toMatchObject({ code: 'WRONG_ADMIN_PUK' });
  expect(stub.lines).toEqual([
    'POST /auth MIDDLEWARE',
    'POST /tss/tss/admin/auth MIDDLEWARE',
    'PATCH /tss/tss/admin MIDDLEWARE',
  ]);
});

test('a login whose answer was lost is logged out, since it may have been made', async () => {
  const { upstreams, steps } = await start((path) => (path.endsWith('/auth') ? reset : undefined));
  expect(await failure(operationOf(upstreams).tss.asAdmin('tss', pin, nothing))).toMatchObject({
    code: 'UPSTREAM_ANSWER_LOST',
  });
  expect(steps()).toEqual(['tss/auth', 'tss/logout']);
});

test('an act that fails is logged out after, and its failure is what comes out', async () => {
  const { upstreams, steps } = await start();
  const act = () => Promise.reject(new Error('of the act'));
  await expect(operationOf(upstreams).tss.asAdmin('tss', pin, act)).rejects.toThrow('of the act');
  expect(steps()).toEqual(['tss/auth', 'tss/logout']);
});

test('a logout that fails is tried again and never hides what was done', async () => {
  const { upstreams, steps } = await start((path) => (path.endsWith('/logout') ? reset : undefined));
  expect(await operationOf(upstreams).tss.asAdmin('tss', pin, nothing)).toBe('done');
  expect(steps()).toEqual(['tss/auth', 'tss/logout', 'tss/logout', 'tss/logout']);
});

test('admin mode is left also when time is up in the middle of the act', async () => {
  const { upstreams, steps } = await start((path) => (path.includes('/client/') ? hang : undefined));
  const { tss, clients } = operationOf(upstreams, { milliseconds: 2_000 });
  const error = await failure(
    tss.asAdmin('tss', pin, () => clients.update('tss', 'client', { state: 'DEREGISTERED' })),
  );
  expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', ambiguous: true });
  expect(steps()).toEqual(['tss/auth', 'tss/client/client', 'tss/logout']);
});

test('nothing at all is sent for an operation whose time was up before its turn came', async () => {
  const { upstreams, steps } = await start();
  const late = upstreams.forOperation(ownToken(), AbortSignal.abort());
  expect(await failure(late.tss.asAdmin('tss', pin, nothing))).toMatchObject({
    code: 'DEADLINE_EXCEEDED',
    ambiguous: false,
  });
  expect(steps()).toEqual([]);
});

test("the wait for one's turn ends with the deadline, nothing is sent then, and the turn is passed on", async () => {
  const { upstreams, steps } = await start((path) => (path.includes('/client/') ? hang : undefined));
  const deadline = new AbortController();
  const { tss, clients } = upstreams.forOperation(ownToken(), deadline.signal);
  const first = failure(tss.asAdmin('tss', pin, () => clients.update('tss', 'client', { state: 'REGISTERED' })));
  while (steps().length < 2) await sleep(5);
  const hasty = operationOf(upstreams, { milliseconds: 200 }).tss.asAdmin('tss', pin, nothing);
  const patient = operationOf(upstreams).tss.asAdmin('tss', pin, nothing);
  expect(await failure(hasty)).toMatchObject({ code: 'DEADLINE_EXCEEDED', ambiguous: false });
  expect(steps()).toEqual(['tss/auth', 'tss/client/client']);
  deadline.abort();
  await first;
  expect(await patient).toBe('done');
  expect(steps()).toEqual(['tss/auth', 'tss/client/client', 'tss/logout', 'tss/auth', 'tss/logout']);
});

describe('of several at once', () => {
  /**
   * Runs acts of the given tokens and TSS at once.
   * @param patience how long an act goes on for the others to come in, in milliseconds.
   * @returns the most that were in their acts together
   */
  async function together(runs: readonly (readonly [token: string, tssId: string])[], patience: number) {
    const { upstreams, steps } = await start();
    const everybody = Promise.withResolvers<undefined>();
    let acting = 0;
    let most = 0;
    await Promise.all(
      runs.map(([token, tssId]) =>
        operationOf(upstreams, { caller: ownToken(token) }).tss.asAdmin(tssId, pin, async () => {
          most = Math.max(most, (acting += 1));
          if (acting === runs.length) everybody.resolve(undefined);
          await Promise.race([everybody.promise, sleep(patience)]);
          acting -= 1;
        }),
      ),
    );
    return { most, steps: steps() };
  }

  test('with one credential on one TSS each waits for the other to have logged out', async () => {
    const { most, steps } = await together(Array<[string, string]>(4).fill(['token', 'tss']), 100);
    expect(most).toBe(1);
    expect(steps).toEqual(Array(4).fill(['tss/auth', 'tss/logout']).flat());
  });

  test('on different TSS, or with different credentials, none waits', async () => {
    const runs = [
      ['token', 'tss-1'],
      ['token', 'tss-2'],
      ['other', 'tss-1'],
    ] as const;
    const { most } = await together(runs, 5_000);
    expect(most).toBe(3);
  });

  test('one that fails lets the next one in', async () => {
    const { upstreams } = await start();
    const { tss } = operationOf(upstreams);
    const runs = await Promise.allSettled([
      tss.asAdmin('tss', pin, () => Promise.reject(new Error('no'))),
      tss.asAdmin('tss', pin, nothing),
    ]);
    expect(runs.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe("a token of the gateway's own that ends in the middle of a step", () => {
  const caller = { kind: 'gateway-key' } as const;

  /** An upstream that keeps account of who is admin with which token, and refuses tokens that have ended. */
  async function account() {
    const admins = new Set<string>();
    const ended = new Set<string>();
    let logins = 0;
    const stub = await StubUpstream.start(({ path, token: sent }) => {
      if (path === '/auth') return { json: { access_token: `token-${(logins += 1)}` } };
      const token = sent ?? '';
      if (ended.has(token)) return refuse(401);
      if (path.endsWith('/admin/auth')) admins.add(token);
      else if (path.endsWith('/admin/logout')) admins.delete(token);
      else if (!admins.has(token)) return refuse(401, 'E_UNAUTHORIZED');
      return { json: path.includes('/client/') ? clientRow('tss', 'client') : {} };
    });
    const upstreams = open({ ...stub.settings, apiKey: { key: 'key', secret: new Secret('secret') } });
    return { stub, upstreams, admins, ended };
  }

  test('is followed by the whole step on another one, and leaves nobody in admin mode', async () => {
    const { upstreams, admins, ended } = await account();
    const { tss, clients } = operationOf(upstreams, { caller });
    let acts = 0;
    const client = await tss.asAdmin('tss', pin, () => {
      if ((acts += 1) === 1) ended.add('token-1');
      return clients.create('tss', 'client', { serial_number: 'till' });
    });
    expect([client._id, acts]).toEqual(['client', 2]);
    expect([...admins]).toEqual(['token-1']); // which has ended
  });

  test("never acts in the admin mode of another caller's step, nor ends that", async () => {
    const { stub, upstreams, ended } = await account();
    const [one, other] = [operationOf(upstreams, { caller }), operationOf(upstreams, { caller })];
    const register = ({ clients }: typeof one) => clients.update('tss', 'client', { state: 'REGISTERED' });
    const [token1, token2] = ['token-1', 'token-2'];
    const act = (operation: typeof one, first: () => Promise<unknown>) => {
      let isAgain = false;
      return operation.tss.asAdmin('tss', pin, async () => {
        if (!isAgain) await first();
        isAgain = true;
        await sleep(30);
        return register(operation);
      });
    };
    let begun: Promise<unknown> = Promise.resolve();
    const result = await act(one, () => {
      // The token ends, and the other one begins its step on the next token before this one goes on.
      ended.add(token1);
      begun = act(other, () => Promise.resolve());
      return sleep(60);
    }).catch((error: unknown) => error);
    expect(await begun).toMatchObject({ _id: 'client' });
    expect(result).toMatchObject({ _id: 'client' });
    // On the token that they share in the end one step follows the other.
    const onSecond = stub.received.filter(({ token }) => token === token2).map(({ path }) => path.split('/').at(-1));
    expect(onSecond).toEqual(['auth', 'client', 'logout', 'auth', 'client', 'logout']);
  });
});

describe('a gateway that hangs in the middle of a step', () => {
  /** Longest time for which it may keep others out with one write to a client, in milliseconds. */
  const LEASE = 70_000;
  const caller = { kind: 'gateway-key' } as const;

  /** Two gateways with one API key that share a store; what the upstream does is told by the test. */
  async function twoGateways(other: (path: string, method: string) => Reply | undefined = () => undefined) {
    const clock = new TestClock();
    const store = new LocalStore({ clock });
    const stub = await StubUpstream.start(({ path, method }) => {
      const reply = other(path, method);
      if (reply) return reply;
      return {
        json:
          path === '/auth' ? { access_token: 'token' } : path.includes('/client/') ? clientRow('tss', 'client') : {},
      };
    });
    const settings = { ...stub.settings, apiKey: { key: 'key', secret: new Secret('secret') } };
    const [hung, next] = [open(settings, new LocalCoordinator(store)), open(settings, new LocalCoordinator(store))];
    const steps = () =>
      stub.received
        .filter(({ path }) => path !== '/auth')
        .map(({ path }) => path.replace(/\/tss\/tss\/(admin\/)?/, ''));
    return { clock, steps, hung: operationOf(hung, { caller }), next: operationOf(next, { caller }) };
  }

  const register = ({ clients }: ReturnType<typeof operationOf>, id: string) =>
    clients.update('tss', id, { state: 'REGISTERED' });

  test('is followed by the next one, and neither acts nor logs out in the admin mode of that', async () => {
    const { clock, steps, hung, next } = await twoGateways();
    const [isActing, mayEnd] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    let nextDone: Promise<unknown> = Promise.resolve();
    const late = hung.tss.asAdmin('tss', pin, async () => {
      await register(hung, 'a');
      nextDone = next.tss.asAdmin('tss', pin, async () => {
        isActing.resolve(undefined);
        await mayEnd.promise;
        return register(next, 'b');
      });
      await clock.awaited; // the next one stands in line
      clock.pass(LEASE); // of which this gateway knows nothing
      await isActing.promise;
      return register(hung, 'c');
    });
    expect(await failure(late)).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true, ambiguous: false });
    mayEnd.resolve(undefined);
    await nextDone;
    expect(steps()).toEqual(['auth', 'client/a', 'auth', 'client/b', 'logout']);
  });

  test('does not repeat a write whose answer was lost, and says that it may have been done', async () => {
    const { clock, steps, hung } = await twoGateways((path, method) => {
      if (!path.endsWith('/client/a')) return undefined;
      if (method === 'GET') return { json: { ...clientRow('tss', 'a'), state: 'DEREGISTERED' } };
      clock.pass(LEASE);
      return reset;
    });
    const late = hung.tss.asAdmin('tss', pin, () => register(hung, 'a'));
    expect(await failure(late)).toMatchObject({ ambiguous: true });
    expect(steps().filter((step) => step !== 'client/a')).toEqual(['auth']);
    expect(hung.calls.filter(({ operation }) => operation === 'updateClient')).toHaveLength(1);
  });

  test('goes on as long as it likes while it writes, since each write renews its lease', async () => {
    const { clock, steps, hung, next } = await twoGateways();
    let nextDone: Promise<unknown> = Promise.resolve();
    await hung.tss.asAdmin('tss', pin, async () => {
      nextDone = next.tss.asAdmin('tss', pin, nothing);
      for (const id of ['a', 'b', 'c']) {
        clock.pass(59_000);
        await register(hung, id);
      }
    });
    await nextDone;
    expect(steps()).toEqual(['auth', 'client/a', 'client/b', 'client/c', 'logout', 'auth', 'logout']);
  });
});
