import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'package-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs npm, without what the npm that runs this test has set for its children. */
async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { stdout, stderr } = await run('npm', args, { cwd, env, maxBuffer: 1 << 26 });
  return stdout + stderr;
}

/** Copies the sources into a folder of their own, as a clone has them: without what is built or installed. */
function cloneInto(target: string): void {
  const left = new Set(['node_modules', 'dist', '.data', '.git', 'coverage']);
  for (const name of readdirSync(ROOT)) {
    if (!left.has(name) && !name.startsWith('.dist-'))
      cpSync(path.join(ROOT, name), path.join(target, name), { recursive: true });
  }
}

/** Starts a program, waits until it has said where its control port is, asks, and stops it. */
async function whileRunning(
  cwd: string,
  args: readonly string[],
  ask: (output: string) => Promise<void>,
): Promise<void> {
  const ports = {
    PORT: '0',
    SANDBOX_MIDDLEWARE_PORT: '0',
    SANDBOX_BACKEND_PORT: '0',
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
  };
  const child = spawn(process.execPath, args, { cwd, env: { PATH: process.env.PATH, ...ports } });
  const exited = once(child, 'exit');
  let output = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        output += chunk.toString();
        if (/Control port +http\S+\s/.test(output)) resolve();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      child.once('exit', () => {
        reject(new Error(`It ended: ${output}`));
      });
    });
    await ask(output);
  } finally {
    child.kill('SIGTERM');
    await exited;
  }
}

const addressOf = (output: string, name: string) => new RegExp(`${name} +(http\\S+)`).exec(output)?.[1] ?? '';
const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

test('The package, installed into an empty folder, runs its sandbox, its server and its explorer', async () => {
  await npm(ROOT, 'pack', '--silent', '--pack-destination', folder);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  const home = path.join(folder, 'home');
  await npm(folder, 'install', '--prefix', home, path.join(folder, tarball!));
  const bin = path.join(home, 'node_modules', '.bin', 'fiskaly-graphql');
  await whileRunning(home, [bin, 'sandbox'], async (output) => {
    const key = { api_key: 'test_sandbox_demo', api_secret: 'sandbox-demo-secret' };
    expect((await post(`${addressOf(output, 'Middleware')}/auth`, key)).status).toBe(200);
  });
  await whileRunning(home, [bin], async (output) => {
    const url = addressOf(output, 'fiskaly-graphql');
    const answer = await post(url, { query: '{ tssList(first: 1) { nodes { state } } }' });
    expect(await answer.json()).toEqual({ data: { tssList: { nodes: [{ state: 'INITIALIZED' }] } } });
    expect(await (await fetch(new URL('/', url))).text()).toContain('/explorer/');
  });
}, 600_000); // it installs from the registry, which takes minutes on a busy machine

test('Installing a clone without what is needed for development builds nothing, and does not fail', async () => {
  const clone = path.join(folder, 'clone');
  cloneInto(clone);
  // Node.js itself, which is optional, is nothing that the build looks for.
  const output = await npm(clone, 'ci', '--omit=dev', '--omit=optional');
  expect(output).toContain('the compiler is not installed');
  expect(existsSync(path.join(clone, 'dist'))).toBe(false);
  await expect(npm(clone, 'start')).rejects.toThrow(/dist\/ is missing, and the compiler is not installed/);
});

describe('dist/ is built anew', () => {
  const copy = path.join(folder, 'copy');
  const at = (file: string) => path.join(copy, file);
  const build = async () => (await run(process.execPath, [at('scripts/build.js'), 'server'])).stderr; // stdout is the caller's, e.g. that of `npm pack --json`

  beforeAll(async () => {
    cloneInto(copy);
    symlinkSync(path.join(ROOT, 'node_modules'), at('node_modules'));
    // Three modules in place of all, and no types: how they are compiled is not what is looked at, and compiling all
    // takes ten seconds.
    rmSync(at('src'), { recursive: true });
    mkdirSync(at('src'));
    writeFileSync(at('src/main.ts'), "#!/usr/bin/env node\nimport './gateway.js';\n");
    writeFileSync(at('src/gateway.ts'), 'export const startGateway = 1;\n');
    writeFileSync(at('src/extra.ts'), 'export const extra = 1;\n');
    const compilerOptions = { module: 'NodeNext', noCheck: true, lib: ['es5'], types: [], rootDir: 'src' };
    writeFileSync(at('tsconfig.build.json'), JSON.stringify({ compilerOptions, include: ['src'] }));
    expect(await build()).toContain('Building server');
    expect(await build()).toBe('');
  });

  const remove = (file: string) => () => {
    rmSync(at(file));
  };
  test.each<readonly [when: string, change: () => void, file: string, holds: string | undefined]>([
    ['without what a source that is gone had left', remove('src/extra.ts'), 'dist/extra.js', undefined],
    ['when one of its files is missing', remove('dist/main.js'), 'dist/main.js', '#!/usr/bin/env node'],
    [
      'when one of its files was cut short',
      () => {
        writeFileSync(at('dist/gateway.js'), '');
      },
      'dist/gateway.js',
      'startGateway',
    ],
    ['when its build did not end', remove('dist/built.json'), 'dist/built.json', 'server'],
  ])('%s', async (_when, change, file, holds) => {
    change();
    expect(await build()).toContain('Building server');
    if (holds === undefined) expect(existsSync(at(file))).toBe(false);
    else expect(readFileSync(at(file), 'utf8')).toContain(holds);
    expect(await build()).toBe('');
  });

  test('by two starts at once, and is whole after both', async () => {
    rmSync(at('dist'), { recursive: true });
    await Promise.all([build(), build()]);
    expect(await build()).toBe('');
    expect(readdirSync(copy).filter((name) => name.startsWith('.dist-'))).toEqual([]);
  });
});
