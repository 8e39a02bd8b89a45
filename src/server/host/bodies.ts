import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decodeUtf8, type JsonReading, JsonTextError, parseJson } from '../../json-text.js';
import { bodyRefusal, isReadableUrl } from '../../http/request-body.js';
import { depthProblem } from '../pipeline/document-depth.js';
import { holdTooMany, MAXIMUM_VALUES } from '../pipeline/variables.js';

/** A request that fails before its content is looked at. The message may be shown to the caller. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  readonly statusCode: 400 | 415;

  constructor(statusCode: 400 | 415, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Parses JSON bodies without changing or replacing anything: only UTF-8 is accepted, and numbers that a double cannot
 * hold become `WrittenNumber`. On all routes, compressed bodies and other charsets fail with 415, and URLs whose
 * escapes are not UTF-8 fail with 400.
 */
export function readBodies(app: FastifyInstance): void {
  // Pages of other origins may send `text/plain` without a preflight request.
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => {
    try {
      done(null, readJson(bytes));
    } catch (error) {
      done(error as Error, undefined); // always an Error
    }
  });
  app.addHook('onRequest', (request, reply, done) => {
    const refusal = bodyRefusal(request.headers);
    if (refusal !== undefined) {
      void reply.header('accept-encoding', 'identity');
      done(new RequestRefusal(415, refusal));
    } else if (!isReadableUrl(request.url)) {
      done(new RequestRefusal(400, UNREADABLE_URL));
    } else done();
  });
}

/** The message for a URL that cannot be decoded. */
export const UNREADABLE_URL = 'The address has an escape that is no UTF-8, or characters that need one.';

/** Parses a JSON body. @throws RequestRefusal */
function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new RequestRefusal(400, 'The body is empty, although its Content-Type is JSON.');
  return refusing('The body', () => parseJson(decodeUtf8(bytes), BODY));
}

/**
 * The variables of a GET request, parsed like a body. Undefined if there are none or if they are not an object, which
 * Apollo reports.
 * @throws RequestRefusal for invalid JSON
 */
export function variablesInUrl(request: FastifyRequest): Record<string, unknown> | undefined {
  const text = parameterOf(request, 'variables');
  if (text === undefined) return undefined;
  const variables = refusing('The parameter "variables"', () => parseJson(text, READING));
  return isRecord(variables) ? { ...variables } : undefined;
}

/** Checks that a body asks for something; Apollo's own message would not explain the mistake. @throws RequestRefusal */
export function refuseEmptyBody({ method, body }: FastifyRequest): void {
  if (method !== 'POST' || Array.isArray(body)) return; // Apollo itself rejects a list of operations
  if (isRecord(body) && Object.keys(body).length > 0) return;
  const what = isRecord(body) ? 'is an empty object' : body === undefined ? 'is missing' : 'is no object';
  throw new RequestRefusal(400, `The body ${what}: GraphQL is asked by a JSON object with a "query".`);
}

/** Checks that a document, from a body or a URL, is not nested too deeply to be parsed. @throws RequestRefusal */
export function refuseDeepDocument(request: FastifyRequest): void {
  const { body } = request;
  const query = isRecord(body) ? body.query : parameterOf(request, 'query');
  const problem = typeof query === 'string' ? depthProblem(query) : undefined;
  if (problem) throw new RequestRefusal(400, problem.message);
}

/** A query parameter of a GET request. */
function parameterOf({ method, url }: FastifyRequest, name: string): string | undefined {
  const start = url.indexOf('?');
  return method === 'GET' && start >= 0 ? (new URLSearchParams(url.slice(start)).get(name) ?? undefined) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How GraphQL requests are parsed, over HTTP and WebSocket. */
const READING = { numbers: 'inexact', refusesPrototypes: true } as const;

/** Most values in a body outside its variables; clients send about a dozen. */
const OTHER_VALUES = 1_000;

/**
 * How a text that contains a request is parsed. If its variables have too many values, `coerceVariables` reports that.
 * @param requestIn returns the request inside the parsed value
 */
export function readingOf(requestIn: (value: Readonly<Record<string, unknown>>) => unknown): JsonReading {
  const isRefusedByReader = (value: unknown) => {
    const request = isRecord(value) ? requestIn(value) : undefined;
    return isRecord(request) && holdTooMany(request.variables);
  };
  return { ...READING, limit: { values: MAXIMUM_VALUES + OTHER_VALUES, isRefusedByReader } };
}

const BODY = readingOf((body) => body);

function refusing<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof JsonTextError) throw new RequestRefusal(400, `${what} ${error.message}.`);
    throw error;
  }
}
