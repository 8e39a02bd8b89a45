import { type DocumentNode, getOperationAST, GraphQLError, type GraphQLSchema } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from '../../schema/common/connection.js';
import { coerceVariables } from './variables.js';

/** What a field costs beside what hangs on it. */
interface FieldCost {
  /** Units; where it has rows, for each of them. */
  readonly units: number;
  /** Rows that it has without an argument that says how many: most of the time no more. */
  readonly rows?: number;
  /** Whether its input is looked at in whole, so that it costs by how long that is ({@link unitsOfSize}). */
  readonly isSized?: boolean;
  /** What it is that costs, for the documentation. */
  readonly why: string;
}

/**
 * What costs more than a row. The unit is what a row of a list costs that is read and shown, some 60 microseconds of
 * CPU; the rest is measured against that (docs/reference/costs.md). All other fields come with their row.
 */
export const fieldCosts: Readonly<Record<string, FieldCost>> = {
  'Query.tss': { units: 5, why: 'a call to the upstream' },
  'Query.client': { units: 5, why: 'a call' },
  'Query.transaction': { units: 5, why: 'a call' },
  'Query.export': { units: 5, why: 'a call' },
  'Query.awaitExport': { units: 20, why: 'calls until the export is done' },
  'Query.node': { units: 5, why: 'a call' },
  'Query.nodes': { units: 5, why: 'a call for each id' },
  'Query.verifyReceipt': { units: 20, why: 'a signature is checked, on whichever curve the code names' },
  'Query.verifyExport': {
    units: 250,
    why: 'an archive is read and all its signatures are checked, beside the event loop',
  },
  'Query.processDataPreview': { units: 1, isSized: true, why: 'process data is made, and looked through' },
  'ReceiptVerification.upstream': { units: 30, why: 'up to six calls' },
  'Tss.health': { units: 2, why: 'a certificate is parsed' },
  'Transaction.verification': { units: 3, why: 'a signature is checked' },
  'Transaction.printout': { units: 1, why: 'ten lines of text are made' },
  'QrCode.svg': { units: 10, why: 'a QR code is encoded and drawn' },
  'Transaction.signedLog': { units: 5, why: 'a call' },
  'SignedLog.message': { units: 2, why: 'a log message is parsed' },
  'Transaction.revisionAt': { units: 5, why: 'a call' },
  'Transaction.revisions': { units: 5, rows: 50, why: 'a call for each revision' },
  'CancelOpenTransactionsPayload.results': { units: 0, rows: 20, why: 'a transaction each' },
};

/** Arguments of fields that say how many rows are wanted, and with that what an operation costs. */
export const COSTLY_ARGUMENTS: readonly string[] = ['first', 'ids'];

/** Names of fields that cost by the size of their input. */
export const SIZED_FIELDS: ReadonlySet<string> = new Set(
  Object.entries(fieldCosts).flatMap(([name, { isSized }]) => (isSized ? [name.replace(/^.*\./, '')] : [])),
);

/** Characters of an input, as JSON, that cost a unit to be looked at. */
export const CHARACTERS_OF_A_UNIT = 200;

/** What an input costs by its size, in units. */
export function unitsOfSize(input: unknown): number {
  // Of nothing there is no JSON, which the types do not know.
  const json = JSON.stringify(input) as string | undefined;
  return Math.floor((json?.length ?? 0) / CHARACTERS_OF_A_UNIT);
}

/**
 * A list costs its rows, and what hangs on them once for each. A list of nothing counts as one row, lest what hangs on
 * it be free.
 */
const estimate: ComplexityEstimator = ({ args, childComplexity, field, type }) => {
  const { units: least = 0, rows, isSized } = fieldCosts[`${type.name}.${field.name}`] ?? {};
  const { first, ids } = args as { readonly first?: unknown; readonly ids?: unknown }; // as they came, not checked yet
  const units = isSized ? least + unitsOfSize(args) : least;
  const isPage = field.args.some(({ name }) => name === 'first');
  const page = isPage ? (typeof first === 'number' ? first : DEFAULT_PAGE_SIZE) : rows;
  const count = Array.isArray(ids) ? ids.length : page;
  return count === undefined ? units + childComplexity : Math.max(count, 1) * (1 + units + childComplexity);
};

/**
 * What an operation costs, in units. Variables are counted as what they are, which a validation rule could not.
 * @param maximumCost most that it may cost
 * @returns 0 for wrong variables, with which nothing is executed
 * @throws GraphQLError `COST_LIMIT_EXCEEDED` when it costs more, `BAD_USER_INPUT` for an argument that cannot be read
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
    `The operation would cost ${cost} units; at most ${maximumCost} are allowed. A row costs 1 and what hangs on it as often as there are rows, a checked signature 3, a drawn QR code 10. Ask for smaller pages with "first", or for fewer fields at once.`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED', http: { status: 400 } } },
  );
}

/**
 * Null where there must be something makes an argument that cannot be read: its field alone would fail, and the others
 * bring rows of whose number nothing was known.
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
