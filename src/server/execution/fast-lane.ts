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
import type { AcceptedOperation, ExecutableOperation, KnownOperation, OperationRequest } from './known-documents.js';
import { LastingAnswers } from './lasting-answers.js';
import type { Operations } from './operations.js';
import type { ToContext } from '../pipeline/operation.js';
import { failed } from './plan.js';
import { type MaybePromise, then } from './plan-completion.js';
import type { Variables } from '../pipeline/variables.js';
import { Cancellation, type Signal } from '../../coordination/cancellation.js';

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

/** An operation that was not admitted. */
interface Refused {
  readonly refusal: GraphQLError;
  /** In seconds. */
  readonly retryAfter: number | undefined;
}

/**
 * The answer to an operation: a body that is ready to send, a result whose errors still need the request id, or a
 * refusal.
 */
type Answer = { readonly body: string | Buffer } | { readonly result: ExecutionResult } | Refused;

/** The body for a caller who has disconnected while others wait for the same answer. */
const NOBODY = '';

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
  answer(request: FastifyRequest, reply: FastifyReply): MaybePromise<string | Buffer | undefined> {
    const contentType = this.#contentTypes.get(request.headers.accept ?? '');
    const operationRequest = contentType === undefined ? undefined : readOperationRequest(request);
    const accepted = operationRequest && this.#settings.operations.known.find(operationRequest);
    const caller = accepted && this.#readCaller(request);
    if (contentType === undefined || !caller || accepted.executable.isSubscription) return undefined;
    const disconnected = disconnectSignalOf(reply);
    const answer = this.#answer(accepted, operationRequest, caller, disconnected);
    const send = (ready: Answer) => this.#send(ready, contentType, request, reply);
    if (!(answer instanceof Promise)) return answer && send(answer);
    return answer.then(send, (error: unknown) => {
      if (disconnected.aborted && !accepted.executable.isMutation) return NOBODY;
      throw error;
    });
  }

  /** Sets the headers of an answer. @returns its body */
  #send(
    answer: Answer,
    contentType: string,
    request: FastifyRequest,
    reply: FastifyReply,
  ): MaybePromise<string | Buffer | undefined> {
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
    accepted: KnownOperation,
    { query, variables: raw }: OperationRequest,
    caller: Caller,
    disconnected: Signal,
  ): MaybePromise<Answer> | undefined {
    const { executable } = accepted;
    const key = executable.isMutation ? '' : `${accepted.id} ${JSON.stringify(raw)}`;
    const kept = executable.showsEndedOnly ? this.#lasting.get(caller, key) : undefined;
    if (kept) return kept;
    const variables = executable.coerce(raw);
    if (variables.errors) return undefined;
    if (executable.isMutation) return this.#write(accepted, variables, caller, disconnected);
    const read = (signal: Cancellation) => this.#read(accepted, variables, key, caller, signal);
    const size = (answer: Answer) => sizeOf(query, answer);
    return this.#settings.share(caller, key, disconnected, read, size);
  }

  /**
   * Runs a query once for all callers who send the same query at the same time.
   * @param signal aborts when all of these callers have disconnected
   */
  #read(
    accepted: AcceptedOperation,
    variables: Variables,
    key: string,
    caller: Caller,
    signal: Cancellation,
  ): MaybePromise<Answer> {
    const { executable } = accepted;
    const deadline = new Deadline(signal);
    deadline.start(this.#settings.queryTimeout);
    const context = this.#settings.toContext(caller, deadline);
    const answer = this.#execute(accepted, variables, context, deadline);
    if (!executable.showsEndedOnly) return answer;
    return then(answer, (ready) => {
      if ('body' in ready && context.datasources.isLasting) this.#lasting.keep(caller, key, ready);
      return ready;
    });
  }

  /** Runs a mutation. A mutation is not aborted if its caller disconnects, because a signature cannot be undone. */
  #write(
    accepted: AcceptedOperation,
    variables: Variables,
    caller: Caller,
    disconnected: Signal,
  ): MaybePromise<Answer> {
    const deadline = new Deadline();
    deadline.start(this.#settings.mutationTimeout, isUrgent(accepted.cost));
    const context = { ...this.#settings.toContext(caller, deadline), callerIsGone: () => disconnected.aborted };
    return this.#execute(accepted, variables, context, deadline);
  }

  #execute(
    { executable, cost }: AcceptedOperation,
    variables: Variables,
    context: Context,
    deadline: Deadline,
  ): MaybePromise<Answer> {
    const { admission, operations } = this.#settings;
    const finish = (answer: Answer): Answer => {
      deadline.clear();
      return answer;
    };
    const fail = (error: unknown) => finish({ result: failed(error) });
    const answered = (result: ExecutionResult): Answer => {
      try {
        return finish(toAnswer(result));
      } catch (error) {
        return fail(error); // a value that JSON does not have
      }
    };
    try {
      const entering = admission.enter(cost, executable.isMutation, deadline.signal);
      if (entering) return this.#executeInTurns(entering, executable, variables, context, deadline).then(finish, fail);
      const result = operations.execute(executable, variables, context);
      return result instanceof Promise ? result.then(answered, fail) : answered(result);
    } catch (error) {
      return fail(error);
    }
  }

  /**
   * Executes an operation that holds slots. Only such operations have large answers. Other operations get turns while
   * their rows and JSON are computed.
   */
  async #executeInTurns(
    entering: Promise<Leave>,
    executable: ExecutableOperation,
    variables: Variables,
    context: Context,
    deadline: Deadline,
  ): Promise<Answer> {
    const leave = await entering.catch(refusalIn);
    if (typeof leave !== 'function') return leave;
    try {
      const takeTurn = () => deadline.takeTurn();
      const result = await this.#settings.operations.execute(executable, variables, context, takeTurn);
      return result.errors ? { result } : { body: await encodeInTurns({ data: result.data }, takeTurn) };
    } finally {
      leave();
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
function disconnectSignalOf({ raw }: FastifyReply): Signal {
  const disconnected = new Cancellation();
  raw.on('close', () => {
    if (!raw.writableFinished) disconnected.abort(undefined);
  });
  return disconnected;
}

function toAnswer(result: ExecutionResult): Answer {
  return result.errors ? { result } : { body: encodeText(`${JSON.stringify({ data: result.data })}\n`) };
}

/** Returns the answer for an operation that was not admitted. @throws any other error */
function refusalIn(error: unknown): Refused {
  if (!(error instanceof UpstreamError) || error.code !== 'OVERLOADED') throw error;
  return { refusal: new GraphQLError(error.message, { originalError: error }), retryAfter: error.retryAfter };
}

/**
 * Returns the size of an answer that may be cached if the configuration allows caching, in characters or bytes. Returns
 * undefined if the answer must not be cached: errors may be temporary, and exports make progress without any write
 * while callers poll them.
 */
function sizeOf(query: string, answer: Answer): number | undefined {
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
  if (typeof query !== 'string') return undefined;
  for (const name in body) if (!MEMBERS.has(name)) return undefined;
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
