import type { FastifyInstance, FastifyRequest } from 'fastify';
import { decodeUtf8, type JsonReading, JsonTextError, parseJson } from '../../json-text.js';
import { bodyRefusal, isReadableUrl } from '../../http/request-body.js';
import { depthProblem } from '../pipeline/document-depth.js';
import { holdTooMany, MAXIMUM_VALUES } from '../pipeline/variables.js';

/** A request that is refused before anybody looks at what it asks for. The message is meant for its sender. */
export class RequestRefusal extends Error {
  override readonly name = 'RequestRefusal';
  /** HTTP status. */
  readonly statusCode: 400 | 415;

  constructor(statusCode: 400 | 415, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/**
 * Has bodies of JSON read so that nothing in them is altered or replaced: only UTF-8, with numbers that lose digits
 * marked as such. Bodies that are compressed or in another charset are refused by 415, and addresses whose escapes
 * spell no UTF-8 by 400, at all routes.
 */
export function readBodies(app: FastifyInstance): void {
  app.removeContentTypeParser(['application/json', 'text/plain']); // the latter pages of other origins may send
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => {
    try {
      done(null, readJson(bytes));
    } catch (error) {
      done(error as Error, undefined); // it is one
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

/** Why an address is refused. */
export const UNREADABLE_URL = 'The address has an escape that is no UTF-8, or characters that need one.';

/** Reads a body of JSON. @throws RequestRefusal */
function readJson(bytes: Buffer): unknown {
  if (bytes.length === 0) throw new RequestRefusal(400, 'The body is empty, although its Content-Type is JSON.');
  return refusing('The body', () => parseJson(decodeUtf8(bytes), BODY));
}

/**
 * The variables of a GET request, read like those of a body; undefined where there are none, and where they are no
 * object, of which Apollo tells.
 * @throws RequestRefusal for what is no JSON
 */
export function variablesInUrl(request: FastifyRequest): Record<string, unknown> | undefined {
  const text = parameterOf(request, 'variables');
  if (text === undefined) return undefined;
  const variables = refusing('The parameter "variables"', () => parseJson(text, READING));
  return isRecord(variables) ? { ...variables } : undefined;
}

/** Refuses a body that asks for nothing. Apollo would not say why. @throws RequestRefusal */
export function refuseEmptyBody({ method, body }: FastifyRequest): void {
  if (method !== 'POST' || Array.isArray(body)) return; // several operations in a list are Apollo's to refuse
  if (isRecord(body) && Object.keys(body).length > 0) return;
  const what = isRecord(body) ? 'is an empty object' : body === undefined ? 'is missing' : 'is no object';
  throw new RequestRefusal(400, `The body ${what}: GraphQL is asked by a JSON object with a "query".`);
}

/** Refuses a document that is nested too deeply to be parsed, however it comes. @throws RequestRefusal */
export function refuseDeepDocument(request: FastifyRequest): void {
  const { body } = request;
  const query = isRecord(body) ? body.query : parameterOf(request, 'query');
  const problem = typeof query === 'string' ? depthProblem(query) : undefined;
  if (problem) throw new RequestRefusal(400, problem.message);
}

/** A parameter in the address of a GET request. */
function parameterOf({ method, url }: FastifyRequest, name: string): string | undefined {
  const start = url.indexOf('?');
  return method === 'GET' && start >= 0 ? (new URLSearchParams(url.slice(start)).get(name) ?? undefined) : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How everything is read that asks for GraphQL. */
const READING = { numbers: 'inexact', refusesPrototypes: true } as const;

/** Values that a body holds beside its variables; clients send a dozen. */
const OTHER_VALUES = 1_000;

/**
 * How a text is read that holds a request. Where its variables hold too many values, `coerceVariables` refuses them.
 * @param requestIn where in what was read the request is
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
