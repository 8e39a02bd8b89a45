import {
  type FieldNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  locatedError,
} from 'graphql';
import { toError } from 'graphql/jsutils/toError.js';

export { toError };

/** A value or a promise of a value. Values that are ready are passed on without delay. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Returns the response path of a row in the current batch. */
export type RowPath = (row: number) => readonly (string | number)[];

/**
 * The values of one field, or the items of its lists, for all rows of a batch. A failed row has an Error instead of a
 * value.
 */
export type Column = unknown[];

/** One execution of a plan. */
export interface Run {
  readonly context: unknown;
  /** The source of the root fields; for a subscription, the event. */
  readonly root: unknown;
  /** Coerced to their declared types. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The errors of nullable positions so far. */
  readonly errors: GraphQLError[];
  /** Waits for a turn of the operation. If missing, nothing waits. Throws if the time of the operation is up. */
  readonly takeTurn: TakeTurn | undefined;
}

/** Waits for a turn on the event loop (see `Turns`). @returns undefined if there is nothing to wait for */
export type TakeTurn = () => Promise<void> | undefined;

/**
 * Minimum number of rows between which other work gets turns. A field with fewer rows takes a fifth of a millisecond.
 */
const MANY_ROWS = 256;
/** Number of rows that are computed before other work may get a turn. */
const ROWS_AT_ONCE = 64;

/** Returns the function that takes turns between rows; undefined for few rows, which are computed at once. */
export function turnsFor({ takeTurn }: Run, rows: number): TakeTurn | undefined {
  return rows >= MANY_ROWS ? takeTurn : undefined;
}

/**
 * Computes many rows, with turns for other work in between. Do not use it for work that must see all rows at once, such
 * as loaders.
 * @param work computes a range of rows in its own loop, because one call per row takes twice as long
 */
export async function inTurns(
  takeTurn: TakeTurn,
  rows: number,
  work: (from: number, to: number) => void,
): Promise<void> {
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const turn = takeTurn();
    if (turn) await turn;
    work(from, Math.min(from + ROWS_AT_ONCE, rows));
  }
}

/**
 * Turns the results of resolvers into response values, for a batch of rows, in place.
 * @param path path of the object that has the field; for list items, path of the item
 */
export type Complete = (run: Run, values: Column, path: RowPath) => MaybePromise<Column>;

/** The place of a field in the document. */
export interface Position {
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  /** The response name of the field. Undefined for list items, because their path already contains the name. */
  readonly key: string | undefined;
  readonly isNullable: boolean;
  /** The field whose objects have this field; undefined for root fields. */
  readonly above: Position | undefined;
}

/** Replaces a value that could not be computed. Its error propagates to the nearest nullable position above. */
export class Failure {
  readonly error: GraphQLError;

  constructor(error: GraphQLError) {
    this.error = error;
  }
}

/** Completes scalars and enums. */
export function completeLeaves(type: GraphQLLeafType, position: Position): Complete {
  const complete = (run: Run, values: Column, path: RowPath, from: number, to: number) => {
    for (let row = from; row < to; row += 1) values[row] = completeLeaf(type, position, run, values[row], path, row);
    return values;
  };
  return (run, values, path) => {
    const takeTurn = turnsFor(run, values.length);
    if (!takeTurn) return complete(run, values, path, 0, values.length);
    return inTurns(takeTurn, values.length, (from, to) => complete(run, values, path, from, to)).then(() => values);
  };
}

/** Completes a scalar or enum of one row. */
export function completeLeaf(
  type: GraphQLLeafType,
  position: Position,
  run: Run,
  value: unknown,
  path: RowPath,
  row: number,
): unknown {
  if (isAbsent(value)) return absent(run, position, value, path, row);
  try {
    return (
      type.serialize(value) ??
      failField(run, position, new Error(`A ${type.name} was serialised to null or undefined.`), path, row)
    );
  } catch (error) {
    return failField(run, position, error, path, row);
  }
}

