import fc from 'fast-check';
import { z } from 'zod';
import { type Coordinator, LeaseLost, type Lock, WaitEnded, withLock } from '../../src/coordination/coordinator.js';
import { broadcastTopic, budgetTopic, countTopic, lockTopic } from '../../src/coordination/topics.js';

/** A store of an implementation, new for each test. */
export interface StoreUnderTest {
  /** One more gateway that shares the store. */
  join(): Coordinator;
  /** Lets time pass for the store, and what is to happen then happen. */
  pass(milliseconds: number): Promise<void>;
}

const LEASE = 1_000;
const LIFE = 10_000;
const WINDOW = 5_000;
const locks = lockTopic('locks', { codec: z.number(), lease: LEASE, timeToLive: LIFE });
const others = lockTopic('others', { codec: z.string(), lease: LEASE, timeToLive: LIFE });
const counts = countTopic('counts', { timeToLive: LIFE });
const calls = budgetTopic('calls', { window: WINDOW });
const never = new AbortController().signal;

/** What all gateways of a store may rely on, for any implementation of {@link Coordinator}. */
export function describeCoordinator(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`locks of ${name}`, () => {
    test('are held by one at a time, in the order in which they were asked for, whoever asks', async () => {
      const store = await open();
      const members = [store.join(), store.join()];
      const order: string[] = [];
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          withLock(members[index % 2]!, locks, 'a', never, async () => {
            order.push(`${index} begins`);
            await members[0]!.now();
            await turn();
            order.push(`${index} ends`);
          }),
        ),
      );
      expect(order).toEqual(Array.from({ length: 10 }, (_, index) => [`${index} begins`, `${index} ends`]).flat());
    });

    test('of different names and topics have nothing to do with each other', async () => {
      const store = await open();
      const member = store.join();
      const one = await member.acquire(locks, 'a', never);
      const [other, third] = [await member.acquire(locks, 'b', never), await member.acquire(others, 'a', never)];
      await one.release(1);
      expect([other.state, third.state]).toEqual([undefined, undefined]);
      await Promise.all([other.release(undefined), third.release(undefined)]);
      expect(await left(member)).toBe(1);
    });

    test('hand on what was left, whether or not work succeeded, and nothing when nothing was left', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      await withLock(one, locks, 'a', never, (_lock, leave) => {
        leave(1);
      });
      expect(await left(other)).toBe(1);
      const failing = withLock(other, locks, 'a', never, (_lock, leave) => {
        leave(2);
        throw new Error('of the work');
      });
      await expect(failing).rejects.toThrow('of the work');
      expect(await left(one)).toBe(2);
      await withLock(one, locks, 'a', never, (_lock, leave) => {
        leave(undefined);
      });
      expect(await left(other)).toBeUndefined();
    });

    test('forget what was left when its time to live is over', async () => {
      const store = await open();
      const member = store.join();
      await (await member.acquire(locks, 'a', never)).release(1);
      await store.pass(LIFE / 2);
      expect(await left(member)).toBe(1); // which leaves it anew
      await store.pass(LIFE + 1);
      expect(await left(member)).toBeUndefined();
    });

    test('hand on nothing that is not what the topic says', async () => {
      const store = await open();
      const member = store.join();
      const sameName = lockTopic('locks', { codec: z.string(), lease: LEASE, timeToLive: LIFE });
      await (await member.acquire(sameName, 'a', never)).release('of another version');
      expect(await left(member)).toBeUndefined();
    });

    test('are not waited for beyond the signal, and then go to the next one who waits', async () => {
      const store = await open();
      const member = store.join();
      const lock = await member.acquire(locks, 'a', never);
      const end = new AbortController();
      let hasBegun = false;
      const hasty = withLock(store.join(), locks, 'a', end.signal, () => {
        hasBegun = true;
      });
      const patient = member.acquire(locks, 'a', never);
      end.abort(new Error('no time'));
      const error: unknown = await hasty.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(WaitEnded);
      expect((error as Error).cause).toEqual(new Error('no time'));
      await lock.release(1);
      expect((await patient).state).toBe(1);
      expect(hasBegun).toBe(false);
    });

    test('are not taken for a signal that has aborted before, though they are free', async () => {
      const member = (await open()).join();
      await expect(member.acquire(locks, 'a', AbortSignal.abort())).rejects.toBeInstanceOf(WaitEnded);
      await (await member.acquire(locks, 'a', never)).release(undefined);
    });

    test('go to the next one when the lease is over, and a late holder changes nothing any more', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      const hung = await one.acquire(locks, 'a', never);
      const waiting = other.acquire(locks, 'a', never);
      await store.pass(LEASE);
      const next = await waiting;
      expect(next.token).toBeGreaterThan(hung.token);
      await expect(hung.outlast(0)).rejects.toBeInstanceOf(LeaseLost);
      expect(await hung.release(1)).toBe(false);
      await next.outlast(1); // nobody has released it
      expect(await next.release(2)).toBe(true);
      expect(await hung.release(3)).toBe(false);
      expect(await left(one)).toBe(2);
    });

    test('are lost when the lease is over, though nobody else wants them', async () => {
      const store = await open();
      const member = store.join();
      const hung = await member.acquire(locks, 'a', never);
      await store.pass(LEASE);
      await expect(hung.outlast(1)).rejects.toBeInstanceOf(LeaseLost);
      expect(await hung.release(1)).toBe(false);
      const next = await member.acquire(locks, 'a', never);
      expect([next.state, next.token > hung.token]).toEqual([undefined, true]);
      await next.release(undefined);
    });

    test('stay with a holder who renews the lease: for the time that was asked for, and the lease more', async () => {
      const store = await open();
      const lock = await store.join().acquire(locks, 'a', never);
      const waiting = watch(store.join().acquire(locks, 'a', never));
      for (let renewals = 0; renewals < 3; renewals += 1) {
        await lock.outlast(2 * LEASE);
        await store.pass(2 * LEASE + LEASE / 2);
        expect(waiting.isPending).toBe(true);
      }
      await store.pass(LEASE / 2);
      await (await waiting.promise).release(undefined);
      expect(await lock.release(1)).toBe(false);
    });

    test('keep their rules in any order of asking, giving up, renewing, releasing and hanging', async () => {
      const step = fc.oneof(
        fc.constantFrom('ask', 'ask', 'give up', 'release', 'release late', 'renew'),
        fc.constantFrom(LEASE / 4, LEASE),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          await playLocks(await open(), steps);
        }),
        { numRuns: 25 },
      );
    });
  });

  describe(`counts of ${name}`, () => {
    test('add up what all gateways count, by name, and are never below 0', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      expect(await one.count(counts, 'a', 1)).toBe(1);
      expect(await other.count(counts, 'a', 1)).toBe(2);
      expect(await other.count(counts, 'b', 0)).toBe(0);
      expect(await one.count(counts, 'a', -1)).toBe(1);
      expect(await one.count(counts, 'a', -1)).toBe(0);
      expect(await one.count(counts, 'a', -1)).toBe(0);
      expect(await other.count(counts, 'a', 1)).toBe(1);
    });

    test('begin anew when their time to live is over since they were last changed', async () => {
      const store = await open();
      const member = store.join();
      await member.count(counts, 'a', 1);
      await store.pass(LIFE - 1);
      expect(await member.count(counts, 'a', 1)).toBe(2);
      await store.pass(LIFE - 1);
      expect(await member.count(counts, 'a', 0)).toBe(2);
      await store.pass(LIFE + 1);
      expect(await member.count(counts, 'a', 0)).toBe(0);
    });
  });

  describe(`broadcasts of ${name}`, () => {
    const numbers = broadcastTopic('numbers', z.number());

    test('are heard by all but who sends them, in order, and on their own topic alone', async () => {
      const store = await open();
      const members = [store.join(), store.join(), store.join()];
      const heard = members.map((): number[] => []);
      const allHeard = Promise.withResolvers<undefined>();
      members.forEach((member, index) => {
        member.listen(numbers, (number) => {
          heard[index]!.push(number);
          if (heard[1]!.length === 5 && heard[2]!.length === 5) allHeard.resolve(undefined);
        });
        member.listen(broadcastTopic('other', z.number()), () => {
          allHeard.reject(new Error('It is of another topic.'));
        });
      });
      for (let number = 0; number < 5; number += 1) await members[0]!.broadcast(numbers, number);
      await allHeard.promise;
      expect(heard).toEqual([[], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4]]);
    });

    test('that are not what the topic says are not heard', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      const heard = Promise.withResolvers<number>();
      other.listen(numbers, heard.resolve);
      await one.broadcast(broadcastTopic('numbers', z.string()), 'of another version');
      await one.broadcast(numbers, 7);
      expect(await heard.promise).toBe(7);
    });
  });

  describe(`limits of calls of ${name}`, () => {
    test('never have more calls in any window than allowed, and give places in the order of asking', async () => {
      const ask = fc.record({ pass: fc.nat({ max: WINDOW / 2 }), longestWait: fc.constantFrom(0, WINDOW, Infinity) });
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(ask, { maxLength: 25 }), async (most, asks) => {
          const store = await open();
          const members = [store.join(), store.join()];
          const times: number[] = [];
          for (const [index, { pass, longestWait }] of asks.entries()) {
            await store.pass(pass);
            const member = members[index % 2]!;
            const now = await member.now();
            const place = await member.reserve(calls, 'a', most, longestWait);
            expect(place.wait <= longestWait).toBe(place.isGranted);
            if (place.isGranted) times.push(now + place.wait);
          }
          expect(times).toEqual(times.toSorted((one, other) => one - other));
          const inWindow = times.map((begin) => times.filter((time) => time >= begin && time < begin + WINDOW).length);
          expect(Math.max(0, ...inWindow)).toBeLessThanOrEqual(most);
        }),
        { numRuns: 25 },
      );
    });

    test('give a call its place as soon as it may be made, and tell how long the wait would be where it is too long', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      expect(await one.reserve(calls, 'a', 2, 0)).toMatchObject({ isGranted: true, wait: 0 });
      await store.pass(1_000);
      expect(await other.reserve(calls, 'a', 2, 0)).toMatchObject({ isGranted: true, wait: 0 });
      for (const member of [one, other]) {
        expect(await member.reserve(calls, 'a', 2, 3_000)).toEqual({ isGranted: false, wait: WINDOW - 1_000 });
      }
      expect(await one.reserve(calls, 'a', 2, Infinity)).toMatchObject({ isGranted: true, wait: WINDOW - 1_000 });
      expect(await other.reserve(calls, 'a', 2, Infinity)).toMatchObject({ isGranted: true, wait: WINDOW });
      expect(await other.reserve(calls, 'b', 2, 0)).toMatchObject({ isGranted: true, wait: 0 });
    });

    test('give to others a place that was given back', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      await one.reserve(calls, 'a', 1, 0);
      const place = await one.reserve(calls, 'a', 1, Infinity);
      if (!place.isGranted) throw new Error('Whoever waits gets a place.');
      expect(await place.isValid()).toBe(true);
      await place.giveBack();
      expect(await place.isValid()).toBe(false);
      expect(await other.reserve(calls, 'a', 1, WINDOW)).toMatchObject({ isGranted: true, wait: WINDOW });
    });

    test('have no places while they are exhausted, and take back those of callers who wait', async () => {
      const store = await open();
      const [one, other] = [store.join(), store.join()];
      await one.reserve(calls, 'a', 2, 0);
      const place = await one.reserve(calls, 'a', 2, 0);
      if (!place.isGranted) throw new Error('There are two.');
      await other.exhaust(calls, 'a', 2, 60_000);
      expect(await place.isValid()).toBe(false);
      expect(await one.reserve(calls, 'a', 2, 59_999)).toEqual({ isGranted: false, wait: 60_000 });
      await store.pass(60_000);
      for (const member of [one, other]) {
        expect(await member.reserve(calls, 'a', 2, 0)).toMatchObject({ isGranted: true, wait: 0 });
      }
    });
  });

  test(`the clock of ${name} is the same for all, and never goes back`, async () => {
    const store = await open();
    const [one, other] = [store.join(), store.join()];
    const begin = await one.now();
    await store.pass(1_000);
    const end = await other.now();
    expect(end - begin).toBeGreaterThanOrEqual(1_000);
    expect(await one.now()).toBeGreaterThanOrEqual(end);
  });
}

