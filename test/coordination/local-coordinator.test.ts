import { z } from 'zod';
import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import { countTopic, lockTopic } from '../../src/coordination/topics.js';
import { describeCoordinator } from './contract.js';
import { TestClock } from './test-clock.js';

const never = new AbortController().signal;

describeCoordinator('one process', () => {
  const clock = new TestClock();
  const store = new LocalStore({ clock });
  return Promise.resolve({
    join: () => new LocalCoordinator(store),
    pass: (milliseconds: number) => {
      clock.pass(milliseconds);
      return Promise.resolve();
    },
  });
});

test('of too many counts, the one that was used longest ago is forgotten', async () => {
  const coordinator = new LocalCoordinator(new LocalStore({ maximumCounts: 3 }));
  const topic = countTopic('counts', { timeToLive: Infinity });
  for (const name of ['a', 'b', 'c', 'd']) await coordinator.count(topic, name, 1);
  expect(await Promise.all(['b', 'c', 'd', 'a'].map((name) => coordinator.count(topic, name, 0)))).toEqual([
    1, 1, 1, 0,
  ]);
});

test('by the clock of the process a hung holder is followed by whoever waits', async () => {
  const coordinator = new LocalCoordinator();
  const topic = lockTopic('locks', { codec: z.number(), lease: 20, timeToLive: Infinity });
  const hung = await coordinator.acquire(topic, 'a', never);
  // The call for the end of a lease keeps no process alive, and so this test has to.
  const awake = setInterval(() => undefined, 1_000);
  const next = await coordinator.acquire(topic, 'a', never);
  clearInterval(awake);
  expect(next.token).toBeGreaterThan(hung.token);
  expect(await hung.release(1)).toBe(false);
  expect(await next.release(2)).toBe(true);
});
