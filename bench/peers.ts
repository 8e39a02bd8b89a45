import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Program, startProgram } from './program.js';

const FOLDER = fileURLToPath(new URL('peers/', import.meta.url));
const run = promisify(execFile);

/** Another GraphQL server. The benchmark compares the gateway with it. */
export interface Peer {
  readonly name: string;
  readonly start: (upstream: string, core?: number) => Promise<Program>;
  /**
   * Style of the queries for this server. `plain-graphql`: the gateway's names, but lists without connections.
   * `raw-graphql`: the upstream's own names and formats.
   */
  readonly ask: 'plain-graphql' | 'raw-graphql';
  /**
   * Workloads that this server cannot answer, with the reason. The key is the name of the workload, or its first word.
   */
  readonly cannot?: Readonly<Record<string, string>>;
}

/** Installs the servers from their lock file, unless exactly these are installed. */
export async function installPeers(): Promise<void> {
  const [lock, installed] = ['package-lock.json', 'node_modules/.package-lock.json'].map((file) => join(FOLDER, file));
  const timeOf = (file = '') => (existsSync(file) ? statSync(file).mtimeMs : 0);
  if (timeOf(installed) < timeOf(lock)) await run('npm', ['ci', '--prefix', FOLDER], { cwd: FOLDER });
}

/** All other servers. Each is configured for this upstream as its documentation recommends. */
export const peers: readonly Peer[] = [
  {
    name: 'mercurius + JIT',
    ask: 'plain-graphql',
    start: (upstream, core) =>
      startProgram([join(FOLDER, 'mercurius.js')], { UPSTREAM: upstream, NODE_ENV: 'production' }, { core }),
  },
  {
    name: 'Mesh + Hive Gateway',
    ask: 'raw-graphql',
    start: async (upstream, core) => {
      const modules = join(FOLDER, 'node_modules');
      const supergraph = join(FOLDER, 'supergraph.graphql');
      const compose = [join(modules, '@graphql-mesh/compose-cli/esm/bin.js'), '-c', 'mesh.config.js', '-o', supergraph];
      await run(process.execPath, compose, { cwd: FOLDER, env: { ...process.env, UPSTREAM: upstream } });
      const port = String(await freePort());
      const serve = ['supergraph', supergraph, '--port', port, '--host', '127.0.0.1', '--fork', '1'];
      return startProgram(
        [join(modules, '@graphql-hive/gateway/dist/bin.js'), ...serve],
        { NODE_ENV: 'production' },
        { core, url: `http://127.0.0.1:${port}/graphql` },
      );
    },
  },
  {
    name: 'Tailcall',
    ask: 'raw-graphql',
    cannot: { nested: 'cannot: its templates do not accept names that begin with an underscore, such as `_id`' },
    start: async (upstream, core) => {
      const port = await freePort();
      const config = join(mkdtempSync(join(tmpdir(), 'tailcall-')), 'config.graphql');
      const template = readFileSync(join(FOLDER, 'tailcall.graphql'), 'utf8');
      writeFileSync(config, template.replace('port: 8000', `port: ${port}`).replaceAll('http://upstream', upstream));
      return startProgram(
        ['start', config],
        { TAILCALL_TRACKER: 'false' },
        {
          core,
          command: join(FOLDER, 'node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall'),
          url: `http://127.0.0.1:${port}/graphql`,
        },
      );
    },
  },
];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address) resolve(address.port);
        else reject(new Error('The probe server has no port.'));
      });
    });
  });
}
