import type { Lease } from '../coordination/coordinator.js';
import type { Caller } from './access/caller.js';
import { type Access, Credential } from './access/credential.js';
import type { LiveGuard } from './access/live-guard.js';
import type { Ids, MakeCall, NameOf, OperationTypes, Visibility } from './api.js';
import { ReadCount } from './call/read-count.js';
import type { Deadline } from './call/time-share.js';
import type { CallOptions, Upstream, UpstreamCall } from './call/upstream.js';
import type { Endpoint } from './endpoint.js';
import type { Window } from './lists/page-size.js';
import type { AnswerStream } from './transport/transport.js';

/** What the operations of all callers share. */
export interface Shared extends Access {
  /** Most reads of one operation. */
  readonly maximumReads: number;
  /** Absent when LIVE may be written to. */
  readonly liveGuard: LiveGuard | undefined;
}

/** What one GraphQL operation has in common at all products: its caller, its time, and a count of what it cost. */
export class OperationScope {
  readonly caller: Caller;
  readonly credential: Credential;
  readonly deadline: Deadline;
  /** Reads made so far. */
  readonly reads: ReadCount;
  /** Calls made so far, the gateway's own logins aside, which are nobody's in particular. */
  readonly calls: UpstreamCall[] = [];
  /** Longest wait of a call for its turn in an upstream's limits, in milliseconds. */
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

/** A write that has ended, and its answer where it succeeded. */
export type Written<Operations extends OperationTypes> = {
  readonly [Name in NameOf<Operations>]: {
    readonly operation: Name;
    readonly path: Operations[Name]['call']['path'];
    readonly answer?: Operations[Name]['answer'];
  };
}[NameOf<Operations>];

/** One product as one GraphQL operation sees it: with its caller's credential, its deadline, and what it may see. */
export class Operation<Operations extends OperationTypes> {
  /** What it has in common with other products. */
  readonly scope: OperationScope;
  readonly #upstream: Upstream<Operations>;
  readonly #visibility: Visibility | undefined;
  readonly #onWrite: (() => void)[] = [];
  readonly #afterWrite: ((written: Written<Operations>) => void)[] = [];
  /** Of the locks under which the operation works right now. */
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

  /** Ends all work when the deadline is over or the caller has gone. */
  get signal(): AbortSignal {
    return this.scope.deadline.signal;
  }

  /** Milliseconds until the deadline; without limit where that is not known. */
  timeLeft(): number {
    return this.scope.deadline.timeLeft();
  }

  /** Whether the caller may see less than its credential can. Then lists are put together from many reads. */
  get seesOnlyPart(): boolean {
    return this.#visibility !== undefined;
  }

  /** Takes down that what a read gave does not change any more. */
  noteLasting(): void {
    this.scope.reads.noteLasting();
  }

  /** Asks to be told of writes, before they are sent and after they ended: what was read may have changed. */
  onWrite(forget: () => void): void {
    this.#onWrite.push(forget);
  }

  /** Asks to be told of each write when it has ended, whether or not it succeeded. */
  afterWrite(tell: (written: Written<Operations>) => void): void {
    this.#afterWrite.push(tell);
  }

  /**
   * Makes one call with the caller's credential. Of lists it gives the part that the caller may see.
   * @param signal another deadline than the operation's, for what must be done even when that is over
   * @throws UpstreamError for everything that is not a good answer
   */
  async call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    signal: AbortSignal = this.signal,
  ): Promise<Operations[Name]['answer']> {
    return this.#call(operation, call, await this.#admit(operation, call.path, signal));
  }

