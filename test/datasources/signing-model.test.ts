import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import type { Schemas } from '../../src/contract/sign-de.js';
import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import { memberOf } from '../../src/received/sign-de.js';
import { Upstreams } from '../../src/datasources/index.js';
import type { Signing } from '../../src/datasources/sign-de/signing/signing.js';
import type { SigningResult } from '../../src/datasources/sign-de/signing/signing-result.js';
import { isSameProcessData } from '../../src/datasources/sign-de/signing/same-content.js';
import { sized } from '../support/run-size.js';
import { type Fate, Ledger } from './ledger.js';
import { operationOf, StubUpstream } from './stub-upstream.js';

const ledgers = new Map<string, Ledger>();
const tssId = randomUUID();
let stub: StubUpstream;
beforeAll(async () => {
  stub = await StubUpstream.start((received) => ledgers.get(received.path.split('/').at(-1)!)!.receive(received));
});
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});
afterEach(() => {
  jest.restoreAllMocks();
});

const clients = { A: randomUUID(), B: randomUUID() };
type Kind = 'receipt' | 'order' | 'other' | 'raw' | 'taximeter';

/** What a till asks for. Each has content of its own, so that the book tells whether it is signed. */
interface Request {
  readonly move: 'start' | 'bareStart' | 'update' | 'finish' | 'cancel' | 'sign';
  readonly kind: Kind;
  readonly client: keyof typeof clients;
  readonly givesRevision: boolean;
  /** How often the till sends it at most, while it is not settled. */
  readonly sendings: number;
  /** Whether a second device sends the very same at once. */
  readonly isDoubled: boolean;
  /** Whether the next one is sent without waiting for this one. */
  readonly isHasty: boolean;
}

/** What happens beside: another device writes past the gateway, or a client is deregistered. */
type Event = { readonly foreign: Kind; readonly ends: boolean } | { readonly deregister: keyof typeof clients };

const kind = fc.constantFrom<Kind>('receipt', 'receipt', 'receipt', 'order', 'other', 'raw', 'taximeter');
const client = fc.constantFrom<keyof typeof clients>('A', 'A', 'B');
const request = fc.record<Request>({
  move: fc.constantFrom<Request['move']>(
    'start',
    'bareStart',
    'bareStart',
    'update',
    'finish',
    'cancel',
    'sign',
    'sign',
  ),
  kind,
  client,
  givesRevision: fc.boolean(),
  sendings: fc.constantFrom(1, 1, 2, 3, 4),
  isDoubled: fc.boolean(),
  isHasty: fc.boolean(),
});
const event = fc.oneof<fc.Arbitrary<Event>[]>(
  fc.record({ foreign: kind, ends: fc.boolean() }),
  fc.record({ deregister: client }),
);
/** Faults come in spells, as long as the tries of a call or longer: single ones are mended by the next try. */
const spells = (answers: number) =>
  fc
    .array(
      fc.tuple(
        fc.oneof(
          { weight: answers, arbitrary: fc.constant<Fate>('answer') },
          { weight: 3, arbitrary: fc.constant<Fate>('late') },
          { weight: 5, arbitrary: fc.constantFrom<Fate>('lose', 'drop', 'busy', 'refuse', 'garble') },
        ),
        fc.integer({ min: 1, max: 4 }),
      ),
      { maxLength: 15, size: 'max' },
    )
    .map((each) => each.flatMap(([fate, length]) => Array<Fate>(length).fill(fate)));
const step = fc.oneof({ weight: 5, arbitrary: request }, { weight: 1, arbitrary: event });
const history = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6, size: 'max' }),
  writes: spells(4),
  reads: spells(20),
});

function schemaOf(type: Kind, content: number): Schemas['TxSchemaRequest'] {
  const amount = `${content}.00`;
  switch (type) {
    case 'receipt':
      return {
        standard_v1: {
          receipt: {
            receipt_type: 'RECEIPT',
            amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
            amounts_per_payment_type: [{ payment_type: 'CASH', amount, currency_code: 'EUR' }],
          },
        },
      };
    case 'order':
      return { standard_v1: { order: { line_items: [{ quantity: '1', text: 'Tee', price_per_unit: amount }] } } };
    case 'other':
      return { standard_v1: { other: { content } } };
    case 'raw':
      return { raw: { process_type: 'Anything', process_data: Buffer.from(amount).toString('base64') } };
    case 'taximeter':
      return { dsfinvtw_v1: { other: amount } };
  }
}

/** The body that a request ends up as; a cancellation has the content that the gateway chooses. */
function bodyOf({ move, kind: type, client: name }: Request, content: number): Schemas['TxRequest'] {
  const state = { start: 'ACTIVE', bareStart: 'ACTIVE', update: 'ACTIVE', cancel: 'CANCELLED' } as const;
  const hasContent = move !== 'bareStart' && move !== 'cancel';
  return {
    state: move === 'finish' || move === 'sign' ? 'FINISHED' : state[move],
    client_id: clients[name],
    ...(hasContent && { schema: schemaOf(type, content) }),
  };
}

