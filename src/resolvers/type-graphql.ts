import {
  type GraphQLFieldResolver,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLSchema,
  isIntrospectionType,
} from 'graphql';
import { type BuildSchemaOptions, buildSchemaSync, getMetadataStorage } from 'type-graphql';

/** Options of `buildSchemaSync`. Options that would wrap resolvers are rejected. */
export type SchemaOptions = Omit<BuildSchemaOptions, 'pubSub'>;

/** Descriptions of the root types. */
export type RootDescriptions = Readonly<Record<'query' | 'mutation' | 'subscription', string>>;

/**
 * Builds a schema with TypeGraphQL 2.0.0-rc.4, and works around its gaps and side effects. No other file depends on
 * these gaps. `test/resolvers/type-graphql.test.ts` has a test for each gap, which fails if TypeGraphQL changes its
 * behaviour.
 *
 * 1. graphql-js reads properties ({@link leavePropertiesToGraphQL}).
 * 2. graphql-js calls resolvers directly ({@link callResolversDirectly}).
 * 3. No `pubSub` is needed ({@link noPubSub}).
 * 4. Arguments are in the order of the source ({@link putArgumentsInWrittenOrder}).
 * 5. Root types have descriptions ({@link describeRoots}).
 * 6. Inputs can be `@oneOf` ({@link markAsOneOf}).
 * 7. Payloads have a field `query` ({@link addQueryField}).
 *
 * @throws Error for features that would have no effect: `@Authorized`, `authChecker`, `@UseMiddleware`,
 *   `globalMiddlewares`
 */
export function buildByTypeGraphQL(options: SchemaOptions, descriptions: RootDescriptions): GraphQLSchema {
  rejectUnsupported(options);
  leavePropertiesToGraphQL();
  const schema = buildSchemaSync({ ...options, pubSub: noPubSub });
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLInputObjectType && type.extensions.oneOf === true) markAsOneOf(type);
    if (type instanceof GraphQLObjectType) putArgumentsInWrittenOrder(type);
    if (type instanceof GraphQLObjectType && type.name.endsWith('Payload')) addQueryField(type, schema);
  }
  const reading = callResolversDirectly(schema);
  markFieldsWithoutInfo(schema, reading);
  describeRoots(schema, descriptions);
  return schema;
}

/**
 * Threat: a developer who writes `@Authorized` expects a check, but resolvers are called without TypeGraphQL's
 * middleware. Roles are in `roles.ts`.
 */
function rejectUnsupported(options: SchemaOptions): void {
  const storage = getMetadataStorage();
  const nameOf = ({
    target,
    fieldName,
  }: {
    readonly target: { readonly name: string };
    readonly fieldName?: string;
  }) => (fieldName === undefined ? target.name : `${target.name}.${fieldName}`);
  const found = [
    ...[...storage.authorizedFields, ...storage.authorizedResolver].map((each) => `@Authorized at ${nameOf(each)}`),
    ...[...storage.middlewares, ...storage.resolverMiddlewares].map((each) => `@UseMiddleware at ${nameOf(each)}`),
    ...(['authChecker', 'authMode', 'globalMiddlewares'] as const).filter((name) => options[name] !== undefined),
  ];
  if (found.length === 0) return;
  throw new Error(
    `Nothing would call ${found.join(', ')}: resolvers are called directly. Roles are enforced in src/resolvers/roles.ts.`,
  );
}

/**
 * Makes graphql-js itself read properties and getters of our classes. TypeGraphQL would add a resolver for each of
 * them.
 */
function leavePropertiesToGraphQL(): void {
  const storage = getMetadataStorage();
  for (const type of storage.objectTypes) type.simpleResolvers = true;
  storage.fieldResolvers = storage.fieldResolvers.filter(({ kind }) => kind !== 'internal');
}

/**
 * Makes graphql-js call our resolver methods directly, with coerced arguments. TypeGraphQL would look up the instance,
 * the parameters and the middleware for each call, and copy the arguments into instances of their classes. That costs a
 * tenth of the time of a nested query or a sale.
 * @returns the fields whose resolvers read `info`
 */
