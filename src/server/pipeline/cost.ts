import { type DocumentNode, getOperationAST, GraphQLError, type GraphQLSchema } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from '../../schema/common/connection.js';
import { coerceVariables } from './variables.js';

/** The cost of a field without its selected sub-fields. */
interface FieldCost {
  /** Cost in units. For a list field: per row. */
  readonly units: number;
  /** Number of rows, if no argument sets it. The real number is rarely higher. */
  readonly rows?: number;
  /**
   * Whether the field processes all of its input, so that the cost depends on the size of the input ({@link
   * unitsOfSize}).
   */
  readonly isSized?: boolean;
  /** The reason for the cost, for the documentation. */
  readonly why: string;
}

/**
 * Fields that cost more than a row. One unit is the cost of reading and returning one row of a list: about 60
 * microseconds of CPU. The other costs were measured relative to this unit (docs/reference/costs.md). All other fields
 * are included in the cost of their row.
 */
export const fieldCosts: Readonly<Record<string, FieldCost>> = {
  'Query.tss': { units: 5, why: 'a call to the upstream' },
  'Query.client': { units: 5, why: 'a call' },
  'Query.transaction': { units: 5, why: 'a call' },
  'Query.export': { units: 5, why: 'a call' },
  'Query.awaitExport': { units: 20, why: 'calls until the export is done' },
  'Query.node': { units: 5, why: 'a call' },
  'Query.nodes': { units: 5, why: 'a call for each id' },
  'Query.verifyReceipt': { units: 20, why: 'a signature is checked, on the curve that the code names' },
  'Query.verifyExport': {
    units: 250,
    why: 'an archive is read and all its signatures are checked, in a worker thread',
  },
  'Query.processDataPreview': { units: 1, isSized: true, why: 'process data is created and checked' },
  'ReceiptVerification.upstream': { units: 30, why: 'up to six calls' },
  'Tss.health': { units: 2, why: 'a certificate is parsed' },
  'Transaction.verification': { units: 3, why: 'a signature is checked' },
  'Transaction.printout': { units: 1, why: 'ten lines of text are created' },
  'QrCode.svg': { units: 10, why: 'a QR code is encoded and drawn' },
  'Transaction.signedLog': { units: 5, why: 'a call' },
  'SignedLog.message': { units: 2, why: 'a log message is parsed' },
  'Transaction.revisionAt': { units: 5, why: 'a call' },
  'Transaction.revisions': { units: 5, rows: 50, why: 'a call for each revision' },
  'Query.vatDefinition': { units: 5, why: 'a call' },
  'Query.cashRegister': { units: 5, why: 'a call' },
  'Query.purchaserAgency': { units: 5, why: 'a call' },
  'Query.cashPointClosing': { units: 5, why: 'a call' },
  'Query.dsfinvkExport': { units: 5, why: 'a call' },
  'Query.verifyDsfinvkExport': {
    units: 500,
    why: 'an archive is read into a database, and all its sums, references and signatures are checked',
  },
  'CashRegister.slaves': { units: 5, rows: 5, why: 'the list of all registers' },
  'CashPointClosing.reports': { units: 5, rows: 5, why: 'a call' },
  'CashPointClosing.businessCases': { units: 10, rows: 5, why: 'a call that reads the whole closing' },
  'CashPointClosing.payment': { units: 10, why: 'a call that reads the whole closing' },
  'CashPointClosing.transactions': { units: 10, why: 'a call that reads the whole closing' },
  'ClosingTransaction.lines': { units: 0, rows: 5, why: 'a row for each line' },
  'ClosingTransaction.signedTransaction': { units: 5, why: 'a call' },
  'DsfinvkExport.upstreamDownloadUrl': { units: 5, why: 'a call' },
  'CancelOpenTransactionsPayload.results': { units: 0, rows: 20, why: 'a transaction for each result' },
};

/** Arguments that set the number of rows of a field, and so the cost of the operation. */
export const COSTLY_ARGUMENTS: readonly string[] = ['first', 'ids'];

/** Names of fields whose cost depends on the size of their input. */
export const SIZED_FIELDS: ReadonlySet<string> = new Set(
  Object.entries(fieldCosts).flatMap(([name, { isSized }]) => (isSized ? [name.replace(/^.*\./, '')] : [])),
);

/** Characters of input, as JSON, that cost one unit to process. */
export const CHARACTERS_OF_A_UNIT = 200;

/** Returns the cost of an input of this size, in units. */
export function unitsOfSize(input: unknown): number {
  // `JSON.stringify` returns undefined for undefined, but its type does not say so.
  const json = JSON.stringify(input) as string | undefined;
  return Math.floor((json?.length ?? 0) / CHARACTERS_OF_A_UNIT);
}

/**
 * The cost of a list is the cost of its rows, plus the cost of its sub-fields once per row. An empty list counts as one
 * row, so that its sub-fields are not free.
 */
const estimate: ComplexityEstimator = ({ args, childComplexity, field, type }) => {
  const { units: least = 0, rows, isSized } = fieldCosts[`${type.name}.${field.name}`] ?? {};
  const { first, ids } = args as { readonly first?: unknown; readonly ids?: unknown }; // not validated yet
  const units = isSized ? least + unitsOfSize(args) : least;
  const isPage = field.args.some(({ name }) => name === 'first');
  const page = isPage ? (typeof first === 'number' ? first : DEFAULT_PAGE_SIZE) : rows;
  const count = Array.isArray(ids) ? ids.length : page;
  return count === undefined ? units + childComplexity : Math.max(count, 1) * (1 + units + childComplexity);
};

/**
 * Computes the cost of an operation, in units, from the values of its variables. A validation rule does not have these.
 * @param maximumCost maximum cost of an operation, in units
 * @returns the cost; 0 if the variables are wrong, because then nothing is executed
 * @throws GraphQLError `COST_LIMIT_EXCEEDED` above `maximumCost`; `BAD_USER_INPUT` for an argument that cannot be read
 */
export function checkedCost(
  maximumCost: number,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  const cost = costOf(schema, document, operationName, variables);
  if (cost <= maximumCost) return cost;
  throw new GraphQLError(
    `The operation would cost ${cost} units, but at most ${maximumCost} are allowed. Each row costs 1 plus the cost of its fields: a checked signature costs 3, a drawn QR code 10. Request smaller pages with "first", or fewer fields at once.`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED', http: { status: 400 } } },
  );
}

/**
 * Fails the operation if an argument cannot be read, for example because a required argument is null. During execution
 * only that field would fail, but the cost of the other fields would be unknown.
 */
function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  const definitions = getOperationAST(query, operationName)?.variableDefinitions ?? [];
  if (coerceVariables(schema, definitions, variables).errors) return 0;
  const estimators = [estimate];
  try {
    return getComplexity({ schema, query, variables, estimators, ...(operationName !== null && { operationName }) });
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new GraphQLError(error.message, {
      nodes: error.nodes ?? null,
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
}
