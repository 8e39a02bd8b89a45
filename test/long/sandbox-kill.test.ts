import { execFileSync } from 'node:child_process';
import { randomInt, randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Schemas } from '../../src/contract/sign-de.js';
import { parseLogMessage } from '../../src/tse/log/log-message.js';
import { ContractClient } from '../sandbox/support/contract-client.js';
import { integrity, readLogs } from '../sandbox/support/logs.js';
import { temporaryFolder } from '../sandbox/support/running-sandbox.js';
import { forkSandbox } from '../sandbox/support/sandbox-process.js';
import { receipt, setUpClient, setUpTss } from '../sandbox/support/set-up.js';

const KILLS = 50;
const TILLS = 10;

test(`After ${KILLS} times kill -9 under load everything answered is there, nothing twice, no counter is missing, and no export is stuck`, async () => {
  const dataFolder = temporaryFolder();
  const program = bundleSandbox();
  let sandbox = await forkSandbox(dataFolder, { program });
  let client = await ContractClient.login(sandbox.middlewareUrl);
  const { tss_id } = await setUpTss(client);
  const client_id = await setUpClient(client, tss_id);
  let total = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const answered: Schemas['TxResponse'][] = [];
    const load = Promise.all(Array.from({ length: TILLS }, () => sellOn(client, tss_id, client_id, answered)));
    // Another start date each time, so that no two exports have equal parameters.
    const exporting = sent(
      client.send('triggerExport', { path: { tss_id, export_id: randomUUID() }, query: { start_date: kill } }),
    );
    await setTimeout(randomInt(5, 120));
    // Every second time under load for sure, however slow the machine is.
    while (kill % 2 === 0 && answered.length < TILLS) await setTimeout(1);
    await sandbox.kill();
    await Promise.all([load, exporting]);
    expect(integrity(dataFolder)).toBe('ok');
    sandbox = await forkSandbox(dataFolder, { program });
    client = client.at(sandbox.middlewareUrl);
    for (const known of answered) await checkIsKept(client, known);
    total += answered.length;
  }

  expect(total).toBeGreaterThan(KILLS);
  for (;;) {
    const { count } = await client.ok('listExports', { path: { tss_id }, query: { states: ['PENDING', 'WORKING'] } });
    if (count === 0) break;
    await setTimeout(50);
  }
  await sandbox.kill();
  checkLogs(dataFolder, tss_id, total);
}, 600_000);

/** Makes the program of a sandbox that starts in half the CPU, because it is started so often. */
function bundleSandbox(): string {
  const folder = temporaryFolder();
  execFileSync(process.execPath, [fileURLToPath(new URL('./bundle-sandbox.js', import.meta.url)), folder], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: 'inherit',
  });
  return path.join(folder, 'test', 'bundle', 'sandbox-child.mjs');
}

/** Sells until the sandbox has gone, noting each answer. */
async function sellOn(
  client: ContractClient,
  tss_id: string,
  client_id: string,
  answered: Schemas['TxResponse'][],
): Promise<void> {
  const sell = async (): Promise<void> => {
    for (;;) {
      const at = { tss_id, tx_id_or_number: randomUUID() };
      const start = { state: 'ACTIVE', client_id } as const;
      answered.push(await client.ok('upsertTransaction', { path: at, query: { tx_revision: 1 }, body: start }));
      const finish = { state: 'FINISHED', client_id, schema: receipt() } as const;
      answered.push(await client.ok('upsertTransaction', { path: at, query: { tx_revision: 2 }, body: finish }));
    }
  };
  await sent(sell());
}

/** Waits for requests that may find nobody any more. */
async function sent(requests: Promise<unknown>): Promise<void> {
  try {
    await requests;
  } catch (error) {
    if ((error as Error).name !== 'TypeError') throw error; // fetch's way to say that nobody answers
  }
}

async function checkIsKept(client: ContractClient, known: Schemas['TxResponse']): Promise<void> {
  const { tss_id, _id, revision } = known;
  const at = { path: { tss_id, tx_id_or_number: _id }, query: { tx_revision: revision } };
  const kept = await client.ok('retrieveTransaction', at);
  expect({ ...kept, latest_revision: known.latest_revision }).toEqual(known);
}

function checkLogs(dataFolder: string, tssId: string, answered: number): void {
  const logs = readLogs(dataFolder, tssId).map((bytes) => parseLogMessage(bytes).log);
  expect(logs.map(({ signatureCounter }) => Number(signatureCounter))).toEqual(logs.map((_, index) => index + 1));
  const written = logs.flatMap((log) =>
    log.kind === 'transaction' ? [`${log.transactionNumber} ${log.operation}`] : [],
  );
  expect(new Set(written).size).toBe(written.length);
  expect(written.length).toBeGreaterThanOrEqual(answered);
  const numbers = written.filter((text) => text.endsWith('Start')).map((text) => Number(text.split(' ')[0]));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
}
