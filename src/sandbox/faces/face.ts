import { randomUUID } from 'node:crypto';
import { addAbortSignal } from 'node:stream';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import qs from 'qs';
import { answerBrokenRequest, answersAll, ignoreExpectations } from '../../http/broken-request.js';
import type { ContractOperation } from '../../contract/contract.js';
import { type OperationId, signDeContract } from '../../contract/sign-de.js';
import { JsonTextError } from '../../json-text.js';
import { bodyRefusal, isReadableUrl } from '../../http/request-body.js';
import { frameworkRefusal, otherMediaType, refusalOfBroken, refuseOtherBodies } from './broken-request.js';
import type { CallGate } from './call-gate.js';
import type { Disturbances, Struck } from '../faults/disturbances.js';
import type { Engine } from '../engine/engine.js';
import { FileAnswer } from '../sign-de/export/export-file.js';
import type { Payload, StruckCall } from '../faults/fault-effects.js';
import { readJsonBody } from './json-body.js';
import { operations, type Call } from '../sign-de/operations.js';
import { Refusal } from '../engine/refusal.js';
import { requestReader } from './request-reader.js';
import { callerOf, expireToken, stillThere, type Caller, type Host } from '../session/session.js';
import { StoreError } from '../store/store.js';

/** Path prefix of all operations, as on the real hosts. */
export const BASE_PATH = '/api/v2';

/** The parts that a face needs. */
export interface FaceParts {
  readonly engine: Engine;
  readonly disturbances: Disturbances;
  readonly gate: CallGate;
}

/**
 * Builds the server of one host of SIGN DE V2, which does not listen yet. It serves every operation of the contract,
 * and answers 404 to everything else.
 */
export function buildFace(parts: FaceParts, host: Host, configure: (face: FastifyInstance) => void): FastifyInstance {
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
  face.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, bytes: Buffer, done) => {
    let body: unknown;
    try {
      body = readJsonBody(bytes, 'respelled');
    } catch (error) {
      done(refusalOfBody(error));
      return;
    }
    done(null, body);
  });
  face.addHook('preParsing', ({ headers, url }, _reply, payload, done) => {
    const refusal = bodyRefusal(headers);
    if (refusal !== undefined) done(new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', refusal));
    else if (!isReadableUrl(url)) done(new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'url should be escaped UTF-8'));
    else done(null, payload);
  });
  face.addHook('onRequest', (request, reply, done) => {
    reply.headers({
      'Request-Id': request.id,
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'X-Request-ID, Request-ID',
    });
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
  for (const operation of signDeContract().operations.values()) addRoute(face, parts, host, operation);
  return face;
}

function addRoute(
  face: FastifyInstance,
  { engine, disturbances, gate }: FaceParts,
  host: Host,
  operation: ContractOperation<OperationId>,
): void {
  // `read` and `run` are of the same operation, so their types match. The compiler cannot follow that.
  const run = operations[operation.id] as (engine: Engine, call: Call<typeof operation.id>) => unknown;
  const read = requestReader(operation);
  const callers = new WeakMap<FastifyRequest, Caller>();
  const struck = new WeakMap<FastifyRequest, Struck>();
  const struckCall = (request: FastifyRequest, reply: FastifyReply): StruckCall => ({
    operation: operation.id,
    request,
    reply,
    expireToken: () => gate.together(() => expireToken(engine, callers.get(request))),
    closing: disturbances.closing,
  });
  face.route({
    method: operation.method,
    url: BASE_PATH + operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    // Authenticates before the body is read, so that an unauthenticated caller cannot make the sandbox read one.
    onRequest: (request, _reply, done) => {
      if (operation.id !== 'authenticateApi') {
        callers.set(request, callerOf(engine, host, request.headers.authorization));
        if (operation.host === 'middleware' && host === 'backend') {
          throw new Refusal(432, 'E_USE_MIDDLEWARE', 'Only the Middleware serves this call.');
        }
      }
      done();
    },
    preHandler: async (request, reply) => {
      const { tss_id: tss } = request.params as { readonly tss_id?: string }; // of the path above
      const what = disturbances.strike({ operation: operation.id, host, tss: tss?.toLowerCase() });
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
        return run(engine, { host, caller, ...parts } as Call<typeof operation.id>); // checked by the reader
      });
      if (answer instanceof FileAnswer) {
        addAbortSignal(disturbances.closing, answer.content);
        return reply.type('application/x-tar').header('Content-Length', answer.size).send(answer.content);
      }
      if (!(answer instanceof Uint8Array)) return answer;
      return reply.type('application/octet-stream').send(Buffer.from(answer));
    },
  });
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
function refusalOfBody(error: unknown): Error {
  if (!(error instanceof JsonTextError)) return error as Error; // the parser throws only errors
  switch (error.kind) {
    case 'encoding':
      return new Refusal(400, 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'The body is not valid UTF-8.');
    case 'form':
      return new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', 'body should be valid JSON, at most 100 levels deep');
    case 'content':
      return new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', `body ${error.message}`);
  }
}

/** Sends the error body of the contract. */
function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = toRefusal(error);
  return reply.code(refusal.status).headers(refusal.headers).send(refusal.body);
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof StoreError) return new Refusal(503, 'E_SANDBOX_STORE', `${error.message} Try again later.`, 1);
  const refusal = frameworkRefusal(error);
  if (refusal) return refusal;
  console.error('fiskaly-graphql sandbox:', error);
  return new Refusal(500, 'E_SANDBOX_DEFECT', 'The sandbox has a defect; its output says more.');
}
