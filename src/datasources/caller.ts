import type { Secret } from '../secret.js';
import { hashOf } from './session.js';

/**
 * Whose credential an operation is run with: the access token its caller sent, the gateway's own key, or none. Without one only a login
 * is possible.
 */
export type Caller =
  | { readonly kind: 'own-token'; readonly token: Secret }
  | { readonly kind: 'gateway-key' }
  | { readonly kind: 'anonymous' };

/** Names a caller's credential in keys of what is shared between operations, without holding it. Nothing is shared under two names. */
export function credentialOf(caller: Caller): string {
  return caller.kind === 'own-token' ? hashOf(caller.token) : caller.kind;
}
