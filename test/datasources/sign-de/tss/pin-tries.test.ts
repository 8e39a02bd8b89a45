import fc from 'fast-check';
import { LeaseLost } from '../../../../src/coordination/coordinator.js';
import { LocalCoordinator, LocalStore } from '../../../../src/coordination/local-coordinator.js';
import { PinTries } from '../../../../src/datasources/sign-de/tss/pin-tries.js';
import { UpstreamError } from '../../../../src/upstream/call/upstream-error.js';
import { Secret } from '../../../../src/secret.js';
import { TestClock } from '../../../coordination/test-clock.js';
import { failure, hang, open, operationOf, ownToken, refuse, type Reply, StubUpstream } from '../../stub-upstream.js';

const RIGHT = '123456';
const right = new Secret(RIGHT);
const wrong = new Secret('000000');
const puk = new Secret('1234567890');

/** An upstream that counts wrong PINs of all its callers as the real one does. */
async function start(maximumWrongPins?: number, other: () => Reply | undefined = () => undefined) {
  const counts = new Map<string, number>();
  const stub = await StubUpstream.start(({ path, body }) => {
    const tss = path.split('/')[2]!;
    if (path.endsWith('/admin')) counts.set(tss, 0);
    if (!path.endsWith('/auth')) return { json: {} };
    const count = counts.get(tss) ?? 0;
    if (count >= 5) return refuse(423, 'E_ADMIN_PIN_BLOCKED');
    counts.set(tss, body.admin_pin === RIGHT ? 0 : count + 1);
    return other() ?? (body.admin_pin === RIGHT ? { json: {} } : refuse(401, 'E_ADMIN_LOGIN_FAILED'));
  });
  const upstreams = open({ ...stub.settings, ...(maximumWrongPins !== undefined && { maximumWrongPins }) });
  const tssOf = (token = 'token') => operationOf(upstreams, { caller: ownToken(token) }).tss;
  return { stub, tssOf, triesSent: () => stub.lines.filter((line) => line.includes('/auth')).length };
}

test('each wrong PIN is told how many tries are left, and the fifth is not sent', async () => {
  const { tssOf, triesSent } = await start();
  for (const left of [4, 3, 2, 1]) {
    const error = await failure(tssOf().authenticateAdmin('tss', wrong));
    expect(error).toMatchObject({ code: 'WRONG_ADMIN_PIN', upstream: { code: 'E_ADMIN_LOGIN_FAILED' } });
    expect(error.message).toContain(`${left} of 5 tries are left`);
    expect(error.message).toContain(`forwards ${left - 1} more tries`);
    expect(error.message).toContain('cannot see tries that were made elsewhere');
  }
  expect(await failure(tssOf().authenticateAdmin('tss', right))).toMatchObject({ code: 'TOO_MANY_WRONG_PINS' });
  expect(triesSent()).toBe(4);
});

test.each([
  [1, 1],
  [3, 3],
  [5, 7],
])('with a maximum of %d of seven wrong PINs %d are sent', async (maximum, sent) => {
  const { tssOf, triesSent } = await start(maximum);
  for (let tries = 0; tries < 7; tries += 1) await failure(tssOf().authenticateAdmin('tss', wrong));
  expect(triesSent()).toBe(sent);
});

test('callers with different tokens who guess at once spend the tries of one TSS together, and not those of another', async () => {
  const { tssOf, triesSent } = await start();
  const errors = await Promise.all(
    Array.from({ length: 20 }, (_, index) => failure(tssOf(`token-${index}`).authenticateAdmin('tss', wrong))),
  );
  expect(errors.filter(({ code }) => code === 'WRONG_ADMIN_PIN')).toHaveLength(4);
  expect(errors.filter(({ code }) => code === 'TOO_MANY_WRONG_PINS')).toHaveLength(16);
  expect(triesSent()).toBe(4);
  await tssOf().authenticateAdmin('other', right);
});

test('a right PIN gives all tries back, and so does a new PIN by the PUK', async () => {
  const { tssOf } = await start();
  const guess = async (times: number) => {
    for (let tries = 0; tries < times; tries += 1) {
      expect(await failure(tssOf().authenticateAdmin('tss', wrong))).toMatchObject({ code: 'WRONG_ADMIN_PIN' });
    }
  };
  await guess(3);
  await tssOf().authenticateAdmin('tss', right);
  await guess(4);
  await tssOf().changeAdminPin('tss', puk, right);
  await guess(3);
  await tssOf().authenticateAdmin('tss', right);
});

