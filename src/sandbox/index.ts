import type { FastifyInstance } from 'fastify';
import { Secret } from '../secret.js';
import { Authority } from './authority.js';
import { demo, makeDemoData } from './demo-data.js';
import type { Engine } from './engine.js';
import { ExportWorker } from './export-worker.js';
import { BASE_PATH, buildFace } from './face.js';
import { TEST_LIMITS, type Limits } from './limits.js';
import { seededRandom, systemRandom } from './random.js';
import { saveApiKey, type ApiKey } from './api-key.js';
import type { Host } from './session.js';
import { repeatableSign, systemSign } from './sign.js';
import { SandboxStartError } from './start-error.js';
import { Store } from './store.js';

export { demo } from './demo-data.js';
export type { Limits } from './limits.js';
export type { ApiKey } from './api-key.js';
export type { Host } from './session.js';
export { SandboxStartError } from './start-error.js';

/** How a sandbox starts. */
export interface SandboxOptions {
  /** Folder of its data; made where missing. One running sandbox per folder. */
  readonly dataFolder: string;
  /** Address to listen on, 127.0.0.1 unless given. */
  readonly host?: string;
  /** Port of the Middleware; 0 takes any free one. */
  readonly middlewarePort: number;
  /** Port of the Backend; 0 takes any free one. */
  readonly backendPort: number;
  /** Whether an empty folder is filled with demo data. The demo key works either way. */
  readonly demo: boolean;
  /** API keys beside the demo key. */
  readonly apiKeys?: readonly ApiKey[];
  /** Its clock in Unix seconds; that of the machine unless given. */
  readonly clock?: () => number;
  /**
   * With a seed the same calls at the same times (see `clock`) give the same keys, certificates, PUKs and signatures on every run.
   * Tokens and request ids stay random: nothing that is signed or stored for the tax office holds them.
   */
  readonly seed?: string;
  /** Seconds by its clock that an export takes at least, so that tills get to see the states before COMPLETED; 0 unless given. */
  readonly exportSeconds?: number;
  /** What to lift of the limits of TEST. */
  readonly limits?: Partial<Limits>;
  /** Called with each face before it gets its routes and listens, so that tests can hook in. */
  readonly configureFace?: (face: FastifyInstance, host: Host) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base URL, e.g. `http://127.0.0.1:4010/api/v2`. */
  readonly middlewareUrl: string;
  /** Base URL, e.g. `http://127.0.0.1:4011/api/v2`. */
  readonly backendUrl: string;
  /** Answers what has arrived, stops listening and unlocks the folder. */
  close(): Promise<void>;
}

/**
 * Starts the stand-in for SIGN DE V2: both faces, over one store.
 * @throws SandboxStartError when a port is taken, the folder is in use, or its data is of a newer version
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const store = new Store(options.dataFolder);
  const faces: FastifyInstance[] = [];
  let engine: Engine | undefined;
  const close = async (): Promise<void> => {
    await engine?.exports.close();
    await Promise.all(faces.map((face) => face.close()));
    await store.close();
  };
  try {
    const prepared = await prepareEngine(store, options);
    engine = prepared;
    const open = (host: Host, port: number): Promise<string> => {
      const face = buildFace(prepared, host, (built) => options.configureFace?.(built, host));
      faces.push(face);
      return listen(face, host, options.host ?? '127.0.0.1', port);
    };
    const middlewareUrl = await open('middleware', options.middlewarePort);
    const backendUrl = await open('backend', options.backendPort);
    return { middlewareUrl, backendUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function prepareEngine(store: Store, options: SandboxOptions): Promise<Engine> {
  const { clock = () => Date.now() / 1000 } = options;
  const now = (): number => Math.floor(clock());
  const limits = { ...TEST_LIMITS, ...options.limits };
  const random = options.seed === undefined ? systemRandom : seededRandom(options.seed);
  const sign = options.seed === undefined ? systemSign : repeatableSign;
  const authority = await Authority.open(store, random, sign, now());
  const exports = new ExportWorker({ store, authority, now }, options.exportSeconds ?? 0);
  const engine = { store, now, limits, random, sign, authority, exports };
  const demoKey = {
    key: demo.apiKey,
    secret: new Secret(demo.apiSecret),
    organizationId: demo.organizationId,
  } as const;
  const keys: readonly ApiKey[] = [{ ...demoKey, environment: 'TEST' }, ...(options.apiKeys ?? [])];
  await store.write(() => {
    keys.forEach((key) => {
      saveApiKey(store, key);
    });
  });
  if (options.demo) await makeDemoData(engine);
  exports.resume();
  return engine;
}

async function listen(face: FastifyInstance, name: Host, host: string, port: number): Promise<string> {
  try {
    return (await face.listen({ host, port })) + BASE_PATH;
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code); // what is thrown here has one, or gets no further
    if (!['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(code)) throw error;
    const problem = code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`;
    throw new SandboxStartError(`The sandbox's ${name} cannot start: port ${port} on ${host} ${problem}.`, {
      cause: error,
    });
  }
}
