import type { KeyObject } from 'node:crypto';
import type { Schemas } from '../../../contract/sign-de.js';
import { tssSerialNumber, uncompressedPoint } from '../../../tse/signature/signature.js';
import { hashOf } from './admin.js';
import type { Engine } from '../../engine/engine.js';
import { mergeMetadata } from '../../engine/metadata.js';
import { randomDigits, randomPrivateKey } from '../../engine/random.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { tssAnswer, type TssRow } from '../tss.js';

const DAY = 86_400;

/** Key, certificate and PUK of a TSS that does not exist yet. */
export interface NewTss {
  readonly id: string;
  readonly privateKey: KeyObject;
  readonly publicPoint: Uint8Array;
  /** Hex. */
  readonly serialNumber: string;
  /** DER. */
  readonly certificate: Uint8Array;
  /** Ten digits. */
  readonly puk: string;
}

/** Generates key, certificate and PUK of a new TSS. This is slow, so it runs before the write of {@link createTss}. */
export async function prepareTss(engine: Engine, tssId: string): Promise<NewTss> {
  const privateKey = randomPrivateKey(engine.random, `key ${tssId}`, 'P-256');
  const publicPoint = uncompressedPoint(privateKey);
  const serialNumber = Buffer.from(tssSerialNumber(publicPoint)).toString('hex');
  return {
    id: tssId,
    privateKey,
    publicPoint,
    serialNumber,
    certificate: await engine.authority.issue(privateKey, serialNumber, engine.now()),
    puk: randomDigits(engine.random, `puk ${tssId}`, 10),
  };
}

/**
 * Creates a TSS; only inside a write. For a TSS that is still CREATED it merges metadata and repeats the answer,
 * including the PUK.
 * @throws Refusal 409 when the id is taken; 403 when the organization has reached its limit of live TSS in TEST or
 *   its daily quota
 */
export function createTss(
  engine: Engine,
  caller: Caller,
  made: NewTss,
  request: Schemas['CreateTssRequest'] | undefined,
): Schemas['CreateTssResponse'] {
  const { store } = engine;
  const known = store.one<TssRow>('SELECT * FROM tss WHERE id = ?', made.id);
  if (known && (known.state !== 'CREATED' || known.organization !== caller.organization)) {
    throw new Refusal(409, 'E_TSS_CONFLICT', `The TSS ${made.id} exists and is not in state CREATED.`);
  }
  const metadata = mergeMetadata(engine, known?.metadata ?? '{}', request?.metadata);
  if (known) {
    store.run('UPDATE tss SET metadata = ? WHERE key = ?', metadata, known.key);
    return createAnswer(engine, caller, { ...known, metadata });
  }
  refuseSixthTestTss(engine, caller);
  refuseOverDailyQuota(engine, caller);
  const tss = store.returning<TssRow>(
    `INSERT INTO tss (id, organization, state, private_key, public_key, serial_number, certificate,
       metadata, puk, puk_hash, time_creation) VALUES (?, ?, 'CREATED', ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
    made.id,
    caller.organization,
    made.privateKey.export({ format: 'der', type: 'pkcs8' }),
    made.publicPoint,
    made.serialNumber,
    made.certificate,
    metadata,
    made.puk,
    hashOf(made.id, made.puk),
    engine.now(),
  );
  return createAnswer(engine, caller, tss);
}

function createAnswer(engine: Engine, caller: Caller, tss: TssRow): Schemas['CreateTssResponse'] {
  return { ...tssAnswer(engine, caller, tss), state: 'CREATED', admin_puk: tss.puk ?? '' };
}

function refuseSixthTestTss({ store, limits }: Engine, caller: Caller): void {
  if (caller.environment !== 'TEST') return;
  const sql = `SELECT count(*) AS count FROM tss
    WHERE organization = ? AND state IN ('CREATED', 'UNINITIALIZED', 'INITIALIZED')`;
  const live = store.one<{ count: number }>(sql, caller.organization)?.count ?? 0;
  if (live >= limits.liveTestTss) {
    throw new Refusal(
      403,
      'E_TSS_LIMIT_REACHED',
      `${live} TSS are CREATED, UNINITIALIZED or INITIALIZED; TEST allows ${limits.liveTestTss}. Disable one first.`,
    );
  }
}

/**
 * The contract does not define the quota (`sign-de-v2.md §16`, point 3). Here it counts the TSS that an organization
 * has created on one UTC day.
 */
function refuseOverDailyQuota({ store, limits, now }: Engine, caller: Caller): void {
  const today = Math.floor(now() / DAY) * DAY;
  const sql = 'SELECT count(*) AS count FROM tss WHERE organization = ? AND time_creation BETWEEN ? AND ?';
  const created = store.one<{ count: number }>(sql, caller.organization, today, today + DAY - 1)?.count ?? 0;
  if (created < limits.newTssPerDay) return;
  throw new Refusal(
    403,
    'E_TSS_LIMIT_PER_DAY_REACHED',
    `${created} TSS were created today (UTC), the most there can be.`,
  );
}
