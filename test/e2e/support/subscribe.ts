import { createClient as createSseClient } from 'graphql-sse';
import { type ClientOptions, createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** A result as a client of graphql-ws or graphql-sse returns it. */
export interface Result {
  readonly data?: Record<string, any> | null | undefined;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, any> }[] | undefined;
}

/** A subscription in a test. */
export interface Subscription {
  readonly results: readonly Result[];
  /** Waits for the result with this index, from 0. */
  result(index: number): Promise<Result>;
  /** Resolves when the subscription has completed; rejects with the error that ended it. */
  readonly completed: Promise<unknown>;
  /** Ends the subscription from the client's side. */
  stop(): void;
}

export type Subscribe = (query: string, variables?: Record<string, unknown>, authorization?: string) => Subscription;

/** Subscribes over WebSocket, with a separate connection for each subscription. */
export const overWebSocket =
  (url: string, options: Partial<ClientOptions> = {}): Subscribe =>
  (query, variables = {}, authorization) => {
    const client = createWsClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(authorization !== undefined && { connectionParams: { authorization } }),
      ...options,
    });
    return collect((sink) => {
      const stop = client.subscribe({ query, variables }, sink);
      return () => {
        stop();
        void client.dispose();
      };
    });
  };

/** Subscribes over Server-Sent Events. */
export const overEvents =
  (url: string): Subscribe =>
  (query, variables = {}, authorization) => {
    const client = createSseClient({
      url: `${url}/graphql/stream`,
      retryAttempts: 0,
      ...(authorization !== undefined && { headers: { authorization } }),
    });
    return collect((sink) => client.subscribe({ query, variables }, sink));
  };

interface Sink {
  next(result: Result): void;
  error(error: unknown): void;
  complete(): void;
}

function collect(start: (sink: Sink) => () => void): Subscription {
  const results: Result[] = [];
  const waiting = new Set<() => void>();
  const completed = Promise.withResolvers<undefined>();
  completed.promise.catch(() => undefined); // not every test reads it
  const stop = start({
    next: (result) => {
      results.push(result);
      for (const check of waiting) check();
    },
    error: completed.reject,
    complete: () => {
      completed.resolve(undefined);
    },
  });
  return {
    results,
    completed: completed.promise,
    stop,
    result: (index) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const result = results[index];
          if (!result) return;
          waiting.delete(check);
          resolve(result);
        };
        waiting.add(check);
        check();
        completed.promise.then(
          () => {
            reject(new Error(`It completed after ${results.length} results.`));
          },
          (error: unknown) => {
            reject(new Error('It failed.', { cause: error }));
          },
        );
      }),
  };
}
