import type { Schemas } from '../../contract/sign-de.js';
import { sha256 } from './api-key.js';
import type { Engine } from '../engine/engine.js';
import { Refusal } from '../engine/refusal.js';

/** The two hosts of SIGN DE V2 (`sign-de-v2.md §1`), and the host of DSFinV-K (`dsfinvk-v1.md §1`). */
export type Host = 'middleware' | 'backend' | 'dsfinvk';

/** The sender of a request, identified by its access token. */
export interface Caller {
  /** Key of the session's row. Admin mode is bound to the session. */
  readonly session: number;
  /** Key of the organization's row. All stored data belongs to one organization in one environment. */
  readonly organization: number;
  readonly environment: Schemas['Environment'];
  /** Epoch of the store in which these keys are valid. */
  readonly epoch: number;
}

/**
 * Finds the caller of an Authorization header.
 * @throws Refusal 401 when the header has no bearer token, or the token is unknown, expired, or from the wrong host.
 *   The Middleware accepts no sessions of the Backend; all other hosts accept the sessions of each.
 */
export function callerOf({ store, now }: Engine, host: Host, authorization: string | undefined): Caller {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    const code = host === 'dsfinvk' ? undefined : 'E_UNAUTHORIZED'; // `dsfinvk-v1.md §2`
    throw new Refusal(401, code, 'The Authorization header must be "Bearer <access token>".');
  }
  const row = store.one<Omit<Caller, 'epoch'> & { host: Host; access_expires_at: number }>(
    `SELECT session.key AS session, organization.key AS organization, environment, host, access_expires_at
      FROM session JOIN api_key USING (api_key) JOIN organization ON organization.key = api_key.organization
      WHERE access_hash = ?`,
    sha256(token),
  );
  if (!row) throw new Refusal(401, undefined, 'The access token is not valid.');
  if (row.access_expires_at <= now()) throw new Refusal(401, undefined, 'The access token has expired.');
  if (host === 'middleware' && row.host === 'backend') {
    throw new Refusal(401, undefined, 'This session was opened at the Backend; log in at the Middleware to use both.');
  }
  return { session: row.session, organization: row.organization, environment: row.environment, epoch: store.epoch };
}

/**
 * Looks a caller up again if the content of the store was replaced since.
 * @throws Refusal as {@link callerOf}
 */
export function stillThere(engine: Engine, host: Host, known: Caller, authorization: string | undefined): Caller {
  return known.epoch === engine.store.epoch ? known : callerOf(engine, host, authorization);
}

/** Ends the access token of a caller now; does nothing for a call without one. */
export async function expireToken({ store, now }: Engine, caller: Caller | undefined): Promise<void> {
  if (caller?.epoch !== store.epoch) return;
  await store.write(() => {
    store.run('UPDATE session SET access_expires_at = ? WHERE key = ?', now(), caller.session);
  });
}