/** Plays steps (numbers let time pass) against a model of one lock. */
async function playLocks(store: StoreUnderTest, steps: readonly (number | string)[]): Promise<void> {
  const member = store.join();
  const granted: { readonly id: number; readonly lock: Lock<number> }[] = [];
  let queue: { readonly id: number; readonly end: AbortController }[] = [];
  let model: { id: number; until: number } | undefined;
  let state: number | undefined;
  let [now, ids] = [0, 0];
  const expected: number[] = [];
  const passOn = () => {
    const [next] = queue;
    if (!next || (model && now < model.until)) return;
    queue = queue.slice(1);
    model = { id: next.id, until: now + LEASE };
    expected.push(next.id);
  };
  const lockOf = (id: number) => granted.find((each) => each.id === id)!.lock;
  for (const step of steps) {
    const isHeld = model !== undefined && now < model.until;
    if (step === 'ask') {
      const [id, end] = [(ids += 1), new AbortController()];
      member.acquire(locks, 'law', end.signal).then(
        (lock) => granted.push({ id, lock }),
        () => undefined,
      );
      queue = [...queue, { id, end }];
    } else if (step === 'give up') {
      queue.at(-1)?.end.abort();
      queue = queue.slice(0, -1);
    } else if (step === 'renew' && model) {
      const renewed = lockOf(model.id).outlast(LEASE);
      if (isHeld) {
        await renewed;
        model.until = now + 2 * LEASE;
      } else await expect(renewed).rejects.toBeInstanceOf(LeaseLost);
    } else if (step === 'release' && model) {
      expect(await lockOf(model.id).release(model.id)).toBe(isHeld);
      if (isHeld) state = model.id;
      if (isHeld) model = undefined;
    } else if (step === 'release late') {
      for (const { id, lock } of granted) if (id !== model?.id) expect(await lock.release(-1)).toBe(false);
    } else if (typeof step === 'number') {
      await store.pass(step);
      now += step;
    }
    passOn();
    await turn();
    expect(granted.map(({ id }) => id)).toEqual(expected);
    const last = granted.at(-1);
    if (last && model?.id === last.id && granted.length > 1)
      expect(last.lock.token).toBeGreaterThan(granted.at(-2)!.lock.token);
  }
  await store.pass(100 * LEASE); // whoever holds it hangs
  for (const { end } of queue) end.abort();
  expect(await left(member, 'law')).toBe(now + 100 * LEASE > LIFE ? undefined : state);
}

/** What was left with a lock, which is left there. */
async function left(member: Coordinator, name = 'a'): Promise<number | undefined> {
  const lock = await member.acquire(locks, name, never);
  await lock.release(lock.state);
  return lock.state;
}

function watch<Result>(promise: Promise<Result>): { readonly promise: Promise<Result>; readonly isPending: boolean } {
  const watched = { promise, isPending: true };
  const settle = () => {
    watched.isPending = false;
  };
  promise.then(settle, settle);
  return watched;
}

/** Lets what is ready to happen in this process happen. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
