import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Secret } from '../../secret.js';
import { type AnswerKind, readAnswer } from './answer-check.js';
import { type Budget, CallBudgets } from './call-budgets.js';
import type { Coordinator, Lease } from '../../coordination/coordinator.js';
import { broadcastTopic } from '../../coordination/topics.js';
import type { Api, Ids, NameOf, OperationTypes } from '../api.js';
import type { Endpoint, Host } from '../endpoint.js';
import { type FailedCall, noAnswer, notInTime } from './failures.js';
import { type Entry, HostGuard } from './guard.js';
import { refusal } from './refusal.js';
import { toPath } from './request.js';
import { ParsedAnswers } from './parsed-answers.js';
import { afterFailure } from './retry.js';
import { SharedReads } from './shared-reads.js';
import { timeOfTry } from './time-share.js';
import { Transport } from '../transport/transport.js';
import type { AnswerStream, TransportAnswer } from '../transport/transport-answer.js';
import { TransportError } from '../transport/transport-error.js';
import { UpstreamError } from './upstream-error.js';
import { type Signal, toAbortSignal } from '../../coordination/cancellation.js';

/** Record of one call to the upstream, for `extensions.upstream`. */
export interface UpstreamCall {
  readonly operation: string;
  readonly host: Host;
  /** HTTP status; absent if there was no answer. */
  readonly status?: number;
  /** Time from sending until the answer is complete, in milliseconds with three decimals. */
  readonly duration: number;
}

/** Options of a call, besides its path, query and body. */
export interface CallOptions {
  readonly token: Secret | undefined;
  readonly signal: Signal;
  /**
   * When the call is given up, by `performance.now()`. This includes all its waits and retries. Default: only the
   * signal ends the call.
   */
  readonly giveUpAt?: number;
  /** Maximum wait for the upstream's rate limit, in milliseconds. Default: no maximum. */
  readonly longestTurn?: number;
  /**
   * If true, the call may use only half of the upstream's rate limit, and fails instead of waiting. The other half
   * stays free for callers that need exactly this call.
   */
  readonly usesSpareHalf?: boolean;
  /** Hosts that this call may use, if these are fewer than the endpoint list has. */
  readonly hosts?: Endpoint['hosts'] | undefined;
  readonly onCall?: (call: UpstreamCall) => void;
  /**
   * Leases of the locks that the caller holds. A write is sent only if every lease lasts longer than its time limit.
   */
  readonly leases?: readonly Lease[];
}

/**
 * Message that is broadcast after every write, successful or not: the product and the ids in the path. Both are missing
 * if only the fact of a write is known.
 */
