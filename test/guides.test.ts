import { execFile } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { demo } from '../src/sandbox/index.js';
import { verifyExport } from '../src/tse/verify-export.js';
import { runSandbox, temporaryFolder } from './sandbox/running-sandbox.js';

const guide = readFileSync(new URL('../docs/guides/test-your-till-without-an-account.md', import.meta.url), 'utf8');
const blocks = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
/** All but the block that starts the sandbox. */
const journey = blocks.filter((block) => !block.startsWith('npm ci'));

test('The journey of the guide leads, as written, from the login to a signed receipt and a TAR without a fault', async () => {
  const { middlewareUrl } = await runSandbox();
  const cwd = temporaryFolder();
  const env = { PATH: process.env.PATH, MIDDLEWARE: middlewareUrl };
  const script = ['set -euo pipefail', ...journey].join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd, env });

  expect(stdout).toMatch(/^V0;till-1;Kassenbeleg-V1;Beleg\^11\.90_0\.00_0\.00_0\.00_0\.00\^11\.90:Bar;1;\d+;/m);
  expect(stdout).toMatch(/^info\.csv$/m);
  expect(stdout).toContain('"state":"DISABLED"');
  const verification = await verifyExport(createReadStream(join(cwd, 'export.tar')));
  expect(verification.problems).toEqual([]);
});

test('The guide has the whole journey, and the demo key as it is', () => {
  expect(journey.join('').match(/\b(?:call|curl) -/g)!.length).toBeGreaterThan(10);
  for (const text of [demo.apiKey, demo.apiSecret]) expect(guide).toContain(text);
});
