import type { Config } from '../config.js';
import type { Commons, Left, News, Turn } from '../datasources/commons.js';
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
  let commons: WorkerCommons | undefined;
  // Only the first process sends messages.
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'close') end();
    else if (message.kind === 'welcome') {
      commons = new WorkerCommons(message.secret, message.news);
      const { apiKey, isSandbox, ...urls } = message.upstream;
      const own = apiKey && { apiKey: { key: apiKey.key, secret: new Secret(apiKey.secret) } };
      serveGateway(config, { ...urls, ...own }, isSandbox, commons).then(
        (gateway) => {
          close = () => gateway.close();
          commons?.started();
          tell({ kind: 'serving', url: gateway.url });
        },
        (error: unknown) => {
          const { message: text, code } = error as NodeJS.ErrnoException; // what does not start throws errors, of Node.js or our own
          tell({ kind: 'failed', message: text, code });
        },
      );
    } else commons?.take(message);
  });
  tell({ kind: 'hello' });
}

function tell(message: ToPrimary): void {
  process.send?.(message);
}

/** What the processes have in common, as a worker asks the first process for it. */
class WorkerCommons implements Commons {
  readonly secret: Uint8Array;
  /** Announced before this worker was there and while it starts, for those who listen late; nobody does once it has started. */
  #early: News[] | undefined;
  readonly #listeners: ((news: News) => void)[] = [];
  readonly #awaited = new Map<number, (left: unknown) => void>();
  #requests = 0;

  constructor(secret: Uint8Array, before: readonly News[]) {
    this.secret = secret;
    this.#early = [...before];
  }

  /** All who listen do so by now. */
  started(): void {
    this.#early = undefined;
  }

  async acquire<Topic extends keyof Left>(topic: Topic, name: string): Promise<Turn<Left[Topic]>> {
    const request = this.#next();
    const left = await this.#ask(request, { kind: 'acquire', request, topic, name });
    return {
      // What another process has left under the same topic.
      left: left as Left[Topic] | undefined,
      end: (leave) => {
        tell({ kind: 'end', request, leave });
      },
    };
  }

  async announce(news: News): Promise<void> {
    const request = this.#next();
    await this.#ask(request, { kind: 'announce', request, news });
  }

  listen(listener: (news: News) => void): void {
    this.#listeners.push(listener);
    for (const news of this.#early ?? []) listener(news);
  }

  /** Takes a message of the first process. */
  take(message: Extract<ToWorker, { kind: 'turn' | 'news' | 'announced' }>): void {
    if (message.kind === 'news') {
      this.#early?.push(message.news);
      for (const listener of this.#listeners) listener(message.news);
      tell({ kind: 'heard', number: message.number });
      return;
    }
    this.#awaited.get(message.request)?.(message.kind === 'turn' ? message.left : undefined);
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
