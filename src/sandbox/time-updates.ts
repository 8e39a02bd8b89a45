import { systemOperations } from '../tse/system-operations.js';
import type { Engine } from './engine.js';
import { signLog } from './signer.js';
import type { TssRow } from './tss.js';

/** Seconds between two time updates of a TSS: a day, and a good two seconds more (`tse-formats.md §1.6`). */
const PERIOD = 86_402;
/** Seconds by which each of them corrects the clock of the TSS. */
const CORRECTION = 2;

/** Columns of a TSS that say when its time was last updated. */
export type TimeUpdateState = Pick<TssRow, 'state' | 'time_of_update'>;

/** Whether the time of a TSS has to be updated. Only a TSS that runs and has not ended does so. */
export function isTimeUpdateDue({ state, time_of_update: last }: TimeUpdateState, now: number): boolean {
  return (state === 'UNINITIALIZED' || state === 'INITIALIZED') && last !== null && now >= last + PERIOD;
}

/**
 * Signs the time updates of a TSS that are due, each with the time at which it was due, so that the same calls at the same times give the
 * same counters whenever this is looked at; only inside a write.
 */
export function signTimeUpdates(engine: Engine, tss: TssRow): void {
  const { store, now } = engine;
  const read = (): TimeUpdateState | undefined =>
    store.one<TimeUpdateState>('SELECT state, time_of_update FROM tss WHERE key = ?', tss.key);
  for (let current = read(); current && isTimeUpdateDue(current, now()); current = read()) {
    const due = (current.time_of_update ?? 0) + PERIOD;
    signLog(engine, tss, { kind: 'system', ...systemOperations.updateTime(due - CORRECTION, due) }, due);
    store.run('UPDATE tss SET time_of_update = ? WHERE key = ?', due, tss.key);
  }
}

/** Signs what is due at all TSS. */
export async function signAllTimeUpdates(engine: Engine): Promise<void> {
  const sql = "SELECT * FROM tss WHERE state IN ('UNINITIALIZED', 'INITIALIZED') AND time_of_update <= ?";
  for (const tss of engine.store.all<TssRow>(sql, engine.now() - PERIOD)) {
    await engine.store.write(() => {
      signTimeUpdates(engine, tss);
    });
  }
}
