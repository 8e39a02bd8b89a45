import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { type LogMessage, parseLogMessage } from '../../../src/tse/log/log-message.js';
import type { ReadTarFile } from '../../../src/tse/archive/tar-reader.js';
import { sized } from '../../support/run-size.js';
import { ContractClient } from '../support/contract-client.js';
import { exportLogs, type ExportQuery, reach, trigger } from '../support/exports.js';
import { runSandbox, TestClock } from '../support/running-sandbox.js';
import { PIN, receipt, sell, setUpClient, setUpTss } from '../support/set-up.js';

const clock = new TestClock();
let till: ContractClient;

beforeAll(async () => {
  const sandbox = await runSandbox({ clock: clock.now, limits: { liveTestTss: 1000 } });
  till = await ContractClient.login(sandbox.middlewareUrl);
});

function messagesOf(files: readonly ReadTarFile[]): readonly LogMessage[] {
  return files.filter(({ name }) => name.endsWith('.log')).map(({ content }) => parseLogMessage(content).log);
}

/** What may happen in a history; each step is taken by one of three tills. */
const steps = fc.array(
  fc.tuple(fc.constantFrom('start', 'update', 'finish', 'cancel', 'wait', 'log in', 'log out'), fc.nat({ max: 2 })),
  { minLength: 10, maxLength: 30 },
);

/** Lets a new TSS live through a history. */
async function live(history: readonly (readonly [string, number])[]) {
  const { tss_id } = await setUpTss(till);
  const clients: string[] = [];
  for (const name of ['one', 'two', `a till with a name so long that its files need a PAX header`]) {
    clients.push(await setUpClient(till, tss_id, name));
  }
  const open: { id: string; revision: number; clientId: string }[] = [];
  for (const [step, who] of history) {
    const client_id = clients[who]!;
    const transaction = open.find(({ clientId }) => clientId === client_id);
    const write = (id: string, tx_revision: number, state: 'ACTIVE' | 'FINISHED' | 'CANCELLED') =>
      till.ok('upsertTransaction', {
        path: { tss_id, tx_id_or_number: id },
        query: { tx_revision },
        body: { state, client_id, ...(tx_revision > 1 && { schema: receipt() }) },
      });
    if (step === 'wait') clock.time += 60;
    else if (step === 'log in') await till.ok('authenticateAdmin', { path: { tss_id }, body: { admin_pin: PIN } });
    else if (step === 'log out') await till.ok('logoutAdmin', { path: { tss_id } });
    else if (step === 'start') {
      const id = randomUUID();
      await write(id, 1, 'ACTIVE');
      open.push({ id, revision: 1, clientId: client_id });
    } else if (transaction) {
      transaction.revision += 1;
      const state = { update: 'ACTIVE', finish: 'FINISHED', cancel: 'CANCELLED' }[step] as 'ACTIVE' | 'FINISHED';
      await write(transaction.id, transaction.revision, state);
      if (state !== 'ACTIVE') open.splice(open.indexOf(transaction), 1);
    }
  }
  return { tss_id, clients };
}

test('A whole export after any history holds every message, each signed, without a gap', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      const { tss_id } = await live(history);
      const tss = await till.ok('retrieveTss', { path: { tss_id } });
      const { verification, files } = await exportLogs(till, tss_id);
      expect(verification).toMatchObject({ counters: { first: 1, last: Number(tss.signature_counter) }, gaps: [] });
      const messages = messagesOf(files);
      expect(messages.map(({ signatureCounter }) => Number(signatureCounter))).toEqual(
        messages.map((_, index) => index + 1),
      );
      const { data } = await till.ok('listTransactions', { path: { tss_id } });
      const revisions = data.reduce((sum, { latest_revision }) => sum + latest_revision, 0);
      expect(verification.counts.transaction).toBe(revisions);
    }),
    { numRuns: sized(3, 8) },
  );
});

