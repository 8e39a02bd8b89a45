import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from '../schema/connection.js';
import { coerceVariables } from './variables.js';

/** Largest request body, in bytes: what the upstream itself takes (`sign-de-v2.md §2`). */
export const MAXIMUM_BODY_SIZE = 1_048_576;
/** Most lexical tokens of a document; values belong into variables, which are not counted. */
export const MAXIMUM_TOKENS = 2_000;
/** Deepest nesting of fields; the deepest useful query (TSS → clients → transactions → metadata) needs 11. */
const MAXIMUM_DEPTH = 14;
/** Most aliases; they are also what bounds how often a root field can be asked for. */
const MAXIMUM_ALIASES = 15;
const MAXIMUM_DIRECTIVES = 50;

/**
 * Rules against documents made to be expensive. Threat: one small request that makes the gateway or the upstream work without end, by
 * nesting, aliases or directives. Introspection is exempt from depth, so that GraphiQL works.
 */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: MAXIMUM_DEPTH, ignoreIntrospection: true, ...reportToCaller() }),
  maxAliasesRule({ n: MAXIMUM_ALIASES, allowList: [], ...reportToCaller() }),
  maxDirectivesRule({ n: MAXIMUM_DIRECTIVES, ...reportToCaller() }),
];

/** The rules throw unless told to report, and a throwing rule would come out as a fault of the gateway. */
function reportToCaller() {
  return {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null, error: GraphQLError) => {
        context?.reportError(new GraphQLError(error.message.replace('Syntax Error: ', '')));
      },
    ],
  };
}

/** Fields that are no lists of the upstream but cost calls: about how many, each. */
const CALLS: Readonly<Record<string, number>> = {
  'Transaction.revisionAt': 1,
  'Transaction.signedLog': 1,
  // One for each revision but the newest; a receipt has two, an order of a long evening a few dozen.
  'Transaction.revisions': 50,
  'ReceiptVerification.upstream': 6,
  'Query.verifyExport': 50,
};

/** Arguments of fields that say how many rows are wanted, and with that what an operation costs. */
export const COSTLY_ARGUMENTS: readonly string[] = ['first', 'ids'];

/**
 * Each list costs the rows it may bring, times what hangs on each. So does what is looked up by several ids, and a field that makes calls of its own: a row and
 * a call count alike. All else is free.
 */
const rowsAndCalls: ComplexityEstimator = ({ args, childComplexity, field, type }) => {
  const { first, ids } = args as { readonly first?: unknown; readonly ids?: unknown }; // as they came, not checked yet
  if (Array.isArray(ids)) return Math.max(ids.length, 1) * (1 + childComplexity);
  if (!field.args.some(({ name }) => name === 'first')) {
    const calls = CALLS[`${type.name}.${field.name}`];
    return calls === undefined ? childComplexity : calls * (1 + childComplexity);
  }
  // A list of nothing counts as one row, lest what hangs on it be free.
  return (typeof first === 'number' ? Math.max(first, 1) : DEFAULT_PAGE_SIZE) * (1 + childComplexity);
};

/**
 * Refuses operations that ask for too many rows before anything is called. Variables are counted as
 * what they are, which a validation rule could not.
 * @param maximumCost most rows and calls, page sizes multiplied along the nesting
 */
export function costLimit(maximumCost: number): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation({ schema, document, operationName, request }) {
          refuseCostly(maximumCost, schema, document, operationName, request.variables ?? {});
          return Promise.resolve();
        },
      }),
  };
}

/** Refuses an operation that asks for too many rows, see {@link costLimit}. @throws GraphQLError `COST_LIMIT_EXCEEDED` */
export function refuseCostly(
  maximumCost: number,
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): void {
  const cost = costOf(schema, document, operationName, variables);
  if (cost <= maximumCost) return;
  throw new GraphQLError(
    `The operation asks for up to ${cost} rows and calls (page sizes multiplied); at most ${maximumCost} are allowed. Ask for smaller pages with "first".`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED', http: { status: 400 } } },
  );
}

/**
 * Rows and calls that an operation may bring; nothing for wrong variables, with which nothing is executed.
 * @throws GraphQLError `BAD_USER_INPUT` for an argument that cannot be read (null where there must be something): its field alone would fail, and the others bring rows of whose
 *   number nothing was known
 */
function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  const definitions = getOperationAST(query, operationName)?.variableDefinitions ?? [];
  if (coerceVariables(schema, definitions, variables).errors) return 0;
  const estimators = [rowsAndCalls];
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
