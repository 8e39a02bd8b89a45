import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '../../secret.js';
import type { Answer } from '../../received.js';
import { readAnswer } from './answer-check.js';
import { type Budget, CallBudgets } from './call-budgets.js';
import type { Coordinator } from '../../coordination/coordinator.js';
import { type CalledOperation, type Endpoint, endpoints, type Host } from '../../datasources/sign-de/endpoints.js';
import { type FailedCall, noAnswer, notInTime, refusal } from './failures.js';
import { HostGuard } from './guard.js';
import { type CallArguments, toPath } from './request.js';
import { ParsedAnswers } from './parsed-answers.js';
import { afterFailure } from './retry.js';
import { SharedReads } from './shared-reads.js';
import { timeOfTry } from './time-share.js';
import type { AnswerStream, Transport, TransportAnswer } from '../transport/transport.js';
import { TransportError } from '../transport/transport-error.js';
import { UpstreamError } from './upstream-error.js';

/** One call that was made, for `extensions.upstream`. */
export interface UpstreamCall {
  readonly operation: CalledOperation;
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
  readonly hosts?: readonly [Host, ...Host[]];
  readonly onCall?: (call: UpstreamCall) => void;
}

/** What a call is made of. */
interface Request {
  readonly operation: CalledOperation;
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly body: unknown;
  readonly asStream: boolean;
}

/** A {@link Request} on its way to a host. */
interface Try extends Request {
  /** Milliseconds that there are for it, which may be less than its endpoint's limit, or more, if it has to wait for its turn. */
  readonly patience: number;
}

/** Part of its time limit that a try must have had for the host to be blamed: what was given up sooner, for want of time, says little about the host. */
const PART_TO_BLAME_HOST = 1 / 2;
/**
 * Calls the upstream by the endpoint list. From the outside in: the operation's deadline, the call's share of the time until then, retries, then a
 * bulkhead and a breaker, then the time limit of a try. Reads and writes have those of each host for themselves, so that reads that hang hold up no
 * signing. One for the whole process.
 */
