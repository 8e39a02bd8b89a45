import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Caller } from '../datasources/caller.js';
import { Secret } from '../secret.js';

/** Names by which a browser on this machine reaches a server that is bound to loopback. */
const LOOPBACK_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]', '::1']);

/** Headers that say who calls. */
export type CallerHeaders = Pick<FastifyRequest['headers'], 'authorization' | 'host'>;

/** Whether an address to bind to can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK_NAMES.has(host);
}

/**
 * With whose credential a request is run: the access token it carries, else the gateway's own key where that may be lent.
 *
 * Threat: the gateway's own key signs real sales, so nobody from outside this machine may use it. It is lent only when the gateway
 * is bound to loopback, and only to requests whose `Host` says so too; a web page whose name was pointed at 127.0.0.1 (DNS
 * rebinding) sends its own name there. Other processes of this machine can still use it.
 *
 * @param lendsOwnKey whether callers without a token may use the gateway's own key
 * @throws GraphQLError `UNAUTHENTICATED` (HTTP 401) when the `Authorization` header is malformed
 */
export function readCaller({ headers }: { readonly headers: CallerHeaders }, lendsOwnKey: boolean): Caller {
  const { authorization, host } = headers;
  if (authorization === undefined) {
    return lendsOwnKey && isLoopback((host ?? '').replace(/:\d+$/, ''))
      ? { kind: 'gateway-key' }
      : { kind: 'anonymous' };
  }
  const [, token] = /^Bearer +([\w.~+/=-]{1,8192})$/i.exec(authorization) ?? [];
  if (token === undefined) {
    throw new GraphQLError(
      'The Authorization header is malformed; right would be "Bearer" and the access token that `authenticate` returned.',
      {
        extensions: { code: 'UNAUTHENTICATED', retryable: false, http: { status: 401 } },
      },
    );
  }
  return { kind: 'own-token', token: new Secret(token) };
}
