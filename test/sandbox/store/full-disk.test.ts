import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { ContractClient } from '../support/contract-client.js';
import { exportLogs } from '../support/exports.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { forkSandbox } from '../support/sandbox-process.js';
import { setUpClient, setUpTss } from '../support/set-up.js';

/**
 * Most that any file of the sandbox may hold, in KiB, as the operating system enforces it: to SQLite it is a disk that
 * takes no more.
 */
const ROOM = 800;

test('On a full disk writes answer 503 with Retry-After, reads go on, and nothing that was answered is lost', async () => {
  const dataFolder = temporaryFolder();
  const full = await forkSandbox(dataFolder, { room: ROOM });
  const till = await ContractClient.login(full.middlewareUrl);
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  const answered: Schemas['TxResponse'][] = [];
  const start = (client: ContractClient) =>
    client.raw('PUT', `/tss/${tss_id}/tx/${randomUUID()}?tx_revision=1`, {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ state: 'ACTIVE', client_id }),
    });
  let refused = 0;
  while (refused < 20) {
    const { status, headers, json } = await start(till);
    if (status === 200) answered.push(json as Schemas['TxResponse']);
    else {
      refused += 1;
      expect([status, headers.get('retry-after'), (json as Schemas['Error']).code]).toEqual([
        503,
        '1',
        'E_SANDBOX_STORE',
      ]);
    }
  }
  expect(answered.length).toBeGreaterThan(10);
  const at = (client: ContractClient, { _id }: Schemas['TxResponse']) =>
    client.ok('retrieveTransaction', { path: { tss_id, tx_id_or_number: _id } });
  for (const known of answered) expect(await at(till, known)).toEqual(known);
  await full.kill();

  const roomy = await runSandbox({ dataFolder });
  const again = till.at(roomy.middlewareUrl);
  for (const known of answered) expect(await at(again, known)).toEqual(known);
  expect((await start(again)).status).toBe(200);
  expect((await exportLogs(again, tss_id)).verification).toMatchObject({ problems: [], gaps: [] });
}, 60_000);
