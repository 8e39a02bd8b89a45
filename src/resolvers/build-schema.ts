import 'reflect-metadata';
import {
  type GraphQLFieldResolver,
  GraphQLInputObjectType,
  type GraphQLNamedType,
  GraphQLNonNull,
  GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import { buildSchemaSync, getMetadataStorage } from 'type-graphql';
// In the order in which the schema is to be read.
import { TssResolver } from './sign-de/tss.js';
import { ClientResolver } from './sign-de/client.js';
import { TransactionResolver } from './sign-de/transaction/transaction.js';
import { QrCodeResolver } from './sign-de/transaction/qr-code.js';
import { SignedLogResolver } from './sign-de/transaction/signed-log.js';
import { ExportResolver } from './sign-de/export/export.js';
import { ExportVerificationResolver } from './sign-de/verification/export-verification.js';
import { ReceiptVerificationResolver } from './sign-de/verification/receipt-verification.js';
import { ProcessDataPreviewResolver } from './sign-de/signing/process-data-preview.js';
import { NodeResolver } from './node.js';
import { ViewerResolver } from './session/viewer.js';
import { SessionResolver } from './session/session.js';
import { ProvisioningResolver } from './sign-de/administration/provisioning.js';
import { TssMutationsResolver } from './sign-de/administration/tss-mutations.js';
import { AdminMutationsResolver } from './sign-de/administration/admin-mutations.js';
import { ClientMutationsResolver } from './sign-de/administration/client-mutations.js';
import { SigningMutationsResolver } from './sign-de/signing/signing-mutations.js';
import { TransactionMutationsResolver } from './sign-de/signing/transaction-mutations.js';
import { ExportMutationsResolver } from './sign-de/export/export-mutations.js';
import { ExportAllResolver } from './sign-de/export/export-all.js';
import { OpenTransactionsResolver } from './sign-de/signing/open-transactions.js';
import { metadataMutationResolvers } from './sign-de/metadata-mutations.js';
import { SubscriptionResolver } from './sign-de/transaction/subscription.js';
import { UserErrorResolver } from './common/user-error.js';
import { nameFieldsOfInput } from './fields-at-fault.js';
import { requireRoles } from './roles.js';

/** The executable schema, from all resolvers and the vocabulary they use. */
export function buildSchema(): GraphQLSchema {
  leavePropertiesToGraphQL();
  const schema = buildSchemaSync({
    resolvers: [
      TssResolver,
      ClientResolver,
      TransactionResolver,
      QrCodeResolver,
      SignedLogResolver,
      ExportResolver,
      ExportVerificationResolver,
      ReceiptVerificationResolver,
      ProcessDataPreviewResolver,
      NodeResolver,
      ViewerResolver,
      SessionResolver,
      ProvisioningResolver,
      TssMutationsResolver,
      AdminMutationsResolver,
      ClientMutationsResolver,
      SigningMutationsResolver,
      TransactionMutationsResolver,
      ExportMutationsResolver,
      ExportAllResolver,
      OpenTransactionsResolver,
      ...metadataMutationResolvers,
      SubscriptionResolver,
      UserErrorResolver,
    ],
    pubSub: noPubSub,
    validate: false, // inputs are checked by the vocabulary's own …Problems functions, which name the field
  });
  for (const type of Object.values(schema.getTypeMap())) {
    if (type instanceof GraphQLInputObjectType && type.extensions.oneOf === true) markAsOneOf(type);
    if (type instanceof GraphQLObjectType) putArgumentsInWrittenOrder(type);
    if (type instanceof GraphQLObjectType && type.name.endsWith('Payload')) addQueryField(type, schema);
  }
  callResolversDirectly(schema);
  describeRoots(schema);
  nameFieldsOfInput(schema);
  requireRoles(schema);
  return schema;
}

/** Fields of the vocabulary are properties and getters, which graphql-js reads by itself; TypeGraphQL would put a resolver of its own before each. */
function leavePropertiesToGraphQL(): void {
  const storage = getMetadataStorage();
  for (const type of storage.objectTypes) type.simpleResolvers = true;
  storage.fieldResolvers = storage.fieldResolvers.filter(({ kind }) => kind !== 'internal');
}

/**
 * Resolvers are called as they are, with arguments as graphql-js has coerced them. TypeGraphQL would look for instance, parameters and middleware of each call, and copy the
 * arguments into instances of their classes, which here only describe them: a tenth of a nested query and of a sale.
 */
function callResolversDirectly(schema: GraphQLSchema): void {
  const { queries, mutations, fieldResolvers, objectTypes, inputTypes, argumentTypes } = getMetadataStorage();
  for (const { name, target } of [...inputTypes, ...argumentTypes]) {
    const prototype: unknown = target.prototype;
    const members = Object.getOwnPropertyNames(prototype).filter((member) => member !== 'constructor');
    if (members.length > 0) throw new Error(`${name} has members that its values would lack: ${members.join(', ')}.`);
  }
  const resolvers = new Map<unknown, Readonly<Record<string, Method>>>();
  const call = (type: GraphQLNamedType | null | undefined, metadata: ResolverMetadata) => {
    const { target, methodName, schemaName, params = [], middlewares = [] } = metadata;
    const field = type instanceof GraphQLObjectType ? type.getFields()[schemaName] : undefined;
    if (!field || middlewares.length > 0) throw new Error(`${methodName} cannot be called directly.`);
    // Resolvers hold nothing, so they are made of nothing; their methods are found by name.
    const resolver = resolvers.get(target) ?? (Reflect.construct(target, []) as Readonly<Record<string, Method>>);
    resolvers.set(target, resolver);
    const picks = params.toSorted((one, other) => one.index - other.index).map(toPick);
    field.resolve = (...given: Given) => resolver[methodName]?.(...picks.map((pick) => pick(given)));
  };
  for (const each of queries) call(schema.getQueryType(), each);
  for (const each of mutations) call(schema.getMutationType(), each);
  for (const each of fieldResolvers) {
    const target = each.resolverClassMetadata?.getObjectType();
    call(schema.getType(objectTypes.find((type) => type.target === target)?.name ?? ''), each);
  }
}

type Method = (...parameters: unknown[]) => unknown;
/** What graphql-js gives a resolver. */
type Given = Parameters<GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>>;
/** What TypeGraphQL knows of a resolver, as far as it is wanted here. */
type ResolverMetadata = Pick<
  ReturnType<typeof getMetadataStorage>['queries'][number],
  'target' | 'methodName' | 'schemaName' | 'params' | 'middlewares'
>;

/** Takes what a parameter of a resolver is for. */
function toPick(parameter: NonNullable<ResolverMetadata['params']>[number]): (given: Given) => unknown {
  if ('propertyName' in parameter && parameter.propertyName !== undefined) {
    throw new Error(`A parameter that is a member ("${parameter.propertyName}") is not taken.`);
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
      throw new Error(`A parameter of the kind "${parameter.kind}" is not taken.`);
  }
}

/** TypeGraphQL wants one as soon as there are subscriptions, although each of ours has a source of its own. */
const noPubSub = {
  publish: () => {
    throw new Error('Nothing is published.');
  },
  subscribe: () => {
    throw new Error('Nothing is published.');
  },
};

/** Decorators of parameters run from the last to the first, so TypeGraphQL lists arguments backwards. */
function putArgumentsInWrittenOrder(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) field.args = field.args.toReversed();
}

