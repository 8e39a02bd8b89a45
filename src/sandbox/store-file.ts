import { mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SandboxStartError } from './start-error.js';
import { TABLE_VERSIONS, TABLES_VERSION } from './store-tables.js';

/** Result codes of SQLite (sqlite.org/rescode.html). */
const SQLITE_BUSY = 5;
const SQLITE_NOTADB = 26;

/** The file of a folder. */
export function storeFile(folder: string): string {
  return path.join(folder, 'sandbox.sqlite');
}

/** Puts another store's file in place of that of a folder, or leaves the folder without one; both must be closed. */
export function replaceStoreFile(folder: string, file: string | undefined): void {
  const own = storeFile(folder);
  // Closing took in the write-ahead log; one that were left would be taken for that of the new file.
  rmSync(`${own}-wal`, { force: true });
  if (file === undefined) rmSync(own, { force: true });
  else renameSync(file, own);
}

/**
 * Opens the file of a folder for this process alone and makes the tables that it lacks.
 * @throws SandboxStartError when another process has it, when its version is newer, or when it is no store
 */
export function openStoreFile(folder: string): DatabaseSync {
  const file = storeFile(folder);
  let database: DatabaseSync | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    database = new DatabaseSync(file);
    // The lock is one of the operating system on the open file: it goes with the process, even one that was killed.
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
    );
    database.exec('BEGIN EXCLUSIVE');
    prepareTables(database, file);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof SandboxStartError) throw error;
    throw new SandboxStartError(openProblem(file, error), { cause: error });
  }
}

function prepareTables(database: DatabaseSync, file: string): void {
  const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (version > TABLES_VERSION) {
    const versions = `data version ${version}, this one knows ${TABLES_VERSION}`;
    throw new SandboxStartError(
      `The sandbox's data in ${file} was written by a newer version of fiskaly-graphql (${versions}). Update, or choose another folder.`,
    );
  }
  for (const added of TABLE_VERSIONS.slice(version)) database.exec(added);
  database.exec(`PRAGMA user_version = ${TABLES_VERSION}`);
}

function openProblem(file: string, error: unknown): string {
  // Errors of SQLite have both, those of the file system a message.
  const { errcode, message } = error as { readonly errcode?: unknown; readonly message?: unknown };
  if (errcode === SQLITE_BUSY) {
    return `The sandbox's data in ${file} is in use by another process. Stop it, or choose another folder.`;
  }
  if (errcode === SQLITE_NOTADB) return `${file} is not a data file of the sandbox. Choose another folder.`;
  return `The sandbox's data in ${file} cannot be opened: ${String(message)}.`;
}
