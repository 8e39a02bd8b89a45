import { LRUCache } from 'lru-cache';
import { memberOf } from '../../json-value.js';
import type { Secret } from '../../secret.js';
import type { Credential } from './credential.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * Stops writes to the environment LIVE. Threat: in a gateway for testing, a caller sends a LIVE token by mistake. A
 * signature made there is a real sale and cannot be undone. Only the upstream can say which environment a token belongs
 * to: anybody can make a token that claims TEST.
 */
export class LiveGuard {
  /** Environments by the hash of the token: a token never changes its environment. */
  readonly #known = new LRUCache<string, string>({ max: 10_000 });

  /**
   * Checks that a token is of the environment TEST. The claims of the gateway's own session come from the upstream too,
   * so they need no read.
   * @param read asks the upstream for the environment of the token
   * @throws UpstreamError `LIVE_WRITES_FORBIDDEN`, or the error of `read`: without an answer, nothing is written
   */
  async check(token: Secret, credential: Credential, read: () => Promise<string>): Promise<void> {
    const hash = token.sha256;
    const environment = this.#known.get(hash) ?? claimedIn(await credential.ownClaims()) ?? (await read());
    this.#known.set(hash, environment);
    if (environment === 'TEST') return;
    throw new UpstreamError({
      code: 'LIVE_WRITES_FORBIDDEN',
      message: 'This is a LIVE credential, but this gateway writes to TEST only. Nothing was written.',
    });
  }
}

/** The environment in an upstream's answer. @throws UpstreamError if there is none */
export function readEnvironment(environment: unknown, operation: string): string {
  if (typeof environment === 'string') return environment;
  throw new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream did not return the environment of this credential, so nothing was written.',
    upstream: { operation },
  });
}

function claimedIn(claims: unknown): string | undefined {
  const claimed = memberOf(claims, 'env');
  return typeof claimed === 'string' ? claimed : undefined;
}
