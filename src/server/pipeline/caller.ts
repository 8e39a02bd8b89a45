import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller, Grant } from '../../upstream/access/caller.js';
import { type GatewayKey, hashOfKey, KEY_PREFIX } from '../../config/gateway-keys.js';
import { Secret } from '../../secret.js';

/** Names by which a browser on this machine reaches a server that is bound to loopback. */
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Headers that say who calls. */
export type CallerHeaders = Pick<FastifyRequest['headers'], 'authorization' | 'host'>;

/** Whether an address to bind to can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host);
}

/** Whom the gateway lends its own key to. */
export interface Lending {
  /** Whether to callers on this machine who bring nothing. */
  readonly toThisMachine: boolean;
  /** To those who bring one of these. */
  readonly gatewayKeys: readonly GatewayKey[];
}

/**
 * Whom a gateway lends its key to that is bound to an address: with gateway keys configured to those who bring one, and
 * to nobody else.
 */
export function lendingOf(host: string, gatewayKeys: readonly GatewayKey[]): Lending {
  return { toThisMachine: gatewayKeys.length === 0 && isLoopback(host), gatewayKeys };
}

/**
 * With whose credential a request is run: the access token it carries, else the gateway's own key where that may be
 * lent.
 *
 * Threat: the gateway's own key signs real sales, so nobody may use it whom it was not meant for. It is lent to callers
 * who bring a gateway key. Where none are configured, it is lent only when the gateway is bound to loopback, and only
 * to requests whose `Host` says so too; a web page whose name was pointed at 127.0.0.1 (DNS rebinding) sends its own
 * name there. Other processes of this machine can still use it.
 *
 * @throws GraphQLError `UNAUTHENTICATED` (HTTP 401) when the `Authorization` header is malformed or the gateway key is
 *   not one of ours
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
    // Threat: as a token it would be sent to the upstream, whom it is none of its business.
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
 * The gateway key that was brought. Each is compared in full, in constant time, so that the time it takes tells
 * nothing.
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
