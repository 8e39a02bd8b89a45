import type { Schemas } from '../../../../src/contract/sign-de.js';
import { page, transactionRow } from '../../rows.js';
import {
  open,
  operationOf,
  ownToken,
  refuse,
  type Reply,
  reset,
  StubUpstream,
  type Received,
} from '../../stub-upstream.js';

/** Open transactions of the stub, by number, and what it does when one is cancelled. */
let rows: Schemas['TxResponse'][] = [];
let onCancel: (row: Schemas['TxResponse'], received: Received) => Reply | undefined = () => undefined;
/** Cancellations that are worked on at once, at most. */
let atOnce = 0;
let mostAtOnce = 0;
/** How long it takes to work on one, in milliseconds. */
let workTime = 2;
let stub: StubUpstream;

beforeAll(async () => {
  stub = await StubUpstream.start(async (received) => {
    const { method, path, query, body } = received;
    if (path.endsWith('/tx')) {
      const [, , , kind, clientId] = path.split('/');
      const listed = rows.filter(({ state, client_id }) => {
        return state === 'ACTIVE' && (kind !== 'client' || client_id === clientId);
      });
      return page('TRANSACTION', listed, query);
    }
    const row = rows.find(({ _id }) => _id === path.split('/').at(-1));
    if (!row) return refuse(404, 'E_TX_NOT_FOUND');
    if (method === 'GET') return { json: row };
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise((resolve) => setTimeout(resolve, workTime));
    atOnce -= 1;
    const reply = onCancel(row, received);
    if (reply) return reply;
    const isRepeat = row.state !== 'ACTIVE';
    if (!isRepeat) Object.assign(row, { ...body, revision: row.revision + 1, latest_revision: row.revision + 1 });
    return { json: row };
  });
});
beforeEach(() => {
  onCancel = () => undefined;
  mostAtOnce = 0;
  workTime = 2;
  stub.received.length = 0;
});

/** Opens transactions 1 to `count`, started a second apart, of two clients in turn. */
function openTransactions(count: number): void {
  rows = Array.from({ length: count }, (_, index) =>
    transactionRow('tss', index % 2 === 0 ? 'even' : 'odd', `tx-${index + 1}`, index + 1, {
      state: 'ACTIVE',
      revision: 1,
      latest_revision: 1,
      schema: {},
      time_start: 1_700_000_000 + index + 1,
    }),
  );
}
const stillOpen = () => rows.filter(({ state }) => state === 'ACTIVE').map(({ number }) => number);
const cancel = (filter: { clientId?: string; startedBefore?: number; maximum?: number } = {}) =>
  operationOf(open(stub.settings)).openTransactions.cancel('tss', { maximum: 500, ...filter });
const numbers = ({ cancellations }: Awaited<ReturnType<typeof cancel>>) =>
  cancellations.map(({ open: { number } }) => number).sort((a, b) => a - b);
const leftOpen = ({ leftOpen: left }: Pick<Awaited<ReturnType<typeof cancel>>, 'leftOpen'>) =>
  left.map(({ open: { number }, error: { code } }) => [number, code]);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('all are cancelled, each once, by its own client, though they vanish from the list meanwhile', async () => {
  openTransactions(230);
  const result = await cancel();
  expect(result).toMatchObject({ hasMore: false });
  expect(result.error).toBeUndefined();
  expect(numbers(result)).toEqual(upTo(230));
  expect(result.cancellations.every(({ result: { outcome } }) => outcome === 'SIGNED')).toBe(true);
  expect(stillOpen()).toEqual([]);
  const writes = stub.received.filter(({ method }) => method === 'PUT');
  expect(writes).toHaveLength(230);
  for (const { body, path } of writes) {
    const number = Number(path.split('-')[1]);
    expect(body).toMatchObject({ state: 'CANCELLED', client_id: number % 2 === 1 ? 'even' : 'odd' });
  }
  // Three pages and one that is empty.
  expect(stub.received.filter(({ method }) => method === 'GET')).toHaveLength(4);
});

test('a TSS works on one request at a time, so few are sent at once', async () => {
  openTransactions(30);
  workTime = 100; // so that all that are sent at once are met at once
  await cancel();
  expect(mostAtOnce).toBe(4);
});

test('only those of a client and before a time are cancelled', async () => {
  openTransactions(10);
  expect(numbers(await cancel({ clientId: 'odd', startedBefore: 1_700_000_007 }))).toEqual([2, 4, 6]);
  expect(stillOpen()).toEqual([1, 3, 5, 7, 8, 9, 10]);
});

test('no more than the maximum are cancelled, oldest first, and it is said whether there are more', async () => {
  openTransactions(12);
  const first = await cancel({ maximum: 10 });
  expect([numbers(first), first.hasMore]).toEqual([upTo(10), true]);
  const second = await cancel({ maximum: 2 });
  expect([numbers(second), second.hasMore]).toEqual([[11, 12], false]);
});

