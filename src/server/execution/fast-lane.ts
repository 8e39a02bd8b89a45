import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../upstream/access/caller.js';
import type { Upstreams } from '../../datasources/index.js';
import { takeTurn } from '../../upstream/turns.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Context } from '../../resolvers/common/context.js';
import { type Admission, isUrgent, type Leave } from '../pipeline/admission.js';
import { Deadline } from '../pipeline/deadline.js';
import { formatErrors } from '../pipeline/format-error.js';
import { encodeInTurns, encodeText } from './json-in-turns.js';
import type { AcceptedOperation, OperationRequest } from './known-documents.js';
import { LastingAnswers } from './lasting-answers.js';
import type { Operations } from './operations.js';
import type { ToContext } from '../pipeline/operation.js';
import { failed } from './plan.js';
import type { Variables } from '../pipeline/variables.js';

/** Settings of the fast lane. `operations` and `admission` are shared with Apollo's path and with subscriptions. */
export interface FastLaneSettings {
  readonly operations: Operations;
  readonly admission: Admission;
  /** In milliseconds. */
  readonly queryTimeout: number;
  /** In milliseconds. */
  readonly mutationTimeout: number;
  /** @throws GraphQLError if the credential of the caller is malformed or unknown */
  readonly readCaller: (request: FastifyRequest) => Caller;
  readonly toContext: ToContext;
  readonly share: Upstreams['share'];
  /** Writes the unexpected errors of an answer to the log. */
  readonly onErrors: (errors: readonly GraphQLError[], requestId: string) => void;
}

/**
 * The answer to an operation: either a body that is ready to send, or a result whose errors still need the request id.
 */
type Answer = { readonly body: string | Buffer } | { readonly result: ExecutionResult };

/** An operation that was not admitted. */
interface Refused {
  readonly refusal: GraphQLError;
  /** In seconds. */
  readonly retryAfter: number | undefined;
}

/** The answer for a caller who has disconnected while others wait for the same answer. */
const NOBODY: Answer = { body: '' };

/** Maximum number of remembered `Accept` headers. Each kind of client has its own. */
const MAXIMUM_ACCEPTS = 100;
/** The members of a body that the fast lane supports. */
const MEMBERS: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

/**
 * Executes queries and mutations without Apollo Server, which is faster. The fast lane handles POST requests whose
 * document and `Accept` header Apollo has accepted before, and runs the compiled plan of the document. Equal queries
 * with the same credential at the same time run once. All other requests go to Apollo, which gives the same answers.
 */
export class FastLane {
  readonly #settings: FastLaneSettings;
  /** Key: an `Accept` header. Value: the content type that Apollo chose for it. */
  readonly #contentTypes = new LRUCache<string, string>({ max: MAXIMUM_ACCEPTS });
  readonly #lasting = new LastingAnswers();

  constructor(settings: FastLaneSettings) {
    this.#settings = settings;
  }

  /**
   * Answers a request and sets all headers.
   * @returns the body; undefined if Apollo must answer the request. In that case nothing was done
   */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer | undefined> {
    const contentType = this.#contentTypes.get(request.headers.accept ?? '');
    const operationRequest = contentType === undefined ? undefined : readOperationRequest(request);
    const accepted = operationRequest && this.#settings.operations.known.find(operationRequest);
    const caller = accepted && this.#readCaller(request);
    if (contentType === undefined || !caller || accepted.executable.isSubscription) return undefined;
    const answer = await this.#answer(accepted, operationRequest, caller, reply);
    if (!answer) return undefined;
    if ('result' in answer && answer.result.data === undefined) return undefined;
    void reply.header('request-id', request.id).header('cache-control', 'no-store').header('content-type', contentType);
    if ('body' in answer) return answer.body;
    if ('retryAfter' in answer) void reply.code(503).header('retry-after', String(answer.retryAfter));
    const { data, errors = [] } = 'refusal' in answer ? { errors: [answer.refusal] } : answer.result;
    this.#settings.onErrors(errors, request.id);
    return encodeInTurns({ errors: formatErrors(errors, request.id), data }, takeTurn);
  }

