import fc from 'fast-check';
import { CallBudgets } from '../../../src/upstream/call/call-budgets.js';
import { LocalCoordinator } from '../../../src/coordination/local-coordinator.js';
import type { UpstreamError } from '../../../src/upstream/call/upstream-error.js';

/** A window in seconds that no test lives to see the end of, and what a slow machine may take of it. */
const [WINDOW, SLOW] = [1_000, 100];
const never = new AbortController().signal;
const take = (budgets: CallBudgets, key: string, calls: number, timeLeft = Infinity, signal = never) =>
  budgets.take({ key, calls }, timeLeft, signal);

/**
 * How long the next call would have to wait, in seconds. Nobody has so little time, so this is refused and counts
 * nothing.
 */
const waitOf = async (budgets: CallBudgets, key: string, calls: number): Promise<number> => {
  const error: unknown = await take(budgets, key, calls, -Infinity).catch((each: unknown) => each);
  expect((error as UpstreamError).code).toBe('RATE_LIMITED');
  return (error as UpstreamError).retryAfter!;
};

function expectWait(seconds: number, expected: number): void {
  expect(seconds).toBeLessThanOrEqual(expected);
  expect(seconds).toBeGreaterThanOrEqual(expected - SLOW);
}

test('No window holds more calls than the budget, however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 12 }), async (calls, asking) => {
      const budgets = new CallBudgets(new LocalCoordinator(), WINDOW * 1_000);
      const end = new AbortController();
      const taken: Promise<unknown>[] = [];
      for (let before = 0; before < asking; before += 1) {
        expectWait(await waitOf(budgets, 'a', calls), Math.floor(before / calls) * WINDOW);
        taken.push(take(budgets, 'a', calls, Infinity, end.signal).catch(() => undefined));
      }
      end.abort();
      await Promise.all(taken);
    }),
  );
});

test('Who has to wait is let through when the window is over', async () => {
  const budgets = new CallBudgets(new LocalCoordinator(), 50);
  const begin = performance.now();
  await take(budgets, 'a', 1);
  await take(budgets, 'a', 1);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(48); // timers may be early by a millisecond
});

test('Who has not the time to wait is told at once how long, and costs nothing', async () => {
  const budgets = new CallBudgets(new LocalCoordinator(), WINDOW * 1_000);
  await take(budgets, 'a', 1);
  for (let refused = 0; refused < 5; refused += 1) {
    await expect(take(budgets, 'a', 1, 100)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
  }
  expectWait(await waitOf(budgets, 'a', 1), WINDOW);
});

test('Who stops waiting gives its place back', async () => {
  const budgets = new CallBudgets(new LocalCoordinator(), WINDOW * 1_000);
  await take(budgets, 'a', 1);
  const stop = new AbortController();
  const waiting = take(budgets, 'a', 1, Infinity, stop.signal);
  expectWait(await waitOf(budgets, 'a', 1), 2 * WINDOW);
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  expectWait(await waitOf(budgets, 'a', 1), WINDOW);
});

test('One budget knows nothing of another, and a budget that the upstream calls used up is', async () => {
  const budgets = new CallBudgets(new LocalCoordinator(), WINDOW * 1_000);
  await budgets.exhaust({ key: 'a', calls: 2 }, 500);
  expectWait(await waitOf(budgets, 'a', 2), 500);
  await take(budgets, 'b', 2, 0);
});

test('Who waits while the upstream calls the budget used up waits for that too, or is refused for it', async () => {
  const budgets = new CallBudgets(new LocalCoordinator(), 1_500); // longer than a busy machine stands still
  await take(budgets, 'a', 1);
  const [patient, hurried] = [take(budgets, 'a', 1), take(budgets, 'a', 1, 1_900)];
  const begin = performance.now();
  await budgets.exhaust({ key: 'a', calls: 1 }, 2);
  await expect(hurried).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await patient;
  expect(performance.now() - begin).toBeGreaterThanOrEqual(1_998);
});
