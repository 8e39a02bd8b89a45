import type { LockedState, Broadcast } from '../datasources/coordinator.js';

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
      /** What was broadcast before and is still to be known. */
      readonly broadcasts: readonly Broadcast[];
    }
  /** The worker holds the lock that it has asked for. */
  | { readonly kind: 'acquired'; readonly request: number; readonly state: LockedState[keyof LockedState] | undefined }
  /** Another worker has broadcast something. */
  | { readonly kind: 'broadcast'; readonly number: number; readonly message: Broadcast }
  /** All others have heard what the worker has broadcast. */
  | { readonly kind: 'delivered'; readonly request: number }
  | { readonly kind: 'close' };

/** What a worker tells the first process. */
export type ToPrimary =
  | { readonly kind: 'hello' }
  | { readonly kind: 'serving'; readonly url: string }
  | { readonly kind: 'failed'; readonly message: string; readonly code: string | undefined }
  | { readonly kind: 'acquire'; readonly request: number; readonly topic: keyof LockedState; readonly name: string }
  | { readonly kind: 'release'; readonly request: number; readonly state: LockedState[keyof LockedState] | undefined }
  | { readonly kind: 'broadcast'; readonly request: number; readonly message: Broadcast }
  | { readonly kind: 'heard'; readonly number: number };