  /**
   * @returns undefined if variables are wrong. Apollo then reports these errors, without values and up to a maximum
   *   number
   */
  #answer(
    accepted: AcceptedOperation,
    operationRequest: OperationRequest,
    caller: Caller,
    reply: FastifyReply,
  ): Answer | Promise<Answer | Refused> | undefined {
    const { executable } = accepted;
    const key = executable.isMutation ? '' : JSON.stringify(operationRequest);
    const kept = executable.showsEndedOnly ? this.#lasting.get(caller, key) : undefined;
    if (kept) return kept;
    const variables = executable.coerce(operationRequest.variables);
    if (variables.errors) return undefined;
    const disconnected = disconnectSignalOf(reply);
    if (executable.isMutation) return this.#write(accepted, variables, caller, disconnected).catch(refusalIn);
    const read = (signal: AbortSignal) => this.#read(accepted, variables, key, caller, signal);
    const size = (answer: Answer) => sizeOf(operationRequest, answer);
    return this.#settings.share(caller, key, disconnected, read, size).catch((error: unknown) => {
      return disconnected.aborted ? NOBODY : refusalIn(error);
    });
  }

  /**
   * Runs a query once for all callers who send the same query at the same time.
   * @param signal aborts when all of these callers have disconnected
   */
  async #read(
    accepted: AcceptedOperation,
    variables: Variables,
    key: string,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { executable } = accepted;
    const deadline = new Deadline();
    deadline.start(this.#settings.queryTimeout);
    signal.addEventListener('abort', () => {
      deadline.abort();
    });
    const context = this.#settings.toContext(caller, deadline);
    const answer = await this.#execute(accepted, variables, context, deadline);
    if ('body' in answer && executable.showsEndedOnly && context.datasources.isLasting) {
      this.#lasting.keep(caller, key, answer);
    }
    return answer;
  }

  /** Runs a mutation. A mutation is not aborted if its caller disconnects, because a signature cannot be undone. */
  #write(
    accepted: AcceptedOperation,
    variables: Variables,
    caller: Caller,
    disconnected: AbortSignal,
  ): Promise<Answer> {
    const deadline = new Deadline();
    deadline.start(this.#settings.mutationTimeout, isUrgent(accepted.cost));
    const context = { ...this.#settings.toContext(caller, deadline), callerIsGone: () => disconnected.aborted };
    return this.#execute(accepted, variables, context, deadline);
  }

  /** @throws UpstreamError `OVERLOADED` */
  async #execute(
    { executable, cost }: AcceptedOperation,
    variables: Variables,
    context: Context,
    deadline: Deadline,
  ): Promise<Answer> {
    let leave: Leave | undefined;
    try {
      const entering = this.#settings.admission.enter(cost, executable.isMutation, deadline.signal);
      if (entering) leave = await entering;
      // Only operations that hold slots have large answers. Other operations get turns while their rows and JSON are
      // computed.
      const takeTurn = leave && (() => deadline.takeTurn());
      const result = await this.#settings.operations.execute(executable, variables, context, takeTurn);
      if (result.errors) return { result };
      const answer = { data: result.data };
      return { body: takeTurn ? await encodeInTurns(answer, takeTurn) : encodeText(`${JSON.stringify(answer)}\n`) };
    } catch (error) {
      if (isOverload(error)) throw error;
      return { result: failed(error) };
    } finally {
      leave?.();
      deadline.clear();
    }
  }

  /** Remembers the content type that Apollo chose for a client. */
  learn(request: FastifyRequest, reply: FastifyReply): void {
    const contentType = reply.getHeader('content-type');
    if (reply.statusCode === 200 && typeof contentType === 'string') {
      this.#contentTypes.set(request.headers.accept ?? '', contentType);
    }
  }

  #readCaller(request: FastifyRequest): Caller | undefined {
    try {
      return this.#settings.readCaller(request);
    } catch {
      return undefined; // Apollo reports the error
    }
  }
}

/** Returns a signal that aborts if the caller closes the connection before the answer is sent. */
function disconnectSignalOf({ raw }: FastifyReply): AbortSignal {
  const disconnected = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) disconnected.abort();
  });
  return disconnected.signal;
}

/** Returns the answer for an operation that was not admitted. @throws any other error */
function refusalIn(error: unknown): Refused {
  if (!isOverload(error)) throw error;
  return { refusal: new GraphQLError(error.message, { originalError: error }), retryAfter: error.retryAfter };
}

function isOverload(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'OVERLOADED';
}

/**
 * Returns the size of an answer that may be cached if the configuration allows caching, in characters or bytes. Returns
 * undefined if the answer must not be cached: errors may be temporary, and exports make progress without any write
 * while callers poll them.
 */
function sizeOf({ query }: OperationRequest, answer: Answer): number | undefined {
  return 'body' in answer && !/export/i.test(query) ? answer.body.length : undefined;
}

/**
 * Reads the GraphQL request from an HTTP request. Returns undefined if the request has anything that the fast lane does
 * not support.
 */
function readOperationRequest({ method, headers, body }: FastifyRequest): OperationRequest | undefined {
  if (method !== 'POST' || headers['x-explain'] !== undefined || !isRecord(body)) return undefined;
  if (!(headers['content-type'] ?? '').startsWith('application/json')) return undefined;
  const { query, variables = null, operationName = null } = body;
  if (typeof query !== 'string' || Object.keys(body).some((name) => !MEMBERS.has(name))) return undefined;
  if (variables !== null && !isRecord(variables)) return undefined;
  if (operationName !== null && typeof operationName !== 'string') return undefined;
  return {
    query,
    variables: variables ?? {},
    operationName: operationName === null || operationName === '' ? undefined : operationName,
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
