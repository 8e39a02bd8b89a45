import {
  GraphQLError,
  type FieldNode,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  locatedError,
} from 'graphql';
import { toError } from 'graphql/jsutils/toError.js';

export { toError };

/** A value, or a promise of it: what needs no waiting is not made to wait. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** The path of one row among those that are worked on together. */
export type Place = (row: number) => readonly (string | number)[];

/**
 * The values of one field, or the items of its lists, of all rows that are worked on together; an error in the place of
 * one that failed.
 */
export type Column = unknown[];

/** One execution of a plan. */
export interface Run {
  readonly context: unknown;
  /** What the fields of the root type are read from; of a subscription, the event. */
  readonly root: unknown;
  /** As coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** Errors so far, of places that may be null. */
  readonly errors: GraphQLError[];
  /**
   * Waits until the event loop has room, where it has none; without it nothing waits. Throws when the operation has no
   * time left.
   */
  readonly takeTurn: TakeTurn | undefined;
}

/** Waits until the event loop has room. @returns undefined where it has */
export type TakeTurn = () => Promise<void> | undefined;

/** Fewest rows that are not worked on in one go: a field of fewer takes a fifth of a millisecond. */
const MANY_ROWS = 256;
/** Rows that are worked on before it is looked whether others should have a turn. */
const ROWS_AT_ONCE = 64;

/** Waits for turns between rows, where they are so many that others should have some; undefined where they are not. */
export function turnsFor({ takeTurn }: Run, rows: number): TakeTurn | undefined {
  return rows >= MANY_ROWS ? takeTurn : undefined;
}

/**
 * Works on many rows, with turns for others in between. Not for what must see all rows at once, as loaders do.
 * @param work works on the rows from one up to another; it has the loop, as one call for each row takes twice as long
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
 * Turns what resolvers gave for some rows into what is answered for them, in place.
 * @param place of the objects that have the field; of the items themselves where it is the items of lists
 */
export type Complete = (run: Run, values: Column, place: Place) => MaybePromise<Column>;

/** Where values stand in the document. */
export interface Position {
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  /** The field in the answer; undefined for the items of its lists, whose places tell it already. */
  readonly key: string | undefined;
  readonly isNullable: boolean;
  /** The field whose objects have this one; undefined for fields of the root type. */
  readonly above: Position | undefined;
}

/** In the place of a value: an error on its way up to the nearest place that may be null. */
export class Failure {
  readonly error: GraphQLError;

  constructor(error: GraphQLError) {
    this.error = error;
  }
}

/** Completes scalars and enums. */
export function completeLeaves(type: GraphQLLeafType, position: Position): Complete {
  const complete = (run: Run, values: Column, place: Place, from: number, to: number) => {
    for (let row = from; row < to; row += 1) values[row] = leaf(type, position, run, values[row], place, row);
    return values;
  };
  return (run, values, place) => {
    const takeTurn = turnsFor(run, values.length);
    if (!takeTurn) return complete(run, values, place, 0, values.length);
    return inTurns(takeTurn, values.length, (from, to) => complete(run, values, place, from, to)).then(() => values);
  };
}

function leaf(type: GraphQLLeafType, position: Position, run: Run, value: unknown, place: Place, row: number): unknown {
  if (isAbsent(value)) return absent(run, position, value, place, row);
  try {
    return type.serialize(value) ?? refuse(run, position, new Error(`A ${type.name} came out as nothing.`), place, row);
  } catch (error) {
    return refuse(run, position, error, place, row);
  }
}

