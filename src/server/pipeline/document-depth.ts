import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { MAXIMUM_TOKENS } from './limits.js';

/** Deepest nesting of brackets of a document; the deepest query within the limits has some thirty. */
const MAXIMUM_DEPTH = 100;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * What is wrong with a document that nests brackets, of whatever kind, more deeply than anybody means. Threat: the
 * parser of graphql-js calls itself for each of them, and has no stack left long before the limit of tokens. What is no
 * GraphQL is left to the parser.
 */
export function depthProblem(document: string): GraphQLError | undefined {
  const lexer = new Lexer(new Source(document));
  let depth = 0;
  try {
    for (let tokens = 0; tokens < MAXIMUM_TOKENS; tokens += 1) {
      const { kind } = lexer.advance();
      if (kind === TokenKind.EOF) return undefined;
      if (OPENING.has(kind)) depth += 1;
      else if (CLOSING.has(kind)) depth -= 1;
      if (depth > MAXIMUM_DEPTH) {
        const message = `The document is nested deeper than ${MAXIMUM_DEPTH} levels.`;
        return new GraphQLError(message, { extensions: { code: 'GRAPHQL_PARSE_FAILED' } });
      }
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
  }
  return undefined;
}
