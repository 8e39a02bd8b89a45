/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- the caller names the type of SQL rows */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openStoreFile, replaceStoreFile } from './store-file.js';

/**
 * The store could not make a write durable, e.g. because the disk is full. The write was rolled back, and no caller
 * got a success.
 */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Maximum number of writers in one commit, so that reads do not wait long for many writers. */
const BATCH_SIZE = 256;

interface Writer {
  readonly run: () => void;
  readonly answer: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The sandbox's storage: one SQLite file, locked for this process alone. A write is answered only after its commit is
 * on the disk; waiting writers share one commit. All statements run in this thread, and a batch runs synchronously, so
 * no read sees uncommitted data.
 */
export class Store {
  readonly #folder: string;
  #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: Writer[] = [];
  #epoch = 0;
  #writing = false;

  /**
   * Opens the store in a data folder. Creates the folder if it is missing.
   * @throws SandboxStartError when another process uses it, a newer version wrote it, or it is not a store
   */
  constructor(folder: string) {
    this.#folder = folder;
    this.#database = openStoreFile(folder);
  }

  /** The first row of a query. The caller states the type of the row; the STRICT tables guarantee it. */
  one<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined; // see above
  }

  /** All rows of a query, as {@link Store.one}. */
  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#statement(sql).all(...values) as Row[]; // see above
  }

  /** Runs a statement that writes; only inside {@link Store.write}. */
  run(sql: string, ...values: SQLInputValue[]): void {
    this.#checkWriting();
    this.#statement(sql).run(...values);
  }

  /** Runs a statement that writes one row and returns it (`RETURNING`); only inside {@link Store.write}. */
  returning<Row>(sql: string, ...values: SQLInputValue[]): Row {
    this.#checkWriting();
    const row = this.one<Row>(sql, ...values);
    if (row === undefined) throw new Error(`No row was written: ${sql}`);
    return row;
  }

  /**
   * Runs `work` as one transaction. Resolves with its result when the commit is on the disk. If `work` throws, its
   * changes are rolled back and its error is thrown. To keep changes although the caller is refused (e.g. the count of
   * wrong PINs), `work` must return the refusal instead of throwing it.
   * @throws StoreError when the commit fails
   */
  write<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#waiting.length === 0) this.#scheduleCommit();
      let result: T;
      this.#waiting.push({
        run: () => (result = work()),
        answer: () => {
          resolve(result);
        },
        fail: reject,
      });
    });
  }

  /** How often the content was replaced. Row keys from an earlier epoch are invalid. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Copies a snapshot of all committed data into a new file. */
  copyTo(file: string): void {
    this.#database.prepare('VACUUM INTO ?').run(file);
  }

  /**
   * Replaces the content by another store's file, which is consumed; without a file, by an empty store. Commits waiting
   * writes to the old content first.
   */
  replace(file?: string): void {
    while (this.#waiting.length > 0) this.#commitWaiting();
    this.#statements.clear();
    this.#database.close();
    this.#epoch += 1;
    try {
      replaceStoreFile(this.#folder, file);
    } finally {
      this.#database = openStoreFile(this.#folder); // still the old file, if replacing it failed
    }
  }

  /** Commits waiting writes, then closes and unlocks the file. */
  async close(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    this.#database.close();
  }

  /** Commits after one turn of the event loop, so that all requests that have arrived share the commit. */
  #scheduleCommit(): void {
    setImmediate(() => {
      this.#commitWaiting();
    });
  }

  #commitWaiting(): void {
    const batch = this.#waiting.splice(0, BATCH_SIZE);
    if (batch.length === 0) return;
    if (this.#waiting.length > 0) this.#scheduleCommit();
    const answers: (() => void)[] = [];
    this.#writing = true;
    try {
      this.#database.exec('BEGIN IMMEDIATE');
      for (const writer of batch) answers.push(this.#runInSavepoint(writer));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isOpen && this.#database.isTransaction) this.#database.exec('ROLLBACK');
      const reason = new StoreError('The sandbox could not store the write.', { cause: error });
      for (const writer of batch) writer.fail(reason);
      return;
    } finally {
      this.#writing = false;
    }
    for (const answer of answers) answer();
  }

  /** Runs one writer. Returns a function that answers it after the commit. Throws only if SQLite itself fails. */
  #runInSavepoint(writer: Writer): () => void {
    this.#database.exec('SAVEPOINT writer');
    try {
      writer.run();
    } catch (error) {
      // On a full disk, SQLite rolls back the whole transaction. The savepoint is gone, so this throws and the batch
      // fails.
      this.#database.exec('ROLLBACK TO writer; RELEASE writer');
      return () => {
        writer.fail(error);
      };
    }
    this.#database.exec('RELEASE writer');
    return writer.answer;
  }

  #checkWriting(): void {
    if (!this.#writing) throw new Error('A statement that writes was run outside of Store.write.');
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