  /**
   * As {@link call}, for what there are other ways to: only within that half of the upstream's limits of calls that is
   * not kept for those who ask for just this. Otherwise it fails with `RATE_LIMITED` at once.
   */
  async callFromSpare<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
  ): Promise<Operations[Name]['answer']> {
    const options = await this.#admit(operation, call.path, this.signal);
    return this.#call(operation, call, { ...options, isFromSpare: true });
  }

  /** As {@link call}, without any credential: for a login on behalf of the caller. @param hosts where to log in */
  callWithoutCredential<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    hosts: Endpoint['hosts'],
  ): Promise<Operations[Name]['answer']> {
    const onCall = (made: UpstreamCall) => this.scope.calls.push(made);
    return this.#upstream.call(operation, call, { token: undefined, signal: this.signal, hosts, onCall });
  }

  /**
   * Checks what a call would be refused for before anything is sent, for those who read something before they write.
   * @throws UpstreamError
   */
  async admit(operation: NameOf<Operations>, path: Ids): Promise<void> {
    await this.#admit(operation, path, this.signal);
  }

  /** As {@link call}, for an answer that is handed on while it comes in. */
  async open<Name extends NameOf<Operations>>(operation: Name, call: Operations[Name]['call']): Promise<AnswerStream> {
    const options = await this.#admit(operation, call.path, this.signal);
    // It may take long to begin, and nothing is asked for after it.
    const patient = { ...options, giveUpAt: this.scope.deadline.giveUpAt(this.signal, false) };
    return this.credential.use(patient, (chosen) => this.#upstream.open(operation, call, chosen));
  }

  /** Runs work that holds a lock: each write of the operation is sent only when the lease outlasts its time limit. */
  async under<Result>(lease: Lease, work: () => Promise<Result>): Promise<Result> {
    this.#leases = [...this.#leases, lease];
    try {
      return await work();
    } finally {
      this.#leases = this.#leases.filter((other) => other !== lease);
    }
  }

  async #call<Name extends NameOf<Operations>>(
    operation: Name,
    call: Operations[Name]['call'],
    options: CallOptions,
  ): Promise<Operations[Name]['answer']> {
    const { reads } = this.scope;
    if (this.#upstream.api.endpoints[operation].method === 'GET') {
      if (!this.#visibility || this.#visibility.showsAllOf(call.path)) {
        reads.count(operation);
        return this.#send(operation, call, options);
      }
      // What else the caller sees a part of is a list, and all lists have a window.
      const query = (call.query ?? {}) as Window & { readonly order_by?: string };
      return this.#visibility.list(
        query,
        (page) => {
          reads.count(operation);
          const wanted = { ...call, query: { ...query, ...page } };
          return this.#send(operation, wanted, options);
        },
        query.order_by,
      );
    }
    reads.noteWrite();
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

  /** How a call is made, if it may be made at all. */
  async #admit(operation: NameOf<Operations>, path: Ids, signal: AbortSignal): Promise<CallOptions> {
    const { credential, deadline, liveGuard } = this.scope;
    this.#visibility?.check(path);
    const token = await credential.token(signal);
    const options = this.#optionsFor(operation, token, signal);
    if (!liveGuard || this.#upstream.api.endpoints[operation].method === 'GET') return options;
    const read: MakeCall<Operations> = (name, call) => this.#send(name, call, this.#optionsFor(name, token, signal));
    await liveGuard.check(token, credential, () => this.#upstream.api.environment(read));
    return { ...options, giveUpAt: deadline.giveUpAt(signal, false) };
  }

  #optionsFor(
    operation: NameOf<Operations>,
    token: NonNullable<CallOptions['token']>,
    signal: AbortSignal,
  ): CallOptions {
    const { api } = this.#upstream;
    const endpoint: Endpoint = api.endpoints[operation];
    return {
      token,
      signal,
      giveUpAt: this.scope.deadline.giveUpAt(signal, endpoint.method === 'GET'),
      longestTurn: this.scope.longestTurn,
      onCall: (made) => this.scope.calls.push(made),
      hosts: api.hostsFor?.(endpoint, token),
      leases: this.#leases,
    };
  }

  #forget(): void {
    for (const forget of this.#onWrite) forget();
  }
}
