import { Turns } from '../../src/upstream/turns.js';

/** Computes for about as many milliseconds. */
function busy(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Counts the turns of the event loop until it is stopped. */
function countTurns(): () => number {
  let count = 0;
  let isOn = true;
  const next = () => {
    count += 1;
    if (isOn) setImmediate(next);
  };
  setImmediate(next);
  return () => {
    isOn = false;
    return count;
  };
}

const never = () => new AbortController().signal;

test('what there is room for is done at once, without a promise', () => {
  expect(new Turns().compute(never(), () => 7)).toBe(7);
});

test('work for 200 milliseconds leaves the event loop to others every few milliseconds', async () => {
  const turns = new Turns();
  const signal = never();
  const stop = countTurns();
  const done = await Promise.all(
    Array.from({ length: 200 }, async (_, job) =>
      turns.compute(signal, () => {
        busy(1);
        return job;
      }),
    ),
  );
  expect(done).toEqual(Array.from({ length: 200 }, (_, job) => job));
  expect(stop()).toBeGreaterThan(50);
});

test('work in one piece that asks for turns leaves them to others, and so do many pieces', async () => {
  const turns = new Turns();
  const stop = countTurns();
  const work = async (signal: AbortSignal) => {
    for (let row = 0; row < 60; row += 1) {
      await turns.take(signal);
      busy(1);
    }
  };
  await Promise.all([work(never()), work(never()), work(never())]);
  expect(stop()).toBeGreaterThan(50);
});

test('a small operation does not wait for a large one', async () => {
  const turns = new Turns();
  const [large, small] = [never(), never()];
  const order: string[] = [];
  const job = async (signal: AbortSignal, name: string) =>
    turns.compute(signal, () => {
      busy(1);
      order.push(name);
    });
  const all = [...Array.from({ length: 100 }, () => job(large, 'large')), job(small, 'small')];
  await Promise.all(all);
  expect(order.indexOf('small')).toBeLessThan(10);
});

test('what waits ends with its operation, at once and with DEADLINE_EXCEEDED, and nothing more of it is computed', async () => {
  const turns = new Turns();
  const operation = new AbortController();
  let computed = 0;
  const job = () => {
    busy(1);
    computed += 1;
  };
  const jobs = Array.from({ length: 500 }, async () => turns.compute(operation.signal, job));
  const settled = Promise.allSettled([...jobs, turns.take(operation.signal)]);
  operation.abort();
  const before = computed;
  const ends = await settled;
  expect(computed).toBe(before);
  const refused = ends.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBe(501 - before);
  expect(refused[0]).toMatchObject({ reason: { code: 'DEADLINE_EXCEEDED', retryable: true } });
  expect(() => turns.compute(operation.signal, job)).toThrow('time');
  // The others go on.
  expect(await turns.compute(never(), () => 'done')).toBe('done');
});

test('what work throws reaches whoever asked for it, and stops nobody else', async () => {
  const turns = new Turns();
  busy(3);
  const signal = never();
  const [first, second, third] = await Promise.allSettled(
    [1, 2, 3].map(async (job) =>
      turns.compute(signal, () => {
        busy(3);
        if (job === 2) throw new RangeError('two');
        return job;
      }),
    ),
  );
  expect([first, third]).toMatchObject([{ value: 1 }, { value: 3 }]);
  expect(second).toMatchObject({ reason: { message: 'two' } });
});
