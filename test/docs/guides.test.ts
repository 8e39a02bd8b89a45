import { execFile } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../../src/config/config.js';
import { readSandboxOptions } from '../../src/cli/sandbox-options.js';
import { demo } from '../../src/sandbox/index.js';
import { verifyExport } from '../../src/tse/archive/verify-export.js';
import { ControlClient } from '../sandbox/support/control-client.js';
import { runSandbox, temporaryFolder } from '../sandbox/support/running-sandbox.js';

const guide = readFileSync(new URL('../../docs/guides/test-your-till-without-an-account.md', import.meta.url), 'utf8');
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

test('What is written of the control port works as it is written, in the order in which it stands', async () => {
  const reference = readFileSync(new URL('../../docs/reference/sandbox-control.md', import.meta.url), 'utf8');
  const examples = [...reference.matchAll(/```sh\n(.*?)```/gs)].map(([, block]) => block!);
  const curls = examples.filter((block) => block.startsWith('curl'));
  expect([examples.length, curls.length]).toEqual([7, 5]);
  const { controlUrl } = await runSandbox({ demo: true });
  const env = { PATH: process.env.PATH, CONTROL: controlUrl };
  await promisify(execFile)('bash', ['-c', ['set -euo pipefail', ...curls].join('\n')], { env });
  const control = new ControlClient(controlUrl);
  const { clock, faults, states } = await control.call('GET /');
  expect([faults, states]).toEqual([[], ['monday']]);
  expect(clock.now).toBeGreaterThan(Date.now() / 1000 + 31_000_000);
  expect(await control.call('GET /tss')).toMatchObject([{ state: 'INITIALIZED' }]);

  const [, options = ''] = /^npm start -- sandbox (.*)/s.exec(examples.at(-1)!) ?? [];
  const { stdout } = await promisify(execFile)('bash', ['-c', `printf '%s\\0' ${options}`]);
  const config = readConfig({});
  if (config.upstream.kind !== 'sandbox') throw new Error('There is no sandbox.');
  expect(readSandboxOptions(stdout.split('\0').slice(0, -1), config.upstream.sandbox)).toMatchObject({
    frozenAt: Date.UTC(2026, 10, 25, 8) / 1000,
    latency: { '*': 20, updateTss: 2900 },
    faults: [{ kind: 'refuse', status: 503, probability: 0.1 }],
  });
  for (const name of namesOfFaults()) expect(reference).toContain(`\`${name}\``);
});

/** All kinds and members of faults. */
function namesOfFaults(): readonly string[] {
  const source = readFileSync(new URL('../../src/sandbox/faults/fault-rule.ts', import.meta.url), 'utf8');
  const names = [...source.matchAll(/kind: z\.literal\('([a-z-]+)'\)|^ {2}(\w+): z\./gm)].map(
    ([, kind, member]) => kind ?? member!,
  );
  expect(names.length).toBeGreaterThan(15);
  return names;
}

test('The guide has the whole journey, and the demo key as it is', () => {
  expect(journey.join('').match(/\b(?:call|curl) -/g)!.length).toBeGreaterThan(10);
  for (const text of [demo.apiKey, demo.apiSecret]) expect(guide).toContain(text);
});
