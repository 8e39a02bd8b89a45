import { systemOperations } from '../../../tse/log/system-operations.js';
import type { Engine } from '../../engine/engine.js';
import { CERTIFICATE_LIFE } from '../../engine/authority.js';
import { signLog } from './signer.js';
import { reloadTss, type TssRow } from '../tss.js';

/** Seconds between two time updates of a TSS: a day and about two seconds (`tse-formats.md §1.6`). */
const PERIOD = 86_402;
/** Seconds by which each update corrects the clock of the TSS. */
const CORRECTION = 2;

/** The columns of a TSS that decide when a time update is due. */
type TimeUpdateState = Pick<TssRow, 'state' | 'time_of_update' | 'time_creation'>;

/** Whether a TSS must update its time. A TSS does so only while it is in operation and its certificate is valid. */
export function isTimeUpdateDue(
  { state, time_of_update: last, time_creation: since }: TimeUpdateState,
  now: number,
): boolean {
  if ((state !== 'UNINITIALIZED' && state !== 'INITIALIZED') || last === null) return false;
  const due = last + PERIOD;
  return due <= now && due < since + CERTIFICATE_LIFE;
}

/**
 * Signs all due time updates of a TSS, each with the time at which it was due. So the same calls at the same times
 * always give the same counters, independent of when this runs. Only inside a write.
 * @param most maximum number of updates to sign
 * @returns whether no due update is left
 */
export function signTimeUpdates(engine: Engine, { key }: Pick<TssRow, 'key'>, most = Infinity): boolean {
  for (let signed = 0; ; signed += 1) {
    const tss = reloadTss(engine, { key });
    if (!isTimeUpdateDue(tss, engine.now())) return true;
    if (signed >= most) return false;
    const due = (tss.time_of_update ?? 0) + PERIOD;
    signLog(engine, tss, { kind: 'system', ...systemOperations.updateTime(due - CORRECTION, due) }, due);
    engine.store.run('UPDATE tss SET time_of_update = ? WHERE key = ?', due, key);
  }
}

/** Maximum number of updates in one write. After a jump of the clock by years, other writes can run in between. */
const BATCH = 100;

/** Signs all due time updates of all TSS. */
export async function signAllTimeUpdates(engine: Engine): Promise<void> {
  const sql = "SELECT key FROM tss WHERE state IN ('UNINITIALIZED', 'INITIALIZED') AND time_of_update <= ?";
  for (const tss of engine.store.all<Pick<TssRow, 'key'>>(sql, engine.now() - PERIOD)) {
    while (!(await engine.store.write(() => signTimeUpdates(engine, tss, BATCH))));
  }
}
