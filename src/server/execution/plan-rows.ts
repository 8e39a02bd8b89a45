import { type Column, Failure, type MaybePromise, type RowPath, type Run } from './plan-completion.js';
import type { Arguments } from './plan-arguments.js';
import type { CreateInfo } from './resolve-info.js';

/**
 * The answers of a selection for some objects, while its fields are read. Each has its members in the order of the
 * document.
 */
export class Rows {
  readonly #answers: Record<string, unknown>[];
  #hasFailure = false;
  #pending: Promise<unknown>[] | undefined;

  constructor(size: number) {
    this.#answers = new Array<Record<string, unknown>>(size);
    for (let row = 0; row < size; row += 1) this.#answers[row] = {};
  }

  /** Sets a field of a row. */
  set(row: number, key: string, value: unknown): void {
    const answer = this.#answers[row];
    if (answer) answer[key] = value;
    if (value instanceof Failure) this.#hasFailure = true;
  }

  /** Sets a field of all rows. */
  setColumn(key: string, column: MaybePromise<Column>): void {
    if (column instanceof Promise) {
      this.reserve(key);
      this.waitFor(
        column.then((ready) => {
          this.setColumn(key, ready);
        }),
      );
      return;
    }
    for (let row = 0; row < column.length; row += 1) this.set(row, key, column[row]);
  }

  /** Keeps the place of a field that is set later. */
  reserve(key: string): void {
    for (const answer of this.#answers) answer[key] = undefined;
  }

  /** Makes the answer wait for work that sets fields. */
  waitFor(work: Promise<unknown>): void {
    (this.#pending ??= []).push(work);
  }

  /** The rows: an object each, or the first Failure of its fields. @param fields in the order of the document */
  answer(fields: readonly { readonly key: string }[]): MaybePromise<Column> {
    const pending = this.#pending;
    if (!pending) return this.#finished(fields);
    this.#pending = undefined;
    const [first] = pending;
    const ended = first && pending.length === 1 ? first : Promise.all(pending);
    // Work may have added more work to wait for.
    return ended.then(() => this.answer(fields));
  }

  #finished(fields: readonly { readonly key: string }[]): Column {
    if (!this.#hasFailure) return this.#answers;
    return this.#answers.map((answer) => {
      const failed = fields.find(({ key }) => answer[key] instanceof Failure);
      return failed ? answer[failed.key] : answer;
    });
  }
}

/** Works like the default resolver of graphql-js. */
export function readProperty(
  source: unknown,
  name: string,
  args: Arguments,
  run: Run,
  createInfo: CreateInfo,
  path: RowPath,
  row: number,
): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  const value = (source as Readonly<Record<string, unknown>>)[name]; // `source` may be an object of any kind
  return typeof value === 'function'
    ? (value.call(source, args, run.context, createInfo(run, path, row)) as unknown)
    : value;
}
