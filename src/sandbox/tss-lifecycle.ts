import type { KeyObject } from 'node:crypto';
import type { Schemas } from '../contract.js';
import { tssSerialNumber, uncompressedPoint } from '../tse/signature.js';
import { systemOperations } from '../tse/system-operations.js';
import { hashOf, requireAdminOfTss } from './admin.js';
import type { Engine } from './engine.js';
import { mergeMetadata } from './metadata.js';
import { randomDigits, randomPrivateKey } from './random.js';
import { Refusal } from './refusal.js';
import type { Caller } from './session.js';
import { appendSystemLog } from './signer.js';
import { findServingTss, reloadTss, tssAnswer, type TssRow } from './tss.js';

/** Key, certificate and PUK of a TSS yet to be created. */
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

/** Makes key, certificate and PUK of a new TSS. Apart from {@link createTss} because issuing a certificate cannot be done in one go. */
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
 * Creates a TSS, or answers again for one that is still CREATED, PUK included; only inside a write.
 * @throws Refusal 409 when the id is taken, 403 when the organization has its five live TSS of TEST
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
  const tss = store.returning<TssRow>(
    `INSERT INTO tss (id, organization, state, private_key, public_key, serial_number, certificate, metadata, puk, puk_hash, time_creation)
      VALUES (?, ?, 'CREATED', ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
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
    const message = `The organization has ${live} TSS that are CREATED, UNINITIALIZED or INITIALIZED; TEST allows ${limits.liveTestTss}. Disable one first.`;
    throw new Refusal(403, 'E_TSS_LIMIT_REACHED', message);
  }
}

/** Which states a caller may move a TSS to (`sign-de-v2.md §6`). */
const NEXT_STATES: Readonly<Record<Schemas['TssState'], readonly Schemas['TssTargetState'][]>> = {
  CREATED: ['UNINITIALIZED'],
  UNINITIALIZED: ['INITIALIZED', 'DISABLED'],
  INITIALIZED: ['DISABLED'],
  DISABLED: [],
  DEFECTIVE: [],
  DELETED: [],
  EVICTED: [],
};

/**
 * Moves a TSS to another state, or merges metadata when it is in that state already, which needs no admin and signs nothing; only
 * inside a write.
 * @throws Refusal 400 for a move that the state machine does not have, 401 or 423 for want of admin mode
 */
export function updateTss(
  engine: Engine,
  caller: Caller,
  tssId: string,
  request: Schemas['UpdateTssRequest'],
): Schemas['UpdateTssResponse'] {
  const tss = findServingTss(engine, caller, tssId);
  if (request.description !== undefined && request.state !== 'INITIALIZED') {
    throw new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'body.description may only be sent with state INITIALIZED.');
  }
  if (tss.state !== request.state) {
    if (!NEXT_STATES[tss.state].includes(request.state)) {
      throw new Refusal(400, 'E_ILLEGAL_TSS_STATE_CHANGE', `A TSS cannot go from ${tss.state} to ${request.state}.`);
    }
    moves[request.state](engine, caller, tss, request);
  }
  engine.store.run(
    'UPDATE tss SET metadata = ? WHERE key = ?',
    mergeMetadata(engine, tss.metadata, request.metadata),
    tss.key,
  );
  const answer = tssAnswer(engine, caller, reloadTss(engine, tss));
  // Every state that can be asked for comes after the step to UNINITIALIZED, so that time is there.
  return { ...answer, state: request.state, time_uninit: answer.time_uninit ?? 0 };
}

type Move = (engine: Engine, caller: Caller, tss: TssRow, request: Schemas['UpdateTssRequest']) => void;

const moves: Readonly<Record<Schemas['TssTargetState'], Move>> = {
  UNINITIALIZED: (engine, _caller, tss) => {
    // What a TSS says of itself when it is set up (`tse-formats.md §1.6`).
    appendSystemLog(engine, tss, systemOperations.registerClient('setup'));
    appendSystemLog(engine, tss, systemOperations.startAudit());
    appendSystemLog(engine, tss, systemOperations.configureLogging());
    appendSystemLog(engine, tss, systemOperations.selfTest('ERROR_UNAUTHORIZED'));
    appendSystemLog(engine, tss, systemOperations.enterSecureState());
    const { logTime } = appendSystemLog(engine, tss, systemOperations.exitSecureState());
    engine.store.run(
      "UPDATE tss SET state = 'UNINITIALIZED', time_uninit = ?, puk = NULL WHERE key = ?",
      logTime,
      tss.key,
    );
  },
  INITIALIZED: (engine, caller, tss, request) => {
    requireAdminOfTss(engine, caller, tss);
    const description = request.description ?? `fiskaly sign cloud-TSE (${tss.id})`;
    const { logTime } = appendSystemLog(engine, tss, systemOperations.initialize(description));
    engine.store.run(
      "UPDATE tss SET state = 'INITIALIZED', time_init = ?, description = ? WHERE key = ?",
      logTime,
      description,
      tss.key,
    );
  },
  DISABLED: (engine, caller, tss) => {
    requireAdminOfTss(engine, caller, tss);
    const { logTime } = appendSystemLog(engine, tss, systemOperations.disableSecureElement(engine.now()));
    engine.store.run("UPDATE tss SET state = 'DISABLED', time_disable = ? WHERE key = ?", logTime, tss.key);
    engine.store.run('DELETE FROM admin_mode WHERE tss = ?', tss.key);
  },
};
