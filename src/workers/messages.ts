import type { Left, News } from '../datasources/commons.js';

/** Set for workers, so that one is not taken for a process that another program forks, as process managers do. */
export const WORKER_MARK = 'FISKALY_GRAPHQL_WORKER';

/** The upstream that a gateway is put before. */
export interface UpstreamAddress {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  /** The gateway's own key, the secret in plain: it goes over a pipe between two processes of one user. */
  readonly apiKey: { readonly key: string; readonly secret: string } | undefined;
  /** Whether it is the embedded sandbox. */
  readonly isSandbox: boolean;
}

/** What the first process tells a worker. */
export type ToWorker =
  | {
      readonly kind: 'welcome';
      readonly upstream: UpstreamAddress;
      readonly secret: Uint8Array;
      /** What was announced before and is still to be known. */
      readonly news: readonly News[];
    }
  /** It is the worker's turn that it has asked for. */
  | { readonly kind: 'turn'; readonly request: number; readonly left: Left[keyof Left] | undefined }
  /** Another worker has announced something. */
  | { readonly kind: 'news'; readonly number: number; readonly news: News }
  /** All others have heard what the worker has announced. */
  | { readonly kind: 'announced'; readonly request: number }
  | { readonly kind: 'close' };

/** What a worker tells the first process. */
export type ToPrimary =
  | { readonly kind: 'hello' }
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'acquire'; readonly request: number; readonly topic: keyof Left; readonly name: string }
  | { readonly kind: 'end'; readonly request: number; readonly leave: Left[keyof Left] | undefined }
  | { readonly kind: 'announce'; readonly request: number; readonly news: News }
  | { readonly kind: 'heard'; readonly number: number };
