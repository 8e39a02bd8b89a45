import { randomUUID } from 'node:crypto';
import { readConfig } from '../../../src/config/config.js';
import type { OperationId, Schemas } from '../../../src/contract/sign-de.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { demo, type FaultRequest, LIFTED_LIMITS, type Sandbox } from '../../../src/sandbox/index.js';
import { Secret } from '../../../src/secret.js';
import { ContractClient } from '../../sandbox/support/contract-client.js';
import { ControlClient } from '../../sandbox/support/control-client.js';
import { runSandbox } from '../../sandbox/support/running-sandbox.js';
import { PIN, setUpClient, setUpTss } from '../../sandbox/support/set-up.js';
import { post } from '../support/start.js';

/** A TSS of one cell, with an open transaction in it. */
interface Place {
  readonly tssUuid: string;
  readonly clientUuid: string;
  readonly transactionUuid: string;
}

/** A kind of write: the mutation, and the operation of the upstream that is struck. */
interface Write {
  readonly operation: OperationId;
  /** Whether it needs a TSS that is set up, with an open transaction. */
  readonly inTss: boolean;
  readonly mutation: string;
  readonly variables: (place: Place, fresh: string) => object;
  /** Whether what was asked for has been done, seen at the sandbox itself. */
  readonly isDone: (till: ContractClient, place: Place, fresh: string) => Promise<boolean>;
  /** Calls of the operation that are let pass before the fault strikes. */
  readonly skip?: number;
  /** Whether it says itself what became of it. */
  readonly signs: boolean;
}

const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '10.70' }],
  amountsPerPaymentType: [{ paymentType: 'CASH', amount: '10.70' }],
};

function mutation(name: string, fields: string): string {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  return `mutation Cell($input: ${type}!) { ${name}(input: $input) { ${fields} userErrors { code retryable } } }`;
}

const SIGNING = 'outcome transaction { revision state signature { counter } }';

async function hasRevision(
  till: ContractClient,
  { tssUuid }: Place,
  id: string,
  revision: number,
  state: string,
): Promise<boolean> {
  const { status, json } = await till.raw('GET', `/tss/${tssUuid}/tx/${id}?tx_revision=${revision}`);
  return status === 200 && (json as Schemas['TxResponse']).state === state;
}

async function isThere(till: ContractClient, path: string): Promise<boolean> {
  return (await till.raw('GET', path)).status === 200;
}

function step(name: string, state: string, processData?: object): Write {
  return {
    operation: 'upsertTransaction',
    inTss: true,
    signs: true,
    mutation: mutation(name, SIGNING),
    variables: ({ tssUuid, clientUuid, transactionUuid }, fresh) => ({
      tssUuid,
      clientUuid,
      ...(name === 'startTransaction'
        ? { transactionUuid: fresh }
        : { transactionUuid, revision: 2, ...(processData && { processData }) }),
    }),
    isDone: (till, place, fresh) =>
      name === 'startTransaction'
        ? hasRevision(till, place, fresh, 1, state)
        : hasRevision(till, place, place.transactionUuid, 2, state),
  };
}

const signReceipt: Write = {
  operation: 'upsertTransaction',
  inTss: true,
  signs: true,
  mutation: mutation('signReceipt', SIGNING),
  variables: ({ tssUuid, clientUuid }, fresh) => ({ tssUuid, clientUuid, transactionUuid: fresh, receipt }),
  isDone: (till, place, fresh) => hasRevision(till, place, fresh, 2, 'FINISHED'),
};

const provisionTss: Write = {
  operation: 'updateTss',
  inTss: false,
  signs: false,
  mutation: mutation('provisionTss', 'tss { state } adminPuk'),
  variables: ({ tssUuid }) => ({ tssUuid, adminPin: PIN }),
  isDone: async (till, { tssUuid }) =>
    ((await till.raw('GET', `/tss/${tssUuid}`)).json as Schemas['TssResponse']).state === 'INITIALIZED',
};