/**
 * A gateway of its own for each sending: nothing is remembered, and breakers that open disturb no one else. It has room
 * for the few counts of one sending, since room for those of a shop takes ten times as long to make as all the rest.
 */
const openGateway = () => new Upstreams(stub.settings, new LocalCoordinator(new LocalStore({ maximumCounts: 100 })));

/** Sends a request once. */
function send(
  signing: Signing,
  id: string,
  { move, kind: type }: Request,
  body: Schemas['TxRequest'],
  revision: number | undefined,
) {
  const start = type === 'taximeter' ? { dsfinvtw_v1: { other: '' } } : undefined;
  if (move === 'sign') return signing.startAndFinish(tssId, id, body, start);
  return signing.write(tssId, id, revision, body);
}

/** Sends a request as a till does: again, while it is not settled. @returns what it was told, in order */
async function play(ledger: Ledger, id: string, asked: Request, content: number): Promise<SigningResult[]> {
  const body = bodyOf(asked, content);
  const isStart = asked.move === 'start' || asked.move === 'bareStart';
  // Tills give the next revision of a transaction that they know; one far ahead can be refused now and come true later.
  const givesRevision = asked.givesRevision && ledger.revisions.length > 0;
  let revision = isStart ? 1 : givesRevision ? ledger.revisions.length + 1 : undefined;
  const told: SigningResult[] = [];
  while (told.length < asked.sendings) {
    const upstreams = openGateway();
    const result = await send(operationOf(upstreams).signing, id, asked, body, revision);
    await upstreams.close();
    told.push(result);
    if (result.outcome === 'SIGNED' || (result.outcome === 'NOT_SIGNED' && !result.error.retryable)) break;
    // An update is sent again at the revision that it was sent at.
    if (asked.move === 'update') revision ??= result.revision;
  }
  return told;
}

/** Positions in the book of what a request asked for. */
function found(ledger: Ledger, asked: Request, content: number): number[] {
  const body = bodyOf(asked, content);
  return ledger.revisions.flatMap(({ body: written }, index) => {
    const isIt =
      written.state === body.state &&
      written.client_id === body.client_id &&
      (asked.move === 'cancel' || isSameProcessData(body.schema, written.schema));
    return isIt ? [index] : [];
  });
}

/** What the devices that sent one request were told, in order, each on its own. */
interface Played {
  readonly asked: Request;
  readonly content: number;
  readonly told: readonly (readonly SigningResult[])[];
}

/** Holds what tills were told of a request against the book. */
function compare(ledger: Ledger, { asked, content, told }: Played, isOnlyOne: boolean): void {
  const positions = found(ledger, asked, content);
  expect(positions.length).toBeLessThanOrEqual(1);
  for (const result of told.flat()) {
    if (result.outcome !== 'SIGNED') continue;
    const { revision, signature } = result.transaction;
    expect(positions).toEqual([revision - 1]);
    expect(memberOf(signature, 'value')).toBe(ledger.revisions[revision - 1]!.signature);
  }
  // A refusal that may pass says nothing on what was UNKNOWN before.
  const isRefused = told.every((results) => {
    const last = results.at(-1)!;
    const isFinal = last.outcome === 'NOT_SIGNED' && !last.error.retryable;
    return isFinal || results.every(({ outcome }) => outcome === 'NOT_SIGNED');
  });
  if (isRefused && isOnlyOne) expect(positions).toEqual([]);
}

/** Whether two requests end up as the same entry of the book. */
function isAlike(one: Request, other: Request): boolean {
  const entry = ({ move }: Request) =>
    move === 'cancel' ? move : move === 'bareStart' || move === 'sign' ? 'bareStart' : '';
  return one !== other && one.client === other.client && entry(one) !== '' && entry(one) === entry(other);
}

interface History {
  readonly steps: readonly (Request | Event)[];
  readonly writes: readonly Fate[];
  readonly reads: readonly Fate[];
}

async function run({ steps, writes, reads }: History): Promise<SigningResult[]> {
  const id = randomUUID();
  const ledger = new Ledger(id, writes, reads);
  ledgers.set(id, ledger);
  const played: Promise<Played>[] = [];
  for (const [index, step] of steps.entries()) {
    const content = index + 1;
    if ('deregister' in step) ledger.deregister(clients[step.deregister]);
    else if ('foreign' in step) {
      const schema = schemaOf(step.foreign, content);
      const body = { state: step.ends ? 'FINISHED' : 'ACTIVE', client_id: randomUUID(), schema } as const;
      ledger.write(tssId, ledger.revisions.length + 1, body);
    } else {
      // An update without a revision is a new one each time; only with the revision that was tried it is the same.
      const mayDouble = step.move !== 'update' || (step.givesRevision && ledger.revisions.length > 0);
      const devices = Array.from({ length: step.isDoubled && mayDouble ? 2 : 1 }, () =>
        play(ledger, id, step, content),
      );
      const all = Promise.all(devices).then((told) => ({ asked: step, content, told }));
      played.push(all);
      if (!step.isHasty) await all;
    }
  }
  const all = await Promise.all(played);
  ledger.settle();
  for (const each of all) {
    const isOnlyOne = each.asked.move === 'sign' || !all.some(({ asked }) => isAlike(each.asked, asked));
    compare(ledger, each, isOnlyOne);
  }
  return all.flatMap(({ told }) => told.flat());
}

