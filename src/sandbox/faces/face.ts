import { randomUUID } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import fastify, {
  type FastifyContextConfig,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type RouteOptions,
} from 'fastify';
import qs from 'qs';
import { answerBrokenRequest, answersAll, ignoreExpectations } from '../../http/broken-request.js';
import type { ContractOperation } from '../../contract/contract.js';
import { JsonTextError } from '../../json-text.js';
import { charsetRefusal, encodingRefusal, isReadableUrl } from '../../http/request-body.js';
import { frameworkRefusal, otherMediaType, refusalOfBroken, refuseOtherBodies } from './broken-request.js';
import type { CallGate } from './call-gate.js';
import type { Disturbances, Struck } from '../faults/disturbances.js';
import type { Engine } from '../engine/engine.js';
import { FileAnswer } from './file-answer.js';
import type { Payload, StruckCall } from '../faults/fault-effects.js';
import { readJsonBody } from './json-body.js';
import { Refusal } from '../engine/refusal.js';
import { RequestReaders } from './request-reader.js';
import type { ServedApi } from './served-api.js';
import { callerOf, expireToken, stillThere, type Caller, type Host } from '../session/session.js';
import { StoreError } from '../store/store.js';

/** The parts that a face needs. */
export interface FaceParts {
  readonly engine: Engine;
  readonly disturbances: Disturbances;
  readonly gate: CallGate;
}

/**
 * Builds the server of one host of a product, which does not listen yet. It serves every operation of the product's
 * contract, and answers 404 to everything else.
 */
export function buildFace(
  parts: FaceParts,
  api: ServedApi,
  configure: (face: FastifyInstance) => void,
): FastifyInstance {
  const face = fastify({
    ...answersAll,
    bodyLimit: parts.engine.limits.bodyBytes,
    exposeHeadRoutes: false,
    // 32 hex digits, as at the real service. randomUUID is cheaper than randomBytes, because Node.js caches entropy.
    genReqId: () => randomUUID().replaceAll('-', ''),
    frameworkErrors: (error, _request, reply) => void sendError(reply, error),
    clientErrorHandler: answerBrokenRequest((broken) => refusalOfBroken(broken).body),
    // The header limit bounds the path before this limit does.
    routerOptions: { querystringParser: parseQuery, maxParamLength: 65_536 },
  });
  configure(face);
  ignoreExpectations(face);
  refuseOtherBodies(face, otherMediaType);
  face.removeContentTypeParser('application/json');
  face.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    let body: unknown;
    try {
      body = readJsonBody(bytes, api.numbers);
    } catch (error) {
      done(refusalOfBody(error, api.charsetCodes(operationOf(request)).found));
      return;
    }
    done(null, body);
  });
  face.addHook('preParsing', (request, _reply, payload, done) => {
    const { headers, url } = request;
    const [encoding, charset] = [encodingRefusal(headers), charsetRefusal(headers)];
    const { declared } = api.charsetCodes(operationOf(request));
    if (encoding !== undefined) done(new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', encoding));
    else if (charset !== undefined) done(new Refusal(400, declared, charset));
    else if (!isReadableUrl(url)) done(new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'url should be escaped UTF-8'));
    else done(null, payload);
  });
  face.addHook('onRequest', (request, reply, done) => {
    reply.headers(api.headersOf(request.id));
    done();
  });
  face.addHook('onSend', (_request, reply, _payload, done) => {
    const milliseconds = Math.round(reply.elapsedTime).toString();
    reply.headers({ 'Response-Time': milliseconds, 'X-Response-Time': milliseconds });
    done();
  });
  face.setErrorHandler((error, _request, reply) => sendError(reply, error));
  face.setNotFoundHandler((request) => {
    throw new Refusal(404, 'E_NOT_FOUND', `There is no ${request.method} ${request.url.split('?', 1)[0] ?? ''}.`);
  });
  const readers = new RequestReaders(api);
  for (const operation of api.contract.operations.values()) addRoutes(face, parts, api, readers, operation);
  return face;
}

/** The name of the operation that a request is routed to; empty if there is none. */
function operationOf({ routeOptions }: FastifyRequest): string {
  return (routeOptions.config as { readonly operation?: string }).operation ?? ''; // as addRoutes sets it
}

/** What a face gives to the handler of an operation. The reader has checked it against the contract. */
interface CheckedCall {
  readonly caller: Caller | undefined;
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly host: Host;
  readonly baseUrl: string;
}

