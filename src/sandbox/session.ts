import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Schemas } from '../contract.js';
import type { Secret } from '../secret.js';
import type { Engine } from './engine.js';
import { Refusal } from './refusal.js';
import type { Store } from './store.js';

/** The two hosts of SIGN DE V2 (`sign-de-v2.md §1`). */
export type Host = 'middleware' | 'backend';

/** An API key and whom it belongs to; the key decides the environment. */
export interface ApiKey {
  readonly key: string;
  readonly secret: Secret;
  readonly organizationId: string;
  readonly environment: Schemas['Environment'];
}

/** Who sends a request, known from its access token. */
export interface Caller {
  /** The session of the token; admin mode is bound to it. */
  readonly session: number;
  /** Key of the organization's row. All that is stored belongs to one organization in one environment. */
  readonly organization: number;
  readonly environment: Schemas['Environment'];
}

/** Life of an access token in seconds (`integration-guide.md §5`). */
const ACCESS_LIFE = 86_400;
/** Life of a refresh token in seconds. */
const REFRESH_LIFE = 172_800;
/** A repeated login gives the same token until so many seconds before its end. */
const RENEWAL_MARGIN = 60;

interface KeyRow {
  readonly api_key: string;
  readonly secret_hash: Uint8Array;
  readonly id: string;
  readonly environment: Schemas['Environment'];
}

interface SessionRow {
  readonly access_token: string;
  readonly access_expires_at: number;
  readonly refresh_token: string;
  readonly refresh_expires_at: number;
}

const SELECT_KEY = `SELECT api_key.api_key, secret_hash, organization.id, environment
  FROM api_key JOIN organization ON organization.key = api_key.organization`;

/** Makes an API key known, or gives a known one this secret; only inside a write. */
export function saveApiKey(store: Store, { key, secret, organizationId, environment }: ApiKey): void {
  store.run('INSERT OR IGNORE INTO organization (id, environment) VALUES (?, ?)', organizationId, environment);
  store.run(
    `INSERT INTO api_key (api_key, secret_hash, organization)
      SELECT ?, ?, key FROM organization WHERE id = ? AND environment = ?
      ON CONFLICT DO UPDATE SET secret_hash = excluded.secret_hash, organization = excluded.organization`,
    key,
    sha256(secret.reveal()),
    organizationId,
    environment,
  );
}

/**
 * Logs in with an API key or a refresh token. The same key at the same host gets the same tokens until a minute before the
 * access token ends; a refresh token always opens a new session (`sign-de-v2.md §4`).
 * @throws Refusal 401 when neither is good
 */
export async function authenticate(
  engine: Engine,
  host: Host,
  request: Schemas['AuthenticationRequest'],
): Promise<Schemas['AuthenticationResponse']> {
  const { store } = engine;
  const key = 'api_key' in request ? keyOfSecret(store, request) : keyOfRefreshToken(engine, request);
  const now = engine.now();
  const open = (): SessionRow | undefined => ('api_key' in request ? openSession(store, key, host, now) : undefined);
  const session = open() ?? (await newSession(key, host, now));
  // Asked again inside the write: another login with this key may have been stored in the meantime.
  const kept = await store.write(() => open() ?? keepSession(store, key, host, session, now));
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

/**
 * The caller behind an Authorization header.
 * @throws Refusal 401 when the header has no bearer token, or its token is unknown, expired, or of the other host: the Backend
 *   takes sessions of both hosts, the Middleware only its own
 */
export function callerOf(engine: Engine, host: Host, authorization: string | undefined): Caller {
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (token === undefined) {
    throw new Refusal(401, 'E_UNAUTHORIZED', 'The Authorization header must be "Bearer <access token>".');
  }
  const row = engine.store.one<Caller & { host: Host; access_expires_at: number }>(
    `SELECT session.key AS session, organization.key AS organization, environment, host, access_expires_at
      FROM session JOIN api_key USING (api_key) JOIN organization ON organization.key = api_key.organization
      WHERE access_hash = ?`,
    sha256(token),
  );
  if (!row) throw new Refusal(401, undefined, 'The access token is not valid.');
  if (row.access_expires_at <= engine.now()) throw new Refusal(401, undefined, 'The access token has expired.');
  if (host === 'middleware' && row.host === 'backend') {
    throw new Refusal(401, undefined, 'This session was opened at the Backend; log in at the Middleware to use both.');
  }
  return { session: row.session, organization: row.organization, environment: row.environment };
}

function keyOfSecret(store: Store, { api_key, api_secret }: Schemas['ApiKeyAuthentication']): KeyRow {
  const key = store.one<KeyRow>(`${SELECT_KEY} WHERE api_key = ?`, api_key);
  if (!key || !timingSafeEqual(key.secret_hash, sha256(api_secret))) {
    throw new Refusal(401, undefined, 'The API key or its secret is not valid.');
  }
  return key;
}

function keyOfRefreshToken({ store, now }: Engine, { refresh_token }: Schemas['RefreshTokenAuthentication']): KeyRow {
  const key = store.one<KeyRow>(
    `${SELECT_KEY} JOIN session USING (api_key) WHERE refresh_hash = ? AND refresh_expires_at > ?`,
    sha256(refresh_token),
    now(),
  );
  if (!key) throw new Refusal(401, undefined, 'The refresh token is not valid.');
  return key;
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

async function newSession(key: KeyRow, host: Host, now: number): Promise<SessionRow> {
  return {
    access_token: await newToken('access', key, host, now, ACCESS_LIFE),
    access_expires_at: now + ACCESS_LIFE,
    refresh_token: await newToken('refresh', key, host, now, REFRESH_LIFE),
    refresh_expires_at: now + REFRESH_LIFE,
  };
}

/**
 * Tokens are stored in clear beside their hash, because a repeated login must give the same ones. A real service would not; here
 * they open nothing but this sandbox, whose signing keys lie in the same file.
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

/** Tokens are JWTs so that callers can read their claims. What makes one good is its hash in the store, so nobody checks this signature. */
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

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
