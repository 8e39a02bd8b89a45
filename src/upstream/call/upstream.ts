import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Secret } from '../../secret.js';
import { type AnswerKind, readAnswer } from './answer-check.js';
import { type Budget, CallBudgets } from './call-budgets.js';
import type { Coordinator, Lease } from '../../coordination/coordinator.js';
import { broadcastTopic } from '../../coordination/topics.js';
import type { AnyCall, Api, Ids, NameOf, OperationTypes } from '../api.js';
import type { Endpoint, Host } from '../endpoint.js';
import { type FailedCall, noAnswer, notInTime } from './failures.js';
import { HostGuard } from './guard.js';
import { refusal } from './refusal.js';
import { toPath } from './request.js';
import { ParsedAnswers } from './parsed-answers.js';
import { afterFailure } from './retry.js';
import { SharedReads } from './shared-reads.js';
import { timeOfTry } from './time-share.js';
import { type AnswerStream, Transport, type TransportAnswer } from '../transport/transport.js';
import { TransportError } from '../transport/transport-error.js';
import { UpstreamError } from './upstream-error.js';

/** One call that was made, for `extensions.upstream`. */
export interface UpstreamCall {
  readonly operation: string;
  readonly host: Host;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** Milliseconds from sending to the end of the answer, to the microsecond. */
  readonly duration: number;
}

/** How a call is made beside what it is called with. */
export interface CallOptions {
  readonly token: Secret | undefined;
  readonly signal: AbortSignal;
  /** When it is given up with all its waits and tries, by `performance.now()`; not before the signal when left out. */
  readonly giveUpAt?: number;
  /** Longest wait for its turn in the upstream's limits of calls, in milliseconds; without limit when left out. */
  readonly longestTurn?: number;
  /** Whether it is made only within half of the upstream's limits of calls, and without waiting. */
  readonly isFromSpare?: boolean;
  /** Hosts it may go to, when fewer than the endpoint list says. */
  readonly hosts?: Endpoint['hosts'] | undefined;
  readonly onCall?: (call: UpstreamCall) => void;
  /** Of locks that the caller holds: a write is sent only when all of them outlast its time limit. */
  readonly leases?: readonly Lease[];
}

/**
 * A write has ended, whatever came of it: at which product, and the ids in its path. Both are left out where it is only
 * known that something was written somewhere.
 */
export const written = broadcastTopic(
  'written',
  z.object({
    api: z.string().optional(),
    path: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  }),
);

/** What a call is made of. */
interface Request {
  readonly operation: string;
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly body: unknown;
  readonly asStream: boolean;
}

/** A {@link Request} on its way to a host. */
interface Try extends Request {
  /**
   * Milliseconds that there are for it. That may be less than its endpoint's limit, or more where it has to wait for
   * its turn.
   */
  readonly patience: number;
}

/**
 * Part of its time limit that a try must have had for the host to be blamed. A try that was given up sooner says little
 * about the host.
 */
const PART_TO_BLAME_HOST = 1 / 2;
/** Largest answer that is read, in bytes: a page of 100 transactions at their largest is far below it. */
const MAXIMUM_ANSWER_SIZE = 16 * 1_048_576;

/** The guards of one host. */
interface Guards {
  readonly read: HostGuard;
  readonly write: HostGuard;
}

