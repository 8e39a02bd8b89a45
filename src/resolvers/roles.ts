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

/** The role that a root field needs. `ANYBODY` needs no credential. */
type Rule = Role | 'ANYBODY';

/** Names of the root types. */
type Root = 'Query' | 'Mutation' | 'Subscription';

/**
 * The role of each root field. A field without a rule here cannot be built into the schema, so that each new field
 * needs a decision. Access to single TSS is checked elsewhere (`datasources/sign-de/tss/visible-tss.ts`), so reading
 * needs only one role.
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
    verifyReceipt: 'ANYBODY', // takes a millisecond of CPU at most; upstream calls inside it need a credential
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

    // Exports can slow down or block signing (`sign-de-v2.md §12`), so callers who only read or sign may not trigger
    // them.
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
 * Adds the role check to each root field. Roles are enforced nowhere else. A missing role is an error of the field (for
 * queries and subscriptions) or in `userErrors` (for mutations). Other root fields are still answered, and nothing is
 * sent to the upstream for this one.
 * @throws Error with the names of all fields without a rule
 */
export function requireRoles(schema: GraphQLSchema): void {
  const undecided: string[] = [];
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (!root) continue;
    // TypeGraphQL uses these names.
    const parent = root.name as Root;
    // Root fields have no source, and the server creates their context.
    for (const field of Object.values(root.getFields()) as GraphQLField<unknown, Context>[]) {
      const rule = RULES[parent][field.name];
      if (rule === undefined) undecided.push(`${parent}.${field.name}`);
      else if (rule !== 'ANYBODY') requireRole(field, parent, rule);
    }
  }
  if (undecided.length > 0) throw new Error(`src/resolvers/roles.ts lacks a rule for ${undecided.join(', ')}.`);
}

/** Arguments of any type, coerced by graphql-js. */
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
  // A subscription is checked when it starts; its events go only to this caller.
  if (parent === 'Subscription') field.subscribe = guard(field.subscribe ?? defaultFieldResolver);
  else field.resolve = guard(field.resolve ?? defaultFieldResolver);
}

/**
 * Sets the outcome of a signing mutation without the needed role to `UNKNOWN` if it is a repeat: an earlier request may
 * have been sent by a caller with the role, and nothing is read here.
 */
async function withOutcome(
  payload: Readonly<Record<string, unknown>>,
  { input }: Readonly<Record<string, unknown>>,
  { datasources }: Context,
): Promise<Readonly<Record<string, unknown>>> {
  // The base of all signing inputs, coerced by graphql-js.
  const { tssUuid, transactionUuid, repeat } = input as TransactionInput;
  if (await datasources.signing.isFirstSending(tssUuid, transactionUuid, repeat === true)) return payload;
  return { ...payload, outcome: 'UNKNOWN', receiptNote: unsignedNote('UNKNOWN', false) };
}

/**
 * The required fields of a payload when the mutation was not started: empty values, and `NOT_SIGNED` for `outcome`.
 * @throws Error for a required field of another type
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
