import type { Secret } from '../../secret.js';

/** What a caller may do, each with all that the ones before it may: look, sign, administrate. */
export type Role = 'READ' | 'SIGN' | 'ADMIN';

/** What the gateway key of a caller allows. */
export interface Grant {
  /** Name of the gateway key. */
  readonly name: string;
  readonly role: Role;
  /** UUIDs of the only TSS that there are for this caller; absent for all. */
  readonly tssIds?: ReadonlySet<string>;
}

/**
 * Whose credential an operation is run with: the access token its caller sent, the gateway's own key, or none. Without
 * one only a login is possible.
 */
export type Caller =
  | { readonly kind: 'own-token'; readonly token: Secret }
  | {
      readonly kind: 'gateway-key';
      /** Of the gateway key that the caller brought; absent where the own key is lent without one, for everything. */
      readonly grant?: Grant;
    }
  | { readonly kind: 'anonymous' };

/**
 * Names a caller in keys of what is shared between operations, without holding its credential. Nothing is shared under
 * two names: not between two credentials, and not between two gateway keys, which may see different things with one
 * credential.
 */
export function credentialOf(caller: Caller): string {
  if (caller.kind === 'own-token') return caller.token.sha256;
  return caller.kind === 'gateway-key' && caller.grant ? `${caller.kind}:${caller.grant.name}` : caller.kind;
}

/**
 * What a caller may do as far as the gateway is concerned; undefined for one without a credential. What a caller with a
 * token of its own may do, the upstream says.
 */
export function roleOf(caller: Caller): Role | undefined {
  if (caller.kind === 'anonymous') return undefined;
  return caller.kind === 'gateway-key' && caller.grant ? caller.grant.role : 'ADMIN';
}

/** UUIDs of the only TSS that there are for a caller; undefined for all that its credential can see. */
export function tssOf(caller: Caller): ReadonlySet<string> | undefined {
  return caller.kind === 'gateway-key' ? caller.grant?.tssIds : undefined;
}