function addRoutes(
  face: FastifyInstance,
  { engine, disturbances, gate }: FaceParts,
  { contract, host, basePaths, login, operations, bodyBytesOf }: ServedApi,
  readers: RequestReaders,
  operation: ContractOperation,
): void {
  // `read` and `run` are of the same operation, so their types match. The compiler cannot follow that.
  const run = operations[operation.id] as (engine: Engine, call: CheckedCall) => unknown;
  const read = readers.readerOf(operation);
  const callers = new WeakMap<FastifyRequest, Caller>();
  const struck = new WeakMap<FastifyRequest, Struck>();
  const struckCall = (request: FastifyRequest, reply: FastifyReply): StruckCall => ({
    operation,
    contract,
    request,
    reply,
    expireToken: () => gate.together(() => expireToken(engine, callers.get(request))),
    closing: disturbances.closing,
  });
  const route = (basePath: string): RouteOptions => ({
    method: operation.method,
    url: basePath + operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: bodyBytesOf(operation.id, engine.limits),
    config: { operation: operation.id } as FastifyContextConfig, // read by operationOf
    // Authenticates before the body is read, so that an unauthenticated caller cannot make the sandbox read one.
    onRequest: (request, _reply, done) => {
      if (operation.id !== login) {
        callers.set(request, callerOf(engine, host, request.headers.authorization));
        if (operation.host === 'middleware' && host === 'backend') {
          throw new Refusal(432, 'E_USE_MIDDLEWARE', 'Only the Middleware serves this call.');
        }
      }
      done();
    },
    preHandler: async (request, reply) => {
      const { tss_id: tss } = request.params as { readonly tss_id?: string }; // of the path above
      const what = disturbances.strike({ operation, contract, host, tss: tss?.toLowerCase() });
      struck.set(request, what);
      await what.before(struckCall(request, reply));
    },
    onSend: (request, reply, payload) =>
      struck.get(request)?.answer(struckCall(request, reply), payload as Payload) ?? Promise.resolve(payload),
    handler: async (request, reply) => {
      const parts = read({ path: request.params, query: request.query, body: request.body });
      const answer = await gate.together(() => {
        const known = callers.get(request);
        // If another state was loaded meanwhile, these keys may belong to another organization.
        const caller = known && stillThere(engine, host, known, request.headers.authorization);
        return run(engine, { host, caller, baseUrl: `${request.protocol}://${request.host}${basePath}`, ...parts });
      });
      if (answer instanceof FileAnswer) {
        addAbortSignal(disturbances.closing, answer.content);
        return reply.type(answer.mediaType).header('Content-Length', answer.size).send(answer.content);
      }
      if (!(answer instanceof Uint8Array)) return answer;
      return reply.type('application/octet-stream').send(Buffer.from(answer));
    },
  });
  for (const basePath of basePaths) face.route(route(basePath));
}

/**
 * Parses a query. Lists may be `states[0]=A`, `states[]=A` or `states=A&states=B`. Leading question marks are ignored
 * (`sign-de-v2.md §2`).
 */
function parseQuery(query: string): Record<string, unknown> {
  return query === '' ? {} : qs.parse(query.replace(/^\?+/, ''), { arrayLimit: 100 });
}

/**
 * Turns an error of the body parser into a refusal with the real service's wording (for invalid UTF-8, see
 * `integration-guide.md §3`).
 */
function refusalOfBody(error: unknown, notUtf8: string): Error {
  if (!(error instanceof JsonTextError)) return error as Error; // the parser throws only errors
  switch (error.kind) {
    case 'encoding':
      return new Refusal(400, notUtf8, 'The body is not valid UTF-8.');
    case 'form':
      return new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'body should be valid JSON, at most 100 levels deep');
    case 'content':
      return new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', `body ${error.message}`);
  }
}

/** Sends the error body of the contract. */
function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = toRefusal(error, () => reply.request.routeOptions.bodyLimit);
  return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
}

function toRefusal(error: unknown, bodyLimit: () => number): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreError) return new Refusal(503, 'E_SANDBOX_STORE', `${error.message} Try again later.`, 1);
  const refusal = frameworkRefusal(error, bodyLimit);
  if (refusal) return refusal;
  console.error('fiskaly-graphql sandbox:', error);
  return new Refusal(500, 'E_SANDBOX_DEFECT', 'The sandbox has a defect; its output says more.');
}
