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
import type { Accepted, Asked } from './known-documents.js';
import { LastingAnswers } from './lasting-answers.js';
import type { Operations } from './operations.js';
import type { ToContext } from '../pipeline/operation.js';
import { failed } from './plan.js';
import type { Variables } from '../pipeline/variables.js';

/** What the fast lane shares with Apollo's path. */
export interface FastLaneSettings {
  readonly operations: Operations;
  readonly admission: Admission;
  /** In milliseconds. */
  readonly queryTimeout: number;
  /** In milliseconds. */
  readonly mutationTimeout: number;
  /** @throws GraphQLError when the caller's credential is invalid */
  readonly readCaller: (request: FastifyRequest) => Caller;
  readonly toContext: ToContext;
  readonly share: Upstreams['share'];
  /** Takes the errors of an answer, for the log. */
  readonly onErrors: (errors: readonly GraphQLError[], requestId: string) => void;
}

/** The answer to an operation: either ready to send, or a result with errors, which still need the request id. */
type Answer = { readonly body: string | Buffer } | { readonly result: ExecutionResult };

/** An operation that was not admitted. */
interface Refused {
  readonly refusal: GraphQLError;
  /** In seconds. */
  readonly retryAfter: number | undefined;
}

/** For a caller who has disconnected while others wait for the same answer. */
const NOBODY: Answer = { body: '' };

/** Most `Accept` headers that are remembered; each kind of client has its own. */
const MAXIMUM_ACCEPTS = 100;
/** Members of a body that the fast lane understands. */
const MEMBERS: ReadonlySet<string> = new Set(['query', 'variables', 'operationName']);

/**
 * The short path to an answer. It takes queries and mutations by POST whose document and `Accept` header Apollo has
 * accepted before, and runs their compiled plan. Equal queries with the same credential at the same time run once. All
 * other requests go to Apollo, which gives the same answers, only slower.
 */
export class FastLane {
  readonly #settings: FastLaneSettings;
  /** Content types of answers, by the `Accept` header for which Apollo chose them. */
  readonly #contentTypes = new LRUCache<string, string>({ max: MAXIMUM_ACCEPTS });
  readonly #lasting = new LastingAnswers();

  constructor(settings: FastLaneSettings) {
    this.#settings = settings;
  }

  /**
   * Answers a request and sets all headers.
   * @returns the body; undefined if Apollo must answer: then nothing was done
   */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer | undefined> {
    const contentType = this.#contentTypes.get(request.headers.accept ?? '');
    const asked = contentType === undefined ? undefined : readAsked(request);
    const accepted = asked && this.#settings.operations.known.find(asked);
    const caller = accepted && this.#readCaller(request);
    if (contentType === undefined || !caller || accepted.runnable.isSubscription) return undefined;
    const answer = await this.#answer(accepted, asked, caller, reply);
    if (!answer) return undefined;
    if ('result' in answer && answer.result.data === undefined) return undefined;
    void reply.header('request-id', request.id).header('cache-control', 'no-store').header('content-type', contentType);
    if ('body' in answer) return answer.body;
    if ('retryAfter' in answer) void reply.code(503).header('retry-after', String(answer.retryAfter));
    const { data, errors = [] } = 'refusal' in answer ? { errors: [answer.refusal] } : answer.result;
    this.#settings.onErrors(errors, request.id);
    return encodeInTurns({ errors: formatErrors(errors, request.id), data }, takeTurn);
  }

  /** @returns undefined for wrong variables: Apollo reports them, without values and with a bound on their number */
  #answer(
    accepted: Accepted,
    asked: Asked,
    caller: Caller,
    reply: FastifyReply,
  ): Answer | Promise<Answer | Refused> | undefined {
    const { runnable } = accepted;
    const key = runnable.isMutation ? '' : JSON.stringify(asked);
    const kept = runnable.showsEndedOnly ? this.#lasting.get(caller, key) : undefined;
    if (kept) return kept;
    const variables = runnable.coerce(asked.variables);
    if (variables.errors) return undefined;
    const gone = goneSignalOf(reply);
    if (runnable.isMutation) return this.#write(accepted, variables, caller, gone).catch(refusalIn);
    const read = (signal: AbortSignal) => this.#read(accepted, variables, key, caller, signal);
    const size = (answer: Answer) => sizeOf(asked, answer);
    return this.#settings.share(caller, key, gone, read, size).catch((error: unknown) => {
      return gone.aborted ? NOBODY : refusalIn(error);
    });
  }

  /**
   * Runs a query, once for all callers who send the same at the same time. It is aborted when all of them have
   * disconnected.
   */
  async #read(
    accepted: Accepted,
    variables: Variables,
    key: string,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { runnable } = accepted;
    const deadline = new Deadline();
    deadline.start(this.#settings.queryTimeout);
    signal.addEventListener('abort', () => {
      deadline.abort();
    });
    const context = this.#settings.toContext(caller, deadline);
    const answer = await this.#execute(accepted, variables, context, deadline);
    if ('body' in answer && runnable.showsEndedOnly && context.datasources.isLasting) {
      this.#lasting.keep(caller, key, answer);
    }
    return answer;
  }

  /** Runs a mutation. It runs to the end, because a signature cannot be undone. */
  #write(accepted: Accepted, variables: Variables, caller: Caller, gone: AbortSignal): Promise<Answer> {
    const deadline = new Deadline();
    deadline.start(this.#settings.mutationTimeout, isUrgent(accepted.cost));
    const context = { ...this.#settings.toContext(caller, deadline), callerIsGone: () => gone.aborted };
    return this.#execute(accepted, variables, context, deadline);
  }

  /** @throws UpstreamError `OVERLOADED` */
  async #execute(
    { runnable, cost }: Accepted,
    variables: Variables,
    context: Context,
    deadline: Deadline,
  ): Promise<Answer> {
    let leave: Leave | undefined;
    try {
      const entering = this.#settings.admission.enter(cost, runnable.isMutation, deadline.signal);
      if (entering) leave = await entering;
      // A large answer: other operations get turns while its rows and its JSON are computed.
      const takeTurn = leave && (() => deadline.takeTurn());
      const result = await this.#settings.operations.execute(runnable, variables, context, takeTurn);
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

/** Aborts when the caller closes the connection before the answer is out. */
function goneSignalOf({ raw }: FastifyReply): AbortSignal {
  const gone = new AbortController();
  raw.once('close', () => {
    if (!raw.writableFinished) gone.abort();
  });
  return gone.signal;
}

/** The answer for an operation that was not admitted. @throws any other error */
function refusalIn(error: unknown): Refused {
  if (!isOverload(error)) throw error;
  return { refusal: new GraphQLError(error.message, { originalError: error }), retryAfter: error.retryAfter };
}

function isOverload(error: unknown): error is UpstreamError {
  return error instanceof UpstreamError && error.code === 'OVERLOADED';
}

/**
 * The size of an answer that may be cached if configuration allows it, in characters; undefined if it may not. Answers
 * with errors may not, since the errors may be temporary. Answers with exports may not, since exports progress without
 * any write, and callers poll for that.
 */
function sizeOf({ query }: Asked, answer: Answer): number | undefined {
  return 'body' in answer && !/export/i.test(query) ? answer.body.length : undefined;
}

/** The parts of an ordinary request; undefined for a request with anything unusual. */
function readAsked({ method, headers, body }: FastifyRequest): Asked | undefined {
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
