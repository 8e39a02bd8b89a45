import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { Coordinator } from '../../coordination/coordinator.js';
import { broadcastTopic } from '../../coordination/topics.js';
import type { Secret } from '../../secret.js';
import type { Endpoint } from '../../upstream/endpoint.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Broadcast for a session that was opened at the Backend. The message is the SHA-256 of its token. */
const backendSessionOpened = broadcastTopic('backend-session', z.string());

/**
 * Remembers the tokens that the Backend has issued, by their SHA-256. The Middleware rejects these tokens
 * (`sign-de-v2.md §1`).
 */
export class BackendSessions {
  readonly #coordinator: Coordinator;
  /** A cache allocates all its memory when it is created, so it is created for the first token. */
  #hashes: LRUCache<string, true> | undefined;

  constructor(coordinator: Coordinator) {
    this.#coordinator = coordinator;
    coordinator.listen(backendSessionOpened, (hash) => {
      this.#note(hash);
    });
  }

  /** Remembers a token, and broadcasts it to all other gateways. */
  async remember(token: Secret): Promise<void> {
    this.#note(token.sha256);
    await this.#coordinator.broadcast(backendSessionOpened, token.sha256);
  }

  has(token: Secret): boolean {
    return this.#hashes?.has(token.sha256) ?? false;
  }

  #note(hash: string): void {
    this.#hashes ??= new LRUCache({ max: 10_000 });
    this.#hashes.set(hash, true);
  }

  /**
   * Restricts sessions of the Backend to the Backend (`sign-de-v2.md §1`).
   * @returns the hosts that an endpoint may be called at; undefined for no restriction
   * @throws UpstreamError `BACKEND_SESSION` for an operation that only the Middleware has
   */
  hostsFor({ hosts }: Endpoint, token: Secret): Endpoint['hosts'] | undefined {
    if (!this.has(token)) return undefined;
    if (hosts.includes('BACKEND')) return ['BACKEND'];
    throw backendSessionRefused();
  }
}

/** The error for a call that needs a session of the Middleware: signing, administration, and other products. */
export function backendSessionRefused(): UpstreamError {
  return new UpstreamError({
    code: 'BACKEND_SESSION',
    message:
      'This access token was issued by the Backend, which cannot sign or administrate. Authenticate at the Middleware. Nothing was sent.',
  });
}
