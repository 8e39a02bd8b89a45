import type { SystemLog } from '../../../tse/log/log-message.js';
import type { Engine } from '../../engine/engine.js';
import { signLog, type LogEntry, type Signed } from './signer.js';
import { isTimeUpdateDue, signTimeUpdates } from './time-updates.js';
import type { TssRow } from '../tss.js';

/**
 * Signs and stores the next log message of a TSS, after all time updates that are due. Only inside a write, so that a
 * signature counter is used if and only if its message is stored.
 * @throws LogMessageError when the entry has characters that a log message cannot hold
 */
export function appendLog(engine: Engine, tss: TssRow, entry: LogEntry): Signed {
  const now = engine.now();
  if (isTimeUpdateDue(tss, now)) signTimeUpdates(engine, tss);
  return signLog(engine, tss, entry, now);
}

/** Signs and stores the next system log of a TSS; see {@link appendLog}. */
export function appendSystemLog(
  engine: Engine,
  tss: TssRow,
  operation: Pick<SystemLog, 'operationType' | 'systemOperationData'>,
): Signed {
  return appendLog(engine, tss, { kind: 'system', ...operation });
}
