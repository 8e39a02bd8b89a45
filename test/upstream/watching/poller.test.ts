import { jest } from '@jest/globals';
import { type Look, Poller, type Watch } from '../../../src/upstream/watching/poller.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

const failing = (retryAfter?: number) =>
  new UpstreamError({ code: 'UPSTREAM_UNREACHABLE', message: 'down', retryable: true, retryAfter });
const news = (value: string): Look<string> => ({ news: new Map([['it', value]]) });
const nothing: Look<string> = { news: new Map() };

/** A watch that finds what it is told to, and notes when it looked, in seconds. */
function start(find: (look: number) => Look<string> | Promise<Look<string>>, present?: string) {
  const begin = performance.now();
  const looks: number[] = [];
  let ends = 0;
  let signal: AbortSignal | undefined;
  const watch: Watch<string, { readonly _id: string }> = {
    pace: { soonest: 2_000, shortest: 2_000, longest: 15_000 },
    present: new Map(present === undefined ? [] : [['it', present]]),
    look: async (given) => {
      signal = given;
      looks.push((performance.now() - begin) / 1_000);
      return find(looks.length);
    },
    hear: ({ _id }) => new Map([['it', `heard ${_id}`]]),
  };
  const poller = new Poller(
    watch,
    () => (ends += 1),
    () => Promise.resolve(),
  );
  return { poller, looks, ends: () => ends, signal: () => signal };
}

const pass = (seconds: number) => jest.advanceTimersByTimeAsync(seconds * 1_000);

test('it looks at once, less and less often while nothing is new, and quickly again when something is', async () => {
  const { poller, looks } = start((look) => (look === 8 ? news('new') : nothing));
  const subscriber = poller.subscribe();
  await pass(58);
  expect(looks).toEqual([0, 3, 7.5, 14.25, 24.375, 39.375, 54.375]);
  await pass(15);
  expect(await subscriber.next()).toEqual({ done: false, value: 'new' });
  expect(looks.slice(7)).toEqual([69.375, 71.375]);
  poller.end();
});

test('it does not look before the first subscriber nor after the last, and leaves no timer', async () => {
  const { poller, looks, ends, signal } = start(() => nothing);
  await pass(60);
  expect(looks).toEqual([]);
  const [one, other] = [poller.subscribe(), poller.subscribe()];
  await pass(1);
  await one.return();
  expect(ends()).toBe(0);
  await other.return();
  expect(ends()).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
  expect(signal()!.aborted).toBe(true);
  poller.wake(undefined);
  await pass(60);
  expect(looks).toHaveLength(1);
});

test('whoever comes later gets the present state first, and everybody gets the same news once', async () => {
  const { poller } = start((look) => (look === 1 ? news('second') : nothing), 'first');
  const [one, other] = [poller.subscribe(), poller.subscribe((item) => item !== 'second')];
  expect((await one.next()).value).toBe('first');
  await pass(1);
  expect((await one.next()).value).toBe('second');
  expect((await other.next()).value).toBe('first');
  poller.end();
  expect((await other.next()).done).toBe(true);
});

test('a write is told at once and looked for at once, but no two looks are closer than two seconds', async () => {
  const { poller, looks } = start(() => nothing);
  const subscriber = poller.subscribe();
  await pass(45);
  const before = looks.length;
  for (let write = 0; write < 100; write += 1) poller.wake({ _id: String(write) });
  expect((await subscriber.next()).value).toBe('heard 99');
  await pass(0);
  expect(looks).toHaveLength(before + 1);
  poller.wake(undefined);
  await pass(1.9);
  expect(looks).toHaveLength(before + 1);
  await pass(0.1);
  expect(looks).toHaveLength(before + 2);
  poller.end();
});

test('a write during a look is looked for after it', async () => {
  const first = Promise.withResolvers<Look<string>>();
  const { poller, looks } = start((look) => (look === 1 ? first.promise : nothing));
  poller.subscribe();
  await pass(1);
  poller.wake(undefined);
  first.resolve(nothing);
  await pass(1);
  expect(looks).toEqual([0, 2]);
  poller.end();
});

test('a watch that knows when to look again is obeyed', async () => {
  const { poller, looks } = start((look) => (look === 1 ? { ...nothing, nextIn: 500 } : nothing));
  poller.subscribe();
  await pass(1);
  expect(looks).toEqual([0, 0.5]);
  poller.end();
});

test('when nothing more can come the subscriptions complete', async () => {
  const { poller, ends } = start(() => ({ ...news('last'), isOver: true }));
  const subscriber = poller.subscribe();
  await pass(1);
  expect((await subscriber.next()).value).toBe('last');
  expect((await subscriber.next()).done).toBe(true);
  expect(ends()).toBe(1);
  expect(jest.getTimerCount()).toBe(0);
});

test('a failing upstream is tried less and less often, not woken, and after five minutes the subscribers are told', async () => {
  const { poller, looks } = start(() => Promise.reject(failing()));
  const subscriber = poller.subscribe();
  const end = subscriber.next().catch((error: unknown) => error);
  await pass(5);
  poller.wake(undefined);
  await pass(400);
  expect(looks).toEqual([0, 4, 12, 28, 60, 120, 180, 240]);
  expect(await end).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
  expect(jest.getTimerCount()).toBe(0);
});

test('after a failure that passes all goes on as before', async () => {
  const { poller, looks } = start((look) => (look === 1 ? Promise.reject(failing()) : news(`look ${look}`)));
  const subscriber = poller.subscribe();
  await pass(6.5);
  expect(looks).toEqual([0, 4, 6]);
  expect((await subscriber.next()).value).toBe('look 3');
  poller.end();
});

test('it waits as long as the upstream asks for, unless that is longer than subscribers wait', async () => {
  const patient = start(() => Promise.reject(failing(30)));
  patient.poller
    .subscribe()
    .next()
    .catch(() => undefined);
  await pass(61);
  expect(patient.looks).toEqual([0, 30, 60]);
  patient.poller.end();

  const impatient = start(() => Promise.reject(failing(3_600)));
  const end = impatient.poller.subscribe().next();
  end.catch(() => undefined);
  await pass(1);
  await expect(end).rejects.toMatchObject({ retryAfter: 3_600 });
});

test.each([
  ['what cannot mend itself', new UpstreamError({ code: 'UNAUTHENTICATED', message: 'expired' })],
  ['a fault of ours', new TypeError('a fault')],
])('%s ends the subscriptions at once', async (_what, error) => {
  const { poller, looks } = start(() => Promise.reject(error));
  const end = poller.subscribe().next();
  end.catch(() => undefined);
  await pass(60);
  await expect(end).rejects.toBe(error);
  expect(looks).toHaveLength(1);
});
