import { Secret } from '../../secret.js';
import { saveApiKey, type ApiKey } from '../session/api-key.js';
import { Authority } from './authority.js';
import { Clock } from './clock.js';
import { saveCompany, type Company } from './company.js';
import { demo, makeDemoData } from '../demo/demo-data.js';
import type { Engine } from './engine.js';
import { ClosingWorker } from '../dsfinvk/closing/closing-worker.js';
import { DsfinvkExportWorker } from '../dsfinvk/export/export-worker.js';
import { ExportWorker } from '../sign-de/export/export-worker.js';
import { TEST_LIMITS, type Limits } from './limits.js';
import { seededRandom, systemRandom } from './random.js';
import { RateLimiter } from './rate-limiter.js';
import { repeatableSign, systemSign } from './sign.js';
import type { Store } from '../store/store.js';

/** Options of an engine. */
export interface EngineOptions {
  /** Whether an empty folder gets demo data. The demo key works either way. */
  readonly demo: boolean;
  /** API keys in addition to the demo key. */
  readonly apiKeys?: readonly ApiKey[];
  /** The data of companies in archives, by the UUID of the organization. */
  readonly companies?: ReadonlyMap<string, Company>;
  /** The base of the sandbox's clock, in Unix seconds; the machine's clock by default. */
  readonly clock?: () => number;
  /**
   * Unix seconds to freeze the clock at, until it is moved. By default, the clock keeps its stored setting.
   */
  readonly frozenAt?: number;
  /**
   * With a seed, the same calls at the same times (see `clock`) give the same keys, certificates, PUKs and signatures
   * on every run. Tokens and request ids stay random; no signed or exported data contains them.
   */
  readonly seed?: string;
  /**
   * Minimum duration of an export and of a cash point closing, in seconds of the sandbox's clock, so that tills see the
   * states before COMPLETED; 0 by default.
   */
  readonly exportSeconds?: number;
  /** Which limits of TEST to lift. */
  readonly limits?: Partial<Limits>;
}

/** An engine, its clock, and the way to give it another store. */
export interface StartedEngine {
  readonly engine: Engine;
  readonly clock: Clock;
  /**
   * Replaces the whole store by another store's file, which is consumed, or by an empty store. No call may use the
   * store at that time. Running downloads fail.
   */
  readonly replace: (file: string | undefined, withDemo: boolean) => Promise<void>;
}

/** Creates the engine for a store, adds the authority and the API keys, and continues unfinished exports. */
export async function startEngine(store: Store, options: EngineOptions): Promise<StartedEngine> {
  const clock = new Clock(options.clock ?? (() => Date.now() / 1000), store, options.frozenAt);
  if (options.frozenAt !== undefined) await clock.set({ now: options.frozenAt, frozen: true });
  const random = options.seed === undefined ? systemRandom : seededRandom(options.seed);
  const sign = options.seed === undefined ? systemSign : repeatableSign;
  const authority = new Authority(store, random, sign);
  const engine: Engine = {
    store,
    now: clock.now,
    limits: { ...TEST_LIMITS, ...options.limits },
    rates: new RateLimiter(clock.now),
    random,
    sign,
    authority,
    exports: new ExportWorker({ store, authority, now: clock.now }, options.exportSeconds ?? 0),
    closings: new ClosingWorker({ store, random, now: clock.now }, options.exportSeconds ?? 0),
    dsfinvkExports: new DsfinvkExportWorker({ store, now: clock.now }, options.exportSeconds ?? 0),
  };
  /** Adds the authority and the API keys. Adds demo data if they are wanted and the store is empty. */
  const addFirstData = async (withDemo: boolean): Promise<void> => {
    await authority.open(engine.now());
    await store.write(() => {
      for (const key of [DEMO_KEY, ...(options.apiKeys ?? [])]) saveApiKey(store, key);
      for (const [id, data] of options.companies ?? []) saveCompany(store, id, data);
    });
    if (withDemo) await makeDemoData(engine);
  };
  await addFirstData(options.demo);
  resumeWork(engine);
  const replace = async (file: string | undefined, withDemo: boolean): Promise<void> => {
    await Promise.all(workOf(engine).map((work) => work.pause()));
    try {
      store.replace(file);
      clock.reload();
      engine.rates.clear();
      await addFirstData(withDemo);
    } finally {
      resumeWork(engine);
    }
  };
  return { engine, clock, replace };
}

function workOf({ exports, closings, dsfinvkExports }: Engine) {
  return [exports, closings, dsfinvkExports];
}

/** Continues all unfinished work. */
export function resumeWork(engine: Engine): void {
  for (const work of workOf(engine)) work.resume();
}

/** Stops all work for good. Unfinished work stays in the store. */
export async function closeWork(engine: Engine): Promise<void> {
  await Promise.all(workOf(engine).map((work) => work.close()));
}

const DEMO_KEY: ApiKey = {
  key: demo.apiKey,
  secret: new Secret(demo.apiSecret),
  organizationId: demo.organizationId,
  environment: 'TEST',
};
