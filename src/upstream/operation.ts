import type { Lease } from '../coordination/coordinator.js';
import type { Secret } from '../secret.js';
import type { Caller } from './access/caller.js';
import { type Access, Credential } from './access/credential.js';
import type { LiveGuard } from './access/live-guard.js';
import type { Ids, MakeCall, NameOf, OperationTypes, Visibility } from './api.js';
import { ReadCount } from './call/read-count.js';
import type { Deadline } from './call/time-share.js';
import type { CallOptions, Upstream, UpstreamCall } from './call/upstream.js';
import type { Endpoint } from './endpoint.js';
import type { Window } from './lists/list.js';
import type { AnswerStream } from './transport/transport-answer.js';
import type { Signal } from '../coordination/cancellation.js';

/** Dependencies that the operations of all callers share. */
export interface Shared extends Access {
  /** Maximum number of upstream reads in one operation. */
  readonly maximumReads: number;
  /** Undefined if writes to LIVE are allowed. */
  readonly liveGuard: LiveGuard | undefined;
}

/**
 * The part of a GraphQL operation that all products share: its caller, its deadline, and its count of reads and calls.
 */
export class OperationScope {
  readonly caller: Caller;
  readonly credential: Credential;
  readonly deadline: Deadline;
  /** Reads made so far. */
  readonly reads: ReadCount;
  /** Calls made so far. The gateway's own logins are not included, because they belong to no single operation. */
  readonly calls: UpstreamCall[] = [];
  /** Records a call. */
  readonly onCall = (call: UpstreamCall): void => void this.calls.push(call);
  /** Maximum wait of a call for the upstream's rate limit, in milliseconds. */
  readonly longestTurn: number;
  readonly liveGuard: LiveGuard | undefined;

  constructor(shared: Shared, caller: Caller, deadline: Deadline, longestTurn: number) {
    this.caller = caller;
    this.deadline = deadline;
    this.longestTurn = longestTurn;
    this.liveGuard = shared.liveGuard;
    this.credential = new Credential(shared, caller, deadline);
    this.reads = new ReadCount(shared.maximumReads);
  }
}

/** A write that has ended; `answer` is set if it succeeded. */
export type Written<Operations extends OperationTypes> = {
  readonly [Name in NameOf<Operations>]: {
    readonly operation: Name;
    readonly path: Operations[Name]['call']['path'];
    readonly answer?: Operations[Name]['answer'];
  };
}[NameOf<Operations>];

/**
 * One product for one GraphQL operation: makes calls with the caller's credential and deadline, and shows only what the
 * caller may see.
 */
export class Operation<Operations extends OperationTypes> {
  /** The part of the operation that all products share. */
  readonly scope: OperationScope;
  readonly #upstream: Upstream<Operations>;
  readonly #visibility: Visibility | undefined;
  readonly #onWrite: (() => void)[] = [];
  readonly #afterWrite: ((written: Written<Operations>) => void)[] = [];
  /** Leases of the locks that the operation holds now. */
  #leases: readonly Lease[] = [];

  constructor(upstream: Upstream<Operations>, scope: OperationScope) {
    this.scope = scope;
    this.#upstream = upstream;
    this.#visibility = upstream.api.visibleTo?.(scope.caller);
  }

  get caller(): Caller {
    return this.scope.caller;
  }

  get credential(): Credential {
    return this.scope.credential;
  }

  /** Aborts all work when the deadline has passed or the caller has disconnected. */
  get signal(): Signal {
    return this.scope.deadline.signal;
  }

  /** Milliseconds until the deadline; `Infinity` if there is none. */
  timeLeft(): number {
    return this.scope.deadline.timeLeft();
  }

  /** Whether the caller may see less than its credential allows. Then a list is made from many reads. */
  get seesOnlyPart(): boolean {
    return this.#visibility !== undefined;
  }

  /** Notes that the result of a read can never change. */
  noteLasting(): void {
    this.scope.reads.noteLasting();
  }

  /**
   * Registers a listener that is called before each write is sent and after it has ended: earlier reads may be
   * outdated.
   */
  onWrite(forget: () => void): void {
    this.#onWrite.push(forget);
  }

  /** Registers a listener that is called with each write when it has ended, successful or not. */
  afterWrite(tell: (written: Written<Operations>) => void): void {
    this.#afterWrite.push(tell);
  }

