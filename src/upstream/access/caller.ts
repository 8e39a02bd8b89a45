import type { Secret } from '../../secret.js';

/** What a caller may do: read, sign, administrate. Each role includes the roles before it. */
export type Role = 'READ' | 'SIGN' | 'ADMIN';

/** The rights of a gateway key. */
export interface Grant {
  /** Name of the gateway key. */
  readonly name: string;
  readonly role: Role;
  /** UUIDs of the TSS that this caller may see; undefined: all. */
  readonly tssIds?: ReadonlySet<string>;
}

/**
 * Whose credential an operation uses: the access token that its caller sent, the gateway's own API key, or none.
 * Without a credential, only a login is possible.
 */
export type Caller =
  | { readonly kind: 'own-token'; readonly token: Secret }
  | {
      readonly kind: 'gateway-key';
      /**
       * Rights of the gateway key that the caller sent. Undefined if callers need no gateway key; then everything is
       * allowed.
       */
      readonly grant?: Grant;
    }
  | { readonly kind: 'anonymous' };

/**
 * Name of a caller for the keys of data that operations share. It does not contain the credential. Data is never shared
 * between two names: not between two credentials, and not between two gateway keys, which may see different data with
 * the same credential.
 */
export function credentialOf(caller: Caller): string {
  if (caller.kind === 'own-token') return caller.token.sha256;
  return caller.kind === 'gateway-key' && caller.grant ? `${caller.kind}:${caller.grant.name}` : caller.kind;
}

/**
 * The caller's role in this gateway; undefined without a credential. For callers with their own token, the upstream
 * decides what they may do.
 */
export function roleOf(caller: Caller): Role | undefined {
  if (caller.kind === 'anonymous') return undefined;
  return caller.kind === 'gateway-key' && caller.grant ? caller.grant.role : 'ADMIN';
}

/** UUIDs of the TSS that a caller may see; undefined: all that its credential can see. */
export function tssOf(caller: Caller): ReadonlySet<string> | undefined {
  return caller.kind === 'gateway-key' ? caller.grant?.tssIds : undefined;
}
