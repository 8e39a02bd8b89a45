import {
  defaultFieldResolver,
  type ExecutionResult,
  getNullableType,
  GraphQLList,
  type GraphQLError,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isObjectType,
  isInterfaceType,
} from 'graphql';

/** Selects what is compared of an error besides its path. */
type Tell = (error: GraphQLError) => unknown;
const tellAll: Tell = ({ message, locations }) => ({ message, locations });

/**
 * The parts of an answer in which two executions must agree: the data, each error at its path, and the paths that
 * became null because of errors below them. If several errors occur below one such path, any of them may be reported;
 * {@link untrue} checks that the reported one really occurs.
 */
export function essence({ data, errors = [] }: ExecutionResult, tell: Tell = tellAll): unknown {
  const places = errors.map((error) => ({ error, lost: lostAt(data, error) }));
  const told = places
    .filter(({ lost }) => lost === undefined)
    .map(({ error }) => JSON.stringify([error.path, tell(error)]));
  const lost = places.flatMap((place) => (place.lost === undefined ? [] : [JSON.stringify(place.lost)]));
  return { data: JSON.stringify(data), told: told.sort(), lost: [...new Set(lost)].sort() };
}

/** The path above an error that is null in the data, if there is one. */
function lostAt(data: unknown, { path = [] }: GraphQLError): readonly (string | number)[] | undefined {
  const length = path.findIndex((_, index) => (valueAt(data, path.slice(0, index)) ?? null) === null);
  return length < 0 ? undefined : path.slice(0, length);
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], data);
}

/** Whether there are errors below paths that became null. */
export function losesSomething({ data, errors = [] }: ExecutionResult): boolean {
  return errors.some((error) => lostAt(data, error) !== undefined);
}

/**
 * Reported errors that do not really occur.
 * @param lenient the answer to the same request by {@link lenient}, which reports all errors, each at its own path
 */
export function untrue({ errors = [] }: ExecutionResult, { data, errors: all = [] }: ExecutionResult): unknown[] {
  const signature = ({ path, message }: GraphQLError) => JSON.stringify([path, message]);
  const happening = new Set(all.map(signature));
  const isMissing = ({ path = [], message }: GraphQLError) =>
    message.startsWith('Cannot return null for non-nullable field ') && valueAt(data, path) === null;
  return errors.filter((error) => !happening.has(signature(error)) && !isMissing(error)).map(signature);
}

/**
 * Makes every field of a schema answer asynchronously. If a field fails synchronously, graphql-js abandons the promises
 * of the rows before it, and Jest reports them as unhandled when they fail too.
 */
export function answeringLater(schema: GraphQLSchema): GraphQLSchema {
  for (const field of fieldsOf(schema)) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (...given) => Promise.resolve().then(() => resolve(...given));
  }
  return schema;
}

/** Makes everything in a schema nullable, so that each error stays at its own path. */
export function lenient(schema: GraphQLSchema): GraphQLSchema {
  for (const field of fieldsOf(schema)) field.type = lenientType(field.type);
  return schema;
}

function lenientType(type: GraphQLOutputType): GraphQLOutputType {
  const inner = getNullableType(type);
  return isListType(inner) ? new GraphQLList(lenientType(inner.ofType)) : inner;
}

function fieldsOf(schema: GraphQLSchema): readonly GraphQLField<unknown, unknown>[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
    .flatMap((type) => (isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : []));
}