const kinds: Readonly<Record<string, Write>> = {
  startTransaction: step('startTransaction', 'ACTIVE'),
  updateTransaction: step('updateTransaction', 'ACTIVE', { receipt }),
  finishTransaction: step('finishTransaction', 'FINISHED', { receipt }),
  cancelTransaction: step('cancelTransaction', 'CANCELLED'),
  signReceipt,
  // The start goes through, and the finish meets the fault.
  signReceiptAtItsEnd: { ...signReceipt, skip: 1 },
  createClient: {
    operation: 'createClient',
    inTss: true,
    signs: false,
    mutation: mutation('createClient', 'client { uuid }'),
    variables: ({ tssUuid }, fresh) => ({ tssUuid, clientUuid: fresh, serialNumber: fresh, adminPin: PIN }),
    isDone: (till, { tssUuid }, fresh) => isThere(till, `/tss/${tssUuid}/client/${fresh}`),
  },
  createTss: {
    operation: 'createTss',
    inTss: false,
    signs: false,
    mutation: mutation('createTss', 'tss { uuid } adminPuk'),
    variables: ({ tssUuid }) => ({ tssUuid }),
    isDone: (till, { tssUuid }) => isThere(till, `/tss/${tssUuid}`),
  },
  provisionTss,
  provisionTssAtItsPin: { ...provisionTss, operation: 'changeAdminPin' },
  provisionTssAtItsLogin: { ...provisionTss, operation: 'authenticateAdmin' },
  provisionTssAtItsLogout: { ...provisionTss, operation: 'logoutAdmin' },
  triggerExport: {
    operation: 'triggerExport',
    inTss: true,
    signs: false,
    mutation: mutation('triggerExport', 'export { uuid }'),
    variables: ({ tssUuid }, fresh) => ({ tssUuid, exportUuid: fresh }),
    isDone: (till, { tssUuid }, fresh) => isThere(till, `/tss/${tssUuid}/export/${fresh}`),
  },
  updateTransactionMetadata: {
    operation: 'updateTransactionMetadata',
    inTss: true,
    signs: false,
    mutation: mutation('updateTransactionMetadata', 'metadata { key }'),
    variables: ({ tssUuid, transactionUuid }) => ({
      tssUuid,
      transactionUuid,
      metadata: [{ key: 'cell', value: 'yes' }],
    }),
    isDone: async (till, { tssUuid, transactionUuid }) =>
      'cell' in ((await till.raw('GET', `/tss/${tssUuid}/tx/${transactionUuid}/metadata`)).json as object),
  },
};

/** Every fault of the control port, before the work, in the middle of the answer, and after the work. */
const faults: Readonly<Record<string, FaultRequest>> = {
  '500 before': { kind: 'refuse', status: 500, when: 'before' },
  '500 after': { kind: 'refuse', status: 500, when: 'after' },
  '502 of the signing component before': { kind: 'refuse', status: 502, code: 'ERROR_IDENTIFY_ERS', when: 'before' },
  '502 of the signing component after': { kind: 'refuse', status: 502, code: 'ERROR_IDENTIFY_ERS', when: 'after' },
  '429 with seconds before': { kind: 'refuse', status: 429, retryAfter: 1, when: 'before' },
  '503 with a date before': { kind: 'refuse', status: 503, retryAfter: 2, retryAfterAs: 'date', when: 'before' },
  '503 without a word before': { kind: 'refuse', status: 503, when: 'before' },
  '503 without a word after': { kind: 'refuse', status: 503, when: 'after' },
  'silence before': { kind: 'silence', when: 'before' },
  'silence after': { kind: 'silence', when: 'after' },
  'reset before': { kind: 'reset', when: 'before' },
  'reset after': { kind: 'reset', when: 'after' },
  'expired token before': { kind: 'expire-token', when: 'before' },
  'expired token after': { kind: 'expire-token', when: 'after' },
  'slow headers': { kind: 'slow-headers', milliseconds: 60_000 },
  'one byte a second': { kind: 'slow-body', bytesPerSecond: 1 },
  'reset in the middle of the body': { kind: 'reset-in-body' },
  'half of the JSON': { kind: 'truncated-json' },
  'wrong JSON': { kind: 'wrong-json' },
  'HTML with 200': { kind: 'html' },
  'HTML with 502': { kind: 'html', status: 502 },
};

/** Each column of the matrix. */
const columns: Readonly<Record<string, FaultRequest>> = Object.fromEntries(
  Object.entries(faults).flatMap(([name, fault]) => [
    [`${name}, once`, { ...fault, times: 1 }],
    [`${name}, always`, fault],
  ]),
);

/** Names of the writes and of what they meet. */
export const WRITES = Object.keys(kinds);
export const FAULTS = Object.keys(columns);

/** One cell of the matrix: a write, and the fault that it meets. */
export interface Cell {
  readonly write: string;
  readonly fault: string;
}