test('what is no wrong PIN is not counted: refusals of the token or the TSS, lost answers', async () => {
  const replies = [
    refuse(401),
    refuse(403, 'E_ACCESS_DENIED'),
    refuse(404, 'E_TSS_NOT_FOUND'),
    refuse(500),
    refuse(423),
  ];
  const { tssOf } = await start(1, () => replies.pop());
  const count = replies.length;
  for (let tries = 0; tries < count; tries += 1) {
    expect((await failure(tssOf().authenticateAdmin('tss', right))).code).not.toMatch(/WRONG/);
  }
  await tssOf().authenticateAdmin('tss', right);
});

test('a login that hangs keeps those behind it no longer than their deadline', async () => {
  const { stub, tssOf } = await start(4, () => hang);
  const slow = failure(tssOf().authenticateAdmin('tss', right));
  const upstreams = open(stub.settings);
  const hasty = operationOf(upstreams, { milliseconds: 200 }).tss;
  const other = failure(hasty.authenticateAdmin('tss', right));
  expect(await other).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  await stub.stop('MIDDLEWARE');
  await slow;
});

test('no run of PINs has more wrong ones sent in a row than the maximum', async () => {
  const guess = new UpstreamError({ code: 'WRONG_ADMIN_PIN', message: '' });
  const never = new AbortController().signal;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.constantFrom('right', 'wrong', 'puk')),
      async (maximum, steps) => {
        const tries = new PinTries(new LocalCoordinator(), maximum);
        let inARow = 0;
        for (const step of steps) {
          if (step === 'puk') {
            await tries.forget('tss');
            inARow = 0;
            continue;
          }
          let sent = 0;
          const login = () => {
            sent += 1;
            return step === 'wrong' ? Promise.reject(guess) : Promise.resolve();
          };
          await tries.attempt('tss', never, login).catch(() => undefined);
          expect(sent).toBe(inARow < maximum ? 1 : 0);
          if (sent > 0) inARow = step === 'wrong' ? inARow + 1 : 0;
        }
      },
    ),
  );
});

test('a login that hung beyond its lease is not sent, and changes no count of the one after it', async () => {
  const clock = new TestClock();
  const store = new LocalStore({ clock });
  const [late, next] = [1, 2].map(() => new PinTries(new LocalCoordinator(store), 4));
  const never = new AbortController().signal;
  const guess = () => Promise.reject(new UpstreamError({ code: 'WRONG_ADMIN_PIN', message: '' }));
  let nextDone: Promise<unknown> = Promise.resolve();
  const lateDone = late!.attempt('tss', never, async (lease) => {
    nextDone = next!.attempt('tss', never, guess).catch((error: unknown) => error);
    clock.pass(30_000);
    await nextDone;
    await expect(lease.outlast(10_000)).rejects.toBeInstanceOf(LeaseLost);
    return guess(); // as if it had been sent all the same
  });
  await expect(lateDone).rejects.toMatchObject({ code: 'WRONG_ADMIN_PIN' });
  expect(await nextDone).toMatchObject({ message: expect.stringContaining('4 of 5 tries are left') });
  await expect(next!.attempt('tss', never, guess)).rejects.toThrow('3 of 5 tries are left');
});

test('gateways of one store count wrong PINs together', async () => {
  const { stub } = await start();
  const store = new LocalStore();
  const gateways = [1, 2].map(() => open(stub.settings, new LocalCoordinator(store)));
  const codes: string[] = [];
  for (let tries = 0; tries < 6; tries += 1) {
    const { tss } = operationOf(gateways[tries % 2]!);
    codes.push((await failure(tss.authenticateAdmin('tss', wrong))).code);
  }
  expect(codes.map((code) => code === 'WRONG_ADMIN_PIN')).toEqual([true, true, true, true, false, false]);
});

test('what may be about the token is not counted: nobody shuts the admin out with tokens that he makes up', async () => {
  const { stub, tssOf } = await start(4, () => undefined);
  const strangers = await start(4, () => refuse(401, 'E_UNAUTHORIZED'));
  for (let tries = 0; tries < 9; tries += 1) {
    const error = await failure(strangers.tssOf(`made-up-${tries}`).authenticateAdmin('tss', wrong));
    expect(error.code).not.toBe('TOO_MANY_WRONG_PINS');
  }
  expect(strangers.triesSent()).toBe(9);
  await tssOf().authenticateAdmin('tss', right);
  expect(stub.received).toHaveLength(1);
});
