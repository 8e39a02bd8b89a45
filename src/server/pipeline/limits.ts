import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';

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
 * Rules against documents made to be expensive. Threat: one small request that makes the gateway or the upstream work
 * without end, by nesting, aliases or directives. Introspection is exempt from depth, so that GraphiQL works.
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
