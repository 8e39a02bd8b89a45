import fc from 'fast-check';
import { CallBudgets } from '../../src/datasources/call-budgets.js';
import type { UpstreamError } from '../../src/datasources/upstream-error.js';

const never = new AbortController().signal;
const take = (budgets: CallBudgets, key: string, calls: number, timeLeft = Infinity) =>
  budgets.take({ key, calls }, timeLeft, never).then(() => performance.now());

test('Nobody is let through before its turn, so that no window has more calls than the budget, however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 12 }), async (calls, asking) => {
      const [window, grain] = [40, 2];
      const budgets = new CallBudgets(window);
      const begin = performance.now();
      const times = await Promise.all(Array.from({ length: asking }, () => take(budgets, 'a', calls)));
      times.forEach((time, index) => {
        expect(time - begin).toBeGreaterThanOrEqual(Math.floor(index / calls) * window - grain);
      });
    }),
    { numRuns: 15 },
  );
});

test('Who has not the time to wait is told at once how long, and costs nothing', async () => {
  const budgets = new CallBudgets(300);
  await take(budgets, 'a', 1);
  for (let refused = 0; refused < 5; refused += 1) {
    await expect(take(budgets, 'a', 1, 100)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
  }
  const begin = performance.now();
  await take(budgets, 'a', 1, 400);
  expect(performance.now() - begin).toBeLessThan(320);
});

test('Who stops waiting gives its place back', async () => {
  const budgets = new CallBudgets(200);
  await take(budgets, 'a', 1);
  const error: unknown = await budgets
    .take({ key: 'a', calls: 1 }, 1_000, AbortSignal.timeout(20))
    .catch((e: unknown) => e);
  expect((error as UpstreamError).code).toBe('DEADLINE_EXCEEDED');
  const begin = performance.now();
  await take(budgets, 'a', 1);
  expect(performance.now() - begin).toBeLessThan(250);
});

test('One budget knows nothing of another, and a budget that the upstream calls used up is', async () => {
  const budgets = new CallBudgets(60_000);
  budgets.exhaust({ key: 'a', calls: 2 }, 30);
  await expect(take(budgets, 'a', 2, 29_000)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 30 });
  await take(budgets, 'b', 2, 0);
});
