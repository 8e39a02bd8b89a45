import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/**
 * Makes once, before all tests, what many of them need: `dist/`, from which programs are started, and the data of a new
 * sandbox with its demo sales, whose folder is in `NEW_SANDBOX`.
 */
export default async function setUp() {
  execFileSync(process.execPath, [path.join(import.meta.dirname, '../../scripts/build.js')], { stdio: 'inherit' });
  const { startSandbox, demo } = await import('../../dist/sandbox/index.js');
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'new-sandbox-'));
  process.once('exit', () => {
    rmSync(dataFolder, { recursive: true, force: true });
  });
  const ports = { middlewarePort: 0, backendPort: 0, dsfinvkPort: 0, controlPort: 0 };
  const sandbox = await startSandbox({ dataFolder, ...ports, demo: true });
  await exportDemo(sandbox.dsfinvkUrl, demo);
  await sandbox.close();
  process.env.NEW_SANDBOX = dataFolder; // the processes of the tests inherit it
}

/** Waits until the export of the demo data is done, so that no test does it again. */
async function exportDemo(url, { apiKey, apiSecret, dsfinvkExportId }) {
  const body = JSON.stringify({ api_key: apiKey, api_secret: apiSecret });
  const answer = await fetch(`${url}/auth`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  const { access_token: token } = await answer.json();
  for (;;) {
    const headers = { authorization: `Bearer ${token}` };
    const { state } = await (await fetch(`${url}/exports/${dsfinvkExportId}`, { headers })).json();
    if (state === 'COMPLETED') return;
    await setTimeout(10);
  }
}
