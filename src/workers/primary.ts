import cluster, { type Worker } from 'node:cluster';
import { LRUCache } from 'lru-cache';
import { type LockedState, LocalCoordinator, type Broadcast, type Lock } from '../datasources/coordinator.js';
import { ConfigError } from '../config.js';
import { type ToPrimary, type ToWorker, type UpstreamAddress, WORKER_MARK } from './messages.js';

/** Workers that serve. */
export interface Workers {
  /** Where they listen, all at the same address. */
  readonly url: string;
  /** Lets requests in flight end, and ends all of them. */
  close(): Promise<void>;
}

/** Longest time that a worker may take to hear a broadcast, in milliseconds. One that is stuck longer is ended: what it answers may be out of date. */
const LONGEST_SILENCE = 5_000;
/** Time that a worker must have served to be followed by another at once, in milliseconds; after less there is a pause of a second. */
const SHORT_LIFE = 10_000;
/** Broadcasts that a worker that starts later must know, of these at most. */
const MAXIMUM_BROADCASTS = 20_000;
/** How long they are worth knowing, in milliseconds: as long as tokens and links are good. */
const BROADCAST_LIFE = { 'backend-session': 86_400_000, 'own-session': 86_400_000, link: 900_000 };

/**
 * Starts workers that share one port, and keeps them running: one that ends is followed by another.
 * @param warn is told of those
 * @throws ConfigError where another program has forked this process; Error when one of the first does not come to serve, and none is left running then
 */
export async function startWorkers(
  count: number,
  upstream: UpstreamAddress,
  warn: (text: string) => void,
): Promise<Workers> {
  if (!cluster.isPrimary) {
    throw new ConfigError(
      'WORKERS is for processes of their own; under a process manager that forks them, leave it at 1.',
    );
  }
  // Workers take connections by themselves. Handed on by this process, those on their way to a worker that dies would be nobody's, and hang for ever.
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ serialization: 'advanced' });
  const primary = new Primary(upstream, warn);
  try {
    const [url = ''] = await Promise.all(Array.from({ length: count }, () => primary.start()));
    return { url, close: () => primary.close() };
  } catch (error) {
    await primary.close();
    throw error;
  }
}

/** A broadcast that some have not heard yet. */
interface Delivery {
  readonly missing: Set<Worker>;
  readonly done: () => void;
}

class Primary {
  readonly #upstream: UpstreamAddress;
  readonly #warn: (text: string) => void;
  readonly #coordinator = new LocalCoordinator();
  /** Workers that hear broadcasts, and the locks that each holds. */
  readonly #locks = new Map<Worker, Map<number, Lock<LockedState[keyof LockedState]>>>();
  readonly #deliveries = new Map<number, Delivery>();
  readonly #broadcasts = new LRUCache<string, Broadcast>({ max: MAXIMUM_BROADCASTS });
  readonly #running = new Set<Worker>();
  /** The port that the first ones were given, so that those that follow are not given another. */
  #port: string | undefined;
  #numbers = 0;
  #isClosing = false;

  constructor(upstream: UpstreamAddress, warn: (text: string) => void) {
    this.#upstream = upstream;
    this.#warn = warn;
  }

  /** Starts one worker. @returns where it serves */
  start(): Promise<string> {
    const worker = cluster.fork({ [WORKER_MARK]: '1', ...(this.#port !== undefined && { PORT: this.#port }) });
    this.#running.add(worker);
    let servesSince: number | undefined;
    return new Promise((resolve, reject) => {
      // Only our own program sends messages.
      worker.on('message', (message: ToPrimary) => {
        if (message.kind === 'serving') {
          servesSince = performance.now();
          this.#port ??= new URL(message.url).port;
          resolve(message.url);
        } else if (message.kind === 'failed') {
          reject(Object.assign(new Error(message.message), { code: message.code }));
          worker.process.kill('SIGKILL');
        } else this.#take(worker, message);
      });
      worker.once('exit', (code, signal) => {
        this.#forget(worker);
        reject(new Error(`A worker ended with ${signal || code} before it served.`));
        if (servesSince !== undefined && !this.#isClosing) this.#replace(worker, signal || code, servesSince);
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(
      [...this.#running].map(async (worker) => {
        const exited = new Promise((resolve) => worker.once('exit', resolve));
        send(worker, { kind: 'close' });
        await exited;
      }),
    );
  }

  #replace(worker: Worker, reason: string | number, servesSince: number): void {
    this.#warn(`Worker ${worker.process.pid ?? ''} ended with ${reason}; another is started.`);
    const pause = performance.now() - servesSince < SHORT_LIFE ? 1_000 : 0;
    setTimeout(() => {
      if (this.#isClosing) return;
      this.start().catch((error: unknown) => {
        this.#warn(String(error));
        this.#replace(worker, 'no success', performance.now());
      });
    }, pause);
  }

  #take(worker: Worker, message: Exclude<ToPrimary, { kind: 'serving' | 'failed' }>): void {
    switch (message.kind) {
      case 'hello':
        this.#locks.set(worker, new Map());
        send(worker, {
          kind: 'welcome',
          upstream: this.#upstream,
          secret: this.#coordinator.secret,
          broadcasts: [...this.#broadcasts.values()],
        });
        return;
      case 'acquire':
        void this.#coordinator.acquire(message.topic, message.name).then((lock) => {
          const own = this.#locks.get(worker);
          if (own) own.set(message.request, lock);
          else lock.release(lock.state);
          send(worker, { kind: 'acquired', request: message.request, state: lock.state });
        });
        return;
      case 'release':
        this.#locks.get(worker)?.get(message.request)?.release(message.state);
        this.#locks.get(worker)?.delete(message.request);
        return;
      case 'broadcast':
        this.#broadcast(worker, message.message, () => {
          send(worker, { kind: 'delivered', request: message.request });
        });
        return;
      case 'heard':
        this.#heard(message.number, worker);
    }
  }

  #broadcast(from: Worker, message: Broadcast, done: () => void): void {
    if (message.topic !== 'written') {
      const name = message.topic === 'link' ? message.holder : message.hash;
      this.#broadcasts.set(`${message.topic} ${name}`, message, { ttl: BROADCAST_LIFE[message.topic] });
    }
    const number = (this.#numbers += 1);
    const missing = new Set([...this.#locks.keys()].filter((worker) => worker !== from));
    const stuck = setTimeout(() => {
      for (const worker of missing) worker.process.kill('SIGKILL');
    }, LONGEST_SILENCE);
    this.#deliveries.set(number, {
      missing,
      done: () => {
        clearTimeout(stuck);
        this.#deliveries.delete(number);
        done();
      },
    });
    for (const worker of missing) send(worker, { kind: 'broadcast', number, message });
    this.#finish(number);
  }

  #heard(number: number, worker: Worker): void {
    this.#deliveries.get(number)?.missing.delete(worker);
    this.#finish(number);
  }

  #finish(number: number): void {
    const delivery = this.#deliveries.get(number);
    if (delivery?.missing.size === 0) delivery.done();
  }

  /** A worker has ended: its locks are others' now, and nobody waits for it to hear anything. */
  #forget(worker: Worker): void {
    const locks = this.#locks.get(worker);
    this.#running.delete(worker);
    this.#locks.delete(worker);
    for (const lock of locks?.values() ?? []) lock.release(lock.state);
    for (const number of [...this.#deliveries.keys()]) this.#heard(number, worker);
    // What it was writing may be written, and it tells nobody any more.
    this.#broadcast(worker, { topic: 'written' }, () => undefined);
  }
}

/** Tells a worker something; one that has just ended is told nothing. */
function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, undefined, () => undefined);
}
