import {
  BrokenCircuitError,
  BulkheadRejectedError,
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  DelegateBackoff,
  type FailureReason,
  handleWhen,
  retry,
  wrap,
} from 'cockatiel';
import type { Secret } from '../secret.js';
import { type Answer, isAnswerOf } from './answer-check.js';
import { type CalledOperation, type Endpoint, endpoints, type Host } from './endpoints.js';
import { errorRow } from './error-table.js';
import { type CallArguments, toPath } from './request.js';
import type { Transport } from './transport.js';
import { type TransportAnswer, TransportError } from './transport.js';
import { UpstreamError, type UpstreamPlace } from './upstream-error.js';

/** One call that was made, for `extensions.upstream`. */
export interface UpstreamCall {
  readonly operation: CalledOperation;
  readonly host: Host;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** Milliseconds from sending to the end of the answer. */
  readonly duration: number;
}

/** How a call is made beside what it is called with. */
export interface CallOptions {
  readonly token: Secret | undefined;
  readonly signal: AbortSignal;
  /** Hosts it may go to, when fewer than the endpoint list says. */
  readonly hosts?: readonly [Host, ...Host[]];
  readonly onCall?: (call: UpstreamCall) => void;
}

/** Tries beside the first one. */
const MAXIMUM_RETRIES = 2;
/** Longest pause before another try; an upstream that asks for more gets none, and the caller is told how long to wait. In seconds. */
const LONGEST_PAUSE = 5;
/** Requests in flight per host; the rest waits, up to as many again. */
const MAXIMUM_IN_FLIGHT = 256;

/**
 * Calls the upstream by the endpoint list. Policies from the outside in: the operation's deadline, retries, then per host a bulkhead and a
 * breaker, then the time limit of a try. One for the whole process.
 */
export class Upstream {
  readonly #transport: Transport;
  readonly #guards = { BACKEND: makeGuard(), MIDDLEWARE: makeGuard() };

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Makes one call, with all its tries.
   * @throws UpstreamError for everything that is not a good answer
   */
  async call<Operation extends CalledOperation>(
    operation: Operation,
    call: CallArguments<Operation>,
    options: CallOptions,
  ): Promise<Answer<Operation>> {
    const endpoint: Endpoint = endpoints[operation];
    const hosts = options.hosts ?? endpoint.hosts;
    const path = toPath(endpoint, call.path, call.query);
    const failedHosts = new Set<Host>();
    const past = { lostAnswer: false };
    const policy = retry(
      handleWhen((error) => error instanceof UpstreamError && isWorthRetrying(error, endpoint)),
      {
        maxAttempts: MAXIMUM_RETRIES,
        backoff: new DelegateBackoff(({ attempt, result }) => pause(attempt, result, failedHosts.size < hosts.length)),
      },
    );
    try {
      return await policy.execute(async () => {
        const host = this.#choose(hosts, failedHosts);
        try {
          return await this.#try(operation, endpoint, host, path, call.body, options);
        } catch (error) {
          if (error instanceof UpstreamError) past.lostAnswer ||= error.ambiguous;
          if (error instanceof UpstreamError && error.upstream.status === undefined) failedHosts.add(host);
          throw error;
        }
      }, options.signal);
    } catch (error) {
      throw error instanceof UpstreamError && past.lostAnswer ? error.afterLostAnswer() : error;
    }
  }

  /** Closes all connections. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /** The first host that has not failed this call and whose breaker lets calls through. */
  #choose(hosts: readonly [Host, ...Host[]], failed: ReadonlySet<Host>): Host {
    const isOpen = (host: Host) => this.#guards[host].breaker.state === CircuitState.Open;
    return (
      hosts.find((host) => !failed.has(host) && !isOpen(host)) ?? hosts.find((host) => !failed.has(host)) ?? hosts[0]
    );
  }

  async #try<Operation extends CalledOperation>(
    operation: Operation,
    endpoint: Endpoint,
    host: Host,
    path: string,
    body: unknown,
    { token, signal, onCall }: CallOptions,
  ): Promise<Answer<Operation>> {
    const isWrite = endpoint.method !== 'GET';
    const started = performance.now();
    const record = (status?: number) => {
      onCall?.({ operation, host, duration: performance.now() - started, ...(status !== undefined && { status }) });
    };
    let answer: TransportAnswer;
    try {
      answer = await this.#guards[host].policy.execute(
        () =>
          this.#transport.send(host, { method: endpoint.method, path, token, body, timeout: endpoint.timeout, signal }),
        signal,
      );
    } catch (error) {
      if (error instanceof TransportError) record();
      throw toNoAnswer(error, { operation, host }, isWrite, signal);
    }
    record(answer.status);
    if (answer.status !== 200) throw toRefusal(answer, { operation, host }, isWrite);
    if (isAnswerOf(operation, answer.json)) return answer.json;
    throw new UpstreamError({
      code: 'UPSTREAM_ANSWER_INVALID',
      message: 'The upstream answered with something that its contract does not know.',
      retryable: true,
      ambiguous: isWrite,
      upstream: {
        operation,
        host,
        status: answer.status,
        ...(answer.requestId !== undefined && { requestId: answer.requestId }),
      },
    });
  }
}

