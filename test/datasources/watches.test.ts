import { randomUUID } from 'node:crypto';
import { hang, open, operationOf, ownToken, StubUpstream } from './stub-upstream.js';

test('As many different things can be subscribed to with one credential as is said, and those of another are not counted', async () => {
  const stub = await StubUpstream.start(() => hang);
  const upstreams = open(stub.settings);
  const { watch } = operationOf(upstreams, { caller: ownToken('one') });
  const mailboxes = Array.from({ length: 100 }, () => watch.tss(randomUUID()));
  expect(() => watch.tss(randomUUID())).toThrow(expect.objectContaining({ code: 'TOO_MANY_SUBSCRIPTIONS' }));
  const other = operationOf(upstreams, { caller: ownToken('other') }).watch.tss(randomUUID());
  for (const mailbox of [...mailboxes, other]) await mailbox.return();
});
