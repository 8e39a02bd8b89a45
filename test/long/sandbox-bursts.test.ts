import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Schemas } from '../../src/contract/sign-de.js';
import { parseLogMessage } from '../../src/tse/log/log-message.js';
import { verifyPlain } from '../../src/tse/signature/signature.js';
import { ContractClient } from '../sandbox/support/contract-client.js';
import { integrity, readLogs } from '../sandbox/support/logs.js';
import { runSandbox, temporaryFolder } from '../sandbox/support/running-sandbox.js';
import { forkSandbox, type SandboxProcess } from '../sandbox/support/sandbox-process.js';
import { receipt, setUpClient, setUpTss } from '../sandbox/support/set-up.js';

const RECEIPTS = 250;
/** Each receipt is started and finished. */
const SIGNINGS = 2 * RECEIPTS;
/** Receipts that are signed at once; fewer than remain after the last kill. */
const TILLS = 25;
/** After so many answers each burst is killed. */
const KILLS = [1, 0.2 * SIGNINGS, 0.5 * SIGNINGS, 0.8 * SIGNINGS];

test(`kill -9 after ${KILLS.join(', ')} answers of a burst of ${SIGNINGS} signings: everything answered is there, nothing is there twice, no counter is missing, and the burst can be sent again`, async () => {
  const dataFolder = temporaryFolder();
  let sandbox = await forkSandbox(dataFolder);
  let client = await ContractClient.login(sandbox.middlewareUrl);
  const all: string[] = [];
  for (const enough of KILLS) {
    const { tss_id } = await setUpTss(client);
    all.push(tss_id);
    const client_id = await setUpClient(client, tss_id);
    const ids = Array.from({ length: RECEIPTS }, () => randomUUID());
    const answered: Schemas['TxResponse'][] = [];
    const killed = Promise.withResolvers<unknown>();
    const current = sandbox;
    await signAll(client, tss_id, client_id, ids, (answer) => {
      if (answered.push(answer) === enough) killed.resolve(current.kill());
    });
    await killed.promise;
    expect(answered.length).toBeLessThan(SIGNINGS);

    expect(integrity(dataFolder)).toBe('ok');
    // What is killed no more need not be a process.
    const isLast = enough === KILLS.at(-1);
    sandbox = isLast ? await openHere(dataFolder) : await forkSandbox(dataFolder);
    client = client.at(sandbox.middlewareUrl);
    await Promise.all(answered.map((known) => checkIsKept(client, known)));
    let again = 0;
    await signAll(client, tss_id, client_id, ids, () => (again += 1));
    expect(again).toBe(SIGNINGS);
    await checkNothingIsTwiceOrMissing(client, tss_id);
  }
  await sandbox.kill();
  for (const tss_id of all) checkLogs(dataFolder, tss_id);
}, 240_000);

async function openHere(dataFolder: string): Promise<SandboxProcess> {
  const sandbox = await runSandbox({ dataFolder });
  return { ...sandbox, kill: () => sandbox.close() };
}

/** Signs one receipt for each id, several at once, and tells each answer. */
async function signAll(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  ids: readonly string[],
  note: (answer: Schemas['TxResponse']) => void,
): Promise<void> {
  const waiting = [...ids];
  const till = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      await signTwice(client, tss_id, client_id, id, note);
    }
  };
  await Promise.all(Array.from({ length: TILLS }, till));
}

async function checkIsKept(client: ContractClient, known: Schemas['TxResponse']): Promise<void> {
  const { tss_id, _id, revision, latest_revision } = known;
  const at = { path: { tss_id, tx_id_or_number: _id }, query: { tx_revision: revision } };
  expect({ ...(await client.ok('retrieveTransaction', at)), latest_revision }).toEqual(known);
}

/** Starts and finishes one receipt, telling each answer; ends quietly when the sandbox has gone. */
async function signTwice(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  id: string,
  note: (answer: Schemas['TxResponse']) => void,
): Promise<void> {
  const at = { tss_id, tx_id_or_number: id };
  const bodies = [
    { state: 'ACTIVE', client_id, schema: receipt('0.00') },
    { state: 'FINISHED', client_id, schema: receipt() },
  ] as const;
  try {
    for (const [index, body] of bodies.entries()) {
      note(await client.ok('upsertTransaction', { path: at, query: { tx_revision: index + 1 }, body }));
    }
  } catch (error) {
    if ((error as Error).name !== 'TypeError') throw error; // fetch's way to say that nobody answers
  }
}

async function checkNothingIsTwiceOrMissing(client: ContractClient, tss_id: string): Promise<void> {
  const pages = await Promise.all(
    [0, 100, 200].map((offset) => client.ok('listTransactions', { path: { tss_id }, query: { offset } })),
  );
  const transactions = pages.flatMap(({ data }) => data);
  expect(transactions.map(({ number }) => number)).toEqual(Array.from({ length: RECEIPTS }, (_, index) => index + 1));
  expect(new Set(transactions.map(({ _id }) => _id)).size).toBe(RECEIPTS);
  for (const { state, latest_revision } of transactions) expect([state, latest_revision]).toEqual(['FINISHED', 2]);
}

function checkLogs(dataFolder: string, tssId: string): void {
  const messages = readLogs(dataFolder, tssId).map((bytes) => parseLogMessage(bytes));
  expect(messages.map(({ log }) => Number(log.signatureCounter))).toEqual(messages.map((_, index) => index + 1));
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'), { readOnly: true });
  const { public_key } = database.prepare('SELECT public_key FROM tss WHERE id = ?').get(tssId)!;
  database.close();
  for (const { log, signedBytes, signature } of messages) {
    expect(verifyPlain(public_key as Uint8Array, log.signatureAlgorithm, signedBytes, signature)).toBe('P-256');
  }
  const written = messages.map(({ log }) =>
    log.kind === 'transaction' ? `${log.transactionNumber} ${log.operation}` : undefined,
  );
  expect(new Set(written.filter(Boolean)).size).toBe(SIGNINGS);
}