/** Completes lists, the items of all of them together. */
export function completeLists(completeItems: Complete, position: Position): Complete {
  const { parent, field } = position;
  const answer: Complete = (run, lists, place) => {
    const items: Column = [];
    const starts: number[] = [];
    const failed = new Map<number, Failure>();
    for (const [owner, each] of lists.entries()) {
      starts.push(items.length);
      const problem = addItems(items, each, `${parent.name}.${field.name}`);
      if (problem) failed.set(owner, failure(position, problem, place, owner));
    }
    const placeOfItem: Place = (item) => {
      const owner = starts.findLastIndex((start) => start <= item);
      return [...placeIn(position, place)(owner), item - (starts[owner] ?? 0)];
    };
    const part = (answers: Column): Column =>
      lists.map((_, owner) => {
        const own = answers.slice(starts[owner], starts[owner + 1]);
        return failed.get(owner) ?? own.find((item) => item instanceof Failure) ?? own;
      });
    return then(settle(items), (ready) => then(completeItems(run, ready, placeOfItem), part));
  };
  return (run, values, place) => completeThose(run, position, values, place, answer);
}

/** Adds the items of one list to those of others. @returns what is wrong with it; then none was added */
function addItems(items: Column, list: unknown, field: string): Error | undefined {
  const start = items.length;
  try {
    if (!isIterable(list)) return new GraphQLError(`Expected Iterable, but did not find one for field "${field}".`);
    for (const item of list) items.push(item);
    return undefined;
  } catch (error) {
    // Nobody waits for items that were promised before, so nobody would see them fail.
    for (const item of items.splice(start)) if (isThenable(item)) item.then(undefined, () => undefined);
    return toError(error);
  }
}

/** Completes the values that are there by `answer`; the others are null, or fail. */
export function completeThose(
  run: Run,
  position: Position,
  values: Column,
  place: Place,
  answer: Complete,
): MaybePromise<Column> {
  if (values.length === 0) return values;
  if (!values.some(isAbsent)) return passAll(run, position, answer(run, values, place));
  const rows = [...values.keys()].filter((row) => !isAbsent(values[row]));
  const answers = values.map((value, row) => (isAbsent(value) ? absent(run, position, value, place, row) : null));
  if (rows.length === 0) return answers;
  const sources = rows.map((row) => values[row]);
  return then(
    passAll(
      run,
      position,
      answer(run, sources, (index) => place(rows[index] ?? 0)),
    ),
    (answered) => {
      for (const [index, row] of rows.entries()) answers[row] = answered[index];
      return answers;
    },
  );
}

/** Whether there is nothing to complete: null, or an error. */
export function isAbsent(value: unknown): boolean {
  return value === null || value === undefined || value instanceof Error;
}

/** The places of a field's values, of those of the objects that have it. */
export function placeIn({ key }: Position, place: Place): Place {
  return key === undefined ? place : (row) => [...place(row), key];
}

/** The error of one row, as it is told. */
export function failure(position: Position, thrown: unknown, place: Place, row: number): Failure {
  return new Failure(locatedError(thrown, position.nodes, placeIn(position, place)(row)));
}

/** An error where it happened: told of where there may be null, else on its way up. */
export function refuse(run: Run, position: Position, thrown: unknown, place: Place, row: number): unknown {
  return pass(run, position, failure(position, thrown, place, row));
}

/** All values when they have come, with an error in the place of one that did not. */
export function settle(values: Column): MaybePromise<Column> {
  return values.some(isThenable)
    ? Promise.all(values.map((value) => (isThenable(value) ? Promise.resolve(value).catch(toError) : value)))
    : values;
}

/** Whether a value is yet to come: a promise, or what any other library has for one. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  // Of any object. It is asked of every value of every row, so the member is looked up once.
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

/** Goes on with a value, at once where it is there. */
export function then<Value, Next>(
  value: MaybePromise<Value>,
  next: (value: Value) => MaybePromise<Next>,
): MaybePromise<Next> {
  return value instanceof Promise ? value.then(next) : next(value);
}

function absent(run: Run, position: Position, value: unknown, place: Place, row: number): unknown {
  if (value instanceof Error) return refuse(run, position, value, place, row);
  if (position.isNullable) return null;
  const { parent, field } = position;
  const message = `Cannot return null for non-nullable field ${parent.name}.${field.name}.`;
  return refuse(run, position, new Error(message), place, row);
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