  /**
   * Makes one call with the caller's credential. A list has only the rows that the caller may see.
   * @param signal replaces the operation's signal, for work that must be done even after the deadline
   * @throws UpstreamError if there is no good answer
   */
  call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    signal: Signal = this.signal,
  ): Promise<Operations[Name]['answer']> {
    try {
      const admitted = this.#admit(operation, call.path, signal);
      return admitted instanceof Promise
        ? admitted.then((options) => this.#call(operation, call, options))
        : this.#call(operation, call, admitted);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error))); // nothing else is thrown
    }
  }

  /**
   * Like {@link call}, for a call that has alternatives. It may use only half of the upstream's rate limit, so that the
   * other half stays free for callers that need exactly this call. If that half is used up, it fails with
   * `RATE_LIMITED` immediately.
   */
  async callFromSpare<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
  ): Promise<Operations[Name]['answer']> {
    const options = await this.#admit(operation, call.path, this.signal);
    return this.#call(operation, call, { ...options, usesSpareHalf: true });
  }

  /** Like {@link call}, without a credential: for a login on behalf of the caller. @param hosts where to log in */
  callWithoutCredential<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    hosts: Endpoint['hosts'],
  ): Promise<Operations[Name]['answer']> {
    const { onCall } = this.scope;
    return this.#upstream.call(operation, call, { token: undefined, signal: this.signal, hosts, onCall });
  }

  /**
   * Checks whether a call would be rejected before it is sent. For callers that read something before they write.
   * @throws UpstreamError the reason of the rejection
   */
  async admit(operation: NameOf<Operations>, path: Ids): Promise<void> {
    await this.#admit(operation, path, this.signal);
  }

  /** Like {@link call}, but returns the answer as a stream. */
  async open<Name extends NameOf<Operations>>(operation: Name, call: Operations[Name]['call']): Promise<AnswerStream> {
    const options = await this.#admit(operation, call.path, this.signal);
    // The stream may take long to begin, and no call follows it. So it gets the time share of a write.
    const patient = { ...options, giveUpAt: this.scope.deadline.giveUpAt(this.signal, false) };
    return this.credential.use(patient, (chosen) => this.#upstream.open(operation, call, chosen));
  }

  /** Runs work under a lock: the operation sends a write only if the lease lasts longer than the write's time limit. */
  async under<Result>(lease: Lease, work: () => Promise<Result>): Promise<Result> {
    this.#leases = [...this.#leases, lease];
    try {
      return await work();
    } finally {
      this.#leases = this.#leases.filter((other) => other !== lease);
    }
  }

  #call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    if (this.#upstream.api.endpoints[operation].method !== 'GET') return this.#write(operation, call, options);
    if (!this.#visibility || this.#visibility.showsAllOf(call.path)) {
      this.scope.reads.count(operation);
      return this.#send(operation, call, options);
    }
    // Only of lists can the caller see a part, and all lists have a window.
    const query = (call.query ?? {}) as Window & { readonly order_by?: string };
    return this.#visibility.list(
      query,
      (page) => {
        this.scope.reads.count(operation);
        return this.#send(operation, { ...call, query: { ...query, ...page } }, options);
      },
      query.order_by,
    );
  }

  async #write<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    this.scope.reads.noteWrite();
    this.#forget();
    const written: { operation: Name; path: Ids; answer?: Operations[Name]['answer'] } = { operation, path: call.path };
    try {
      written.answer = await this.#send(operation, call, options);
      return written.answer;
    } finally {
      this.#forget();
      for (const tell of this.#afterWrite) tell(written);
    }
  }

  #send<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    return this.credential.use(options, (chosen) => this.#upstream.call(operation, call, chosen));
  }

  /** Checks that a call is allowed, and returns its options: at once for a read with a token that is known. */
  #admit(operation: NameOf<Operations>, path: Ids, signal: Signal): CallOptions | Promise<CallOptions> {
    this.#visibility?.check(path);
    const token = this.scope.credential.token(signal);
    const isGuarded = this.scope.liveGuard && this.#upstream.api.endpoints[operation].method !== 'GET';
    if (token instanceof Promise || isGuarded) return this.#admitLater(operation, token, signal);
    return this.#optionsFor(operation, token, signal);
  }

  async #admitLater(
    operation: NameOf<Operations>,
    opening: Secret | Promise<Secret>,
    signal: Signal,
  ): Promise<CallOptions> {
    const { credential, deadline, liveGuard } = this.scope;
    const token = await opening;
    const options = this.#optionsFor(operation, token, signal);
    if (!liveGuard || this.#upstream.api.endpoints[operation].method === 'GET') return options;
    const read: MakeCall<Operations> = (name, call) => this.#send(name, call, this.#optionsFor(name, token, signal));
    await liveGuard.check(token, credential, () => this.#upstream.api.environment(read));
    return { ...options, giveUpAt: deadline.giveUpAt(signal, false) };
  }

  #optionsFor(operation: NameOf<Operations>, token: Secret, signal: Signal): CallOptions {
    const { api } = this.#upstream;
    const endpoint: Endpoint = api.endpoints[operation];
    return {
      token,
      signal,
      giveUpAt: this.scope.deadline.giveUpAt(signal, endpoint.method === 'GET'),
      longestTurn: this.scope.longestTurn,
      onCall: this.scope.onCall,
      hosts: api.hostsFor?.(endpoint, token),
      leases: this.#leases,
    };
  }

  #forget(): void {
    for (const forget of this.#onWrite) forget();
  }
}
