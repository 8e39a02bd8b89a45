import { existsSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CHOOSE_ANOTHER } from './data-folder.js';
import { SandboxStartError } from './start-error.js';
import { damageOfLog } from './write-ahead-log.js';

/** Bytes up to which indexes are compared with their tables too, which takes twice the time: some 0.2 s for so many. */
const WHOLLY_CHECKED = 64 * 1024 * 1024;

/**
 * Checks a store's file that is there, without writing to it: some 2 ms for each MB, 10 ms for a usual store.
 * @throws SandboxStartError for a file that is damaged or none of a store; whatever SQLite throws when it cannot be
 *   read
 */
export function checkStoreFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isFile()) throw new SandboxStartError(`${file} is no file. ${CHOOSE_ANOTHER}`);
  if (found.size === 0) throw damaged(file, 'it is empty');
  // In this order: while another process has the file, which the first then says, its log may be anything.
  const problem = problemOf(file, found.size) ?? damageOfLog(`${file}-wal`);
  if (problem !== undefined) throw damaged(file, problem);
}

function problemOf(file: string, size: number): string | undefined {
  const hasLog = existsSync(`${file}-wal`);
  let isWhole = false;
  // Closing a connection that may write would bring a write-ahead log into a file that is not to be touched.
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const check = size > WHOLLY_CHECKED ? 'quick_check' : 'integrity_check';
    const row = database.prepare(`PRAGMA ${check}(1)`).get();
    const found = String(row?.[check]);
    isWhole = found === 'ok';
    return isWhole ? undefined : `it is damaged (${found.replaceAll(/\s+/g, ' ').slice(0, 200)})`;
  } finally {
    database.close();
    // Reading alone has made these. Whoever opens a whole store uses them, nobody a damaged one.
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
