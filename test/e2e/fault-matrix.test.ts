import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.js';
import type { OperationId, Schemas } from '../../src/contract.js';
import { type Gateway, startGateway } from '../../src/gateway.js';
import { demo, type FaultRequest, LIFTED_LIMITS, type Sandbox } from '../../src/sandbox/index.js';
import { Secret } from '../../src/secret.js';
import { ContractClient } from '../sandbox/contract-client.js';
import { ControlClient } from '../sandbox/control-client.js';
import { runSandbox } from '../sandbox/running-sandbox.js';
import { PIN, setUpClient, setUpTss } from '../sandbox/set-up.js';
import { post } from './start.js';

/** A TSS of one cell, with an open transaction in it. */
interface Place {
  readonly tssUuid: string;
  readonly clientUuid: string;
  readonly transactionUuid: string;
  readonly puk: string;
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

const writes: Readonly<Record<string, Write>> = {
  startTransaction: step('startTransaction', 'ACTIVE'),
  updateTransaction: step('updateTransaction', 'ACTIVE', { receipt }),
  finishTransaction: step('finishTransaction', 'FINISHED', { receipt }),
  cancelTransaction: step('cancelTransaction', 'CANCELLED'),
  signReceipt: {
    operation: 'upsertTransaction',
    inTss: true,
    signs: true,
    mutation: mutation('signReceipt', SIGNING),
    variables: ({ tssUuid, clientUuid }, fresh) => ({ tssUuid, clientUuid, transactionUuid: fresh, receipt }),
    isDone: (till, place, fresh) => hasRevision(till, place, fresh, 2, 'FINISHED'),
  },
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
    mutation: mutation('createTss', 'tss { uuid } puk'),
    variables: ({ tssUuid }) => ({ tssUuid }),
    isDone: (till, { tssUuid }) => isThere(till, `/tss/${tssUuid}`),
  },
  provisionTss: {
    operation: 'updateTss',
    inTss: false,
    signs: false,
    mutation: mutation('provisionTss', 'tss { state } puk'),
    variables: ({ tssUuid }) => ({ tssUuid, adminPin: PIN }),
    isDone: async (till, { tssUuid }) =>
      ((await till.raw('GET', `/tss/${tssUuid}`)).json as Schemas['TssResponse']).state === 'INITIALIZED',
  },
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

const SECRET = 'secret of a column';
/** Each column of the matrix, and its API key: of one organization, but with tokens of its own, which can expire. */
const columns: Readonly<Record<string, FaultRequest>> = Object.fromEntries(
  Object.entries(faults).flatMap(([name, fault]) => [
    [`${name}, once`, { ...fault, times: 1 }],
    [`${name}, always`, fault],
  ]),
);

/** Time of a mutation in the gateways here, in seconds: longer than one try of signing, shorter than one of setting up. */
const DEADLINE = 9;

let sandbox: Sandbox;
let control: ControlClient;
/** Calls that arrived, by the TSS in their path. */
const arrived = new Map<string, number>();

beforeAll(async () => {
  sandbox = await runSandbox({
    limits: LIFTED_LIMITS,
    apiKeys: Object.keys(columns).map((key) => ({
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
  control = new ControlClient(sandbox.controlUrl);
});

/** A gateway of its own, so that no breaker and no session of one column meets another. */
function openGateway(name: string): Promise<Gateway> {
  return startGateway(
    readConfig({
      PORT: '0',
      LOG_LEVEL: 'silent',
      MUTATION_TIMEOUT_SECONDS: String(DEADLINE),
      FISKALY_API_KEY: name,
      FISKALY_API_SECRET: SECRET,
      FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
      FISKALY_BACKEND_URL: sandbox.backendUrl,
    }),
  );
}

async function prepare({ inTss }: Write): Promise<Place> {
  if (!inTss) return { tssUuid: randomUUID(), clientUuid: '', transactionUuid: '', puk: '' };
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const { tss_id, admin_puk: puk } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  await till.ok('logoutAdmin', { path: { tss_id } });
  const transactionUuid = randomUUID();
  const path = { tss_id, tx_id_or_number: transactionUuid };
  await till.ok('upsertTransaction', { path, query: { tx_revision: 1 }, body: { state: 'ACTIVE', client_id } });
  return { tssUuid: tss_id, clientUuid: client_id, transactionUuid, puk };
}

/** What one cell came to. */
interface Cell {
  readonly outcome: string;
  readonly calls: number;
  readonly done: boolean;
  /** Messages that were signed by it. */
  readonly signed: number;
}

async function tryCell(gateway: Gateway, write: Write, fault: FaultRequest): Promise<Cell> {
  const place = await prepare(write);
  const fresh = randomUUID();
  const before = await counterOf(place.tssUuid);
  arrived.delete(place.tssUuid);
  const { id } = await control.call('POST /faults', { ...fault, operation: write.operation, tss: place.tssUuid });
  const answer = await post(`${gateway.url}/graphql`, write.mutation, { input: write.variables(place, fresh) }, {});
  const calls = arrived.get(place.tssUuid) ?? 0;
  await control.call('DELETE /faults/{id}', undefined, String(id));
  const payload = Object.values(answer.data ?? {})[0] as Record<string, any> | null | undefined;
  const code = payload?.userErrors[0]?.code ?? answer.errors?.[0]?.extensions.code;
  const till = await ContractClient.login(sandbox.middlewareUrl);
  return {
    outcome: write.signs ? `${payload?.outcome ?? 'no payload'}` : (code ?? 'DONE'),
    calls,
    done: await write.isDone(till, place, fresh),
    signed: (await counterOf(place.tssUuid)) - before,
  };
}

async function counterOf(tssUuid: string): Promise<number> {
  return (await control.call('GET /tss')).find(({ id }) => id === tssUuid)?.signatureCounter ?? 0;
}

const table: Record<string, Record<string, string>> = {};

async function fillColumn(name: string, fault: FaultRequest): Promise<void> {
  const gateway = await openGateway(name);
  try {
    for (const [kind, write] of Object.entries(writes)) {
      const { outcome, calls, done, signed } = await tryCell(gateway, write, fault);
      (table[kind] ??= {})[name] = `${outcome} in ${calls}, ${done ? 'done' : 'not done'}, ${signed} signed`;
    }
  } finally {
    await gateway.close();
  }
}

test('print', async () => {
  await Promise.all(Object.entries(columns).map(([name, fault]) => fillColumn(name, fault)));
  for (const [kind, row] of Object.entries(table))
    for (const [name, cell] of Object.entries(row))
      process.stderr.write(`${kind.padEnd(26)} ${name.padEnd(50)} ${cell}\n`);
}, 400_000);
