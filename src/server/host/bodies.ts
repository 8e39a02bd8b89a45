import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decodeUtf8, type JsonParseOptions, JsonTextError, parseJson } from '../../json-text.js';
import { bodyRefusal, isReadableUrl } from '../../http/request-body.js';
import { depthProblem } from '../pipeline/document-depth.js';
import { hasTooManyValues, MAXIMUM_VALUES } from '../pipeline/variables.js';

/** Error for a request that is rejected before GraphQL executes it. Its message is safe to show to the caller. */
export class RejectedRequestError extends Error {
  override readonly name = 'RejectedRequestError';
  readonly statusCode: 400 | 415;

  constructor(statusCode: 400 | 415, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Registers the JSON body parser. It accepts only UTF-8 and never replaces invalid bytes. A number that a double cannot
 * store exactly becomes a `WrittenNumber`, which keeps its digits. On all routes, compressed bodies and other charsets
 * fail with 415, and URLs whose percent-escapes are not UTF-8 fail with 400.
 */
export function registerBodyParser(app: FastifyInstance): void {
  // Remove the `text/plain` parser: browsers let pages of other origins send `text/plain` without a preflight request.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => {
    try {
      done(null, readJson(bytes));
    } catch (error) {
      done(error as Error, undefined); // `readJson` throws only instances of Error
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = bodyRefusal(request.headers);
    if (refusal !== undefined) {
      void reply.header('accept-encoding', 'identity'); // RFC 9110 §15.5.16: the encodings that a body may have
      done(new RejectedRequestError(415, refusal));
    } else if (!isReadableUrl(request.url)) {
      done(new RejectedRequestError(400, UNREADABLE_URL));
    } else done();
  });
}

/** The message for a URL that cannot be decoded. */
export const UNREADABLE_URL =
  'The URL has a percent-escape that is not valid UTF-8, or a character that must be percent-encoded.';

/** Parses a JSON body. @throws RejectedRequestError */
function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new RejectedRequestError(400, 'The body is empty, although its Content-Type is JSON.');
  return rejectInvalidJson('The body', () => parseJson(decodeUtf8(bytes), BODY_PARSE_OPTIONS));
}

/**
 * Parses the variables of a GET request, like a body. Returns undefined if there are none. Also returns undefined if
 * they are not an object; Apollo reports that error.
 * @throws RejectedRequestError for invalid JSON
 */
export function variablesInUrl(request: FastifyRequest): Record<string, unknown> | undefined {
  const text = parameterOf(request, 'variables');
  if (text === undefined) return undefined;
  const variables = rejectInvalidJson('The parameter "variables"', () => parseJson(text, PARSE_OPTIONS));
  return isRecord(variables) ? { ...variables } : undefined;
}

/**
 * Checks that the body of a POST request is a non-empty JSON object. Apollo's own message does not explain this
 * mistake.
 * @throws RejectedRequestError if the body is missing, empty or not an object
 */
export function checkBodyIsObject({ method, body }: FastifyRequest): void {
  if (method !== 'POST' || Array.isArray(body)) return; // Apollo itself rejects a list of operations
  if (isRecord(body) && Object.keys(body).length > 0) return;
  const what = isRecord(body) ? 'is an empty object' : body === undefined ? 'is missing' : 'is not an object';
  throw new RejectedRequestError(400, `The body ${what}. Send a JSON object with a "query".`);
}

/** Checks that the document in a body or a URL is not nested too deeply for the parser. @throws RejectedRequestError */
export function checkDocumentDepth(request: FastifyRequest): void {
  const { body } = request;
  const query = isRecord(body) ? body.query : parameterOf(request, 'query');
  const problem = typeof query === 'string' ? depthProblem(query) : undefined;
  if (problem) throw new RejectedRequestError(400, problem.message);
}

/** Returns a query parameter of a GET request. */
function parameterOf({ method, url }: FastifyRequest, name: string): string | undefined {
  const start = url.indexOf('?');
  return method === 'GET' && start >= 0 ? (new URLSearchParams(url.slice(start)).get(name) ?? undefined) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parse options of GraphQL requests over HTTP and WebSocket. */
const PARSE_OPTIONS = { numbers: 'inexact', rejectsProtoKeys: true } as const;

/** Maximum number of JSON values in a body, not counting its variables. Clients send about a dozen values. */
const OTHER_VALUES = 1_000;

/**
 * Returns the parse options for a text that contains a GraphQL request. The options limit the number of values in the
 * text. If the variables of the request exceed their own limit, the parser does not fail: `coerceVariables` reports
 * that error.
 * @param requestIn returns the request inside the parsed value
 */
export function parseOptionsFor(requestIn: (value: Readonly<Record<string, unknown>>) => unknown): JsonParseOptions {
  const exceedsVariableLimit = (value: unknown) => {
    const request = isRecord(value) ? requestIn(value) : undefined;
    return isRecord(request) && hasTooManyValues(request.variables);
  };
  return {
    ...PARSE_OPTIONS,
    limit: { values: MAXIMUM_VALUES + OTHER_VALUES, isRejectedByCaller: exceedsVariableLimit },
  };
}

const BODY_PARSE_OPTIONS = parseOptionsFor((body) => body);

function rejectInvalidJson<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonTextError) throw new RejectedRequestError(400, `${what} ${error.message}.`);
    throw error;
  }
}
