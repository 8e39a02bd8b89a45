import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError, type SandboxConfig } from '../../src/config/config.js';
import { demo, LIFTED_LIMITS } from '../../src/sandbox/index.js';
import { readSandboxOptions, SANDBOX_OPTIONS } from '../../src/cli/sandbox-options.js';
import { SANDBOX_USAGE } from '../../src/cli/sandbox-usage.js';
import { ContractClient } from '../sandbox/support/contract-client.js';
import { setUpTss } from '../sandbox/support/set-up.js';

const environment: SandboxConfig = {
  middlewarePort: 4010,
  backendPort: 4011,
  dsfinvkPort: 4013,
  controlPort: 4012,
  dataFolder: '.data/sandbox',
  demo: true,
};

describe('Options of the sandbox', () => {
  test('left out leave the environment as it is', () => {
    expect(readSandboxOptions([], environment)).toEqual({
      ...environment,
      host: '127.0.0.1',
      apiKeys: [],
      companies: new Map(),
      limits: {},
      exportSeconds: 0,
      latency: {},
      faults: [],
    });
    expect(readSandboxOptions([], { ...environment, seed: 's', demo: false })).toMatchObject({
      seed: 's',
      demo: false,
    });
  });

  test('go before the environment', () => {
    const args = ['--middleware-port', '0', '--backend-port', '5001', '--data', 'd', '--seed', 'x', '--no-demo'];
    const control = [
      '--load',
      'full',
      '--clock',
      '2026-09-21T14:13:20Z',
      '--latency',
      '*=5',
      '--latency',
      'updateTss=2900',
    ];
    const fault = ['--fault', '{"kind": "reset", "when": "after", "times": 1}'];
    const more = ['--no-limits', '--export-seconds', '7', '--host', '0.0.0.0', ...control, ...fault];
    expect(readSandboxOptions([...args, ...more], { ...environment, seed: 's' })).toEqual({
      middlewarePort: 0,
      backendPort: 5001,
      dataFolder: 'd',
      seed: 'x',
      demo: false,
      host: '0.0.0.0',
      dsfinvkPort: 4013,
      controlPort: 4012,
      apiKeys: [],
      companies: new Map(),
      limits: LIFTED_LIMITS,
      exportSeconds: 7,
      load: 'full',
      frozenAt: 1_790_000_000,
      latency: { '*': 5, updateTss: 2900 },
      faults: [expect.objectContaining({ kind: 'reset', when: 'after', times: 1, skip: 0, probability: 1 })],
    });
  });

  test('set single limits, also beside lifting the others', () => {
    const args = ['--no-limits', '--limit', 'registeredClients=7', '--limit', 'wrongPins=2'];
    expect(readSandboxOptions(args, environment)!.limits).toEqual({
      ...LIFTED_LIMITS,
      registeredClients: 7,
      wrongPins: 2,
    });
  });

  test('give each key without an organization one of its own, the same at every start', () => {
    const organization = '0F000000-0000-4000-8000-000000000001';
    const args = ['--key', 'a:s1:TEST', '--key', 'b:s2:live', '--key', `c:s3:TEST:${organization}`];
    const keys = readSandboxOptions(args, environment)!.apiKeys;
    expect(keys.map(({ key, secret, environment: env }) => [key, secret.reveal(), env])).toEqual([
      ['a', 's1', 'TEST'],
      ['b', 's2', 'LIVE'],
      ['c', 's3', 'TEST'],
    ]);
    const [a, b, c] = keys.map(({ organizationId }) => organizationId);
    expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(b).not.toBe(a);
    expect(c).toBe(organization.toLowerCase());
    expect(readSandboxOptions(args, environment)!.apiKeys[0]!.organizationId).toBe(a);
  });

  test('give a company to an organization, the demo one unless another is named', () => {
    const data = { name: 'Laden', street: 'Weg 1', postalCode: '1', city: 'Berlin', countryCode: 'DEU' };
    const organization = '0f000000-0000-4000-8000-000000000001';
    const args = ['--company', JSON.stringify(data), '--company', JSON.stringify({ ...data, organization })];
    const { companies } = readSandboxOptions(args, environment)!;
    expect([...companies]).toEqual([
      [demo.organizationId, data],
      [organization, data],
    ]);
    expect(() => readSandboxOptions(['--company', '{"name": ""}'], environment)).toThrow('--company (number 1): name');
  });

  test('that are wrong are listed all at once, and no secret is repeated', () => {
    const args = ['--middleware-port', '70000', '--key', 'a:hush:PROD', '--seed', '', '--limit', 'wishes=3'];
    const more = ['--clock', 'noon', '--latency', 'everything=1', '--fault', '{"kind":"flood"}', '--fault', '{'];
    const read = (): unknown => readSandboxOptions([...args, ...more], environment);
    expect(read).toThrow(ConfigError);
    for (const name of ['limit', 'clock', 'latency', 'fault (number 1)', 'fault (number 2)']) {
      expect(read).toThrow(`\n  - --${name}: `);
    }
    expect(read).toThrow(/--middleware-port: .*\n {2}- --key \(number 1\): .*TEST/s);
    expect(read).toThrow('--seed');
    expect(read).not.toThrow('hush');
  });
});

function run(args: readonly string[]) {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const child = spawn(process.execPath, ['dist/main.js', 'sandbox', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output, exited: once(child, 'exit').then(([code]) => ({ code: code as number | null, ...output })) };
}

test('The command starts a sandbox with keys of its own: LIVE knows no limit of five TSS, and TEST does not see it', async () => {
  const data = mkdtempSync(join(tmpdir(), 'sandbox-command-'));
  const ports = [
    '--middleware-port',
    '0',
    '--backend-port',
    '0',
    '--dsfinvk-port',
    '0',
    '--control-port',
    '0',
    '--data',
    data,
    '--no-demo',
  ];
  const keys = ['--key', 'in_test:s1:TEST', '--key', 'in_live:s2:LIVE'];
  const { child, output, exited } = run([...ports, ...keys]);
  while (!output.stdout.includes('Backend') && child.exitCode === null)
    await new Promise((next) => setTimeout(next, 20));
  const [url = ''] = /http:\S+/.exec(output.stdout) ?? [];
  const live = await ContractClient.login(url, 'in_live', 's2');
  for (let number = 0; number < 6; number += 1) await setUpTss(live, 'CREATED');
  expect(await live.ok('listTss', {})).toMatchObject({ count: 6, _env: 'LIVE' });
  const test = await ContractClient.login(url, 'in_test', 's1');
  expect(await test.ok('listTss', {})).toMatchObject({ count: 0, _env: 'TEST' });
  child.kill('SIGTERM');
  expect(await exited).toMatchObject({ code: 0, stderr: '' });
  rmSync(data, { recursive: true, force: true });
});

test('A wrong option ends the command with a clear message, and help lists them all', async () => {
  const [wrong, unknown, help] = await Promise.all([
    run(['--key', 'no']).exited,
    run(['--sed', 'x']).exited,
    run(['--help']).exited,
  ]);
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('--key (number 1)') });
  expect(unknown).toMatchObject({ code: 1, stderr: expect.stringContaining('--sed') });
  for (const { stderr } of [wrong, unknown]) expect(stderr).not.toContain('    at ');
  expect(help.code).toBe(0);
  expect(help.stdout).toBe(SANDBOX_USAGE);
  const options = Object.keys(SANDBOX_OPTIONS.shape);
  expect(options.length).toBeGreaterThan(10);
  for (const name of options) expect(help.stdout).toContain(`--${name} `);
});
