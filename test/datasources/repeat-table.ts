import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../src/contract/sign-de.js';
import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import { sentSteps } from '../../src/datasources/sign-de/signing/sendings.js';
import { type Datasources, Upstreams } from '../../src/datasources/index.js';
import type { SigningResult } from '../../src/datasources/sign-de/signing/signing-result.js';
import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import { type Fate, Ledger } from './ledger.js';
import { hang, operationOf, type Received, refuse, type Reply, StubUpstream } from './stub-upstream.js';

/**
 * What became of the first sending. Of one that was answered the till may have lost the answer: the gateway can't know.
 */
export const BEFORE = ['nothing', 'answered', 'unknown, signed', 'unknown, not signed', 'unreachable'] as const;
/** What the gateway that gets the second sending remembers of the first. */
export const MEMORIES = ['kept', 'restarted', 'evicted'] as const;
/** How the upstream is at the second sending. */
export const UPSTREAMS = [
  'up',
  'unreachable',
  'without its Middleware',
  'silent',
  'failing',
  'refusing the credential',
  'refusing to write',
  'failing to read',
] as const;
/** What is sent. */
export const MOVES = ['sign', 'start', 'update', 'finish', 'finish at its revision', 'cancel'] as const;

/** One cell of the table. */
export interface Cell {
  readonly move: (typeof MOVES)[number];
  readonly before: (typeof BEFORE)[number];
  readonly memory: (typeof MEMORIES)[number];
  readonly repeat: boolean;
  readonly upstream: (typeof UPSTREAMS)[number];
}

/** What came of a cell. */
export interface Found {
  readonly cell: Cell;
  readonly first: SigningResult | undefined;
  /** What the second sending was told; an error when the whole operation failed. */
  readonly told: SigningResult | UpstreamError;
  /** Whether what was asked for was in the book when the second sending was answered. */
  readonly isSigned: boolean;
}

/** All cells for some moves at one state of the upstream. */
export function cellsOf(moves: readonly Cell['move'][], upstream: Cell['upstream']): readonly Cell[] {
  return moves.flatMap((move) =>
    BEFORE.flatMap((before) =>
      MEMORIES.flatMap((memory) => [true, false].map((repeat) => ({ move, before, memory, repeat, upstream }))),
    ),
  );
}

/** Counts that these gateways keep: enough for one sale. */
const MEMORY = 20;

const tssId = randomUUID();
const clientId = randomUUID();
const receipt: Schemas['TxSchemaRequest'] = {
  standard_v1: {
    receipt: {
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.00' }],
      amounts_per_payment_type: [{ payment_type: 'CASH', amount: '1.00', currency_code: 'EUR' }],
    },
  },
};

const WANTED: Readonly<Record<Cell['move'], Schemas['TxRequest']>> = {
  sign: { state: 'FINISHED', client_id: clientId, schema: receipt },
  start: { state: 'ACTIVE', client_id: clientId },
  update: { state: 'ACTIVE', client_id: clientId, schema: receipt },
  finish: { state: 'FINISHED', client_id: clientId, schema: receipt },
  'finish at its revision': { state: 'FINISHED', client_id: clientId, schema: receipt },
  cancel: { state: 'CANCELLED', client_id: clientId },
};

/** Runs cells that meet the same state of the upstream, all at once. */
export async function runCells(cells: readonly Cell[]): Promise<readonly Found[]> {
  const upstream = cells[0]!.upstream;
  const ledgers = new Map<string, Ledger>();
  let isSecond = false;
  const stub = await StubUpstream.start((received) => {
    const ledger = ledgers.get(received.path.split('/').at(-1)!)!;
    return isSecond ? replyOf(upstream, received, ledger) : ledger.receive(received);
  });
  const played = await Promise.all(
    cells.map(async (cell) => {
      const id = randomUUID();
      const { ledger, first, gateway } = await playFirst(stub, cell, id, ledgers);
      return { cell, id, ledger, first, gateway };
    }),
  );
  isSecond = true;
  if (upstream === 'unreachable') await stub.stop('BACKEND');
  if (upstream === 'unreachable' || upstream === 'without its Middleware') await stub.stop('MIDDLEWARE');
  const found = await Promise.all(
    played.map(async ({ cell, id, ledger, first, gateway }) => {
      const milliseconds = upstream === 'silent' ? 1_500 : 60_000;
      const told = await send(operationOf(gateway, { milliseconds }), cell.move, id, cell.repeat).catch(
        (error: unknown) => {
          if (error instanceof UpstreamError) return error;
          throw error;
        },
      );
      await gateway.close();
      return { cell, first, told, isSigned: isInBook(ledger, cell.move) };
    }),
  );
  for (const host of ['BACKEND', 'MIDDLEWARE'] as const) await stub.stop(host);
  return found;
}

