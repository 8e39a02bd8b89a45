import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { Schemas } from '../../../src/contract/read-contract.js';
import { parseLogMessage } from '../../../src/tse/log/log-message.js';
import { verifyPlain } from '../../../src/tse/signature/signature.js';
import { ContractClient } from '../support/contract-client.js';
import { readLogs } from '../support/logs.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { forkSandbox } from '../support/sandbox-process.js';
import { PIN, receipt, sell, setUpClient, setUpTss } from '../support/set-up.js';

// Processes are started here, which takes seconds where others want the same cores.
jest.setTimeout(120_000);

test('A restart keeps everything: resources, sessions, admin mode and the count of wrong PINs', async () => {
  const dataFolder = temporaryFolder();
  const first = await runSandbox({ dataFolder });
  const before = await ContractClient.login(first.middlewareUrl);
  const path = await setUpTss(before);
  const client_id = await setUpClient(before, path.tss_id);
  const sold = await sell(before, path.tss_id, client_id);
  const created = await setUpTss(before, 'CREATED');
  for (let tries = 0; tries < 4; tries += 1) {
    await before.refusal('authenticateAdmin', { path, body: { admin_pin: 'wrong pin' } });
  }
  await first.close();

  const second = await runSandbox({ dataFolder });
  const after = before.at(second.middlewareUrl);
  expect(await after.ok('retrieveTransaction', { path: { ...path, tx_id_or_number: sold._id } })).toEqual(sold);
  expect(await after.ok('createTss', { path: created })).toMatchObject({ admin_puk: created.admin_puk });
  await after.ok('updateClient', { path: { ...path, client_id }, body: { state: 'REGISTERED' } });
  await after.refusal('authenticateAdmin', { path, body: { admin_pin: 'wrong pin' } });
  const refusal = await after.refusal('authenticateAdmin', { path, body: { admin_pin: PIN } });
  expect(refusal).toEqual([423, 'E_ADMIN_PIN_BLOCKED']);
  const next = await sell(after, path.tss_id, client_id);
  expect(next.number).toBe(sold.number + 1);
});

test('A second process on the same folder is refused, until the first is gone, even by kill -9', async () => {
  const dataFolder = temporaryFolder();
  const first = await forkSandbox(dataFolder);
  await expect(forkSandbox(dataFolder)).rejects.toThrow(
    /SandboxStartError: .*sandbox\.sqlite is in use by another process/,
  );
  await first.kill();
  await (await forkSandbox(dataFolder)).kill();
});

describe('kill -9 during a burst of 500 signings', () => {
  test.each([1, 100, 250, 400])(
    'after %i answers: everything answered is there, nothing is there twice, no counter is missing, and the burst can be sent again',
    async (enough) => {
      const dataFolder = temporaryFolder();
      const first = await forkSandbox(dataFolder);
      const before = await ContractClient.login(first.middlewareUrl);
      const { tss_id } = await setUpTss(before);
      const client_id = await setUpClient(before, tss_id);
      const ids = Array.from({ length: 250 }, () => randomUUID());
      const answered: Schemas['TxResponse'][] = [];
      const burst = signAll(before, tss_id, client_id, ids, answered);
      while (answered.length < enough) await setTimeout(1);
      await first.kill();
      await burst;
      expect(answered.length).toBeLessThan(500);

      expect(integrity(dataFolder)).toBe('ok');
      const second = await forkSandbox(dataFolder);
      const after = before.at(second.middlewareUrl);
      await Promise.all(answered.map((known) => checkIsKept(after, known)));
      const again: Schemas['TxResponse'][] = [];
      await signAll(after, tss_id, client_id, ids, again);
      expect(again).toHaveLength(500);
      await checkNothingIsTwiceOrMissing(after, tss_id);
      await second.kill();
      checkLogs(dataFolder, tss_id);
    },
  );
});

/** Signs one receipt for each id, at 25 tills at once. */
async function signAll(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  ids: readonly string[],
  answered: Schemas['TxResponse'][],
): Promise<void> {
  const waiting = [...ids];
  const till = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      await signTwice(client, tss_id, client_id, id, answered);
    }
  };
  await Promise.all(Array.from({ length: 25 }, till));
}

async function checkIsKept(client: ContractClient, known: Schemas['TxResponse']): Promise<void> {
  const { tss_id, _id, revision, latest_revision } = known;
  const at = { path: { tss_id, tx_id_or_number: _id }, query: { tx_revision: revision } };
  expect({ ...(await client.ok('retrieveTransaction', at)), latest_revision }).toEqual(known);
}

/** Starts and finishes one receipt, noting each answer; ends quietly when the sandbox has gone. */
async function signTwice(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  id: string,
  answered: Schemas['TxResponse'][],
): Promise<void> {
  const at = { tss_id, tx_id_or_number: id };
  const bodies = [
    { state: 'ACTIVE', client_id, schema: receipt('0.00') },
    { state: 'FINISHED', client_id, schema: receipt() },
  ] as const;
  try {
    for (const [index, body] of bodies.entries()) {
      answered.push(await client.ok('upsertTransaction', { path: at, query: { tx_revision: index + 1 }, body }));
    }
  } catch (error) {
    if ((error as Error).name !== 'TypeError') throw error; // fetch's way to say that nobody answers
  }
}

function integrity(dataFolder: string): unknown {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'));
  try {
    return database.prepare('PRAGMA integrity_check').get()?.integrity_check;
  } finally {
    database.close();
  }
}

async function checkNothingIsTwiceOrMissing(client: ContractClient, tss_id: string): Promise<void> {
  const pages = await Promise.all(
    [0, 100, 200].map((offset) => client.ok('listTransactions', { path: { tss_id }, query: { offset } })),
  );
  const transactions = pages.flatMap(({ data }) => data);
  expect(transactions.map(({ number }) => number)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1));
  expect(new Set(transactions.map(({ _id }) => _id)).size).toBe(250);
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
  expect(new Set(written.filter(Boolean)).size).toBe(500);
}
