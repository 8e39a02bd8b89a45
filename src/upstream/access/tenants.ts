import { decodeJwt } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Secret } from '../../secret.js';
import type { Caller } from './caller.js';

/** Most tokens whose organization is known; of more, those used longest ago are forgotten. */
const MAXIMUM_TOKENS = 10_000;

/**
 * Whose a caller is, for what is remembered longer than its token lives. Threat: a token that its bearer made up to
 * name another's organization. So what a token says of itself counts only once the upstream has accepted it; until
 * then it stands for itself alone.
 */
export class Tenants {
  /** Organizations by the token's SHA-256; the empty string where the token names none. */
  readonly #organizations = new LRUCache<string, string>({ max: MAXIMUM_TOKENS });

  /** Takes down that the upstream has accepted a token. */
  accept(token: Secret): void {
    if (!this.#organizations.has(token.sha256)) this.#organizations.set(token.sha256, organizationIn(token) ?? '');
  }

  /** Names under which to remember something of a caller: what is found under any of them is its own. */
  namesOf(caller: Caller): readonly string[] {
    if (caller.kind !== 'own-token') return caller.kind === 'gateway-key' ? ['gateway'] : [];
    const { sha256 } = caller.token;
    const organization = this.#organizations.get(sha256);
    return organization ? [sha256, `organization:${organization}`] : [sha256];
  }
}

/** The organization that a token names, which proves nothing; undefined when it names none. */
export function organizationIn(token: Secret): string | undefined {
  try {
    const { organization_id: organizationId } = decodeJwt(token.reveal());
    return typeof organizationId === 'string' ? organizationId : undefined;
  } catch {
    return undefined; // no JWT
  }
}
