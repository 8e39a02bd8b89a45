import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from 'graphql';
import { type Role, roleOf } from '../upstream/access/caller.js';
import { UpstreamError } from '../upstream/call/upstream-error.js';
import { ReceiptNote, unsignedNote } from '../schema/sign-de/signing/receipt-note.js';
import type { TransactionInput } from '../schema/sign-de/signing/signing.js';
import type { UserError } from '../schema/common/user-error.js';
import type { Context } from './common/context.js';

/** The role that a root field needs; `ANYBODY` means also without a credential. */
type Rule = Role | 'ANYBODY';

/** Names of the root types. */
type Root = 'Query' | 'Mutation' | 'Subscription';

/**
 * Which role each root field needs. A field that is not here cannot be built into the schema, so that nobody adds one
 * without deciding. What is shown is kept apart by TSS (`datasources/visible-tss.ts`), so looking is one role.
 */
const RULES: Readonly<Record<Root, Readonly<Record<string, Rule>>>> = {
  Query: {
    tss: 'READ',
    tssList: 'READ',
    client: 'READ',
    clients: 'READ',
    transaction: 'READ',
    transactions: 'READ',
    export: 'READ',
    exports: 'READ',
    awaitExport: 'READ',
    verifyExport: 'READ',
    node: 'READ',
    nodes: 'READ',
    viewer: 'READ',
    verifyReceipt: 'ANYBODY', // pure computation, a millisecond at most; what asks the upstream needs a credential there
    processDataPreview: 'READ',
  },
  Mutation: {
    authenticate: 'ANYBODY',

    signReceipt: 'SIGN',
    signOrder: 'SIGN',
    signOther: 'SIGN',
    signRaw: 'SIGN',
    signTaximeter: 'SIGN',
    startTransaction: 'SIGN',
    updateTransaction: 'SIGN',
    finishTransaction: 'SIGN',
    cancelTransaction: 'SIGN',
    cancelOpenTransactions: 'SIGN',
    updateTransactionMetadata: 'SIGN',

    provisionTss: 'ADMIN',
    deprovisionTss: 'ADMIN',
    createTss: 'ADMIN',
    personalizeTss: 'ADMIN',
    initializeTss: 'ADMIN',
    disableTss: 'ADMIN',
    changeAdminPin: 'ADMIN',
    authenticateAdmin: 'ADMIN',
    logoutAdmin: 'ADMIN',
    createClient: 'ADMIN',
    registerClient: 'ADMIN',
    deregisterClient: 'ADMIN',
    updateTssMetadata: 'ADMIN',
    updateClientMetadata: 'ADMIN',

    // Exports can slow or block signing (`sign-de-v2.md §12`), so those who only look or sign do not trigger them.
    triggerExport: 'ADMIN',
    cancelExport: 'ADMIN',
    exportAll: 'ADMIN',
    updateExportMetadata: 'ADMIN',
  },
  Subscription: {
    tssChanged: 'READ',
    transactionChanged: 'READ',
    exportUpdated: 'READ',
  },
};

const RANKS: Readonly<Record<Role, number>> = { READ: 1, SIGN: 2, ADMIN: 3 };

/**
 * Puts the rule of each root field before it: the one place where roles are enforced. A query or subscription that a
 * caller may not use is an error at its field, a mutation one in its `userErrors`; neither keeps the fields beside it
 * from being answered, and nothing is sent for it.
 * @throws Error listing every field without a rule
 */
export function requireRoles(schema: GraphQLSchema): void {
  const undecided: string[] = [];
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (!root) continue;
    // TypeGraphQL names them so.
    const parent = root.name as Root;
    // Whose root value is nothing, and whose context is made by the server.
    for (const field of Object.values(root.getFields()) as GraphQLField<unknown, Context>[]) {
      const rule = RULES[parent][field.name];
      if (rule === undefined) undecided.push(`${parent}.${field.name}`);
      else if (rule !== 'ANYBODY') requireRole(field, parent, rule);
    }
  }
  if (undecided.length > 0) throw new Error(`src/resolvers/roles.ts lacks a rule for ${undecided.join(', ')}.`);
}

/** With arguments of whatever kind, as graphql-js has coerced them. */
type Resolve = GraphQLFieldResolver<unknown, Context, Readonly<Record<string, unknown>>>;

function requireRole(field: GraphQLField<unknown, Context>, parent: Root, needed: Role): void {
  const refused = parent === 'Mutation' ? refusedPayload(field.type) : undefined;
  const guard =
    (inner: Resolve): Resolve =>
    (source, args, context, info) => {
      const held = roleOf(context.datasources.caller);
      if (held === undefined) throw context.datasources.noCredential();
      if (RANKS[held] >= RANKS[needed]) return inner(source, args, context, info);
      const message = `\`${field.name}\` needs the role ${needed}, but this gateway key has ${held}. Nothing was sent.`;
      if (!refused) throw new UpstreamError({ code: 'FORBIDDEN', message });
      const userError: UserError = { code: 'FORBIDDEN', message, retryable: false };
      const payload = { ...refused, userErrors: [userError] };
      return 'outcome' in refused ? withOutcome(payload, args, context) : payload;
    };
  // A subscription is refused when it begins; its events are resolved for nobody else.
  if (parent === 'Subscription') field.subscribe = guard(field.subscribe ?? defaultFieldResolver);
  else field.resolve = guard(field.resolve ?? defaultFieldResolver);
}

/**
 * Says of a signing that is refused that it is `UNKNOWN` where it may have been sent before, by whoever may: nobody
 * reads for it what became of that.
 */
async function withOutcome(
  payload: Readonly<Record<string, unknown>>,
  { input }: Readonly<Record<string, unknown>>,
  { datasources }: Context,
): Promise<Readonly<Record<string, unknown>>> {
  // The base of all inputs of signing, as graphql-js has coerced it.
  const { tssUuid, transactionUuid, repeat } = input as TransactionInput;
  if (await datasources.signing.isFirstSending(tssUuid, transactionUuid, repeat === true)) return payload;
  return { ...payload, outcome: 'UNKNOWN', receiptNote: unsignedNote('UNKNOWN', false) };
}

/**
 * The payload of a mutation that was not begun: nothing of what there must be, and `NOT_SIGNED` where it says whether
 * something was signed. What may be null is.
 * @throws Error for a payload that cannot say so
 */
function refusedPayload(type: GraphQLOutputType): Readonly<Record<string, unknown>> {
  const payload = getNamedType(type);
  if (!(payload instanceof GraphQLObjectType)) throw new Error('A mutation gives a payload.');
  const fields = Object.values(payload.getFields()).filter(
    ({ name, type: of }) => isNonNullType(of) && name !== 'userErrors' && name !== 'query',
  );
  return Object.fromEntries(fields.map(({ name, type: of }) => [name, nothing(`${payload.name}.${name}`, of)]));
}

function nothing(place: string, type: GraphQLOutputType): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isScalarType(inner) && inner.name === 'Boolean') return false;
  if (isScalarType(inner) && inner.name === 'Int') return 0;
  if (isObjectType(inner) && inner.name === ReceiptNote.name) return unsignedNote('NOT_SIGNED', false);
  if (isEnumType(inner) && inner.getValue('NOT_SIGNED')) return inner.getValue('NOT_SIGNED')?.value;
  throw new Error(`${place} must be nullable, or nobody can be told that the mutation was refused.`);
}
