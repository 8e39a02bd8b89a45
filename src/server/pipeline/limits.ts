import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';

/** Maximum size of a request body, in bytes: the upstream's own limit (`sign-de-v2.md §2`). */
export const MAXIMUM_BODY_SIZE = 1_048_576;
/**
 * Maximum number of lexical tokens in a document. Variables are not part of the document, so their values do not count.
 */
export const MAXIMUM_TOKENS = 2_000;
/** Maximum nesting of fields. The deepest useful query (TSS, clients, transactions, metadata) has 11 levels. */
const MAXIMUM_DEPTH = 14;
/** Maximum number of aliases. This also limits how often a document can select a root field. */
const MAXIMUM_ALIASES = 15;
const MAXIMUM_DIRECTIVES = 50;

/**
 * Validation rules against expensive documents. Threat: one small request keeps the gateway or the upstream busy
 * through nesting, aliases or directives. Introspection does not count towards depth, so that GraphiQL works.
 */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: MAXIMUM_DEPTH, ignoreIntrospection: true, ...reportToCaller() }),
  maxAliasesRule({ n: MAXIMUM_ALIASES, allowList: [], ...reportToCaller() }),
  maxDirectivesRule({ n: MAXIMUM_DIRECTIVES, ...reportToCaller() }),
];

/** Makes the rules report their errors. By default they throw, and the answer would be an internal error. */
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