function makeGuard() {
  const isHostFailure = (error: unknown) => error instanceof TransportError && error.kind !== 'deadline';
  const breaker = circuitBreaker(handleWhen(isHostFailure), {
    halfOpenAfter: 2_000,
    breaker: new ConsecutiveBreaker(10),
  });
  return { breaker, policy: wrap(bulkhead(MAXIMUM_IN_FLIGHT, MAXIMUM_IN_FLIGHT), breaker) };
}

/** Retryable, repeatable, and no longer to wait for than a caller would. */
function isWorthRetrying(error: UpstreamError, endpoint: Endpoint): boolean {
  const neverSent = error.code === 'UPSTREAM_UNREACHABLE';
  return (
    error.retryable &&
    (endpoint.repeatable || neverSent) &&
    (error.retryAfter ?? 0) <= LONGEST_PAUSE &&
    error.code !== 'DEADLINE_EXCEEDED'
  );
}

/** Milliseconds before the next try: what the upstream asks for, none when another host is left to try, else full jitter under a doubling ceiling. */
function pause(attempt: number, result: FailureReason<unknown>, otherHostLeft: boolean): number {
  const error = 'error' in result && result.error instanceof UpstreamError ? result.error : undefined;
  if (error?.retryAfter !== undefined) return error.retryAfter * 1_000;
  if (error?.upstream.status === undefined && otherHostLeft) return 0;
  return Math.random() * 100 * 2 ** attempt;
}

/** A call without an answer. What happened at the upstream is known only when nothing was sent. */
function toNoAnswer(error: unknown, upstream: UpstreamPlace, isWrite: boolean, signal: AbortSignal): unknown {
  if (error instanceof BrokenCircuitError || error instanceof BulkheadRejectedError) {
    return new UpstreamError({
      code: 'UPSTREAM_UNREACHABLE',
      message:
        'The upstream has not answered for a while, so nothing was sent to it; it is tried again in a few seconds.',
      retryable: true,
      upstream,
    });
  }
  if (!(error instanceof TransportError)) {
    return signal.aborted ? deadlineExceeded(upstream, false) : error;
  }
  switch (error.kind) {
    case 'unreachable':
      return new UpstreamError({
        code: 'UPSTREAM_UNREACHABLE',
        message: 'The upstream cannot be reached; nothing was sent.',
        retryable: true,
        upstream,
      });
    case 'timeout':
      return new UpstreamError({
        code: 'UPSTREAM_TIMEOUT',
        message: 'The upstream did not answer in time.',
        retryable: true,
        ambiguous: isWrite,
        upstream,
      });
    case 'lost':
      return new UpstreamError({
        code: 'UPSTREAM_ANSWER_LOST',
        message: 'The connection broke before the answer was complete.',
        retryable: true,
        ambiguous: isWrite,
        upstream,
      });
    case 'deadline':
      return deadlineExceeded(upstream, isWrite);
  }
}

function deadlineExceeded(upstream: UpstreamPlace, ambiguous: boolean): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: 'The time of the whole operation is up.',
    retryable: true,
    ambiguous,
    upstream,
  });
}

/** An answer with a failing status. */
function toRefusal(
  { status, json, requestId, retryAfter }: TransportAnswer,
  place: UpstreamPlace,
  isWrite: boolean,
): UpstreamError {
  const body = typeof json === 'object' && json !== null ? json : {};
  const code = 'code' in body && typeof body.code === 'string' ? body.code : undefined;
  const row = errorRow(place.operation ?? '', status, code);
  const reason =
    row.explains && 'message' in body && typeof body.message === 'string' ? ` ${body.message.slice(0, 200)}` : '';
  const waiting = parseRetryAfter(retryAfter);
  return new UpstreamError({
    code: row.code,
    message: row.message + reason,
    retryable: row.retryable,
    retryAfter: waiting,
    // 503 and 429 refuse before any work; other faults of the server may come after it.
    ambiguous: isWrite && (status === 408 || status === 499 || (status >= 500 && status !== 503)),
    upstream: { ...place, status, ...(code !== undefined && { code }), ...(requestId !== undefined && { requestId }) },
  });
}

/** Seconds to wait, from `Retry-After` as seconds or as a date. */
function parseRetryAfter(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}
