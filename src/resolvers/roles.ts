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
 * The role of each root field. Building the schema fails for a field without a rule, so that nobody forgets to decide
 * on a new field. Access to single TSS is checked in `datasources/sign-de/tss/visible-tss.ts`, so one role for reading
 * is enough.
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
    verifyReceipt: 'ANYBODY', // takes at most a millisecond of CPU; its upstream calls need a credential
    processDataPreview: 'READ',
    vatDefinition: 'READ',
    vatDefinitions: 'READ',
    cashRegister: 'READ',
    cashRegisters: 'READ',
    purchaserAgency: 'READ',
    purchaserAgencies: 'READ',
    cashPointClosing: 'READ',
    cashPointClosings: 'READ',
    dsfinvkExport: 'READ',
    dsfinvkExports: 'READ',
    verifyDsfinvkExport: 'READ',
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

    // Exports can slow down or block signing (`sign-de-v2.md §12`), so callers who may only read or sign must not
    // trigger exports.
    triggerExport: 'ADMIN',
    cancelExport: 'ADMIN',
    exportAll: 'ADMIN',
    updateExportMetadata: 'ADMIN',

    insertCashPointClosing: 'SIGN',
    updateCashPointClosingMetadata: 'SIGN',
    deleteCashPointClosing: 'ADMIN',
    upsertVatDefinition: 'ADMIN',
    upsertCashRegister: 'ADMIN',
    upsertPurchaserAgency: 'ADMIN',
    triggerDsfinvkExport: 'ADMIN',
    cancelDsfinvkExport: 'ADMIN',
    updateVatDefinitionMetadata: 'ADMIN',
    updateCashRegisterMetadata: 'ADMIN',
    updatePurchaserAgencyMetadata: 'ADMIN',
    updateDsfinvkExportMetadata: 'ADMIN',
  },
  Subscription: {
    tssChanged: 'READ',
    transactionChanged: 'READ',
    exportUpdated: 'READ',
  },
};

const RANKS: Readonly<Record<Role, number>> = { READ: 1, SIGN: 2, ADMIN: 3 };

/**
 * Adds the role check to each root field. No other code checks roles. If the caller lacks the role, nothing is sent to
 * the upstream for this field. A query or subscription then has an error at this field; a mutation has an error in
 * `userErrors`. Other root fields are still answered.
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
  const withRoleCheck =
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
  // The role for a subscription is checked when the subscription starts. Its events go only to this caller.
  if (parent === 'Subscription') field.subscribe = withRoleCheck(field.subscribe ?? defaultFieldResolver);
  else field.resolve = withRoleCheck(field.resolve ?? defaultFieldResolver);
}

/**
 * Sets the outcome of a signing mutation to `UNKNOWN` if the caller lacks the role and the request is a repeat. Another
 * caller may have sent the earlier request with the role, and the transaction is not read here.
 */
async function withOutcome(
  payload: Readonly<Record<string, unknown>>,
  { input }: Readonly<Record<string, unknown>>,
  { datasources }: Context,
): Promise<Readonly<Record<string, unknown>>> {
  // All signing inputs extend this type; graphql-js has coerced the input.
  const { tssUuid, transactionUuid, repeat } = input as TransactionInput;
  if (await datasources.signing.isFirstSending(tssUuid, transactionUuid, repeat === true)) return payload;
  return { ...payload, outcome: 'UNKNOWN', receiptNote: unsignedNote('UNKNOWN', false) };
}

/**
 * Returns the required fields of the payload of a mutation that was not started: empty values, and `NOT_SIGNED` for
 * `outcome`.
 * @throws Error for a required field of another type
 */
function refusedPayload(type: GraphQLOutputType): Readonly<Record<string, unknown>> {
  const payload = getNamedType(type);
  if (!(payload instanceof GraphQLObjectType)) throw new Error('The type of a mutation must be a payload object.');
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
  throw new Error(`${place} must be nullable, because it has no value if the mutation is rejected.`);
}
