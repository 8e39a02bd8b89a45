import { CoarseTimer } from '../../src/coordination/coarse-timer.js';

const elapsed = (milliseconds: number) => new Promise<void>((resolve) => new CoarseTimer(milliseconds, resolve));

test('calls back after its time, and not before', async () => {
  const begun = performance.now();
  await elapsed(35);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(35);
});

test('does not call back after it was cleared, and can be cleared again', async () => {
  let calls = 0;
  const timer = new CoarseTimer(5, () => (calls += 1));
  timer.clear();
  timer.clear();
  await elapsed(60);
  expect(calls).toBe(0);
});

test('does not call back if it is cleared in the turn in which its time is up', async () => {
  let calls = 0;
  const timer = new CoarseTimer(0, () => (calls += 1));
  await elapsed(10);
  // Both times were up at the same tick, and the callback of the first timer comes first.
  expect(calls).toBe(1);
  const late = new CoarseTimer(0, () => (calls += 1));
  expect(late.check(performance.now() + 1)).toBe(false);
  late.clear();
  timer.clear();
  await elapsed(10);
  expect(calls).toBe(1);
});

test('calls back each of many timers once, and those that are started in a callback', async () => {
  const calls: number[] = [];
  const timers = Array.from({ length: 50 }, (_, index) => elapsed(index).then(() => void calls.push(index)));
  await Promise.all(timers);
  await elapsed(0).then(() => elapsed(0));
  expect(calls.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, index) => index));
});
