import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import type { Datasources } from '../../../src/datasources/index.js';
import { Watches } from '../../../src/datasources/sign-de/watches.js';
import { hang, open, operationOf, ownToken, StubUpstream } from '../stub-upstream.js';

test('As many different things can be subscribed to with one credential as is said, and those of another are not counted', async () => {
  const stub = await StubUpstream.start(() => hang);
  const upstreams = open(stub.settings);
  const { watch } = operationOf(upstreams, { caller: ownToken('one') });
  const mailboxes = Array.from({ length: 100 }, () => watch.tss(randomUUID()));
  expect(() => watch.tss(randomUUID())).toThrow(expect.objectContaining({ code: 'TOO_MANY_SUBSCRIPTIONS' }));
  const other = operationOf(upstreams, { caller: ownToken('other') }).watch.tss(randomUUID());
  for (const mailbox of [...mailboxes, other]) await mailbox.return();
});

describe('who watches', () => {
  const [tss, exported] = [randomUUID(), randomUUID()];
  let looks: string[];
  let watches: Watches;

  beforeEach(async () => {
    jest.useFakeTimers();
    looks = [];
    const look = (what: string, state: string) => () => {
      looks.push(what);
      return Promise.resolve({ state });
    };
    const sources = { tss: { load: look('TSS', 'INITIALIZED') }, exports: { load: look('export', 'WORKING') } };
    watches = new Watches(
      () => sources as unknown as Datasources, // all that these watches read
      () => Promise.resolve(),
    );
    watches.tss(ownToken('watching'), tss).subscribe();
    watches.tss(ownToken('watching'), randomUUID()).subscribe();
    watches.export(ownToken('watching'), tss, exported).subscribe();
    // By now there are many seconds between two looks.
    await jest.advanceTimersByTimeAsync(60_000);
    looks = [];
  });
  afterEach(() => {
    watches.close();
    jest.useRealTimers();
  });

  test('a TSS looks again soon after a write with another credential, and nobody else does', async () => {
    watches.tell(ownToken('writing'), {
      operation: 'upsertTransaction',
      path: { tss_id: tss, tx_id_or_number: randomUUID() },
    });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual(['TSS']);
  });

  test('a TSS looks again soon after a write in another process', async () => {
    watches.wake(tss);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual(['TSS']);
  });

  test('an export looks again soon after a write to that export, and to nothing else', async () => {
    watches.wake(tss, randomUUID());
    await jest.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual([]);
    watches.tell(ownToken('writing'), { operation: 'triggerExport', path: { tss_id: tss, export_id: exported } });
    await jest.advanceTimersByTimeAsync(1_000);
    expect(looks).toEqual(['export']);
  });
});
