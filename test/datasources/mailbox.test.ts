import { Mailbox } from '../../src/datasources/mailbox.js';
import { failure } from './stub-upstream.js';

test('A subscriber for whom news of a thousand things waits gets them; one more, and it is told that it was too slow', async () => {
  let closed = 0;
  const mailbox = new Mailbox<number>(() => (closed += 1));
  for (let item = 1; item <= 1_000; item += 1) mailbox.put(`thing ${item}`, item);
  for (let item = 1; item <= 1_000; item += 1) expect(await mailbox.next()).toEqual({ done: false, value: item });
  expect(closed).toBe(0);

  for (let item = 1; item <= 1_001; item += 1) mailbox.put(`thing ${item}`, item);
  expect(await failure(mailbox.next())).toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW' });
  expect(await mailbox.next()).toEqual({ done: true, value: undefined });
  expect(closed).toBe(1);
});

test('Newer news of the same thing take the place of what waits', async () => {
  const mailbox = new Mailbox<number>(() => undefined);
  for (let item = 1; item <= 5_000; item += 1) mailbox.put('thing', item);
  expect(await mailbox.next()).toEqual({ done: false, value: 5_000 });
});
