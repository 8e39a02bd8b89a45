import { type Caller, credentialOf } from '../upstream/access/caller.js';
import { type Dsfinvk, dsfinvkApi } from './dsfinvk/api.js';
import type { Coordinator } from '../coordination/coordinator.js';
import { LocalCoordinator } from '../coordination/local-coordinator.js';
import { LiveGuard } from '../upstream/access/live-guard.js';
import { ownLogin } from './sign-de/login.js';
import { Operation, OperationScope, type Shared } from '../upstream/operation.js';
import { type SignDe, signDeApi } from './sign-de/api.js';
import { BackendSessions, backendSessionRefused } from './sign-de/backend-sessions.js';
import { PinTries } from './sign-de/tss/pin-tries.js';
import { Places } from '../upstream/lists/places.js';
import { Readiness } from '../upstream/access/readiness.js';
import { type ApiKey, GatewaySession } from '../upstream/access/own-session.js';
import { Tenants } from '../upstream/access/tenants.js';
import type { Secret } from '../secret.js';
import { SharedReads } from '../upstream/call/shared-reads.js';
import { Deadline } from '../upstream/call/time-share.js';
import { Upstream, written } from '../upstream/call/upstream.js';
import { Watches } from './sign-de/watches.js';
import type { Cancellation, Signal } from '../coordination/cancellation.js';
import { type Datasources, type OfProcess, OperationDatasources } from './operation-datasources.js';

export type { Datasources } from './operation-datasources.js';

/** The addresses of the upstream, and the gateway's own API key. */
export interface UpstreamSettings {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  readonly dsfinvkUrl: string;
  /** If missing, every caller must send its own token. */
  readonly apiKey?: ApiKey;
  /** Whether writes with LIVE credentials are allowed. Default: yes. */
  readonly allowLiveWrites?: boolean;
  /** Maximum number of wrong admin PINs in a row that are forwarded per TSS, 1 to 5. Default: 4. */
  readonly maximumWrongPins?: number;
  /** Maximum number of upstream reads per operation. Default: 600. */
  readonly maximumUpstreamCalls?: number;
  /** Maximum age of a shared answer that is reused, if nothing was written since, in milliseconds. Default: 0. */
  readonly maximumAnswerAge?: number;
  /**
   * Whether callers may send a gateway key. The error for callers without a credential then mentions it. Default: no.
   */
  readonly takesGatewayKeys?: boolean;
}

/** Maximum time for the upstream to answer a readiness check, in milliseconds. */
const READY_TIME = 5_000;

/**
 * Maximum time that a poll of a watch waits for the upstream's rate limit, in milliseconds. A later poll can try again.
 */
const TURN_TIME = 2_000;

/**
 * The objects that all operations share: connections, circuit breakers, the gateway's own session and locks. There is
 * one instance per process.
 */
