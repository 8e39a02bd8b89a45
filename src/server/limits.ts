import type { ApolloServerPlugin } from '@apollo/server';
import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import { DEFAULT_PAGE_SIZE } from '../schema/connection.js';

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

/** Each list costs the rows it may bring, times what hangs on each; all else is free. */
const rowsOfLists: ComplexityEstimator = ({ args, childComplexity, field }) => {
  if (!field.args.some(({ name }) => name === 'first')) return childComplexity;
  const first: unknown = args.first;
  return (typeof first === 'number' ? Math.max(first, 0) : DEFAULT_PAGE_SIZE) * (1 + childComplexity);
};

/**
 * Refuses operations that ask for too many rows before anything is called. Variables are counted as
 * what they are, which a validation rule could not.
 * @param maximumCost most rows, page sizes multiplied along the nesting
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
    `The operation asks for up to ${cost} rows (page sizes multiplied); at most ${maximumCost} are allowed. Ask for smaller pages with "first".`,
    { extensions: { code: 'COST_LIMIT_EXCEEDED', http: { status: 400 } } },
  );
}

/** Rows that an operation may bring; nothing for wrong variables, which execution refuses with a better message. */
function costOf(
  schema: GraphQLSchema,
  query: DocumentNode,
  operationName: string | null,
  variables: Record<string, unknown>,
): number {
  try {
    const estimators = [rowsOfLists];
    return getComplexity({ schema, query, variables, estimators, ...(operationName !== null && { operationName }) });
  } catch (error) {
    if (error instanceof GraphQLError) return 0;
    throw error;
  }
}
