import { Mailbox } from '../../../src/upstream/watching/mailbox.js';

const make = () => {
  let closings = 0;
  const mailbox = new Mailbox<number>(() => (closings += 1));
  return { mailbox, closings: () => closings };
};
const rest = async (mailbox: Mailbox<number>) => {
  const items: number[] = [];
  for await (const item of mailbox) items.push(item);
  return items;
};

test('news is read in the order in which it came, whether it waits or is waited for', async () => {
  const { mailbox } = make();
  const first = mailbox.next();
  mailbox.put('a', 1);
  mailbox.put('b', 2);
  mailbox.put('c', 3);
  mailbox.end();
  expect(await first).toEqual({ done: false, value: 1 });
  expect(await rest(mailbox)).toEqual([2, 3]);
});

test('of several news about one thing that wait, only the newest is left', async () => {
  const { mailbox } = make();
  for (let revision = 1; revision <= 10_000; revision += 1) mailbox.put('a', revision);
  mailbox.put('b', 0);
  mailbox.end();
  expect(await rest(mailbox)).toEqual([10_000, 0]);
});

test('news of 1,000 things may wait; with one more the subscription ends and says why, rather than leave something out', async () => {
  const { mailbox, closings } = make();
  for (let thing = 0; thing < 1_000; thing += 1) mailbox.put(String(thing), thing);
  expect(closings()).toBe(0);
  mailbox.put('one more', 1);
  expect(closings()).toBe(1);
  await expect(rest(mailbox)).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW', retryable: true });
  expect(await mailbox.next()).toEqual({ done: true, value: undefined });
});

test('an end with an error comes after what waits, once', async () => {
  const { mailbox, closings } = make();
  mailbox.put('a', 1);
  mailbox.end(new Error('over'));
  mailbox.end(new Error('again'));
  mailbox.put('a', 2);
  expect(await mailbox.next()).toEqual({ done: false, value: 1 });
  await expect(mailbox.next()).rejects.toThrow('over');
  expect(await rest(mailbox)).toEqual([]);
  expect(closings()).toBe(1);
});

test('a reader that waits is told of an error, and of an end', async () => {
  const failing = make().mailbox;
  const failed = failing.next();
  failing.end(new Error('over'));
  await expect(failed).rejects.toThrow('over');
  expect(await failing.next()).toEqual({ done: true, value: undefined });

  const ending = make().mailbox;
  const ended = ending.next();
  ending.end();
  expect(await ended).toEqual({ done: true, value: undefined });
});

test('a subscriber that goes ends its own waiting read, and gets nothing more', async () => {
  const { mailbox, closings } = make();
  const waiting = mailbox.next();
  await mailbox.return();
  expect(await waiting).toEqual({ done: true, value: undefined });
  mailbox.put('a', 1);
  expect(await rest(mailbox)).toEqual([]);
  await mailbox.return();
  expect(closings()).toBe(1);
});
