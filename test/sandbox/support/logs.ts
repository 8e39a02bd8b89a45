import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** All log messages of a TSS by counter, read from the data of a stopped sandbox. */
export function readLogs(dataFolder: string, tssId: string): Uint8Array[] {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'), { readOnly: true });
  try {
    const sql = 'SELECT message FROM log JOIN tss ON tss.key = log.tss WHERE tss.id = ? ORDER BY log.signature_counter';
    return database
      .prepare(sql)
      .all(tssId)
      .map(({ message }) => message as Uint8Array);
  } finally {
    database.close();
  }
}

/** What SQLite says of the data of a stopped sandbox: `ok` if nothing is broken. */
export function integrity(dataFolder: string): unknown {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'));
  try {
    return database.prepare('PRAGMA integrity_check').get()?.integrity_check;
  } finally {
    database.close();
  }
}