test('A filtered export after any history holds what TR-03151 says, and nothing else', async () => {
  const range = fc.tuple(fc.option(fc.nat({ max: 40 })), fc.option(fc.nat({ max: 40 })));
  const filters = fc.array(
    fc.record({ kind: fc.constantFrom('client', 'transaction', 'transactions', 'dates', 'counters'), range }),
    { minLength: 6, maxLength: 6 },
  );
  await fc.assert(
    fc.asyncProperty(steps, filters, async (history, chosen) => {
      const begin = clock.time;
      const { tss_id, clients } = await live(history);
      const whole = messagesOf((await exportLogs(till, tss_id)).files);
      for (const { kind, range } of chosen) {
        const [query, isChosen] = filterFor(kind, range, begin, clients);
        const wanted = withSystemLogs(whole, isChosen, kind === 'dates' || kind === 'counters');
        if (kind === 'transaction' && wanted.length === 0) {
          const path = { tss_id, export_id: randomUUID() };
          expect(await till.refusal('triggerExport', { path, query })).toEqual([400, 'E_TX_NOT_FOUND']);
        } else if (wanted.length === 0) {
          const answer = await reach(till, tss_id, await trigger(till, tss_id, query), 'COMPLETED', 'ERROR');
          expect(answer).toMatchObject({ state: 'ERROR', exception: 'E_NO_DATA_AVAILABLE', time_error: clock.time });
        } else {
          expect(messagesOf((await exportLogs(till, tss_id, query)).files)).toEqual(wanted);
        }
      }
    }),
    { numRuns: sized(4, 8) },
  );
});

/** The query of a filter, and which messages it chooses by itself. */
function filterFor(
  kind: string,
  [one, other]: readonly [number | null, number | null],
  begin: number,
  clients: readonly string[],
): readonly [ExportQuery, (log: LogMessage) => boolean] {
  const first = one === null || other === null ? one : Math.min(one, other);
  const last = one === null || other === null ? other : Math.max(one, other);
  const isWithin = (value: bigint | number): boolean =>
    (first === null || value >= first) && (last === null || value <= last);
  const numberOf = (log: LogMessage): bigint => (log.kind === 'transaction' ? log.transactionNumber : -1n);
  switch (kind) {
    case 'client': {
      const index = (one ?? 0) % 3;
      const serial = ['one', 'two', 'a till with a name so long that its files need a PAX header'][index];
      return [{ client_id: clients[index]! }, (log) => log.kind === 'transaction' && log.clientId === serial];
    }
    case 'transaction':
      return [{ transaction_number: String(one ?? 1) }, (log) => numberOf(log) === BigInt(one ?? 1)];
    case 'transactions':
      return [
        {
          ...(first !== null && { start_transaction_number: String(first) }),
          // One end has to be given, or it would be no filter at all.
          ...((last !== null || first === null) && { end_transaction_number: String(last ?? 1000) }),
        },
        (log) => log.kind === 'transaction' && isWithin(log.transactionNumber),
      ];
    case 'dates':
      return [
        {
          ...(first !== null && { start_date: begin + first * 20 }),
          ...((last !== null || first === null) && { end_date: last === null ? 2_000_000_000 : begin + last * 20 }),
        },
        ({ logTime }) => logTime.format === 'unixTime' && isWithin((logTime.seconds - begin) / 20),
      ];
    default:
      return [
        {
          ...(first !== null && { start_signature_counter: String(first) }),
          ...((last !== null || first === null) && { end_signature_counter: String(last ?? 1000) }),
        },
        (log) => isWithin(log.signatureCounter),
      ];
  }
}

/**
 * The chosen messages and the system logs between them (`tse-formats.md §2.5`). Filters by date or counter choose
 * system logs themselves.
 */
function withSystemLogs(
  whole: readonly LogMessage[],
  isChosen: (log: LogMessage) => boolean,
  choosesAll: boolean,
): readonly LogMessage[] {
  if (choosesAll) return whole.filter(isChosen);
  const first = whole.findIndex(isChosen);
  const last = whole.findLastIndex(isChosen);
  if (first === -1) return [];
  return whole.slice(first, last + 1).filter((log) => log.kind !== 'transaction' || isChosen(log));
}