export const written = broadcastTopic(
  'written',
  z.object({
    api: z.string().optional(),
    path: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
);

/** A call, prepared for HTTP. */
interface PreparedCall {
  readonly operation: string;
  readonly endpoint: Endpoint;
  /** Path and query below the base URL. */
  readonly url: string;
  /** Ids in the path. */
  readonly ids: Ids;
  readonly body: unknown;
  readonly asStream: boolean;
  readonly options: CallOptions;
  /** Aborts the call. It may be shared by several callers. */
  readonly signal: Signal;
}

/**
 * A timeout counts against the host only if the try had at least this share of the endpoint's time limit. A shorter try
 * says little about the host.
 */
const PART_TO_BLAME_HOST = 1 / 2;
/** Maximum size of an answer, in bytes. A page of the 100 largest possible transactions is far smaller. */
const MAXIMUM_ANSWER_SIZE = 16 * 1_048_576;

/** The guards of one host. */
interface Guards {
  readonly read: HostGuard;
  readonly write: HostGuard;
}

/**
 * Calls one product by its endpoint list. The layers, outermost first: the deadline of the operation; the call's share
 * of the remaining time; retries; a bulkhead and a breaker; the time limit of a try. Each host has one bulkhead and
 * breaker for reads and another for writes, so reads that hang do not delay signing. There is one instance per product
 * and process.
 */
export class Upstream<Operations extends OperationTypes> {
  readonly api: Api<Operations>;
  readonly #transport: Transport;
  readonly #guards: ReadonlyMap<Host, Guards>;
  readonly #coordinator: Coordinator;
  readonly #budgets: CallBudgets;
  readonly #reads = new SharedReads();
  readonly #parsed = new ParsedAnswers();
  readonly #answers: SharedReads;

  /** @param answers shared reads of whole GraphQL answers; writes fence these too */
  constructor(api: Api<Operations>, coordinator: Coordinator, answers: SharedReads) {
    this.api = api;
    this.#answers = answers;
    this.#transport = new Transport(api.baseUrls, MAXIMUM_ANSWER_SIZE, api.numbers);
    this.#guards = new Map(
      Object.keys(api.baseUrls).map((host) => [host, { read: new HostGuard(), write: new HostGuard() }]),
    );
    this.#coordinator = coordinator;
    this.#budgets = new CallBudgets(coordinator);
    coordinator.listen(written, (message) => {
      if ((message.api ?? api.name) === api.name) this.#fence(message.path);
    });
  }

  /**
   * Makes one call, with its retries. Each try sends the same request: same id, revision and body.
   * @throws UpstreamError if there is no good answer; ambiguous if any try of a write may have been executed
   */
  call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    const endpoint: Endpoint = this.api.endpoints[operation];
    const url = toPath(endpoint, call.path, call.query);
    // `readAnswer` has checked every member that the answer type promises, so the cast is safe.
    const read = (answer: TransportAnswer) =>
      this.#read(operation, endpoint, url, answer) as Operations[Name]['answer'] | undefined;
    const make = (signal: Signal) =>
      this.#send({ operation, endpoint, url, ids: call.path, body: call.body, asStream: false, options, signal }, read);
    if (endpoint.method === 'GET') {
      const { token, signal, hosts = endpoint.hosts, giveUpAt } = options;
      const usesSpareHalf = options.usesSpareHalf === true; // a call that must not wait never joins one that may
      const key = `${token?.reveal() ?? ''} ${hosts[0]} ${usesSpareHalf} ${url}`;
      return this.#reads.read({ scope: this.#scopeOf(call.path), key, place: { operation } }, signal, make, giveUpAt);
    }
    const writing = make(options.signal);
    if (endpoint.isLogin) return writing; // a login changes nothing that a read shows
    return writing.finally(() => {
      this.#fence(call.path);
      return this.#coordinator.broadcast(written, { api: this.api.name, path: call.path });
    });
  }

  /** Parses and checks a 200 answer. @returns undefined if it is not what the contract promises */
  #read(operation: NameOf<Operations>, { method, bytes }: Endpoint, url: string, answer: TransportAnswer): unknown {
    const kind: AnswerKind = this.api.answers[operation];
    if (bytes !== undefined) return readAnswer(kind, operation, answer.bytes);
    if (method !== 'GET') return readAnswer(kind, operation, answer.json);
    return this.#parsed.read(url, answer.chunks, () => readAnswer(kind, operation, answer.json));
  }

  /** Call this when something was written elsewhere: from now on, no process reuses an answer that began earlier. */
  async forgetAnswers(): Promise<void> {
    this.#answers.fence();
    await this.#coordinator.broadcast(written, {});
  }

  /** Sets a fence (see {@link SharedReads}). @param path ids of the written object; default: the whole product */
  #fence(path: Ids = {}): void {
    const scope = this.#scopeOf(path);
    for (const reads of [this.#reads, this.#answers]) reads.fence(scope);
  }

  /** Scope of the fence for a call with these ids; undefined: the whole product. */
  #scopeOf(path: Ids): string | undefined {
    const id = path[this.api.fencedBy ?? ''];
    return id === undefined ? undefined : String(id);
  }

  /**
   * Like {@link call}, but returns the answer as a stream. There is no retry after the stream has begun.
   * @throws UpstreamError if no stream began
   */
  open<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<AnswerStream> {
    const endpoint: Endpoint = this.api.endpoints[operation];
    const { path: ids, query, body } = call;
    const url = toPath(endpoint, ids, query);
    const prepared = { operation, endpoint, url, ids, body, asStream: true, options, signal: options.signal };
    return this.#send(prepared, ({ stream }) => stream);
  }

  async #send<Result>(
    call: PreparedCall,
    readResult: (answer: TransportAnswer) => Result | undefined,
  ): Promise<Result> {
    const { operation, endpoint, options, signal } = call;
    const { hosts = endpoint.hosts, giveUpAt = Infinity } = options;
    const budget = budgetOf(this.api.name, call);
    let failedHosts = NO_HOSTS;
    let lostAnswer: UpstreamError | undefined;
    for (let attempt = 1; ; attempt += 1) {
      if (budget) await this.#waitForBudget(budget, call, giveUpAt - performance.now());
      const host = this.#choose(hosts, failedHosts, endpoint);
      const others = hosts.length - failedHosts.size - (failedHosts.has(host) ? 0 : 1);
      const maximumDuration = timeOfTry(giveUpAt - performance.now(), others > 0);
      if (maximumDuration <= 0) throw lostAnswer ?? notInTime({ operation });
      try {
        return await this.#try(call, host, maximumDuration, readResult);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        if (budget && error.upstream.status === 429) await this.#budgets.exhaust(budget, error.retryAfter ?? 1);
        if (error.ambiguous) lostAnswer = error;
        const failure = lostAnswer ? error.after(lostAnswer) : error;
        if (NO_ANSWER.has(error.code)) failedHosts = new Set([...failedHosts, host]);
        const next = afterFailure({
          error,
          attempt,
          isRepeatable: endpoint.repeatable,
          usesSpareHalf: options.usesSpareHalf === true,
          hasOtherHost: failedHosts.size < hosts.length,
          timeLeft: giveUpAt - performance.now(),
          jitter: Math.random(),
        });
        if (next === 'give-up' || !(await sleepUnlessAborted(next.pause, signal))) throw failure;
      }
    }
  }

  #waitForBudget(
    { key, calls }: Budget,
    { options: { usesSpareHalf = false, longestTurn = Infinity }, signal }: PreparedCall,
    timeLeft: number,
  ): Promise<void> {
    return usesSpareHalf
      ? this.#budgets.take({ key, calls: Math.floor(calls / 2) }, 0, signal)
      : this.#budgets.take({ key, calls }, Math.min(longestTurn, timeLeft), signal);
  }

  /** Closes all connections, also those with requests in flight. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /**
   * Chooses the first host with a closed breaker that has not failed in this call. If there is none, a host that has
   * failed in this call is better than one with an open breaker.
   */
  #choose(hosts: readonly [Host, ...Host[]], failed: ReadonlySet<Host>, endpoint: Endpoint): Host {
    if (failed.size === 0 && !this.#guardOf(hosts[0], endpoint).isShut) return hosts[0];
    const penalty = (host: Host) => (this.#guardOf(host, endpoint).isShut ? 2 : 0) + (failed.has(host) ? 1 : 0);
    return hosts.reduce((best, host) => (penalty(host) < penalty(best) ? host : best));
  }

  #guardOf(host: Host, { method }: Endpoint): HostGuard {
    const guards = this.#guards.get(host);
    if (!guards) throw new TypeError(`The product ${this.api.name} has no host ${host}.`);
    return guards[method === 'GET' ? 'read' : 'write'];
  }

  /** @param maximumDuration of the try in milliseconds, including its wait in the queue of the host */
  async #try<Result>(
    call: PreparedCall,
    host: Host,
    maximumDuration: number,
    readResult: (answer: TransportAnswer) => Result | undefined,
  ): Promise<Result> {
    const { endpoint, url, body, asStream, options, signal } = call;
    const guard = this.#guardOf(host, endpoint);
    const end = performance.now() + maximumDuration;
    let entry: Entry | undefined;
    let sentAt: number | undefined;
    let timeout = endpoint.timeout;
    let answer: TransportAnswer;
    try {
      const entering = guard.enter(signal, maximumDuration);
      entry = typeof entering === 'string' ? entering : await entering;
      if (options.leases && endpoint.method !== 'GET') await outlast(options.leases, endpoint.timeout);
      sentAt = performance.now();
      timeout = Math.min(endpoint.timeout, Math.max(end - sentAt, 1));
      answer = await this.#transport.send(host, {
        method: endpoint.method,
        path: url,
        token: options.token,
        body,
        timeout,
        signal,
        accept: endpoint.bytes === undefined ? undefined : `${endpoint.bytes}, application/json`,
        asStream,
      });
    } catch (thrown) {
      const error = timeout < endpoint.timeout * PART_TO_BLAME_HOST ? withoutBlame(thrown) : thrown;
      if (entry) guard.leave(entry, error);
      if (sentAt !== undefined) record(call, host, sentAt);
      throw noAnswer(error, failedCall(call, host), sentAt !== undefined, signal);
    }
    guard.leave(entry);
    record(call, host, sentAt, answer.status);
    const result = answer.status === 200 ? readResult(answer) : undefined;
    if (result !== undefined) return result;
    throw refusal(answer, failedCall(call, host), this.api);
  }
}

