import type { FastifyInstance } from 'fastify';
import { Draining } from '../http/draining.js';
import { CallGate } from './faces/call-gate.js';
import { buildControl } from './control/control.js';
import { Disturbances, type Latency } from './faults/disturbances.js';
import { dsfinvkApi } from './dsfinvk/api.js';
import { buildFace } from './faces/face.js';
import type { ServedApi } from './faces/served-api.js';
import { signDeApi } from './sign-de/api.js';
import type { FaultRule } from './faults/fault-rule.js';
import { SavedStates } from './control/saved-states.js';
import type { Host } from './session/session.js';
import { closeWork, resumeWork, startEngine, type EngineOptions, type StartedEngine } from './engine/start-engine.js';
import { SandboxStartError } from './store/start-error.js';
import { Store } from './store/store.js';
import { signAllTimeUpdates } from './sign-de/log/time-updates.js';

export type { ApiKey } from './session/api-key.js';
export { latency, type ControlApi } from './control/control-api.js';
export { company, type Company } from './engine/company.js';
export { demo } from './demo/demo-data.js';
export type { Latency } from './faults/disturbances.js';
export { faultRule, type FaultRequest, type FaultRule } from './faults/fault-rule.js';
export { LIFTED_LIMITS, TEST_LIMITS, type Limits } from './engine/limits.js';
export type { Host } from './session/session.js';
export { SandboxStartError } from './store/start-error.js';

/** Options of a sandbox. */
export interface SandboxOptions extends EngineOptions {
  /** Data folder; created if missing. Only one sandbox at a time can use it. */
  readonly dataFolder: string;
  /** Address of the faces, 127.0.0.1 by default. The control API is always at 127.0.0.1. */
  readonly host?: string;
  /** Port of the Middleware; 0 takes any free one. */
  readonly middlewarePort: number;
  /** Port of the Backend; 0 takes any free one. */
  readonly backendPort: number;
  /** Port of DSFinV-K; 0 takes any free one, and is the default. */
  readonly dsfinvkPort?: number;
  /** Port of the control API; 0 takes any free one. */
  readonly controlPort: number;
  /** Name of a saved state to start with. */
  readonly load?: string;
  /** Latency of the faces at the start. */
  readonly latency?: Latency;
  /** Faults that are active at the start. */
  readonly faults?: readonly FaultRule[];
  /** Called with each face before it gets its routes and listens, so that tests can add hooks. */
  readonly configureFace?: (face: FastifyInstance, host: Host) => void;
}

/** A running sandbox. */
export interface Sandbox {
  /** Base URL, e.g. `http://127.0.0.1:4010/api/v2`. */
  readonly middlewareUrl: string;
  /** Base URL, e.g. `http://127.0.0.1:4011/api/v2`. */
  readonly backendUrl: string;
  /** Base URL of DSFinV-K, e.g. `http://127.0.0.1:4013/api/v1`. */
  readonly dsfinvkUrl: string;
  /** Address of the control API, e.g. `http://127.0.0.1:4012`. */
  readonly controlUrl: string;
  /** Time at which the clock is frozen, by an option or since an earlier run; absent while the clock runs. */
  readonly frozenAt?: Date;
  /**
   * Stops listening, answers the requests that have arrived, aborts delayed answers and downloads, and unlocks the
   * data folder.
   */
  close(): Promise<void>;
}

/**
 * Milliseconds between two checks for work that no call triggers: time updates, and exports whose result could not be
 * stored.
 */
const LOOK_AT_TIME = 60_000;

/**
 * Starts the stand-in for SIGN DE V2 and DSFinV-K: all faces and the control API, over one store.
 * @throws SandboxStartError when a port is taken, the folder is in use, or a newer version wrote its data
 * @throws ControlError when there is no saved state of the given name
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataFolder, host = '127.0.0.1' } = options;
  const store = new Store(dataFolder);
  const disturbances = new Disturbances();
  const servers: FastifyInstance[] = [];
  let started: StartedEngine | undefined;
  let timer: NodeJS.Timeout | undefined;
  const close = async (): Promise<void> => {
    clearInterval(timer);
    disturbances.close();
    if (started) await closeWork(started.engine);
    await Promise.all(servers.map((server) => server.close()));
    await store.close();
  };
  const open = (server: FastifyInstance, name: string, at: string, port: number): Promise<string> => {
    servers.push(server);
    new Draining(server, { transfer: GRACE, work: GRACE });
    return listen(server, name, at, port);
  };
  try {
    const states = new SavedStates(dataFolder);
    if (options.load !== undefined) store.replace(states.copy(options.load));
    const opened = await startEngine(store, options);
    started = opened;
    const { engine } = opened;
    const gate = new CallGate();
    await signAllTimeUpdates(engine);
    timer = setInterval(() => {
      resumeWork(engine);
      gate
        .together(() => signAllTimeUpdates(engine))
        .catch((error: unknown) => {
          console.error('fiskaly-graphql sandbox: a time update is late:', error);
        });
    }, LOOK_AT_TIME).unref();
    disturbances.latency = options.latency ?? {};
    for (const fault of options.faults ?? []) disturbances.faults.add(fault);
    const openFace = async (api: ServedApi, name: string, port: number): Promise<string> => {
      const face = buildFace({ engine, disturbances, gate }, api, (built) => options.configureFace?.(built, api.host));
      return (await open(face, name, host, port)) + api.basePaths[0];
    };
    const control = buildControl({ ...opened, gate, disturbances, states, demo: options.demo });
    return {
      middlewareUrl: await openFace(signDeApi('middleware'), 'middleware', options.middlewarePort),
      backendUrl: await openFace(signDeApi('backend'), 'backend', options.backendPort),
      dsfinvkUrl: await openFace(dsfinvkApi, 'DSFinV-K host', options.dsfinvkPort ?? 0),
      // Always on the loopback address, because the control API needs no credential.
      controlUrl: await open(control, 'control port', '127.0.0.1', options.controlPort),
      ...(opened.clock.isFrozen && { frozenAt: new Date(opened.clock.now() * 1_000) }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Milliseconds for the last answers when the sandbox closes. Then the remaining connections are cut. */
const GRACE = 2_000;

/** Error codes of an address or a port that cannot be used. */
const NOT_LISTENING = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'EAI_AGAIN', 'EINVAL', 'ENOTFOUND'];

async function listen(server: FastifyInstance, name: string, host: string, port: number): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    const code = String((error as { readonly code?: unknown }).code); // errors without a code are thrown again
    if (!NOT_LISTENING.includes(code)) throw error;
    const problem = code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${code})`;
    throw new SandboxStartError(
      `The sandbox's ${name} cannot start: port ${port} on ${host} ${problem}. Choose another one by the option that "fiskaly-graphql sandbox --help" names, or by SANDBOX_MIDDLEWARE_PORT, SANDBOX_BACKEND_PORT, SANDBOX_DSFINVK_PORT or SANDBOX_CONTROL_PORT.`,
      {
        cause: error,
      },
    );
  }
}
