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

/** What is told of an error beside its place. */
type Tell = (error: GraphQLError) => unknown;
const tellAll: Tell = ({ message, locations }) => ({ message, locations });

/**
 * What two ways to an answer must agree on: the data, each error at its place, and which places errors below them made
 * null. Of several errors below one such place it is nobody's promise which is told; {@link untrue} says whether what
 * is told is true.
 */
export function essence({ data, errors = [] }: ExecutionResult, tell: Tell = tellAll): unknown {
  const places = errors.map((error) => ({ error, lost: lostAt(data, error) }));
  const told = places
    .filter(({ lost }) => lost === undefined)
    .map(({ error }) => JSON.stringify([error.path, tell(error)]));
  const lost = places.flatMap((place) => (place.lost === undefined ? [] : [JSON.stringify(place.lost)]));
  return { data: JSON.stringify(data), told: told.sort(), lost: [...new Set(lost)].sort() };
}

/** The place above an error that is null in the data, if there is one. */
function lostAt(data: unknown, { path = [] }: GraphQLError): readonly (string | number)[] | undefined {
  const length = path.findIndex((_, index) => (valueAt(data, path.slice(0, index)) ?? null) === null);
  return length < 0 ? undefined : path.slice(0, length);
}

function valueAt(data: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<any>((inner, key) => inner?.[key], data);
}

/** Whether errors are told of places that became null. */
export function losesSomething({ data, errors = [] }: ExecutionResult): boolean {
  return errors.some((error) => lostAt(data, error) !== undefined);
}

/**
 * Errors that are told although they do not happen.
 * @param lenient the answer to the same by {@link lenient}, which tells all that happen, each at its own place
 */
export function untrue({ errors = [] }: ExecutionResult, { data, errors: all = [] }: ExecutionResult): unknown[] {
  const signature = ({ path, message }: GraphQLError) => JSON.stringify([path, message]);
  const happening = new Set(all.map(signature));
  const isMissing = ({ path = [], message }: GraphQLError) =>
    message.startsWith('Cannot return null for non-nullable field ') && valueAt(data, path) === null;
  return errors.filter((error) => !happening.has(signature(error)) && !isMissing(error)).map(signature);
}

/**
 * Has every field of a schema answer later. Where one fails at once, graphql-js leaves promises of the rows before it
 * behind, and Jest takes it amiss when these fail too.
 */
export function answeringLater(schema: GraphQLSchema): GraphQLSchema {
  for (const field of fieldsOf(schema)) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (...given) => Promise.resolve().then(() => resolve(...given));
  }
  return schema;
}

/** Lets everything in a schema be null, so that each error stays where it happens. */
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
