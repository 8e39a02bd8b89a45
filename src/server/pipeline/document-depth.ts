import { GraphQLError, Lexer, Source, TokenKind } from 'graphql';
import { MAXIMUM_TOKENS } from './limits.js';

/** Maximum nesting of brackets in a document. The deepest query within the other limits has about thirty levels. */
const MAXIMUM_DEPTH = 100;

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Checks that a document does not nest brackets of any kind too deeply. Threat: graphql-js's parser is recursive and
 * overflows the stack long before the token limit. A document with a syntax error passes, because the parser reports
 * that error.
 * @returns the error, or undefined
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