/**
 * Calls one product by its endpoint list. From the outside in: the operation's deadline, the call's share of the time
 * until then, retries, then a bulkhead and a breaker, then the time limit of a try. Reads and writes have those of each
 * host for themselves, so that reads that hang hold up no signing. One of each product for the whole process.
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

  /** @param answers merges of whole answers of this gateway, which writes fence as well */
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
   * Makes one call, with all its tries: the same request each time, so the same id, revision and body.
   * @throws UpstreamError for everything that is not a good answer; ambiguous when any try of a write may have been
   *   worked on
   */
  call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    const endpoint: Endpoint = this.api.endpoints[operation];
    const kind: AnswerKind = this.api.answers[operation];
    const url = toPath(endpoint, call.path, call.query);
    const make = (signal: AbortSignal) =>
      this.#retrying(operation, url, call, false, { ...options, signal }, (answer) => {
        // What was looked at is what the type of the answer says is sure.
        const check = (found: unknown) => readAnswer(kind, operation, found) as Operations[Name]['answer'] | undefined;
        if (endpoint.bytes !== undefined) return check(answer.bytes);
        if (endpoint.method !== 'GET') return check(answer.json);
        return this.#parsed.read(url, answer.chunks, () => check(answer.json));
      });
    if (endpoint.method === 'GET') {
      const isFromSpare = options.isFromSpare === true; // what waits for its turn is not for those who do not
      const key = `${options.token?.reveal() ?? ''} ${(options.hosts ?? endpoint.hosts)[0]} ${isFromSpare} ${url}`;
      const wanted = { scope: this.#scopeOf(call.path), key, place: { operation } };
      return this.#reads.read(wanted, options.signal, make, options.giveUpAt);
    }
    const writing = make(options.signal);
    if (endpoint.isLogin) return writing; // after which all is as it was
    return writing.finally(() => {
      this.#fence(call.path);
      return this.#coordinator.broadcast(written, { api: this.api.name, path: call.path });
    });
  }

  /** Lets no answer of before be given again, in whichever process: something was written elsewhere. */
  async forgetAnswers(): Promise<void> {
    this.#answers.fence();
    await this.#coordinator.broadcast(written, {});
  }

  /** @param path ids of what was written; all of the product when left out */
  #fence(path: Ids = {}): void {
    const scope = this.#scopeOf(path);
    for (const reads of [this.#reads, this.#answers]) reads.fence(scope);
  }

  /** What a call with these ids is fenced with; undefined for all. */
  #scopeOf(path: Ids): string | undefined {
    const id = path[this.api.fencedBy ?? ''];
    return id === undefined ? undefined : String(id);
  }

  /**
   * As {@link call}, but hands on the answer while it comes in; once that has begun, nothing is tried again.
   * @throws UpstreamError when no stream began
   */
  open<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<AnswerStream> {
    const url = toPath(this.api.endpoints[operation], call.path, call.query);
    return this.#retrying(operation, url, call, true, options, ({ stream }) => stream);
  }

  async #retrying<Result>(
    operation: NameOf<Operations>,
    path: string,
    call: AnyCall,
    asStream: boolean,
    options: CallOptions,
    take: (answer: TransportAnswer) => Result | undefined,
  ): Promise<Result> {
    const endpoint: Endpoint = this.api.endpoints[operation];
    const hosts = options.hosts ?? endpoint.hosts;
    const request = { operation, endpoint, path, body: call.body, asStream };
    const budget = budgetOf(this.api.name, endpoint, call.path, options.token);
    const failedHosts = new Set<Host>();
    const timeLeft = () => (options.giveUpAt ?? Infinity) - performance.now();
    let lost: UpstreamError | undefined;
    for (let attempt = 1; ; attempt += 1) {
      if (budget) await this.#takeTurn(budget, options, timeLeft());
      const host = this.#choose(hosts, failedHosts, endpoint);
      const hasOther = hosts.some((each) => each !== host && !failedHosts.has(each));
      const patience = timeOfTry(timeLeft(), hasOther);
      if (patience <= 0) throw lost ?? notInTime({ operation });
      try {
        return await this.#try({ ...request, patience }, host, options, take);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        if (budget && error.upstream.status === 429) await this.#budgets.exhaust(budget, error.retryAfter ?? 1);
        if (error.ambiguous) lost = error;
        const failure = lost ? error.after(lost) : error;
        if (NO_ANSWER.has(error.code)) failedHosts.add(host);
        const next = afterFailure({
          error,
          attempt,
          isRepeatable: endpoint.repeatable,
          isFromSpare: options.isFromSpare === true,
          hasOtherHost: hosts.some((each) => !failedHosts.has(each)),
          timeLeft: timeLeft(),
          jitter: Math.random(),
        });
        if (next === 'give-up' || !(await waits(next.pause, options.signal))) throw failure;
      }
    }
  }

  #takeTurn(
    { key, calls }: Budget,
    { isFromSpare = false, longestTurn = Infinity, signal }: CallOptions,
    timeLeft: number,
  ): Promise<void> {
    return isFromSpare
      ? this.#budgets.take({ key, calls: Math.floor(calls / 2) }, 0, signal)
      : this.#budgets.take({ key, calls }, Math.min(longestTurn, timeLeft), signal);
  }

  /** Closes all connections, whatever is in flight. */
  close(): Promise<void> {
    return this.#transport.close();
  }

  /** The first host that is not left alone and has not failed this call; if there is none, one that has. */
  #choose(hosts: readonly [Host, ...Host[]], failed: ReadonlySet<Host>, endpoint: Endpoint): Host {
    const demerits = (host: Host) => (this.#guardOf(host, endpoint).isShut ? 2 : 0) + (failed.has(host) ? 1 : 0);
    return hosts.reduce((best, host) => (demerits(host) < demerits(best) ? host : best));
  }

  #guardOf(host: Host, { method }: Endpoint): HostGuard {
    const guards = this.#guards.get(host);
    if (!guards) throw new TypeError(`The product ${this.api.name} has no host ${host}.`);
    return guards[method === 'GET' ? 'read' : 'write'];
  }

  async #try<Result>(
    { operation, endpoint, path, body, asStream, patience }: Try,
    host: Host,
    { token, signal, onCall, leases = NO_LEASES }: CallOptions,
    take: (answer: TransportAnswer) => Result | undefined,
  ): Promise<Result> {
    const { method, bytes } = endpoint;
    const call: FailedCall = { operation, host, isWrite: method !== 'GET', body };
    const accept = bytes === undefined ? {} : { accept: `${bytes}, application/json` };
    const end = performance.now() + patience;
    let sentAt: number | undefined;
    const record = (status?: number) => {
      if (sentAt === undefined) return;
      const duration = Math.round((performance.now() - sentAt) * 1_000) / 1_000;
      onCall?.({ operation, host, duration, ...(status !== undefined && { status }) });
    };
    const send = () => {
      sentAt = performance.now();
      const timeout = Math.min(endpoint.timeout, Math.max(end - sentAt, 1));
      const sending = this.#transport.send(host, { method, path, token, body, timeout, signal, asStream, ...accept });
      return timeout < endpoint.timeout * PART_TO_BLAME_HOST ? sending.catch(giveUp) : sending;
    };
    const sendWhenItMay =
      method === 'GET' || leases.length === 0
        ? send
        : () => Promise.all(leases.map((lease) => lease.outlast(endpoint.timeout))).then(send);
    let answer: TransportAnswer;
    try {
      answer = await this.#guardOf(host, endpoint).run(sendWhenItMay, signal, patience);
    } catch (error) {
      record();
      throw noAnswer(error, call, sentAt !== undefined, signal);
    }
    record(answer.status);
    const taken = answer.status === 200 ? take(answer) : undefined;
    if (taken !== undefined) return taken;
    throw refusal(answer, call, this.api);
  }
}

const NO_LEASES: readonly Lease[] = [];

/** Failures after which another host, if there is one, is the better choice. */
const NO_ANSWER: ReadonlySet<string> = new Set(['UPSTREAM_UNREACHABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_ANSWER_LOST']);

/** What of the upstream's limits a call comes under: those of its endpoint, for this credential and these ids. */
function budgetOf(api: string, { budget }: Endpoint, path: Ids, token: Secret | undefined): Budget | undefined {
  if (!budget) return undefined;
  const key = [api, budget.name, token?.sha256 ?? '', ...Object.values(path).map(String)].join(' ');
  return { key, calls: budget.calls };
}

function giveUp(error: unknown): never {
  throw error instanceof TransportError && error.kind === 'timeout' ? new TransportError('given-up', error) : error;
}

/** Waits. @returns whether it came to the end of it before the signal did */
function waits(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}
