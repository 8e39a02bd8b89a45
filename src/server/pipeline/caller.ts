import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller, Grant } from '../../upstream/access/caller.js';
import { type GatewayKey, hashOfKey, KEY_PREFIX } from '../../config/gateway-keys.js';
import { Secret } from '../../secret.js';

/** Host names by which a browser on this machine reaches a server that is bound to loopback. */
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Headers that identify the caller. */
export type CallerHeaders = Pick<FastifyRequest['headers'], 'authorization' | 'host'>;

/** Whether an address to bind to can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host);
}

/** The callers who may use the gateway's own API key. */
export interface Lending {
  /** Whether callers on this machine may use it without any credential. */
  readonly toThisMachine: boolean;
  /** Callers who send one of these keys may use it. */
  readonly gatewayKeys: readonly GatewayKey[];
}

/**
 * The callers who may use the own API key of a gateway that is bound to `host`. If gateway keys are configured, only
 * callers who send one of them may.
 */
export function lendingOf(host: string, gatewayKeys: readonly GatewayKey[]): Lending {
  return { toThisMachine: gatewayKeys.length === 0 && isLoopback(host), gatewayKeys };
}

/**
 * The credential that a request runs with: the access token that it carries, or the gateway's own API key if the caller
 * may use that.
 *
 * Threat: the gateway's own API key signs real sales, so only intended callers may use it. These are callers with a
 * gateway key. If no gateway keys are configured, the gateway must be bound to loopback, and the request's `Host` must
 * be a loopback name too: a web page that uses DNS rebinding (its name points to 127.0.0.1) sends its own name there.
 * Other processes on this machine can still use the key.
 *
 * @throws GraphQLError `UNAUTHENTICATED` (HTTP 401) when the `Authorization` header is malformed or the gateway key is
 *   unknown
 */
export function readCaller({ headers }: { readonly headers: CallerHeaders }, lending: Lending): Caller {
  const { authorization, host } = headers;
  if (authorization === undefined) {
    return lending.toThisMachine && isLoopback((host ?? '').replace(/:\d+$/, ''))
      ? { kind: 'gateway-key' }
      : { kind: 'anonymous' };
  }
  const [, scheme, text] = /^(Bearer|Gateway-Key) +([\w.~+/=-]{1,8192})$/i.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined) {
    const orKey = lending.gatewayKeys.length > 0 ? ', or "Gateway-Key" and a key of this gateway' : '';
    throw refused(
      `The Authorization header is malformed; right would be "Bearer" and the access token that \`authenticate\` returned${orKey}.`,
    );
  }
  if (scheme.toLowerCase() === 'bearer') {
    // Threat: sent as a token, the gateway key would be disclosed to the upstream.
    if (text.startsWith(KEY_PREFIX)) throw refused('This is a gateway key; send it as "Gateway-Key", not as "Bearer".');
    return { kind: 'own-token', token: new Secret(text) };
  }
  const grant = find(lending.gatewayKeys, text);
  if (!grant) {
    throw refused(
      lending.gatewayKeys.length > 0
        ? 'This gateway does not know the gateway key; whoever runs it hands out those that it knows.'
        : 'This gateway has no gateway keys; send "Bearer" and the access token that `authenticate` returned.',
    );
  }
  return { kind: 'gateway-key', grant };
}

/**
 * Finds a gateway key. It compares each key in full and in constant time, so that the response time reveals nothing.
 */
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