/** What one cell came to. */
export interface Tried extends Cell {
  readonly outcome: string;
  readonly calls: number;
  readonly done: boolean;
  /** Messages that were signed by it. */
  readonly signed: number;
}

/**
 * Time of a mutation in the gateways here, in seconds: longer than one try of signing, shorter than one of setting up.
 */
const DEADLINE = 12;
const SECRET = 'secret of a gateway';

/**
 * Tries cells: so many gateways at a time, and at each of them one after another. Each gateway has an API key of its
 * own, of one organization, but with tokens of its own, which can expire.
 */
export async function tryCells(cells: readonly Cell[], gateways: number): Promise<readonly Tried[]> {
  const keys = Array.from({ length: gateways }, (_, index) => `key ${index}`);
  /** Calls that arrived, by the TSS in their path. */
  const arrived = new Map<string, number>();
  const sandbox = await runSandbox({
    limits: LIFTED_LIMITS,
    apiKeys: keys.map((key) => ({
      key,
      secret: new Secret(SECRET),
      organizationId: demo.organizationId,
      environment: 'TEST',
    })),
    configureFace: (face) => {
      face.addHook('onRequest', (request, _reply, done) => {
        const [, tss = ''] = /\/tss\/([0-9a-f-]{36})/.exec(request.url) ?? [];
        arrived.set(tss, (arrived.get(tss) ?? 0) + 1);
        done();
      });
    },
  });
  const bench = { sandbox, control: new ControlClient(sandbox.controlUrl), arrived };
  // All before the first cell: it keeps this process busy, and a mutation has only so much time.
  const healthy = await prepare(sandbox, signReceipt);
  const opened = await Promise.all(keys.map((key) => openGateway(sandbox, key)));
  await Promise.all(opened.map((gateway) => sell(gateway, healthy))); // which logs it in
  const places = await Promise.all(cells.map(({ write }) => prepare(sandbox, kinds[write]!)));
  const prepared = cells.map((cell, index) => ({ cell, place: places[index]! }));
  const tried: Tried[] = [];
  // Those that wait come last, all at a time, when there is nothing else to do.
  for (const waits of [false, true]) {
    const group = prepared.filter(({ cell }) => WAITING.has(columns[cell.fault]!.kind) === waits);
    const tryOwn = async (gateway: Gateway, index: number) => {
      for (const { cell, place } of group.filter((_, position) => position % gateways === index)) {
        tried.push(await tryCell(bench, gateway, cell, place));
        await sell(gateway, healthy);
      }
    };
    await Promise.all(opened.map(tryOwn));
  }
  await Promise.all(opened.map((gateway) => gateway.close()));
  return tried;
}

/** Kinds of faults that make a gateway wait until the time of a try is over. */
const WAITING: ReadonlySet<FaultRequest['kind']> = new Set(['silence', 'slow-headers', 'slow-body']);

/** What the cells are tried at. */
interface Bench {
  readonly sandbox: Sandbox;
  readonly control: ControlClient;
  readonly arrived: Map<string, number>;
}

function openGateway(sandbox: Sandbox, key: string): Promise<Gateway> {
  return startGateway(
    readConfig({
      PORT: '0',
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
      MUTATION_TIMEOUT_SECONDS: String(DEADLINE),
      FISKALY_API_KEY: key,
      FISKALY_API_SECRET: SECRET,
      FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
      FISKALY_BACKEND_URL: sandbox.backendUrl,
    }),
  );
}

async function prepare(sandbox: Sandbox, { inTss }: Write): Promise<Place> {
  if (!inTss) return { tssUuid: randomUUID(), clientUuid: '', transactionUuid: '' };
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  await till.ok('logoutAdmin', { path: { tss_id } });
  const transactionUuid = randomUUID();
  const path = { tss_id, tx_id_or_number: transactionUuid };
  await till.ok('upsertTransaction', { path, query: { tx_revision: 1 }, body: { state: 'ACTIVE', client_id } });
  return { tssUuid: tss_id, clientUuid: client_id, transactionUuid };
}