function callResolversDirectly(schema: GraphQLSchema): ReadonlySet<unknown> {
  const { queries, mutations, fieldResolvers, objectTypes, inputTypes, argumentTypes } = getMetadataStorage();
  for (const { name, target } of [...inputTypes, ...argumentTypes]) {
    const prototype: unknown = target.prototype;
    const members = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor');
    if (members.length > 0) throw new Error(`${name} has members that its values do not have: ${members.join(', ')}.`);
  }
  const reading = new Set<unknown>();
  const resolvers = new Map<unknown, Readonly<Record<string, Method>>>();
  const call = (type: GraphQLNamedType | null | undefined, metadata: ResolverMetadata) => {
    const { target, methodName, schemaName, params = [], middlewares = [] } = metadata;
    const field = type instanceof GraphQLObjectType ? type.getFields()[schemaName] : undefined;
    if (!field || middlewares.length > 0) throw new Error(`${methodName} cannot be called directly.`);
    // Resolvers have no state, so they are constructed without arguments; methods are looked up by name.
    const resolver = resolvers.get(target) ?? (Reflect.construct(target, []) as Readonly<Record<string, Method>>);
    resolvers.set(target, resolver);
    const picks = params.toSorted((one, other) => one.index - other.index).map(toPick);
    if (params.some(({ kind }) => kind === 'info')) reading.add(field);
    field.resolve = (...given: Given) => resolver[methodName]?.(...picks.map((pick) => pick(given)));
  };
  for (const each of queries) call(schema.getQueryType(), each);
  for (const each of mutations) call(schema.getMutationType(), each);
  for (const each of fieldResolvers) {
    const target = each.resolverClassMetadata?.getObjectType();
    call(schema.getType(objectTypes.find((type) => type.target === target)?.name ?? ''), each);
  }
  return reading;
}

/**
 * Marks fields whose resolvers do not read `info`, so that a plan need not create `info` for each row. Methods of
 * schema classes do not read `info`. Subscriptions are not marked, because TypeGraphQL calls their resolvers.
 * @param reading the fields whose resolvers read `info`
 */
function markFieldsWithoutInfo(schema: GraphQLSchema, reading: ReadonlySet<unknown>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!(type instanceof GraphQLObjectType) || isIntrospectionType(type)) continue;
    if (type === schema.getSubscriptionType()) continue;
    for (const field of Object.values(type.getFields())) {
      if (!reading.has(field)) field.extensions = { ...field.extensions, readsInfo: false };
    }
  }
}

type Method = (...parameters: unknown[]) => unknown;
/** The arguments that graphql-js passes to a resolver. */
type Given = Parameters<GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>>;
/** The part of TypeGraphQL's metadata of a resolver that is used here. */
type ResolverMetadata = Pick<
  ReturnType<typeof getMetadataStorage>['queries'][number],
  'target' | 'methodName' | 'schemaName' | 'params' | 'middlewares'
>;

/** Returns the function that gets the value of a resolver's parameter. */
function toPick(parameter: NonNullable<ResolverMetadata['params']>[number]): (given: Given) => unknown {
  if ('propertyName' in parameter && parameter.propertyName !== undefined) {
    throw new Error(`A parameter that is a property ("${parameter.propertyName}") is not supported.`);
  }
  switch (parameter.kind) {
    case 'root':
      return (given) => given[0];
    case 'args':
      return (given) => given[1];
    case 'arg':
      return (given) => given[1][parameter.name];
    case 'context':
      return (given) => given[2];
    case 'info':
      return (given) => given[3];
    case 'custom':
    case 'pubSub':
      throw new Error(`A parameter of the kind "${parameter.kind}" is not supported.`);
  }
}

/**
 * TypeGraphQL requires a `pubSub` if there are subscriptions, although our subscriptions have their own event sources.
 */
const noPubSub = {
  publish: () => {
    throw new Error('Nothing is published.');
  },
  subscribe: () => {
    throw new Error('Nothing is published.');
  },
};

/** Parameter decorators run from last to first, so TypeGraphQL lists arguments in reverse. */
function putArgumentsInWrittenOrder(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) field.args = field.args.toReversed();
}

/** TypeGraphQL 2.0.0-rc.4 has no option for `@oneOf`. graphql-js needs only this flag. */
function markAsOneOf(type: GraphQLInputObjectType): void {
  type.isOneOf = true;
}

/** TypeGraphQL has no class for the root type `Query`, so the field `query` of payloads is added here. */
function addQueryField(payload: GraphQLObjectType, schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no Query type.');
  payload.getFields().query = {
    name: 'query',
    description: 'Start of a query that runs after the mutation, in the same request.',
    type: new GraphQLNonNull(query),
    args: [],
    resolve: () => ({}),
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
}

/** TypeGraphQL has no option for descriptions of the root types. */
function describeRoots(schema: GraphQLSchema, descriptions: RootDescriptions): void {
  const roots = {
    query: schema.getQueryType(),
    mutation: schema.getMutationType(),
    subscription: schema.getSubscriptionType(),
  };
  for (const name of ['query', 'mutation', 'subscription'] as const) {
    const root = roots[name];
    if (root) root.description = descriptions[name];
  }
}
