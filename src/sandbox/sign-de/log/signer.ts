import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import {
  encodeLogMessage,
  signedBytes,
  type LogFrame,
  type LogMessage,
  type SystemLog,
  type TransactionLog,
} from '../../../tse/log/log-message.js';
import { readPrivateKey } from '../../engine/authority.js';
import type { Engine } from '../../engine/engine.js';
import type { TssRow } from '../tss.js';

/** The content of a message, without the frame that the signer adds. */
export type LogEntry = Omit<TransactionLog, keyof LogFrame> | Omit<SystemLog, keyof LogFrame>;

/** The values that signing adds to an entry. */
export interface Signed {
  readonly signatureCounter: number;
  /** Unix seconds. */
  readonly logTime: number;
  /** `r ‖ s`, 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Signs and stores the next log message of a TSS; only inside a write. The signature counter starts at 1 and increases
 * by one with every message of any kind. The log time never decreases, even if the clock was set back
 * (`tse-formats.md §1.6`).
 * @param time Unix seconds
 */
export function signLog(engine: Engine, tss: TssRow, entry: LogEntry, time: number): Signed {
  const { store } = engine;
  const { signature_counter: signatureCounter, last_log_time: logTime } = store.returning<{
    signature_counter: number;
    last_log_time: number;
  }>(
    `UPDATE tss SET signature_counter = signature_counter + 1, last_log_time = max(last_log_time, ?)
      WHERE key = ? RETURNING signature_counter, last_log_time`,
    time,
    tss.key,
  );
  const log: LogMessage = {
    ...entry,
    serialNumber: Buffer.from(tss.serial_number, 'hex'),
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    signatureCounter: BigInt(signatureCounter),
    logTime: { format: 'unixTime', seconds: logTime },
  };
  const signature = engine.sign(signingKey(tss), 'P-256', signedBytes(log));
  store.run(
    'INSERT INTO log (tss, signature_counter, log_time, message) VALUES (?, ?, ?, ?)',
    tss.key,
    signatureCounter,
    logTime,
    encodeLogMessage(log, signature),
  );
  return { signatureCounter, logTime, signature };
}

/**
 * Parsed keys by serial number, because parsing a key takes about as long as signing. A serial number identifies its
 * key, because it is a hash of it.
 */
const signingKeys = new LRUCache<string, KeyObject>({ max: 500 });

function signingKey(tss: TssRow): KeyObject {
  let key = signingKeys.get(tss.serial_number);
  if (!key) {
    key = readPrivateKey(tss.private_key);
    signingKeys.set(tss.serial_number, key);
  }
  return key;
}