export class Upstreams {
  readonly #shared: Shared;
  readonly #signDe: Upstream<SignDe>;
  readonly #dsfinvk: Upstream<Dsfinvk>;
  /** Merges equal executions into one. A write to any product sets a fence here too. */
  readonly #answers: SharedReads;
  readonly #process: OfProcess;
  readonly #readiness = new Readiness(async () => {
    const end = performance.now() + READY_TIME;
    const timeLeft = () => end - performance.now();
    await this.forOperation({ kind: 'gateway-key' }, AbortSignal.timeout(READY_TIME), timeLeft).tss.list({ limit: 1 });
  });

  constructor(settings: UpstreamSettings, coordinator: Coordinator = new LocalCoordinator()) {
    const { middlewareUrl, backendUrl, dsfinvkUrl, apiKey } = settings;
    const { allowLiveWrites = true, maximumWrongPins = 4, maximumUpstreamCalls = 600, maximumAnswerAge = 0 } = settings;
    const { takesGatewayKeys = false } = settings;
    const baseUrls = { MIDDLEWARE: middlewareUrl, BACKEND: backendUrl };
    const backendSessions = new BackendSessions(coordinator);
    this.#answers = new SharedReads(maximumAnswerAge);
    const signDe = new Upstream(signDeApi(baseUrls, backendSessions), coordinator, this.#answers);
    this.#signDe = signDe;
    const checkToken = (token: Secret) => {
      if (backendSessions.has(token)) throw backendSessionRefused();
    };
    this.#dsfinvk = new Upstream(dsfinvkApi(dsfinvkUrl, checkToken), coordinator, this.#answers);
    this.#shared = {
      ownSession: apiKey && new GatewaySession(ownLogin(signDe), apiKey, coordinator),
      maximumReads: maximumUpstreamCalls,
      liveGuard: allowLiveWrites ? undefined : new LiveGuard(),
      tenants: new Tenants(),
      takesGatewayKeys,
    };
    this.#process = {
      coordinator,
      pinTries: new PinTries(coordinator, maximumWrongPins),
      watches: new Watches(
        (caller, signal) => this.forOperation(caller, signal, undefined, TURN_TIME),
        () => signDe.forgetAnswers(),
      ),
      tenants: this.#shared.tenants,
      backendSessions,
      baseUrls,
      allowsLiveWrites: allowLiveWrites,
      places: new Places(),
      sendingsUnderWay: new Map(),
    };
    coordinator.listen(written, ({ api, path }) => {
      if (api !== signDe.api.name || path?.tss_id === undefined) return;
      const exportId = path.export_id;
      this.#process.watches.wake(String(path.tss_id), exportId === undefined ? undefined : String(exportId));
    });
  }

  /**
   * Creates the datasources of one operation.
   * @param signal aborts at the deadline of the operation, or when its caller disconnects; then all its upstream calls
   *   abort
   * @param timeLeft returns the milliseconds until the deadline. Each call gets a share of this time. Default: no
   *   deadline
   * @param longestTurn maximum time that a call waits for the upstream's rate limit, in milliseconds
   */
  forOperation(
    caller: Caller,
    signal: Signal,
    timeLeft: () => number = () => Infinity,
    longestTurn = Infinity,
  ): Datasources {
    const scope = new OperationScope(this.#shared, caller, new Deadline(signal, timeLeft), longestTurn);
    const operation = new Operation(this.#signDe, scope);
    operation.afterWrite((write) => {
      this.#process.watches.tell(caller, write);
    });
    return new OperationDatasources(operation, () => new Operation(this.#dsfinvk, scope), this.#process);
  }

  /**
   * Runs work that only reads. It may join equal work in flight with the same credential, or return an earlier result
   * that may be reused. It never returns a result of work that started before the end of a write.
   * @param key identifies the work
   * @param signal aborts when this caller no longer waits
   * @param work its signal aborts when no caller waits. The work may abort it too, at its deadline
   * @param sizeOf returns the size of a result in characters; undefined for a result that must not be reused
   */
  share<Result>(
    caller: Caller,
    key: string,
    signal: Signal,
    work: (signal: Cancellation) => Result | Promise<Result>,
    sizeOf: (result: Result) => number | undefined,
  ): Result | Promise<Result> {
    const wanted = { key: `${credentialOf(caller)} ${key}`, place: {}, sizeOf };
    return this.#answers.read(wanted, signal, work);
  }

  /**
   * Checks that the gateway can work: it must be able to read with its own API key. Does nothing if the gateway has no
   * API key.
   * @throws UpstreamError if the gateway cannot read
   */
  async ready(): Promise<void> {
    if (this.#shared.ownSession) await this.#readiness.check();
  }

  /** Ends all subscriptions and closes all connections, without waiting for a running login or poll. */
  async close(): Promise<void> {
    this.#process.watches.close();
    await Promise.all([this.#signDe.close(), this.#dsfinvk.close()]);
  }
}
