import type { Schemas } from '../../../contract/sign-de.js';
import { systemOperations } from '../../../tse/log/system-operations.js';
import { requireAdminOfTss } from './admin.js';
import type { Engine } from '../../engine/engine.js';
import { mergeMetadata } from '../../engine/metadata.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { appendSystemLog } from '../log/log.js';
import { findServingTss, reloadTss, tssAnswer, type TssRow } from '../tss.js';

/** The states that a caller may move a TSS to, by its current state (`sign-de-v2.md §6`). */
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
 * Moves a TSS to another state, and merges metadata; only inside a write. If the TSS is already in that state, it
 * needs no admin and signs nothing.
 * @throws Refusal 400 for a move that the state machine does not allow; 401 or 423 without admin mode
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
    if (request.state !== 'UNINITIALIZED') requireAdminOfTss(engine, caller, tss);
    moveTss(engine, tss, request);
  }
  engine.store.run(
    'UPDATE tss SET metadata = ? WHERE key = ?',
    mergeMetadata(engine, tss.metadata, request.metadata),
    tss.key,
  );
  const answer = tssAnswer(engine, caller, reloadTss(engine, tss));
  // `time_uninit` is set: every target state is UNINITIALIZED or later.
  return { ...answer, state: request.state, time_uninit: answer.time_uninit ?? 0 };
}

/**
 * Signs and stores a move to another state. Checks neither the caller nor the state machine. Only inside a write.
 */
export function moveTss(engine: Engine, tss: TssRow, request: Schemas['UpdateTssRequest']): void {
  moves[request.state](engine, tss, request);
}

type Move = (engine: Engine, tss: TssRow, request: Schemas['UpdateTssRequest']) => void;

const moves: Readonly<Record<Schemas['TssTargetState'], Move>> = {
  UNINITIALIZED: (engine, tss) => {
    // The log messages of the setup of a TSS (`tse-formats.md §1.6`).
    appendSystemLog(engine, tss, systemOperations.registerClient('setup'));
    appendSystemLog(engine, tss, systemOperations.startAudit());
    appendSystemLog(engine, tss, systemOperations.configureLogging());
    appendSystemLog(engine, tss, systemOperations.selfTest('ERROR_UNAUTHORIZED'));
    appendSystemLog(engine, tss, systemOperations.enterSecureState());
    const { logTime } = appendSystemLog(engine, tss, systemOperations.exitSecureState());
    engine.store.run(
      "UPDATE tss SET state = 'UNINITIALIZED', time_uninit = ?, time_of_update = ?, puk = NULL WHERE key = ?",
      logTime,
      logTime,
      tss.key,
    );
  },
  INITIALIZED: (engine, tss, request) => {
    const description = request.description ?? `fiskaly sign cloud-TSE (${tss.id})`;
    const { logTime } = appendSystemLog(engine, tss, systemOperations.initialize(description));
    engine.store.run(
      "UPDATE tss SET state = 'INITIALIZED', time_init = ?, description = ? WHERE key = ?",
      logTime,
      description,
      tss.key,
    );
  },
  DISABLED: (engine, tss) => {
    const { logTime } = appendSystemLog(engine, tss, systemOperations.disableSecureElement(engine.now()));
    engine.store.run("UPDATE tss SET state = 'DISABLED', time_disable = ? WHERE key = ?", logTime, tss.key);
    engine.store.run('DELETE FROM admin_mode WHERE tss = ?', tss.key);
  },
};
