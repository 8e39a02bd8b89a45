import { randomBytes, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Schemas } from '../../contract/sign-de.js';
import { keyOfRefreshToken, keyOfSecret, sha256, type KeyRow } from './api-key.js';
import type { Engine } from '../engine/engine.js';
import type { Host } from './session.js';
import type { Store } from '../store/store.js';

/** Lifetime of an access token, in seconds (`integration-guide.md §5`). */
const ACCESS_LIFE = 86_400;
/** Lifetime of a refresh token, in seconds. */
const REFRESH_LIFE = 172_800;
/** A repeated login returns the same token until this many seconds before it expires. */
const RENEWAL_MARGIN = 60;

interface SessionRow {
  readonly access_token: string;
  readonly access_expires_at: number;
  readonly refresh_token: string;
  readonly refresh_expires_at: number;
}

/** The answer to a login, the same for all products. */
type Login = Required<Schemas['AuthenticationResponse']> & {
  readonly access_token_claims: { readonly organization_id: string };
};

/**
 * Logs in with an API key or a refresh token. The same key at the same host gets the same tokens until a minute
 * before the access token expires. A refresh token always opens a new session (`sign-de-v2.md §4`).
 * @throws Refusal 401 when the credential is wrong
 */
export async function authenticate(
  engine: Engine,
  host: Host,
  request: Schemas['AuthenticationRequest'],
): Promise<Login> {
  const { store } = engine;
  const now = engine.now();
  const key = 'api_key' in request ? keyOfSecret(store, request) : keyOfRefreshToken(store, request, now);
  const open = (): SessionRow | undefined => ('api_key' in request ? openSession(store, key, host, now) : undefined);
  const kept = open() ?? (await openNew(store, key, host, now, open));
  return {
    access_token: kept.access_token,
    access_token_claims: { env: key.environment, organization_id: key.id },
    access_token_expires_in: kept.access_expires_at - now,
    access_token_expires_at: kept.access_expires_at,
    refresh_token: kept.refresh_token,
    refresh_token_expires_in: kept.refresh_expires_at - now,
    refresh_token_expires_at: kept.refresh_expires_at,
  };
}

function openSession(store: Store, key: KeyRow, host: Host, now: number): SessionRow | undefined {
  return store.one<SessionRow>(
    `SELECT access_token, access_expires_at, refresh_token, refresh_expires_at FROM session
      WHERE api_key = ? AND host = ? AND access_expires_at > ? ORDER BY key DESC LIMIT 1`,
    key.api_key,
    host,
    now + RENEWAL_MARGIN,
  );
}

/** Stores a new session, unless another login with this key stored one in the meantime. */
async function openNew(
  store: Store,
  key: KeyRow,
  host: Host,
  now: number,
  open: () => SessionRow | undefined,
): Promise<SessionRow> {
  const session = await newSession(key, host, now);
  return store.write(() => open() ?? keepSession(store, key, host, session, now));
}

async function newSession(key: KeyRow, host: Host, now: number): Promise<SessionRow> {
  return {
    access_token: await newToken('access', key, host, now, ACCESS_LIFE),
    access_expires_at: now + ACCESS_LIFE,
    refresh_token: await newToken('refresh', key, host, now, REFRESH_LIFE),
    refresh_expires_at: now + REFRESH_LIFE,
  };
}

/**
 * Stores tokens in plain text, next to their hashes, because a repeated login must return the same ones. A real
 * service must not do that. Here they give access only to this sandbox, whose signing keys are in the same file.
 */
function keepSession(store: Store, key: KeyRow, host: Host, session: SessionRow, now: number): SessionRow {
  store.run('DELETE FROM session WHERE refresh_expires_at <= ?', now);
  store.run(
    `INSERT INTO session (api_key, host, access_hash, access_token, access_expires_at,
       refresh_hash, refresh_token, refresh_expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    key.api_key,
    host,
    sha256(session.access_token),
    session.access_token,
    session.access_expires_at,
    sha256(session.refresh_token),
    session.refresh_token,
    session.refresh_expires_at,
  );
  return session;
}

/**
 * Tokens are JWTs so that callers can read their claims. A token is valid if its hash is in the store. Nobody verifies
 * the signature of a JWT, so this key need not survive a restart.
 */
const tokenKey = randomBytes(32);

function newToken(use: 'access' | 'refresh', key: KeyRow, host: Host, now: number, life: number): Promise<string> {
  return new SignJWT({ env: key.environment, organization_id: key.id, host, use })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('fiskaly-graphql sandbox')
    .setIssuedAt(now)
    .setExpirationTime(now + life)
    .setJti(randomUUID())
    .sign(tokenKey);
}