async function tryCell(
  { sandbox, control, arrived }: Bench,
  gateway: Gateway,
  cell: Cell,
  place: Place,
): Promise<Tried> {
  const write = kinds[cell.write]!;
  const fresh = randomUUID();
  const before = await counterOf(control, place.tssUuid);
  arrived.delete(place.tssUuid);
  const { id } = await control.call('POST /faults', {
    ...columns[cell.fault]!,
    operation: write.operation,
    tss: place.tssUuid,
    skip: write.skip ?? 0,
  });
  const answer = await post(`${gateway.url}/graphql`, write.mutation, { input: write.variables(place, fresh) }, {});
  const calls = arrived.get(place.tssUuid) ?? 0;
  await control.call('DELETE /faults/{id}', undefined, String(id));
  const payload = Object.values(answer.data ?? {})[0] as Record<string, any> | null | undefined;
  const code = payload?.userErrors[0]?.code ?? answer.errors?.[0]?.extensions.code;
  const till = await ContractClient.login(sandbox.middlewareUrl);
  return {
    ...cell,
    outcome: String((write.signs ? payload?.outcome : undefined) ?? code ?? 'DONE'),
    calls,
    done: await write.isDone(till, place, fresh),
    signed: (await counterOf(control, place.tssUuid)) - before,
  };
}

async function counterOf(control: ControlClient, tssUuid: string): Promise<number> {
  return (await control.call('GET /tss')).find(({ id }) => id === tssUuid)?.signatureCounter ?? 0;
}

/**
 * Makes a sale that works. Failures in a row open a breaker, so that a cell would be answered by what the cells before
 * it met: this ends the row.
 */
async function sell(gateway: Gateway, { tssUuid, clientUuid }: Place): Promise<void> {
  const input = { tssUuid, clientUuid, transactionUuid: randomUUID(), receipt };
  for (;;) {
    const { data } = await post(`${gateway.url}/graphql`, mutation('signReceipt', 'outcome'), { input }, {});
    if (data?.signReceipt.outcome === 'SIGNED') return;
  }
}

/** What holds for each cell, by what is promised. */
export const LAWS: Readonly<Record<string, (tried: Tried) => void>> = {
  'SIGNED is never said without a signature, NOT_SIGNED never with one, and no request is signed twice': (tried) => {
    const { write, outcome, signed } = tried;
    if (!kinds[write]!.signs) return;
    const once = write.startsWith('signReceipt') ? [0, 1, 2] : [0, 1];
    // A credential that is not accepted is an error of the whole operation: nothing was signed then.
    const outcomes = ['SIGNED', 'NOT_SIGNED', 'UNKNOWN', 'GATEWAY_CREDENTIALS_REFUSED'];
    expect([tried, outcomes.includes(outcome)]).toEqual([tried, true]);
    expect([tried, once.includes(signed)]).toEqual([tried, true]);
    if (outcome === 'SIGNED') expect(tried).toMatchObject({ done: true, signed: once.at(-1) });
    // Of a sale that is not signed the start may be: it stays open until the same is sent again.
    const most = write.startsWith('signReceipt') ? 1 : 0;
    if (outcome === 'NOT_SIGNED') expect(signed).toBeLessThanOrEqual(most);
    if (outcome === 'NOT_SIGNED' || outcome === 'GATEWAY_CREDENTIALS_REFUSED')
      expect(tried).toMatchObject({ done: false });
  },

  'A fault that passes costs no write its success, but for setting up where one try takes as long as the whole may': ({
    write,
    fault,
    outcome,
  }) => {
    if (!fault.endsWith(', once')) return;
    // What is JSON but not of the contract is not asked for again (docs/reference/upstream-calls.md).
    const costly = ['silence before', 'silence after', 'slow headers', 'one byte a second', 'wrong JSON'];
    // Calls with a PIN or PUK are not made twice, since wrong ones are counted; the whole is sent again and goes on.
    const isOnce = ['authenticateAdmin', 'changeAdminPin'].includes(kinds[write]!.operation);
    if (['SIGNED', 'DONE'].includes(outcome) || isOnce) return;
    expect([write, fault, kinds[write]!.signs]).toEqual([write, fault, false]);
    expect(costly).toContain(fault.replace(', once', ''));
  },

  'What is reported as done is done': (tried) => {
    if (tried.outcome === 'DONE') expect(tried).toMatchObject({ done: true });
  },
};

/** A cell as it is recorded: its outcome and its number of upstream calls. */
export function lineOf({ write, fault, outcome, calls, done, signed }: Tried): string {
  return `${write}, ${fault}: ${outcome} after ${calls} calls, ${done ? 'done' : 'not done'}, ${signed} signed`;
}