/** TypeGraphQL has no place for the descriptions of the root types. */
function describeRoots(schema: GraphQLSchema): void {
  const [query, mutation, subscription] = [
    schema.getQueryType(),
    schema.getMutationType(),
    schema.getSubscriptionType(),
  ];
  if (query)
    query.description =
      'All that can be read. Reads go to the Backend of the upstream, and wait for nothing that is not asked for.';
  if (mutation)
    mutation.description =
      'All that can be changed. Expected failures are in the `userErrors` of each payload; what signs says in `outcome` whether it is signed.';
  if (subscription)
    subscription.description =
      'What goes on happening: over WebSocket at the same address as queries, or as Server-Sent Events at `/graphql/stream`. Ends with an error when the credential expires or the upstream fails for five minutes.';
}

/** TypeGraphQL 2.0.0-rc.4 has no option for `@oneOf`; the flag is all that graphql-js needs. */
function markAsOneOf(type: GraphQLInputObjectType): void {
  type.isOneOf = true;
}

/** TypeGraphQL has no class for the root type `Query`, so the payloads' way back to it is added here. */
function addQueryField(payload: GraphQLObjectType, schema: GraphQLSchema): void {
  const query = schema.getQueryType();
  if (!query) throw new Error('The schema has no Query type.');
  payload.getFields().query = {
    name: 'query',
    description: 'Anything else to read after the mutation, in the same request.',
    type: new GraphQLNonNull(query),
    args: [],
    resolve: () => ({}),
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
}