/** Completes lists. The items of all lists are completed in one batch. */
export function completeLists(completeItems: Complete, position: Position): Complete {
  const { parent, field } = position;
  const answer: Complete = (run, lists, path) => {
    const items: Column = [];
    const starts: number[] = [];
    const answers = new Array<unknown>(lists.length);
    for (let owner = 0; owner < lists.length; owner += 1) {
      starts.push(items.length);
      const problem = addItems(items, lists[owner], `${parent.name}.${field.name}`);
      if (problem) answers[owner] = failure(position, problem, path, owner);
    }
    const itemPath: RowPath = (item) => {
      const owner = starts.findLastIndex((start) => start <= item);
      return [...fieldPath(position, path)(owner), item - (starts[owner] ?? 0)];
    };
    const part = (completed: Column): Column => {
      for (let owner = 0; owner < answers.length; owner += 1) {
        const own = completed.slice(starts[owner], starts[owner + 1]);
        answers[owner] ??= own.find(isFailure) ?? own;
      }
      return answers;
    };
    return then(awaitColumn(items), (ready) => then(completeItems(run, ready, itemPath), part));
  };
  return (run, values, path) => completeThose(run, position, values, path, answer);
}

/** Appends the items of a list. @returns the error if the list is not iterable or fails; then no item was added */
function addItems(items: Column, list: unknown, field: string): Error | undefined {
  const start = items.length;
  try {
    if (!isIterable(list)) return new GraphQLError(`Expected Iterable, but did not find one for field "${field}".`);
    for (const item of list) items.push(item);
    return undefined;
  } catch (error) {
    // Nobody awaits the promises of these items. Without a handler, their rejections would be unhandled.
    for (const item of items.splice(start)) if (isThenable(item)) item.then(undefined, () => undefined);
    return toError(error);
  }
}

/** Completes the present values with `answer`. Absent values become null or an error. */
export function completeThose(
  run: Run,
  position: Position,
  values: Column,
  path: RowPath,
  answer: Complete,
): MaybePromise<Column> {
  if (values.length === 0) return values;
  if (!values.some(isAbsent)) return passAll(run, position, answer(run, values, path));
  const rows = [...values.keys()].filter((row) => !isAbsent(values[row]));
  const answers = values.map((value, row) => (isAbsent(value) ? absent(run, position, value, path, row) : null));
  if (rows.length === 0) return answers;
  const sources = rows.map((row) => values[row]);
  return then(
    passAll(
      run,
      position,
      answer(run, sources, (index) => path(rows[index] ?? 0)),
    ),
    (answered) => {
      for (const [index, row] of rows.entries()) answers[row] = answered[index];
      return answers;
    },
  );
}

/** Whether a value is null, undefined or an error. */
export function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || value instanceof Error;
}

/** Returns the paths of the values of a field, from the paths of its objects. */
export function fieldPath({ key }: Position, path: RowPath): RowPath {
  return key === undefined ? path : (row) => [...path(row), key];
}

function isFailure(value: unknown): boolean {
  return value instanceof Failure;
}

/** Creates the error of one row, with its path. */
export function failure(position: Position, thrown: unknown, path: RowPath, row: number): Failure {
  return new Failure(locatedError(thrown, position.nodes, fieldPath(position, path)(row)));
}

/**
 * Handles the error of one row. A nullable position becomes null and the error is recorded; otherwise the error
 * propagates.
 */
export function failField(run: Run, position: Position, thrown: unknown, path: RowPath, row: number): unknown {
  return pass(run, position, failure(position, thrown, path, row));
}

/** Awaits all values. A rejected promise becomes an Error. */
export function awaitColumn(values: Column): MaybePromise<Column> {
  if (!values.some(isThenable)) return values;
  if (values.length === 1) {
    return Promise.resolve(values[0]).then(
      (value) => [value],
      (error: unknown) => [toError(error)],
    );
  }
  return Promise.all(values.map((value) => (isThenable(value) ? Promise.resolve(value).catch(toError) : value)));
}

/** Whether a value is a promise, or a thenable of another library. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  // This runs for every value of every row, so it reads the member only once.
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** Continues with a value, synchronously if it is not a promise. */
export function then<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function absent(run: Run, position: Position, value: unknown, path: RowPath, row: number): unknown {
  if (value instanceof Error) return failField(run, position, value, path, row);
  if (position.isNullable) return null;
  const { parent, field } = position;
  const message = `Cannot return null for non-nullable field ${parent.name}.${field.name}.`;
  return failField(run, position, new Error(message), path, row);
}

function passAll(run: Run, position: Position, answers: MaybePromise<Column>): MaybePromise<Column> {
  if (answers instanceof Promise) return answers.then((all) => passAll(run, position, all));
  for (let row = 0; row < answers.length; row += 1) answers[row] = pass(run, position, answers[row]);
  return answers;
}

function pass(run: Run, position: Position, answer: unknown): unknown {
  if (!(answer instanceof Failure) || !position.isNullable) return answer;
  run.errors.push(answer.error);
  return null;
}

function isIterable(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false;
  return typeof value[Symbol.iterator] === 'function';
}
