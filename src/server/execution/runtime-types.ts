import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
} from 'graphql';
import {
  type Column,
  isAbsent,
  isThenable,
  type MaybePromise,
  type RowPath,
  type Run,
  toError,
} from './plan-completion.js';
import type { CreateInfo } from './resolve-info.js';

/**
 * Calls `isTypeOf` of the type for all values, and replaces each value of another type with an error. Does nothing if
 * the type has no `isTypeOf`. Absent values stay.
 * @returns the same array
 */
export function checkTypes(
  type: GraphQLObjectType,
  createInfo: CreateInfo,
  run: Run,
  values: Column,
  path: RowPath,
): MaybePromise<Column> {
  if (!type.isTypeOf) return values;
  let waiting: Promise<void>[] | undefined;
  for (let row = 0; row < values.length; row += 1) {
    if (isAbsent(values[row])) continue;
    try {
      const verdict = type.isTypeOf(values[row], run.context, createInfo(run, path, row));
      if (isThenable(verdict)) (waiting ??= []).push(settleType(type, values, row, verdict));
      else if (!verdict) values[row] = notA(type);
    } catch (error) {
      values[row] = toError(error);
    }
  }
  return waiting ? Promise.all(waiting).then(() => values) : values;
}

async function settleType(
  type: GraphQLObjectType,
  values: Column,
  row: number,
  verdict: PromiseLike<boolean>,
): Promise<void> {
  try {
    if (!(await verdict)) values[row] = notA(type);
  } catch (error) {
    values[row] = toError(error);
  }
}

/**
 * Creates the error for a value of another type. Unlike graphql-js, it does not print the value: the value may be
 * secret.
 */
function notA({ name }: GraphQLObjectType): GraphQLError {
  return new GraphQLError(`Expected value of type "${name}" but got something else.`);
}

/**
 * Finds the type that a union or interface resolved to.
 * @param named the value that `resolveType` returned
 * @param field for the message, e.g. `Query.node`
 * @returns the type, or an Error. Its message is that of graphql-js, but without the value
 */
export function runtimeType(
  schema: GraphQLSchema,
  type: GraphQLAbstractType,
  field: string,
  named: unknown,
): GraphQLObjectType | Error {
  if (named instanceof Error) return named;
  const must = `Abstract type "${type.name}" must resolve to an Object type at runtime for field "${field}"`;
  if (named === undefined || named === null) {
    return new GraphQLError(
      `${must}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
    );
  }
  if (typeof named !== 'string') return new GraphQLError(`${must}, but got something else than the name of a type.`);
  const found = schema.getType(named);
  const was = `Abstract type "${type.name}" was resolved to a`;
  if (!found) return new GraphQLError(`${was} type "${named}" that does not exist inside the schema.`);
  if (!isObjectType(found)) return new GraphQLError(`${was} non-object type "${named}".`);
  return schema.isSubType(type, found)
    ? found
    : new GraphQLError(`Runtime Object type "${named}" is not a possible type for "${type.name}".`);
}
