import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller, Grant } from '../../upstream/access/caller.js';
import { type GatewayKey, hashOfKey, KEY_PREFIX } from '../../config/gateway-keys.js';
import { Secret } from '../../secret.js';

/** Host names by which a browser on this machine reaches a server that is bound to loopback. */
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Headers that identify the caller. */
export type CallerHeaders = Pick<FastifyRequest['headers'], 'authorization' | 'host'>;

/** Whether a server that is bound to this address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host);
}

/** The callers who may use the gateway's own API key. */
export interface Lending {
  /** Whether callers on this machine may use the API key without any credential. */
  readonly toThisMachine: boolean;
  /** Callers who send one of these keys may use the API key. */
  readonly gatewayKeys: readonly GatewayKey[];
}

/**
 * Returns who may use the gateway's own API key, for a gateway that is bound to `host`. If gateway keys are configured,
 * only callers who send a gateway key may use it.
 */
export function lendingOf(host: string, gatewayKeys: readonly GatewayKey[]): Lending {
  return { toThisMachine: gatewayKeys.length === 0 && isLoopback(host), gatewayKeys };
}

/**
 * Returns the credential of a request: the access token in its header, or the gateway's own API key if the caller may
 * use that key.
 *
 * Threat: the gateway's own API key signs real sales, so only intended callers may use it. Intended callers have a
 * gateway key. If no gateway keys are configured, the gateway must be bound to loopback, and the `Host` header must be
 * a loopback name too: a web page that uses DNS rebinding (its name points to 127.0.0.1) sends its own name in `Host`.
 * Other processes on this machine can still use the key.
 *
 * @throws GraphQLError `UNAUTHENTICATED` (HTTP 401) if the `Authorization` header is malformed or the gateway key is
 *   unknown
 */
export function readCaller({ headers }: { readonly headers: CallerHeaders }, lending: Lending): Caller {
  const { authorization, host } = headers;
  if (authorization === undefined) {
    return lending.toThisMachine && isLoopback((host ?? '').replace(/:\d+$/, ''))
      ? { kind: 'gateway-key' }
      : { kind: 'anonymous' };
  }
  return callersWithToken.get(authorization) ?? readCredential(authorization, lending);
}

/**
 * Callers by their `Authorization` header, so that a token is read and hashed once, and not for each of its requests.
 */
const callersWithToken = new LRUCache<string, Caller>({ max: 2_000 });

function readCredential(authorization: string, lending: Lending): Caller {
  const [, scheme, text] = /^(Bearer|Gateway-Key) +([\w.~+/=-]{1,8192})$/i.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined) {
    const orKey = lending.gatewayKeys.length > 0 ? ', or "Gateway-Key" and a key of this gateway' : '';
    throw refused(
      `The Authorization header is malformed. Send "Bearer" and the token that \`authenticate\` returned${orKey}.`,
    );
  }
  if (scheme.toLowerCase() === 'bearer') {
    // Threat: if a gateway key were accepted as a token, the gateway would send it to the upstream.
    if (text.startsWith(KEY_PREFIX)) throw refused('This is a gateway key. Send it as "Gateway-Key", not as "Bearer".');
    const caller: Caller = { kind: 'own-token', token: new Secret(text) };
    callersWithToken.set(authorization, caller);
    return caller;
  }
  const grant = find(lending.gatewayKeys, text);
  if (!grant) {
    throw refused(
      lending.gatewayKeys.length > 0
        ? 'This gateway does not know this gateway key. Ask the operator of the gateway for a valid key.'
        : 'This gateway has no gateway keys. Send "Bearer" and the access token that `authenticate` returned.',
    );
  }
  return { kind: 'gateway-key', grant };
}

/** Finds a gateway key. The function compares all keys in constant time, so that the response time reveals nothing. */
function find(keys: readonly GatewayKey[], brought: string): Grant | undefined {
  const hash = hashOfKey(brought);
  const [found] = keys.filter((key) => timingSafeEqual(key.hash, hash));
  return found && { name: found.name, role: found.role, ...(found.tssIds && { tssIds: found.tssIds }) };
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: 'UNAUTHENTICATED', retryable: false, http: { status: 401 } },
  });
}
