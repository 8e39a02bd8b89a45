import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CHOOSE_ANOTHER } from './data-folder.js';
import { SandboxStartError } from './start-error.js';
import { damageOfLog } from './write-ahead-log.js';

/**
 * Size in bytes up to which indexes are compared with their tables. That doubles the time, to about 0.2 s for this
 * size.
 */
const WHOLLY_CHECKED = 64 * 1024 * 1024;

/**
 * Checks the existing file of a store without writing to it: about 2 ms for each MB, 10 ms for a usual store.
 * @throws SandboxStartError for a file that is damaged or no store; SQLite's own error when it cannot be read
 */
export function checkStoreFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isFile()) throw new SandboxStartError(`${file} is no file. ${CHOOSE_ANOTHER}`);
  if (found.size === 0) throw damaged(file, 'it is empty');
  // In this order: while another process has the file, which the first check reports, its log may be anything.
  const problem = problemOf(file, found.size) ?? damageOfLog(`${file}-wal`);
  if (problem !== undefined) throw damaged(file, problem);
}

function problemOf(file: string, size: number): string | undefined {
  const hasLog = existsSync(`${file}-wal`);
  let isWhole = false;
  // Closing a connection that may write would move a write-ahead log into a file that must not be changed.
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const check = size > WHOLLY_CHECKED ? 'quick_check' : 'integrity_check';
    const row = database.prepare(`PRAGMA ${check}(1)`).get();
    const found = String(row?.[check]);
    isWhole = found === 'ok';
    return isWhole ? undefined : `it is damaged (${found.replaceAll(/\s+/g, ' ').slice(0, 200)})`;
  } finally {
    database.close();
    // Reading alone has made these files. Whoever opens a sound store needs them; for a damaged one they are left
    // over.
    if (!isWhole && !hasLog) for (const ending of ['-shm', '-wal']) rmSync(file + ending, { force: true });
  }
}

/** The refusal of a damaged store. */
export function damaged(file: string, problem: string, cause?: unknown): SandboxStartError {
  const folder = path.dirname(file);
  return new SandboxStartError(
    `The sandbox's data in ${file} cannot be used: ${problem}. Nothing was changed. Start with a saved state, which is a data folder below ${path.join(folder, 'states')}, or delete ${folder} to begin anew.`,
    { cause },
  );
}
