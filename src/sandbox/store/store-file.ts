import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CHOOSE_ANOTHER, makeFolder, REASONS } from './data-folder.js';
import { SandboxStartError } from './start-error.js';
import { checkStoreFile, damaged } from './store-check.js';
import { TABLE_VERSIONS, TABLES_VERSION } from './store-tables.js';

/** The store file in a data folder. */
export function storeFile(folder: string): string {
  return path.join(folder, 'sandbox.sqlite');
}

/** Replaces the store file in a data folder by the file of another store, or removes it. Both must be closed. */
export function replaceStoreFile(folder: string, file: string | undefined): void {
  const own = storeFile(folder);
  // Closing has merged the write-ahead log. SQLite would apply a leftover one to the new file.
  rmSync(`${own}-wal`, { force: true });
  if (file === undefined) rmSync(own, { force: true });
  else renameSync(file, own);
}

/**
 * Opens the store file in a data folder exclusively for this process, checks it, and adds missing tables.
 * @throws SandboxStartError when the folder or its file cannot be used, is damaged, was written by a newer version, or
 *   is in use by another process; the file is then unchanged
 */
export function openStoreFile(folder: string): DatabaseSync {
  const file = storeFile(folder);
  makeFolder(folder);
  const isNew = !existsSync(file);
  let database: DatabaseSync | undefined;
  try {
    checkStoreFile(file);
    database = new DatabaseSync(file);
    // The operating system releases the lock when the process ends, even if it is killed.
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
    );
    database.exec('BEGIN EXCLUSIVE');
    prepareTables(database, file);
    database.exec('COMMIT');
    return database;
  } catch (error) {
    database?.close();
    // Removes an incomplete new file, so that it is not taken for a damaged store.
    if (isNew && statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);
    if (error instanceof SandboxStartError) throw error;
    throw openProblem(file, error);
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

/** Reasons why a file cannot be opened, by SQLite's result code (sqlite.org/rescode.html). */
const PROBLEMS: Readonly<Record<number, string>> = {
  3: 'this user may not write there',
  8: 'it may not be written to',
  13: 'the disk is full',
  14: 'this user may not make files there, or nobody may',
  15: 'its file system has no locks, as some of a network have none',
  22: 'its file system cannot hold files that large',
};
const BUSY = 5;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;

function openProblem(file: string, error: unknown): SandboxStartError {
  // SQLite errors have `errcode`, file system errors have `code`, all have a message.
  const { errcode, code, message } = error as { readonly errcode?: unknown; readonly code?: unknown } & Error;
  const result = typeof errcode === 'number' ? errcode & 0xff : undefined; // the higher bits are details
  if (result === CORRUPT) return damaged(file, `it is damaged (${message})`, error);
  if (result === NOT_A_DATABASE)
    return damaged(file, 'it is not a data file of the sandbox, or its beginning is lost', error);
  const text =
    result === BUSY
      ? `The sandbox's data in ${file} is in use by another process. Stop it, or choose another folder with SANDBOX_DATA or --data.`
      : `The sandbox's data in ${file} cannot be opened: ${PROBLEMS[result ?? 0] ?? REASONS[String(code)] ?? message}. ${CHOOSE_ANOTHER}`;
  return new SandboxStartError(text, { cause: error });
}