test('under any losses, delays, twins and rivals: signed once at most, and as it was told', async () => {
  const counts = { SIGNED: 0, NOT_SIGNED: 0, UNKNOWN: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(history, { minLength: 8, maxLength: 8 }), async (histories) => {
      const told = (await Promise.all(histories.map(run))).flat();
      for (const { outcome } of told) counts[outcome] += 1;
    }),
    { numRuns: sized(4, 120), endOnFailure: true },
  );
  // The law would be empty if some outcome never came up.
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(sized(0, 20));
}, 600_000);

describe('what is told at once', () => {
  /** A ledger with a bare start, and what happens to the writes and reads after it. */
  function started(writes: readonly Fate[], reads: readonly Fate[] = []): { id: string; ledger: Ledger } {
    const id = randomUUID();
    const ledger = new Ledger(id, writes, reads);
    ledgers.set(id, ledger);
    ledger.write(tssId, 1, { state: 'ACTIVE', client_id: clients.A });
    return { id, ledger };
  }
  const body = (state: Schemas['TxState'], content = 1): Schemas['TxRequest'] => ({
    state,
    client_id: clients.A,
    schema: schemaOf('receipt', content),
  });
  async function write(id: string, revision: number | undefined, asked: Schemas['TxRequest']): Promise<SigningResult> {
    const upstreams = openGateway();
    try {
      return await operationOf(upstreams).signing.write(tssId, id, revision, asked);
    } finally {
      await upstreams.close();
    }
  }
  const nothingRead = Array<Fate>(3).fill('drop');

  test('an end whose transaction cannot be read is UNKNOWN, for an earlier sending may have been signed', async () => {
    const { id, ledger } = started([], nothingRead);
    ledger.write(tssId, 2, body('FINISHED'));
    expect(await write(id, undefined, body('FINISHED'))).toMatchObject({ outcome: 'UNKNOWN' });
    expect(await write(id, undefined, body('FINISHED'))).toMatchObject({ outcome: 'SIGNED' });
  });

  test('an update without a revision whose transaction cannot be read is NOT_SIGNED, for nothing was sent', async () => {
    const { id, ledger } = started([], nothingRead);
    expect(await write(id, undefined, body('ACTIVE'))).toMatchObject({
      outcome: 'NOT_SIGNED',
      error: { retryable: true },
    });
    expect(ledger.revisions).toHaveLength(1);
  });

  test('while the upstream is at work on an earlier copy it is UNKNOWN, not refused', async () => {
    const { id, ledger } = started(['late', 'drop', 'drop', 'busy', 'busy', 'busy']);
    for (let sending = 1; sending <= 2; sending += 1) {
      expect(await write(id, 2, body('FINISHED'))).toMatchObject({ outcome: 'UNKNOWN', revision: 2 });
    }
    ledger.settle();
    expect(await write(id, 2, body('FINISHED'))).toMatchObject({ outcome: 'SIGNED' });
    expect(ledger.revisions).toHaveLength(2);
  });

  test('a lost write of a revision that the upstream says is taken is NOT_SIGNED, and shows by what', async () => {
    const { id, ledger } = started(['drop', 'answer']);
    ledger.write(tssId, 2, body('ACTIVE', 7));
    expect(await write(id, 2, body('FINISHED'))).toMatchObject({
      outcome: 'NOT_SIGNED',
      error: { code: 'REVISION_CONFLICT' },
      transaction: { latest_revision: 2 },
    });
  });

  test('a lost write after the end of its transaction is NOT_SIGNED, for nothing can come any more', async () => {
    const { id, ledger } = started(['drop', 'drop', 'drop']);
    ledger.write(tssId, 2, body('FINISHED', 7));
    expect(await write(id, 3, body('ACTIVE'))).toMatchObject({
      outcome: 'NOT_SIGNED',
      transaction: { state: 'FINISHED' },
    });
  });

  test('a read that is about something else settles nothing', async () => {
    const { id } = started(['drop', 'drop', 'drop'], ['garble', 'garble', 'garble']);
    expect(await write(id, 2, body('FINISHED'))).toMatchObject({ outcome: 'UNKNOWN' });
  });
});