test('An archive holds info.csv, the certificate of the TSS and that of its authority, then messages in their order', async () => {
  const { tss_id } = await live([['start', 2]]);
  const { files, answer, verification } = await exportLogs(till, tss_id);
  expect(files.slice(0, 3).map(({ name }) => name)).toEqual([
    'info.csv',
    expect.stringMatching(/^[0-9a-f]{64}_X509\.der$/),
    expect.stringMatching(/^[0-9a-f]{64}_X509\.der$/),
  ]);
  const tss = await till.ok('retrieveTss', { path: { tss_id } });
  expect(files[1]!.name).toBe(`${tss.serial_number}_X509.der`);
  expect(Buffer.from(files[1]!.content).toString('base64')).toBe(tss.certificate);
  expect(verification.info).toEqual({
    description: `fiskaly sign cloud-TSE (${tss_id})`,
    manufacturer: 'fiskaly-graphql Sandbox',
    version: 'fiskaly-graphql Sandbox TSE 2.2.2',
  });
  expect(new Set(files.map(({ modifiedAt }) => modifiedAt.getTime() / 1000))).toEqual(new Set([answer.time_end]));
  expect(files.at(-1)!.name).toMatch(/_Sig-\d+_Log-Tra_No-1_Start_Client-a till with a name so long/);
  expect(files.slice(3).map(({ name }) => /_Log-(Sys_\w+|Tra)/.exec(name)![1])).toEqual([
    'Sys_registerClient',
    'Sys_startAudit',
    'Sys_configureLogging',
    'Sys_selfTest',
    'Sys_enterSecureState',
    'Sys_exitSecureState',
    'Sys_unblockUser',
    'Sys_authenticateUser',
    'Sys_initialize',
    'Sys_registerClient',
    'Sys_registerClient',
    'Sys_registerClient',
    'Tra',
  ]);
});

test('The file of an export is the same whenever it is downloaded, whatever was signed since the trigger', async () => {
  const { tss_id, clients } = await live([['start', 0]]);
  const id = await trigger(till, tss_id);
  const { signature } = await sell(till, tss_id, clients[0]!);
  await reach(till, tss_id, id, 'COMPLETED');
  const path = { tss_id, export_id: id };
  const first = await till.send('retrieveExportFile', { path });
  clock.time += 1000;
  await sell(till, tss_id, clients[1]!);
  const second = await till.send('retrieveExportFile', { path });
  expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  expect(first.bytes.includes(`_Sig-${signature.counter}_`)).toBe(false);
});

test('A client makes every other parameter ignored', async () => {
  const { tss_id, clients } = await live([
    ['start', 0],
    ['start', 1],
  ]);
  const query = {
    client_id: clients[1]!.toUpperCase(),
    transaction_number: '1',
    start_date: 0,
    maximum_number_records: '1',
  };
  const { verification, files } = await exportLogs(till, tss_id, query);
  expect(verification.counts).toEqual({ transaction: 1, system: 0, audit: 0 });
  expect(messagesOf(files)).toMatchObject([{ transactionNumber: 2n, clientId: 'two' }]);
});

test('Two question marks in front of the filter are one', async () => {
  const { tss_id } = await live([
    ['start', 0],
    ['start', 1],
  ]);
  const id = randomUUID();
  const { status } = await till.raw('PUT', `/tss/${tss_id}/export/${id}??end_transaction_number=1`);
  expect(status).toBe(200);
  await reach(till, tss_id, id, 'COMPLETED');
  const { bytes } = await till.send('retrieveExportFile', { path: { tss_id, export_id: id } });
  expect(bytes.includes('_No-1_')).toBe(true);
  expect(bytes.includes('_No-2_')).toBe(false);
});

test('More messages than asked for end the export in ERROR, as many do not', async () => {
  const { tss_id } = await live([]);
  const { signature_counter } = await till.ok('retrieveTss', { path: { tss_id } });
  const counter = Number(signature_counter);
  const id = await trigger(till, tss_id, { maximum_number_records: String(counter - 1) });
  const failed = await reach(till, tss_id, id, 'ERROR');
  expect(failed).toMatchObject({ exception: 'E_TOO_MANY_RECORDS', time_error: clock.time });
  const { verification } = await exportLogs(till, tss_id, { maximum_number_records: String(counter) });
  expect(verification.counters).toEqual({ first: 1, last: counter });
});

test('An export of more messages than are read in one go is whole too, and so is a filtered one', async () => {
  const { tss_id, clients } = await live([]);
  await Promise.all(Array.from({ length: 70 }, (_, index) => sell(till, tss_id, clients[index % 2]!)));
  const { signature_counter } = await till.ok('retrieveTss', { path: { tss_id } });
  const whole = await exportLogs(till, tss_id);
  expect(whole.verification).toMatchObject({ counters: { first: 1, last: Number(signature_counter) }, gaps: [] });
  expect(whole.verification.counts.transaction).toBe(140);
  const ofOne = await exportLogs(till, tss_id, { client_id: clients[1]! });
  expect(ofOne.verification.counts.transaction).toBe(70);
  const ofSome = await exportLogs(till, tss_id, { start_transaction_number: '11', end_transaction_number: '65' });
  expect(ofSome.verification.counts.transaction).toBe(110);
});
