import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../e2e/support/sandbox-process.js';
import { post } from '../e2e/support/start.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

function run(args: readonly string[], variables: Record<string, string> = {}) {
  const child = spawn(process.execPath, ['dist/main.js', ...args], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, ...variables },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => ({ code: code as number | null, ...output }));
  return { child, output, exited };
}

test('serve prints what runs where and how to switch to the real upstream, and ends in order on SIGTERM', async () => {
  const data = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-main-'));
  const [port, middleware, backend] = [await freePort(), await freePort(), await freePort()];
  const { child, output, exited } = run([], {
    PORT: String(port),
    SANDBOX_MIDDLEWARE_PORT: String(middleware),
    SANDBOX_BACKEND_PORT: String(backend),
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
    SANDBOX_DATA: data,
  });
  while (!output.stdout.includes('FISKALY_API_KEY') && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(output.stdout).toContain(`http://localhost:${port}/graphql`);
  expect(output.stdout).toContain(`http://127.0.0.1:${middleware}/api/v2`);
  expect(output.stdout).toContain(`http://127.0.0.1:${backend}/api/v2`);
  expect(output.stdout).toContain('FISKALY_API_SECRET');
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await exited).toMatchObject({ code: 0, stderr: '' });
  rmSync(data, { recursive: true, force: true });
});

test('it ends in order when npm is stopped, which tells nobody but its shell', async () => {
  const data = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-main-'));
  const shell = spawn('sh', ['-c', `"${process.execPath}" dist/main.js; true`], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      npm_lifecycle_event: 'start',
      PORT: '0',
      SANDBOX_MIDDLEWARE_PORT: '0',
      SANDBOX_BACKEND_PORT: '0',
      SANDBOX_DSFINVK_PORT: '0',
      SANDBOX_CONTROL_PORT: '0',
      SANDBOX_DATA: data,
    },
  });
  let output = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('FISKALY_API_KEY') && shell.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const url = new URL('/healthz', /http:\S+/.exec(output)?.[0]);
  expect((await fetch(url)).status).toBe(200);
  const allClosed = once(shell, 'close'); // when the gateway, too, has let go of the output
  shell.kill('SIGTERM');
  await allClosed;
  await expect(fetch(url)).rejects.toThrow('fetch failed');
  rmSync(data, { recursive: true, force: true });
});

test('serve on an address beyond this machine says with which key callers of the sandbox log in', async () => {
  const data = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-main-'));
  const port = await freePort();
  const ports = {
    PORT: String(port),
    SANDBOX_MIDDLEWARE_PORT: '0',
    SANDBOX_BACKEND_PORT: '0',
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
  };
  const { child, output, exited } = run([], { ...ports, HOST: '0.0.0.0', SANDBOX_DATA: data });
  while (!output.stdout.includes('FISKALY_API_KEY') && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 50));
  const [, key, secret] = /demo key (\S+), (\S+)/.exec(output.stdout) ?? [];
  const { data: answer } = await post(
    `http://127.0.0.1:${port}/graphql`,
    'mutation ($key: String!, $secret: ApiSecret!) { authenticate(input: { apiKey: { key: $key, secret: $secret } }) { session { accessToken } } }',
    { key, secret },
    {},
  );
  expect(answer!.authenticate.session.accessToken).toEqual(expect.any(String));
  child.kill('SIGTERM');
  expect(await exited).toMatchObject({ code: 0, stderr: '' });
  rmSync(data, { recursive: true, force: true });
});

test('a wrong environment ends the start with the list of what is wrong, and no stack', async () => {
  const { code, stderr } = await run([], { PORT: 'many', FISKALY_API_KEY: 'half' }).exited;
  expect(code).toBe(1);
  expect(stderr).toContain('PORT');
  expect(stderr).not.toContain('    at ');
});

test('a port that is taken ends the start with a message that says what to do, and leaves nothing running', async () => {
  const { createServer } = await import('node:net');
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const data = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-main-'));
  const { port } = blocker.address() as { port: number };
  const { code, stderr } = await run([], {
    PORT: String(port),
    SANDBOX_MIDDLEWARE_PORT: '0',
    SANDBOX_BACKEND_PORT: '0',
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
    SANDBOX_DATA: data,
  }).exited;
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('PORT') });
  expect(stderr).not.toContain('    at ');
  blocker.close();
  rmSync(data, { recursive: true, force: true });
});

test.each([
  ['a name', [], { HOST: 'nohost.invalid' }, /^The environment is not right:\n {2}- HOST: "nohost.invalid"/],
  [
    'an address of another machine',
    [],
    { HOST: '192.0.2.1' },
    /^The environment is not right:\n {2}- HOST: "192.0.2.1"/,
  ],
  ['a name for the sandbox', ['sandbox', '--host', 'nohost.invalid'], {}, /^The sandbox's \w+ cannot start: .*nohost/],
])(
  '%s that is none of this machine ends the start with a sentence, and no stack',
  async (_what, args, host, sentence) => {
    const data = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-main-'));
    const ports = {
      PORT: '0',
      SANDBOX_MIDDLEWARE_PORT: '0',
      SANDBOX_BACKEND_PORT: '0',
      SANDBOX_DSFINVK_PORT: '0',
      SANDBOX_CONTROL_PORT: '0',
    };
    const { code, stderr } = await run(args, { ...ports, SANDBOX_DATA: data, ...host }).exited;
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(sentence) });
    expect(stderr).not.toContain('    at ');
    rmSync(data, { recursive: true, force: true });
  },
);

test('an unknown word prints what the command line can do', async () => {
  const { code, stdout } = await run(['serv']).exited;
  expect(code).toBe(2);
  expect(stdout).toContain('fiskaly-graphql schema');
});

test('an option that there is not is told with what there is, and where the gateway is set', async () => {
  const { code, stderr } = await run(['--port', '5000']).exited;
  expect(code).toBe(1);
  expect(stderr).toContain("Unknown option '--port'");
  expect(stderr).toContain('environment variables, such as PORT');
  expect(stderr).not.toContain('    at ');
});

test('schema prints the schema', async () => {
  const { code, stdout } = await run(['schema']).exited;
  expect(code).toBe(0);
  expect(stdout).toContain('type Mutation {');
});

test('key makes a gateway key and the entry that the configuration takes for it', async () => {
  const tss = 'c0ffee00-0000-4000-8000-000000000001';
  const { code, stdout, stderr } = await run(['key', 'till-1', 'sign', tss]).exited;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [, key] = /^ {2}(fgk_[\w-]{43})$/m.exec(stdout) ?? [];
  const [, entry] = /^ {2}(till-1:SIGN:\S+)$/m.exec(stdout) ?? [];
  expect(entry).toBe(`till-1:SIGN:${createHash('sha256').update(key!).digest('hex')}:${tss}`);
});

test.each([
  [['key', 'till', 'boss'], 1, /READ, SIGN or ADMIN/],
  [['key', 'till 1', 'READ'], 1, /its name/],
  [['key', 'till'], 2, /fiskaly-graphql key NAME ROLE/],
] as const)('%j ends with what would be right, and no stack', async (args, status, message) => {
  const { code, stdout, stderr } = await run([...args]).exited;
  expect(code).toBe(status);
  expect(stdout + stderr).toMatch(message);
  expect(stderr).not.toContain('    at ');
});
