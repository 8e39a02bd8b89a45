/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- SQL cannot say of what type its rows are; the caller does */
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { openStoreFile, replaceStoreFile } from './store-file.js';

/** The store could not make a write durable (a full disk, say); nothing of it was kept and nobody was told otherwise. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Writers of one commit at most, so that reads do not wait long behind a crowd of writers. */
const BATCH_SIZE = 256;

interface Writer {
  readonly run: () => void;
  readonly answer: () => void;
  readonly fail: (error: unknown) => void;
}

/**
 * The sandbox's memory: one SQLite file, locked for this process alone. A write is answered only after its commit has reached
 * the disk; writers that wait share one commit. All statements run one after another in this thread and a whole batch without
 * a pause, so nobody ever reads what may still be rolled back.
 */
export class Store {
  readonly #folder: string;
  #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiting: Writer[] = [];
  #epoch = 0;
  #writing = false;

  /**
   * Opens the store of a folder, which is made where missing.
   * @throws SandboxStartError when another process holds it, when its version is newer, or when it is no store
   */
  constructor(folder: string) {
    this.#folder = folder;
    this.#database = openStoreFile(folder);
  }

  /** The first row of a query. The caller names the row's type, which the STRICT tables hold it to. */
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
   * Runs `work` as a transaction of its own and answers what it returned once that is on the disk. If `work` throws, nothing of
   * it is kept and its error comes back; what must be kept although the caller is refused (a wrong PIN) is *returned* instead.
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

  /** Rises when the content is replaced: what was read before is of another store then. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Copies all that is committed into a file that is not there yet, as one moment saw it. */
  copyTo(file: string): void {
    this.#database.prepare('VACUUM INTO ?').run(file);
  }

  /**
   * Takes the content of another store's file, which is used up, in place of its own; without one it starts empty. Writes that wait
   * are committed before, to the old content.
   */
  replace(file?: string): void {
    while (this.#waiting.length > 0) this.#commitWaiting();
    this.#statements.clear();
    this.#database.close();
    this.#epoch += 1;
    try {
      replaceStoreFile(this.#folder, file);
    } finally {
      this.#database = openStoreFile(this.#folder); // the old one where it could not be replaced
    }
  }

  /** Commits what is waiting, then closes and unlocks the file. */
  async close(): Promise<void> {
    while (this.#waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    this.#database.close();
  }

  /** One turn of the event loop later, so that all requests that have arrived by then share the commit. */
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

  /** Runs one writer; what it gets to hear is returned, to be told after the commit. Throws only when SQLite itself gives up. */
  #runInSavepoint(writer: Writer): () => void {
    this.#database.exec('SAVEPOINT writer');
    try {
      writer.run();
    } catch (error) {
      // A full disk ends the whole transaction by itself; then there is no savepoint left and the batch fails as one.
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