function failedCall({ operation, endpoint, body }: PreparedCall, host: Host): FailedCall {
  return { operation, host, isWrite: endpoint.method !== 'GET', body };
}

/** Records a call that was sent. @param status of the answer; undefined if there was none */
function record({ operation, options }: PreparedCall, host: Host, sentAt: number, status?: number): void {
  const duration = Math.round((performance.now() - sentAt) * 1_000) / 1_000;
  options.onCall?.(status === undefined ? { operation, host, duration } : { operation, host, duration, status });
}

/** Renews all leases, so that they last longer than a write with this time limit. @throws LeaseLost */
async function outlast(leases: readonly Lease[], milliseconds: number): Promise<void> {
  await Promise.all(leases.map((lease) => lease.outlast(milliseconds)));
}

const NO_HOSTS: ReadonlySet<Host> = new Set();
/** Errors after which the next try should use another host. */
const NO_ANSWER: ReadonlySet<string> = new Set(['UPSTREAM_UNREACHABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_ANSWER_LOST']);

/** The rate limit of a call. It is counted per endpoint, credential and ids. */
function budgetOf(api: string, { endpoint: { budget }, ids, options: { token } }: PreparedCall): Budget | undefined {
  if (!budget) return undefined;
  const key = [api, budget.name, token?.sha256 ?? '', ...Object.values(ids).map(String)].join(' ');
  return { key, calls: budget.calls };
}

/** A timeout of a try that was too short to blame the host becomes `given-up`, which the breaker does not count. */
function withoutBlame(error: unknown): unknown {
  return error instanceof TransportError && error.kind === 'timeout' ? new TransportError('given-up', error) : error;
}

/** Waits. @returns false if the signal aborted first */
function sleepUnlessAborted(milliseconds: number, signal: Signal): Promise<boolean> {
  return sleep(milliseconds, true, { signal: toAbortSignal(signal) }).catch(() => false);
}
