import { hash, timingSafeEqual } from 'node:crypto';
import type { Schemas } from '../../contract/sign-de.js';
import type { Secret } from '../../secret.js';
import { Refusal } from '../engine/refusal.js';
import type { Store } from '../store/store.js';

/** An API key with its organization. Its environment is the environment of all sessions with this key. */
export interface ApiKey {
  readonly key: string;
  readonly secret: Secret;
  readonly organizationId: string;
  readonly environment: Schemas['Environment'];
}

/** An API key as it is stored, with its organization. */
export interface KeyRow {
  readonly api_key: string;
  readonly secret_hash: Uint8Array;
  readonly id: string;
  readonly environment: Schemas['Environment'];
}

const SELECT_KEY = `SELECT api_key.api_key, secret_hash, organization.id, environment
  FROM api_key JOIN organization ON organization.key = api_key.organization`;

/** Adds an API key, or updates the secret and organization of an existing one; only inside a write. */
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
 * Finds an API key and checks its secret.
 * @throws Refusal 401 when the key is unknown or the secret is wrong
 */
export function keyOfSecret(store: Store, { api_key, api_secret }: Schemas['ApiKeyAuthentication']): KeyRow {
  const key = store.one<KeyRow>(`${SELECT_KEY} WHERE api_key = ?`, api_key);
  if (!key || !timingSafeEqual(key.secret_hash, sha256(api_secret))) {
    throw new Refusal(401, undefined, 'The API key or its secret is not valid.');
  }
  return key;
}

/**
 * Finds the API key that a refresh token belongs to.
 * @throws Refusal 401 when the token is unknown, or has expired at `now` (Unix seconds)
 */
export function keyOfRefreshToken(
  store: Store,
  { refresh_token }: Schemas['RefreshTokenAuthentication'],
  now: number,
): KeyRow {
  const sql = `${SELECT_KEY} JOIN session USING (api_key) WHERE refresh_hash = ? AND refresh_expires_at > ?`;
  const key = store.one<KeyRow>(sql, sha256(refresh_token), now);
  if (!key) throw new Refusal(401, undefined, 'The refresh token is not valid.');
  return key;
}

/**
 * Hashes a secret or token for storage. A plain hash is enough, because all but the demo key's secret are long and
 * random.
 */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