export class Upstream {
  readonly #transport: Transport;
  readonly #guards = {
    BACKEND: { read: new HostGuard(), write: new HostGuard() },
    MIDDLEWARE: { read: new HostGuard(), write: new HostGuard() },
  };
  readonly #coordinator: Coordinator;
  readonly #budgets: CallBudgets;
  readonly #reads = new SharedReads();
  readonly #parsed = new ParsedAnswers();
  /** Merges of whole answers, under the same fences. */
  readonly answers: SharedReads;

  /** @param maximumAnswerAge milliseconds for which a whole answer may be given again; none when 0 */
  constructor(transport: Transport, coordinator: Coordinator, maximumAnswerAge: number) {
    this.answers = new SharedReads(maximumAnswerAge);
    this.#transport = transport;
    this.#coordinator = coordinator;
    this.#budgets = new CallBudgets(coordinator);
    coordinator.listen((message) => {
      if (message.topic === 'written') this.#fence(message.tssId);
    });
  }

  /**
   * Makes one call, with all its tries: the same request each time, so the same id, revision and body.
   * @throws UpstreamError for everything that is not a good answer; a write is ambiguous in it when any of its tries may have been worked on
   */
  call<Operation extends CalledOperation>(
    operation: Operation,
    call: CallArguments<Operation>,
    options: CallOptions,
  ): Promise<Answer<Operation>> {
    const endpoint: Endpoint = endpoints[operation];
    const url = toPath(endpoint, call.path, call.query);
    const make = (signal: AbortSignal) =>
      this.#retrying(operation, url, call, false, { ...options, signal }, (answer) => {
        const check = (found: unknown) => readAnswer(operation, found);
        if (endpoint.bytes !== undefined) return check(answer.bytes);
        if (endpoint.method !== 'GET') return check(answer.json);
        return this.#parsed.read(url, answer.chunks, () => check(answer.json));
      });
    const tssId = 'tss_id' in call.path ? call.path.tss_id : undefined;
    if (endpoint.method === 'GET') {
      const isFromSpare = options.isFromSpare === true; // what waits for its turn is not for those who do not
      const key = `${options.token?.reveal() ?? ''} ${(options.hosts ?? endpoint.hosts)[0]} ${isFromSpare} ${url}`;
      return this.#reads.read({ tssId, key, place: { operation } }, options.signal, make, options.giveUpAt);
    }
    const written = make(options.signal);
    if (tssId === undefined) return written; // a login, after which all is as it was
    return written.finally(() => {
      this.#fence(tssId);
      const ofExport = 'export_id' in call.path ? { exportId: call.path.export_id } : {};
      return this.#coordinator.broadcast({ topic: 'written', tssId, ...ofExport });
    });
  }

  /** Lets no answer of before be given again, in whichever process: something was written elsewhere. */
  async forgetAnswers(): Promise<void> {
    this.answers.fence();
    await this.#coordinator.broadcast({ topic: 'written' });
  }

  #fence(tssId?: string): void {
    for (const reads of [this.#reads, this.answers]) reads.fence(tssId);
  }

  /**
   * As {@link call}, but hands on the answer while it comes in; once that has begun, nothing is tried again.
   * @throws UpstreamError when no stream began
   */
  open(
    operation: 'retrieveExportFile',
    call: CallArguments<'retrieveExportFile'>,
    options: CallOptions,
  ): Promise<AnswerStream> {
    const url = toPath(endpoints[operation], call.path, call.query);
    return this.#retrying(operation, url, call, true, options, ({ stream }) => stream);
  }

  async #retrying<Operation extends CalledOperation, Result>(
    operation: Operation,
    path: string,
    call: CallArguments<Operation>,
    asStream: boolean,
    options: CallOptions,
    take: (answer: TransportAnswer) => Result | undefined,
  ): Promise<Result> {
    const endpoint: Endpoint = endpoints[operation];
    const hosts = options.hosts ?? endpoint.hosts;
    const request = { operation, endpoint, path, body: call.body, asStream };
    const budget = budgetOf(endpoint, call.path, options.token);
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
    return this.#guards[host][method === 'GET' ? 'read' : 'write'];
  }

  async #try<Result>(
    { operation, endpoint, path, body, asStream, patience }: Try,
    host: Host,
    { token, signal, onCall }: CallOptions,
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
    let answer: TransportAnswer;
    try {
      answer = await this.#guardOf(host, endpoint).run(
        () => {
          sentAt = performance.now();
          const timeout = Math.min(endpoint.timeout, Math.max(end - sentAt, 1));
          const sending = this.#transport.send(host, {
            method,
            path,
            token,
            body,
            timeout,
            signal,
            asStream,
            ...accept,
          });
          return timeout < endpoint.timeout * PART_TO_BLAME_HOST ? sending.catch(giveUp) : sending;
        },
        signal,
        patience,
      );
    } catch (error) {
      record();
      throw noAnswer(error, call, sentAt !== undefined, signal);
    }
    record(answer.status);
    const taken = answer.status === 200 ? take(answer) : undefined;
    if (taken !== undefined) return taken;
    throw refusal(answer, call);
  }
}

/** Failures after which another host, if there is one, is the better choice. */
const NO_ANSWER: ReadonlySet<string> = new Set(['UPSTREAM_UNREACHABLE', 'UPSTREAM_TIMEOUT', 'UPSTREAM_ANSWER_LOST']);

/** What of the upstream's limits a call comes under: those of its endpoint, for this credential and these ids. */
function budgetOf({ budget }: Endpoint, path: object, token: Secret | undefined): Budget | undefined {
  if (!budget) return undefined;
  const key = [budget.name, token?.sha256 ?? '', ...Object.values(path).map(String)].join(' ');
  return { key, calls: budget.calls };
}

function giveUp(error: unknown): never {
  throw error instanceof TransportError && error.kind === 'timeout' ? new TransportError('given-up', error) : error;
}

/** Waits. @returns whether it came to the end of it before the signal did */
function waits(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  return sleep(milliseconds, true, { signal }).catch(() => false);
}