async function playFirst(stub: StubUpstream, cell: Cell, id: string, ledgers: Map<string, Ledger>) {
  const startFirst = cell.move === 'sign' || cell.move === 'start' ? [] : [clientId];
  const writes: Record<string, readonly Fate[]> = {
    'unknown, signed': [...(cell.move === 'sign' ? (['answer'] as const) : []), 'lose', 'drop', 'drop'],
    'unknown, not signed': [...(cell.move === 'sign' ? (['answer'] as const) : []), 'drop', 'drop', 'drop'],
  };
  const isLost = cell.before in writes;
  // An end without a revision reads first, and that has to work.
  const readsFirst = ['finish', 'cancel'].includes(cell.move) ? (['answer'] as const) : [];
  const reads: readonly Fate[] = isLost ? [...readsFirst, ...Array<Fate>(12).fill('drop')] : [];
  const ledger = new Ledger(id, writes[cell.before] ?? [], reads);
  ledgers.set(id, ledger);
  for (const client of startFirst) ledger.write(tssId, 1, { state: 'ACTIVE', client_id: client });
  const emptyCoordinator = () => new LocalCoordinator(new LocalStore({ maximumCounts: MEMORY }));
  const coordinator = emptyCoordinator();
  const remembering = new Upstreams(stub.settings, coordinator);
  let first: SigningResult | undefined;
  if (cell.before === 'unreachable') {
    const nowhere = 'http://127.0.0.1:9/api/v2';
    const cutOff = new Upstreams({ middlewareUrl: nowhere, backendUrl: nowhere, dsfinvkUrl: nowhere }, coordinator);
    first = await send(operationOf(cutOff), cell.move, id, false);
    await cutOff.close();
  } else if (cell.before !== 'nothing') {
    first = await send(operationOf(remembering), cell.move, id, false);
  }
  ledger.endSpells();
  if (cell.memory === 'evicted') {
    for (let count = 0; count < MEMORY; count += 1) await coordinator.count(sentSteps, `other ${count}`, 1);
  }
  if (cell.memory !== 'restarted') return { ledger, first, gateway: remembering };
  await remembering.close();
  return { ledger, first, gateway: new Upstreams(stub.settings, emptyCoordinator()) };
}

function send({ signing }: Datasources, move: Cell['move'], id: string, repeat: boolean): Promise<SigningResult> {
  const body = WANTED[move];
  if (move === 'sign') return signing.startAndFinish(tssId, id, body, undefined, repeat);
  const revision = { start: 1, update: 2, 'finish at its revision': 2, finish: undefined, cancel: undefined }[move];
  return signing.write(tssId, id, revision, body, repeat);
}

/** What the upstream does with the second sending. */
function replyOf(upstream: Cell['upstream'], received: Received, ledger: Ledger): Reply {
  const isWrite = received.method === 'PUT';
  if (upstream === 'silent') return hang;
  if (upstream === 'failing') return refuse(500);
  if (upstream === 'refusing the credential') return refuse(401);
  if (upstream === 'refusing to write' && isWrite) return refuse(400, 'E_TSS_DISABLED');
  if (upstream === 'failing to read' && !isWrite) return refuse(500);
  return ledger.receive(received);
}

function isInBook({ revisions }: Ledger, move: Cell['move']): boolean {
  const { state } = WANTED[move];
  return revisions.some(
    ({ body }, index) => body.state === state && (state !== 'ACTIVE' || (index === 0) === (move === 'start')),
  );
}
