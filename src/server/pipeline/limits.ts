import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';

/** Largest request body, in bytes: the upstream's own limit (`sign-de-v2.md §2`). */
export const MAXIMUM_BODY_SIZE = 1_048_576;
/** Most lexical tokens in a document. Values belong in variables, which do not count. */
export const MAXIMUM_TOKENS = 2_000;
/** Deepest nesting of fields. The deepest useful query (TSS → clients → transactions → metadata) has 11 levels. */
const MAXIMUM_DEPTH = 14;
/** Most aliases. This also bounds how often a document can select a root field. */
const MAXIMUM_ALIASES = 15;
const MAXIMUM_DIRECTIVES = 50;

/**
 * Validation rules against documents that are made to be expensive. Threat: one small request that keeps the gateway or
 * the upstream busy, through nesting, aliases or directives. Introspection does not count towards depth, so that
 * GraphiQL works.
 */
export const limitRules: ValidationRule[] = [
  maxDepthRule({ n: MAXIMUM_DEPTH, ignoreIntrospection: true, ...reportToCaller() }),
  maxAliasesRule({ n: MAXIMUM_ALIASES, allowList: [], ...reportToCaller() }),
  maxDirectivesRule({ n: MAXIMUM_DIRECTIVES, ...reportToCaller() }),
];

/** By default the rules throw, which would be answered as an internal error of the gateway. */
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
