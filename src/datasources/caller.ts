import type { Secret } from '../secret.js';

/**
 * Whose credential an operation is run with: the access token its caller sent, the gateway's own key, or none. Without one only a login
 * is possible.
 */
export type Caller =
  | { readonly kind: 'own-token'; readonly token: Secret }
  | { readonly kind: 'gateway-key' }
  | { readonly kind: 'anonymous' };