test('those that cannot be cancelled are reported and hide none of the others, however many they are', async () => {
  openTransactions(260);
  onCancel = ({ number }) => (number <= 150 ? refuse(400, 'E_CLIENT_DEREGISTERED') : undefined);
  const result = await cancel();
  expect(numbers(result)).toEqual(upTo(260));
  expect(result.hasMore).toBe(false);
  expect(stillOpen()).toEqual(upTo(150));
  for (const { open: row, result: each } of result.cancellations) {
    expect(each.outcome).toBe(row.number <= 150 ? 'NOT_SIGNED' : 'SIGNED');
  }
});

test('one that somebody writes to meanwhile is left alone', async () => {
  openTransactions(3);
  onCancel = (row) => {
    if (row.number !== 2) return undefined;
    Object.assign(row, { client_id: 'rival', revision: 2, latest_revision: 2 });
    return refuse(400, 'E_TX_UPSERT');
  };
  const { cancellations, hasMore, leftOpen: left } = await cancel();
  expect(hasMore).toBe(false);
  const conflict = cancellations.find(({ open: { number } }) => number === 2)!;
  expect(conflict.result).toMatchObject({ outcome: 'NOT_SIGNED', error: { code: 'REVISION_CONFLICT' } });
  expect(stillOpen()).toEqual([2]);
  expect(leftOpen({ leftOpen: left })).toEqual([[2, 'REVISION_CONFLICT']]);
});

test('one refusal in the middle is mended, and nothing stays open', async () => {
  openTransactions(5);
  let refusals = 0;
  onCancel = ({ number }) => (number === 3 && (refusals += 1) === 1 ? refuse(400, 'E_TX_UPSERT') : undefined);
  const result = await cancel();
  expect(result).toMatchObject({ hasMore: false, leftOpen: [] });
  expect(stillOpen()).toEqual([]);
});

test('what the upstream refuses each time, though nobody else wrote, is named as open, with its reason', async () => {
  openTransactions(5);
  onCancel = ({ number }) => (number === 3 ? refuse(400, 'E_TX_UPSERT', 'not today') : undefined);
  const result = await cancel();
  expect(result.hasMore).toBe(false);
  expect(stillOpen()).toEqual([3]);
  expect(leftOpen(result)).toEqual([[3, 'REFUSED_BY_UPSTREAM']]);
  expect(result.leftOpen[0]!.error.message).toContain('not today');
});

test('what somebody else has ended meanwhile is not named as open', async () => {
  openTransactions(3);
  onCancel = (row) => {
    if (row.number !== 2) return undefined;
    Object.assign(row, { client_id: 'rival', state: 'FINISHED', revision: 2, latest_revision: 2 });
    return refuse(400, 'E_TX_UPSERT');
  };
  expect(await cancel()).toMatchObject({ hasMore: false, leftOpen: [] });
});

test('a lost answer is settled, not told as a failure', async () => {
  openTransactions(5);
  const lost = new Set<string>();
  onCancel = (row, { body }) => {
    if (row.number !== 3 || lost.has(row._id)) return undefined;
    lost.add(row._id);
    Object.assign(row, { ...body, revision: 2, latest_revision: 2 });
    return reset;
  };
  const { cancellations } = await cancel();
  expect(cancellations.map(({ result }) => result.outcome)).toEqual(Array(5).fill('SIGNED'));
});

test.each([
  ['the TSS is locked', () => refuse(503, 'E_TSS_LOCKED', 'maintenance', { 'retry-after': '60' })],
  ['the TSS is disabled', () => refuse(400, 'E_TSS_DISABLED')],
] as const)('when %s the work ends, what is done is reported, and it is said that more is left', async (_, reply) => {
  openTransactions(50);
  onCancel = ({ number }) => (number > 20 ? reply() : undefined);
  const result = await cancel();
  expect(result).toMatchObject({
    hasMore: true,
    error: { code: expect.stringMatching(/UPSTREAM_ERROR|TSS_DISABLED/) },
  });
  expect(numbers(result).slice(0, 20)).toEqual(upTo(20));
  expect(numbers(result).length).toBeLessThanOrEqual(24);
  expect(stillOpen()).toHaveLength(30);
  // Also those that were listed and not tried.
  expect(leftOpen(result).map(([number]) => number)).toEqual(stillOpen());
});

test('when the time of the operation is up, what is done is reported', async () => {
  openTransactions(400);
  const deadline = new AbortController();
  onCancel = ({ number }) => {
    if (number === 120) deadline.abort();
    return undefined;
  };
  const { openTransactions: ofOperation } = open(stub.settings).forOperation(ownToken(), deadline.signal);
  const result = await ofOperation.cancel('tss', { maximum: 500 });
  expect(numbers(result).length).toBeGreaterThan(110);
  expect(result).toMatchObject({ hasMore: true, error: { code: 'DEADLINE_EXCEEDED' } });
  for (const { open: listed, result: each } of result.cancellations) {
    const { state } = rows.find(({ _id }) => _id === listed._id)!;
    if (each.outcome === 'SIGNED') expect(state).toBe('CANCELLED');
    if (each.outcome === 'NOT_SIGNED') expect(state).toBe('ACTIVE');
  }
});
