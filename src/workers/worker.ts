import type { Config } from '../config.js';
import type { Coordinator, LockedState, Broadcast, Lock } from '../datasources/coordinator.js';
import { serveGateway } from '../gateway.js';
import { Secret } from '../secret.js';
import type { ToPrimary, ToWorker } from './messages.js';

/**
 * Serves as one of several processes, until the first one says that it is enough, ends, or this one is told to by SIGTERM. SIGINT is for the first process, which a terminal
 * sends it as well.
 */
export function runWorker(config: Config): void {
  let close: (() => Promise<void>) | undefined;
  const end = () => {
    void (close?.() ?? Promise.resolve()).finally(() => process.exit());
  };
  process.on('SIGINT', () => undefined);
  process.once('SIGTERM', end);
  let coordinator: WorkerCoordinator | undefined;
  // Only the first process sends messages.
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'close') end();
    else if (message.kind === 'welcome') {
      coordinator = new WorkerCoordinator(message.secret, message.broadcasts);
      const { apiKey, isSandbox, ...urls } = message.upstream;
      const own = apiKey && { apiKey: { key: apiKey.key, secret: new Secret(apiKey.secret) } };
      serveGateway(config, { ...urls, ...own }, isSandbox, coordinator).then(
        (gateway) => {
          close = () => gateway.close();
          coordinator?.started();
          tell({ kind: 'serving', url: gateway.url });
        },
        (error: unknown) => {
          const { message: text, code } = error as NodeJS.ErrnoException; // what does not start throws errors, of Node.js or our own
          tell({ kind: 'failed', message: text, code });
        },
      );
    } else coordinator?.take(message);
  });
  tell({ kind: 'hello' });
}

function tell(message: ToPrimary): void {
  process.send?.(message);
}

/** Coordination with the other processes, by way of the first one. */
class WorkerCoordinator implements Coordinator {
  readonly secret: Uint8Array;
  /** Broadcast before this worker was there and while it starts, for those who listen late; nobody does once it has started. */
  #early: Broadcast[] | undefined;
  readonly #listeners: ((message: Broadcast) => void)[] = [];
  readonly #awaited = new Map<number, (state: unknown) => void>();
  #requests = 0;

  constructor(secret: Uint8Array, before: readonly Broadcast[]) {
    this.secret = secret;
    this.#early = [...before];
  }

  /** All who listen do so by now. */
  started(): void {
    this.#early = undefined;
  }

  async acquire<Topic extends keyof LockedState>(topic: Topic, name: string): Promise<Lock<LockedState[Topic]>> {
    const request = this.#next();
    const state = await this.#ask(request, { kind: 'acquire', request, topic, name });
    return {
      // What another process has left under the same topic.
      state: state as LockedState[Topic] | undefined,
      release: (next) => {
        tell({ kind: 'release', request, state: next });
      },
    };
  }

  async broadcast(message: Broadcast): Promise<void> {
    const request = this.#next();
    await this.#ask(request, { kind: 'broadcast', request, message });
  }

  listen(listener: (message: Broadcast) => void): void {
    this.#listeners.push(listener);
    for (const message of this.#early ?? []) listener(message);
  }

  /** Takes a message of the first process. */
  take(message: Extract<ToWorker, { kind: 'acquired' | 'broadcast' | 'delivered' }>): void {
    if (message.kind === 'broadcast') {
      this.#early?.push(message.message);
      for (const listener of this.#listeners) listener(message.message);
      tell({ kind: 'heard', number: message.number });
      return;
    }
    this.#awaited.get(message.request)?.(message.kind === 'acquired' ? message.state : undefined);
    this.#awaited.delete(message.request);
  }

  #next(): number {
    return (this.#requests += 1);
  }

  #ask(request: number, question: ToPrimary): Promise<unknown> {
    return new Promise((resolve) => {
      this.#awaited.set(request, resolve);
      tell(question);
    });
  }
}
