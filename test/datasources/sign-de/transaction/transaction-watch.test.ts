import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { Schemas } from '../../../../src/contract/sign-de.js';
import { TransactionWatch } from '../../../../src/datasources/sign-de/transaction/transaction-watch.js';
import { page, transactionRow, tssRow } from '../../rows.js';
import { open, ownToken, StubUpstream } from '../../stub-upstream.js';

/** An upstream with one TSS, whose transactions a test writes. */
let transactions: Schemas['TxResponse'][];
let signatures: number;
let tellsCounters: boolean;
let stub: StubUpstream;
let upstreams: ReturnType<typeof open>;
/** Seconds that a test has let pass. */
let passed = 0;

beforeAll(async () => {
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed * 1_000);
  stub = await StubUpstream.start(({ path, query }) => {
    const [, , tssId = '', kind, id] = path.split('/');
    if (kind === undefined) {
      const counters = {
        signature_counter: String(signatures),
        number_active_transactions: transactions.filter(({ state }) => state === 'ACTIVE').length,
      };
      return { json: tssRow(tssId, tellsCounters ? counters : {}) };
    }
    if (id !== undefined) return { json: transactions[Number(id) - 1] };
    const rows = query.get('states[0]')
      ? transactions.filter(({ state }) => state === query.get('states[0]'))
      : transactions;
    return page('TRANSACTION', rows.toReversed(), query);
  });
  upstreams = open(stub.settings);
});
beforeEach(() => {
  transactions = [];
  signatures = 0;
  tellsCounters = true;
  passed += 200;
  stub.takeCount();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** Writes the next revision of a transaction. @returns it */
function write(number: number, state: Schemas['TxState'] = 'ACTIVE'): Schemas['TxResponse'] {
  const revision = (transactions[number - 1]?.revision ?? 0) + 1;
  const row = transactionRow('tss', 'client', `tx${number}`, number, { state, revision, latest_revision: revision });
  transactions[number - 1] = row;
  signatures += 1;
  return row;
}
const start = () => write(transactions.length + 1);

/** A watch and what it tells, as `number/revision`. */
function watch() {
  const watched = new TransactionWatch('tss', (signal) => upstreams.forOperation(ownToken(), signal));
  const told = (news: Awaited<ReturnType<typeof watched.look>>['news']) =>
    [...news.values()].map(({ transaction }) => `${transaction.number}/${transaction.revision}`);
  return {
    watched,
    look: async () => {
      stub.takeCount();
      return told((await watched.look(AbortSignal.timeout(20_000))).news);
    },
    hear: (row: Schemas['TxResponse']) => told(watched.hear(row)),
  };
}
const calls = () => stub.received.map(({ path, query }) => path + (query.has('states[0]') ? ' ACTIVE' : ''));

test('what was there before is no news; after that each look tells of the newest revision of what was written', async () => {
  start();
  write(start().number, 'FINISHED');
  const { look } = watch();
  expect(await look()).toEqual([]);
  write(1);
  write(1);
  start();
  write(start().number, 'CANCELLED');
  expect(await look()).toEqual(['1/3', '3/1', '4/2']);
  write(1, 'FINISHED');
  expect(await look()).toEqual(['1/4']);
});

test('as long as nothing was signed, a look costs one read of the TSS, and one list more when something was', async () => {
  const { look } = watch();
  await look();
  await look();
  expect(calls()).toEqual(['/tss/tss']);
  start();
  await look();
  expect(calls()).toEqual(['/tss/tss', '/tss/tss/tx']);
});

test('an upstream that does not tell its counters is listed each time', async () => {
  tellsCounters = false;
  const { look } = watch();
  await look();
  start();
  expect(await look()).toEqual(['1/1']);
  expect(calls()).toEqual(['/tss/tss', '/tss/tss/tx']);
});

test('what was open and is older than the newest hundred is found open or, by itself, ended', async () => {
  const { look } = watch();
  start();
  start();
  await look();
  for (let more = 0; more < 150; more += 1) write(start().number, 'FINISHED');
  write(1);
  write(2, 'FINISHED');
  const told = await look();
  expect(told).toHaveLength(152);
  expect(told).toEqual(expect.arrayContaining(['1/2', '2/2', '3/2', '152/2']));
  // Two pages reach back to what is known, so that nothing else is needed.
  expect(calls()).toEqual(['/tss/tss', '/tss/tss/tx', '/tss/tss/tx']);
  write(1);
  write(start().number, 'FINISHED');
  expect(await look()).toEqual(['1/3', '153/2']);
  expect(calls()).toEqual(['/tss/tss', '/tss/tss/tx', '/tss/tss/tx ACTIVE']);
  write(1, 'CANCELLED');
  passed += 60; // the allowance of lists is used up
  expect(await look()).toEqual(['1/4']);
  expect(calls()).toEqual(['/tss/tss', '/tss/tss/tx', '/tss/tss/tx/1']);
});

test('lists are kept to five at once and six a minute, and the watch says when the next is due', async () => {
  const { watched, look } = watch();
  const begin = performance.now();
  for (let round = 0; round < 5; round += 1) {
    start();
    await look();
  }
  start();
  const { news, nextIn } = await watched.look(AbortSignal.timeout(20_000));
  expect([...news]).toEqual([]);
  expect(nextIn).toBeLessThanOrEqual(10_000);
  expect(nextIn).toBeGreaterThanOrEqual(10_000 - (performance.now() - begin));
  passed += nextIn! / 1_000;
  expect(await look()).toEqual(['6/1']);
});

test('what this gateway wrote is told at once and not again, and hides nothing that others wrote before it', async () => {
  const { look, hear } = watch();
  await look();
  start();
  expect(hear(start())).toEqual(['2/1']);
  const second = write(2, 'FINISHED');
  expect(hear(second)).toEqual(['2/2']);
  expect(hear(second)).toEqual([]);
  expect(await look()).toEqual(['1/1']);
  expect(hear(second)).toEqual([]);
});

test('what this gateway wrote before the first look is told once too', async () => {
  const { look, hear } = watch();
  expect(hear(start())).toEqual(['1/1']);
  expect(await look()).toEqual([]);
  write(1, 'FINISHED');
  expect(await look()).toEqual(['1/2']);
});

test('a look that fails loses nothing', async () => {
  const { watched, look } = watch();
  await look();
  start();
  await stub.stop('BACKEND');
  await stub.stop('MIDDLEWARE');
  await expect(watched.look(AbortSignal.timeout(20_000))).rejects.toMatchObject({ retryable: true });
  await stub.open('BACKEND');
  await stub.open('MIDDLEWARE');
  expect(await look()).toEqual(['1/1']);
});

test('whatever is written, by whom and when, each revision is told once at most, in order, and the newest in the end', async () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constantFrom('start', 'update', 'end'), pick: fc.nat(), isHeard: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'look' as const }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), fc.nat(120), async (actions, before) => {
      transactions = [];
      signatures = 0;
      for (let number = 1; number <= before; number += 1) {
        start();
        if (number % 10 !== 0) write(number, 'FINISHED');
      }
      const { look, hear } = watch();
      await look();
      const baseline = transactions.map(({ revision }) => revision);
      const told: string[] = [];
      for (const each of [...actions, { kind: 'look' as const }]) {
        const active = transactions.filter(({ state }) => state === 'ACTIVE');
        if (each.kind === 'look') {
          passed += 200;
          told.push(...(await look()));
        } else if (each.kind === 'start' || active.length > 0) {
          const number = each.kind === 'start' ? transactions.length + 1 : active[each.pick % active.length]!.number;
          const row = write(number, each.kind === 'end' ? 'FINISHED' : 'ACTIVE');
          if (each.isHeard) told.push(...hear(row));
        }
      }
      const last = new Map<number, number>(baseline.map((revision, index) => [index + 1, revision]));
      for (const [number, revision] of told.map((text) => text.split('/').map(Number))) {
        expect(revision).toBeGreaterThan(last.get(number!) ?? 0);
        last.set(number!, revision!);
      }
      expect([...last].sort(([one], [other]) => one - other)).toEqual(
        transactions.map(({ number, revision }) => [number, revision]),
      );
    }),
    { numRuns: 60 },
  );
});
