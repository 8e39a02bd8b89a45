import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Secret } from '../../secret.js';
import type { Caller } from './caller.js';

/** Maximum number of tokens with a known organization. If there are more, the least recently used one is removed. */
const MAXIMUM_TOKENS = 10_000;

/**
 * Finds the owner of data that is remembered longer than a token lives. Threat: a caller makes a token that names the
 * organization of somebody else. So the claims of a token count only after the upstream has accepted it; before that,
 * the token is its own owner.
 */
export class Tenants {
  /**
   * Organizations by the token's SHA-256; an empty string if the token names none. A cache allocates all its memory
   * when it is created, so it is created for the first token.
   */
  #organizations: LRUCache<string, string> | undefined;

  /** Notes that the upstream has accepted a token. */
  accept(token: Secret): void {
    this.#organizations ??= new LRUCache({ max: MAXIMUM_TOKENS });
    if (!this.#organizations.has(token.sha256)) this.#organizations.set(token.sha256, organizationIn(token) ?? '');
  }

  /** Names under which to remember data of a caller. Data that is stored under any of them belongs to the caller. */
  namesOf(caller: Caller): readonly string[] {
    if (caller.kind !== 'own-token') return caller.kind === 'gateway-key' ? ['gateway'] : [];
    const { sha256 } = caller.token;
    const organization = this.#organizations?.get(sha256);
    return organization ? [sha256, `organization:${organization}`] : [sha256];
  }
}

/** The organization that a token names; undefined if it names none. The token is not verified. */
export function organizationIn(token: Secret): string | undefined {
  try {
    const { organization_id: organizationId } = decodeJwt(token.reveal());
    return typeof organizationId === 'string' ? organizationId : undefined;
  } catch {
    return undefined; // not a JWT
  }
}
