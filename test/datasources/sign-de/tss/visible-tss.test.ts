import fc from 'fast-check';
import type { Caller } from '../../../../src/upstream/access/caller.js';
import { UpstreamError } from '../../../../src/upstream/call/upstream-error.js';
import { VisibleTss } from '../../../../src/datasources/sign-de/tss/visible-tss.js';
import { failure } from '../../stub-upstream.js';

const callerFor = (...tssIds: string[]): Caller => ({
  kind: 'gateway-key',
  grant: { name: 'key', role: 'READ', tssIds: new Set(tssIds) },
});

/** An upstream's list of rows, given out page by page, with the number of calls it took. */
function listOf(rows: readonly unknown[]) {
  const list = {
    calls: 0,
    read: ({ limit, offset }: { limit: number; offset: number }) => {
      list.calls += 1;
      const data = rows.slice(offset, offset + limit);
      return Promise.resolve({ data, count: data.length, _env: 'TEST' });
    },
  };
  return list;
}

test('every window holds what it would hold if there were no other rows, and says nothing of their number', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('mine', 'also-mine', 'other'), { maxLength: 450 }),
      fc.integer({ min: 1, max: 100 }),
      fc.nat(200),
      async (owners, limit, offset) => {
        const rows = owners.map((tss_id, number) => ({ tss_id, number }));
        const own = rows.filter(({ tss_id }) => tss_id !== 'other');
        const visible = new VisibleTss(callerFor('mine', 'also-mine'));
        const answer = await visible.list({ limit, offset }, listOf(rows).read);
        expect(answer.data).toEqual(own.slice(offset, offset + limit));
        expect(answer.count).toBe(answer.data.length);
      },
    ),
  );
});

test('no more of the upstream’s pages are read than it takes', async () => {
  const list = listOf(Array.from({ length: 1_000 }, (_, number) => ({ tss_id: number % 2 ? 'mine' : 'other' })));
  await new VisibleTss(callerFor('mine')).list({ limit: 50, offset: 0 }, list.read);
  expect(list.calls).toBe(1);
  await new VisibleTss(callerFor('mine')).list({ limit: 50, offset: 60 }, list.read);
  expect(list.calls).toBe(1 + 3);
});

test('a list that moves between its pages, and orders ties otherwise on each, gives each row once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('mine', 'other'), fc.nat(80)), { minLength: 150, maxLength: 450 }),
      fc.array(fc.nat(80), { maxLength: 6 }),
      fc.nat(1_000),
      async (owners, comes, seed) => {
        let made = 0;
        const row = (tss_id: string, time: number) => ({ _id: `row${(made += 1)}`, tss_id, time });
        const rows = owners.map(([tssId, time]) => row(tssId, time));
        const own = rows.filter(({ tss_id }) => tss_id === 'mine').map(({ _id }) => _id);
        const read = ({ limit, offset }: { limit: number; offset: number }) => {
          // Comes before or after what was read, and ties are turned round each time.
          const time = comes.pop();
          if (time !== undefined) rows.push(row('mine', time));
          const turned = (made + seed + offset) % 2 ? rows.toReversed() : rows;
          const sorted = turned.toSorted((one, other) => one.time - other.time);
          return Promise.resolve({ data: sorted.slice(offset, offset + limit), count: 0 });
        };
        const { data } = await new VisibleTss(callerFor('mine')).list({ limit: 1_000, offset: 0 }, read, 'time');
        const ids = data.map(({ _id }) => _id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(own.filter((id) => !ids.includes(id))).toEqual([]);
      },
    ),
  );
});

test('TSS are known by their own id, and a row that does not say whose it is is nobody’s', async () => {
  const rows = [
    { _type: 'TSS', _id: 'mine' },
    { _type: 'TSS', _id: 'other' },
    { _type: 'EXPORT', _id: 'mine' },
    null,
    'mine',
  ];
  const { data } = await new VisibleTss(callerFor('mine')).list({}, listOf(rows).read);
  expect(data).toEqual([rows[0]]);
});

test('a window that lies too deep among the rows of others is an error, not a list with something missing', async () => {
  const list = listOf(Array.from({ length: 5_000 }, () => ({ tss_id: 'other' })));
  const error = await failure(new VisibleTss(callerFor('mine')).list({ limit: 1 }, list.read));
  expect(error).toMatchObject({ code: 'LIST_TOO_LONG' });
  expect(list.calls).toBe(20);
});

test('an answer that is no list is not handed on', async () => {
  const visible = new VisibleTss(callerFor('mine'));
  await expect(visible.list({}, () => Promise.resolve({ secret: 'other' }))).rejects.toMatchObject({
    code: 'FORBIDDEN',
  });
});

test.each([
  ['another TSS', { tss_id: 'other', tx_id_or_number: 'mine' }, true],
  ['its own TSS', { tss_id: 'mine' }, false],
  ['its own TSS in capitals', { tss_id: 'MINE' }, false],
  ['no TSS at all', {}, false],
])('a call about %s is refused: %s, %s', (_title, path, isRefused) => {
  const check = () => {
    new VisibleTss(callerFor('mine')).check(path);
  };
  if (isRefused) expect(check).toThrow(UpstreamError);
  else check();
  new VisibleTss({ kind: 'gateway-key' }).check(path); // without a grant there is nothing to keep from
});
