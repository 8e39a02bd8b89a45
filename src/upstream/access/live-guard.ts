import { LRUCache } from 'lru-cache';
import { memberOf } from '../../json-value.js';
import type { Secret } from '../../secret.js';
import type { Credential } from './credential.js';
import { UpstreamError } from '../call/upstream-error.js';

/**
 * Keeps writes from LIVE. Threat: a gateway that is there for trying out, and a caller who brings a LIVE token by
 * mistake. What is signed there is a real sale and cannot be taken back. Only the upstream's own word counts, since
 * anybody can make up a token that says TEST of itself.
 */
export class LiveGuard {
  /** What the upstream said, by the token's hash: a token never changes its environment. */
  readonly #known = new LRUCache<string, string>({ max: 10_000 });

  /**
   * Lets writes to TEST pass. What the gateway's own session says of itself is the upstream's word too.
   * @param read asks the upstream for the environment of the token
   * @throws UpstreamError `LIVE_WRITES_FORBIDDEN`, or that of the reading: without an answer nothing is written
   */
  async check(token: Secret, credential: Credential, read: () => Promise<string>): Promise<void> {
    const hash = token.sha256;
    const environment = this.#known.get(hash) ?? claimedIn(await credential.ownClaims()) ?? (await read());
    this.#known.set(hash, environment);
    if (environment === 'TEST') return;
    throw new UpstreamError({
      code: 'LIVE_WRITES_FORBIDDEN',
      message: 'This credential is of the environment LIVE, but this gateway writes to TEST only. Nothing was written.',
    });
  }
}

/** The environment that an upstream names in its answer. @throws UpstreamError where it names none */
export function toldEnvironment(told: unknown, operation: string): string {
  if (typeof told === 'string') return told;
  throw new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream does not say of which environment this credential is, so nothing was written.',
    upstream: { operation },
  });
}

function claimedIn(claims: unknown): string | undefined {
  const claimed = memberOf(claims, 'env');
  return typeof claimed === 'string' ? claimed : undefined;
}
