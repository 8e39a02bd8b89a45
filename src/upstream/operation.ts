import type { Schemas } from '../received.js';
import { Secret } from '../secret.js';
import { type Answer, memberOf } from '../received.js';
import type { Caller } from './access/caller.js';
import { type CalledOperation, type Endpoint, endpoints } from '../datasources/sign-de/endpoints.js';
import type { Lease } from '../coordination/coordinator.js';
import type { LiveGuard } from './access/live-guard.js';
import { noCredential, ownCredentialRefused } from './call/failures.js';
import type { CallArguments } from './call/request.js';
import type { BackendSessions, GatewaySession } from './access/own-session.js';
import { giveUpAt } from './call/time-share.js';
import type { AnswerStream } from './transport/transport.js';
import type { CallOptions, Upstream, UpstreamCall } from './call/upstream.js';
import { UpstreamError } from './call/upstream-error.js';
import type { Window } from './lists/page-size.js';
import type { Tenants } from './access/tenants.js';
import { VisibleTss } from '../datasources/sign-de/tss/visible-tss.js';

/** What all operations share. */
export interface Shared {
  readonly upstream: Upstream;
  /** Absent when every caller must bring a token. */
  readonly ownSession: GatewaySession | undefined;
  readonly backendSessions: BackendSessions;
  /** Most reads of one operation. */
  readonly maximumReads: number;
  /** Absent when LIVE may be written to. */
  readonly liveGuard: LiveGuard | undefined;
  readonly tenants: Tenants;
  /** Whether callers may bring a gateway key. */
  readonly takesGatewayKeys: boolean;
}

/** A write that has ended, whether or not it succeeded. */
export interface Written {
  /** Ids in its path. */
  readonly path: object;
  /** The transaction as it was answered, where it was one and the write succeeded. */
  readonly transaction?: Schemas['TxResponse'];
}

/** The upstream as one GraphQL operation sees it: with its caller's credential, its deadline, and a count of what it cost. */
export class Operation {
  readonly caller: Caller;
  /** Calls made so far, the gateway's own logins aside, which are nobody's in particular. */
  readonly calls: UpstreamCall[] = [];
  /** Ends all work when the deadline is over or the caller has gone. */
  readonly signal: AbortSignal;
  /** Milliseconds until the deadline; without limit where that is not known. */
  readonly timeLeft: () => number;
  readonly #longestTurn: number;
  readonly #upstream: Upstream;
  readonly #ownSession: GatewaySession | undefined;
  readonly #backendSessions: BackendSessions;
  readonly #liveGuard: LiveGuard | undefined;
  readonly #tenants: Tenants;
  readonly #takesGatewayKeys: boolean;
  readonly #visible: VisibleTss;
  readonly #onWrite: (() => void)[] = [];
  readonly #afterWrite: ((written: Written) => void)[] = [];
  /** The gateway's own token as this operation first got it: admin mode sticks to it, so it does not change half-way. */
  #ownToken: Secret | undefined;
  readonly #maximumReads: number;
  #reads = 0;
  #lastingReads = 0;
  #hasWritten = false;
  /** Whether a token that is refused is kept, and the refusal told. */
  #keepsToken = false;
  /** Of the locks under which the operation works right now. */
  #leases: readonly Lease[] = [];

  constructor(shared: Shared, caller: Caller, signal: AbortSignal, timeLeft: () => number, longestTurn: number) {
    this.#upstream = shared.upstream;
    this.#ownSession = shared.ownSession;
    this.#backendSessions = shared.backendSessions;
    this.#liveGuard = shared.liveGuard;
    this.#maximumReads = shared.maximumReads;
    this.#tenants = shared.tenants;
    this.#takesGatewayKeys = shared.takesGatewayKeys;
    this.#visible = new VisibleTss(caller);
    this.caller = caller;
    this.signal = signal;
    this.timeLeft = timeLeft;
    this.#longestTurn = longestTurn;
  }

  /** Asks to be told of writes, before they are sent and after they ended: what was read may have changed. */
  onWrite(forget: () => void): void {
    this.#onWrite.push(forget);
  }

  /** Asks to be told of each write when it has ended. */
  afterWrite(tell: (written: Written) => void): void {
    this.#afterWrite.push(tell);
  }

  /** Tells those who asked of a write. {@link call} does so of each; who knows more about one tells that too. */
  tellOfWrite(written: Written): void {
    for (const tell of this.#afterWrite) tell(written);
  }

  /** Takes down that what a read gave does not change any more. */
  noteLasting(): void {
    this.#lastingReads += 1;
  }

  /** Whether something was read, and nothing that can still change. */
  get isLasting(): boolean {
    return this.#reads > 0 && this.#lastingReads === this.#reads;
  }

  /** UUIDs of the only TSS that there are for the caller; undefined for all that the credential can see. */
  get onlyTss(): ReadonlySet<string> | undefined {
    return this.#visible.only;
  }

  /**
   * Makes one call with the caller's credential. Of lists over all TSS it gives the part that the caller may see.
   * @param signal another deadline than the operation's, for what must be done even when that is over
   * @throws UpstreamError for everything that is not a good answer
   */
  async call<Called extends CalledOperation>(
    operation: Called,
    call: CallArguments<Called>,
    signal: AbortSignal = this.signal,
  ): Promise<Answer<Called>> {
    return this.#call(operation, call, await this.#options(endpoints[operation], call.path, signal));
  }

  /**
   * As {@link call}, for what there are other ways to: only within that half of the upstream's limits of calls that is not kept for those who ask for just this. Else it is
   * refused with `RATE_LIMITED` at once.
   */
  async callFromSpare<Called extends CalledOperation>(
    operation: Called,
    call: CallArguments<Called>,
  ): Promise<Answer<Called>> {
    const options = await this.#options(endpoints[operation], call.path, this.signal);
    return this.#call(operation, call, { ...options, isFromSpare: true });
  }

  async #call<Called extends CalledOperation>(
    operation: Called,
    call: CallArguments<Called>,
    options: CallOptions,
  ): Promise<Answer<Called>> {
    const endpoint: Endpoint = endpoints[operation];
    const make = (chosen: CallOptions) => this.#upstream.call(operation, call, chosen);
    if (endpoint.method === 'GET') {
      if (!this.onlyTss || 'tss_id' in call.path) {
        this.#countRead(operation);
        return this.#renewing(make, options);
      }
      // What names no TSS is a list, and all lists have a window.
      const query = (call.query ?? {}) as Window & { readonly order_by?: string };
      return this.#visible.list(
        query,
        (page) => {
          this.#countRead(operation);
          const wanted = { ...call, query: { ...query, ...page } } as CallArguments<Called>;
          return this.#renewing((chosen) => this.#upstream.call(operation, wanted, chosen), options);
        },
        query.order_by,
      );
    }
    this.#hasWritten = true;
    this.#forget();
    try {
      return await this.#renewing(make, options);
    } finally {
      this.#forget();
      this.tellOfWrite({ path: call.path });
    }
  }

  /** Refuses what a call would be refused for before anything is sent, for those who read something before they write. @throws UpstreamError */
  async admit(operation: CalledOperation, path: object): Promise<void> {
    await this.#options(endpoints[operation], path, this.signal);
  }

  /** As {@link call}, for an answer that is handed on while it comes in. */
  async open(operation: 'retrieveExportFile', call: CallArguments<'retrieveExportFile'>): Promise<AnswerStream> {
    const options = await this.#options(endpoints[operation], call.path, this.signal);
    // It may take long to begin, and nothing is asked for after it.
    const patient = { ...options, giveUpAt: this.#giveUpAt(this.signal, false) };
    return this.#renewing((chosen) => this.#upstream.open(operation, call, chosen), patient);
  }

  /**
   * Logs in on behalf of the caller, without any credential but the one to log in with. Whose the new token is, the
   * upstream says itself: what the caller did with another one is remembered as its own.
   * @throws UpstreamError when the login is refused
   */
  async authenticate(
    body: NonNullable<CallArguments<'authenticateApi'>['body']>,
    host: 'MIDDLEWARE' | 'BACKEND',
  ): Promise<Answer<'authenticateApi'>> {
    const onCall = (made: UpstreamCall) => this.calls.push(made);
    const answer = await this.#upstream.call(
      'authenticateApi',
      { path: {}, body },
      { token: undefined, signal: this.signal, hosts: [host], onCall },
    );
    this.#tenants.accept(new Secret(answer.access_token));
    return answer;
  }

  /** The token of this operation. @throws UpstreamError `UNAUTHENTICATED` when the caller brought none and gets none */
  async token(signal: AbortSignal = this.signal): Promise<Secret> {
    if (this.caller.kind === 'own-token') return this.caller.token;
    if (this.caller.kind === 'gateway-key' && this.#ownSession) {
      return (this.#ownToken ??= (await this.#ownSession.open(signal, this.#giveUpAt(signal, true))).token);
    }
    throw this.noCredential();
  }

  /** What a caller is told that has no credential, and gets none. */
  noCredential(): UpstreamError {
    return noCredential(this.#takesGatewayKeys && this.caller.kind === 'anonymous');
  }

  /** Names under which to remember something of this caller about a TSS: none where it may not know of that TSS. */
  tenantNames(tssId: string): readonly string[] {
    return this.onlyTss?.has(tssId.toLowerCase()) === false ? [] : this.#tenants.namesOf(this.caller);
  }

  /** Whether this operation runs with the gateway's own token, be it that its caller logged in with the gateway's own key. */
  get sharesOwnToken(): boolean {
    const { caller } = this;
    return (
      caller.kind === 'gateway-key' || (caller.kind === 'own-token' && (this.#ownSession?.holds(caller.token) ?? false))
    );
  }

  /** What the gateway's own session says of itself; undefined for callers with a token of their own. */
  async ownClaims(): Promise<Answer<'authenticateApi'>['access_token_claims']> {
    return this.caller.kind === 'gateway-key' ? (await this.#ownSession?.open(this.signal))?.claims : undefined;
  }

  /** How a call is made, if it may be made at all. */
  async #options(endpoint: Endpoint, path: object, signal: AbortSignal): Promise<CallOptions> {
    this.#visible.check(path);
    const token = await this.token(signal);
    const options = this.#optionsFor(endpoint, token, signal);
    if (endpoint.method === 'GET' || !this.#liveGuard) return options;
    await this.#liveGuard.check(token, () => this.#environment(token, signal));
    return { ...options, giveUpAt: this.#giveUpAt(signal, false) };
  }

  /** The environment of the token in use, by the upstream's own word. */
  async #environment(token: Secret, signal: AbortSignal): Promise<string> {
    const claimed = memberOf(await this.ownClaims(), 'env');
    if (typeof claimed === 'string') return claimed;
    const options = this.#optionsFor(endpoints.listTss, token, signal);
    const first = { path: {}, query: { limit: 1 } };
    const { _env: environment } = await this.#renewing(
      (chosen) => this.#upstream.call('listTss', first, chosen),
      options,
    );
    if (typeof environment === 'string') return environment;
    throw new UpstreamError({
      code: 'UPSTREAM_ANSWER_INVALID',
      message: 'The upstream does not say of which environment this credential is, so nothing was written.',
      upstream: { operation: 'listTss' },
    });
  }

  #optionsFor(endpoint: Endpoint, token: Secret, signal: AbortSignal): CallOptions {
    return {
      token,
      signal,
      giveUpAt: this.#giveUpAt(signal, endpoint.method === 'GET'),
      longestTurn: this.#longestTurn,
      onCall: (made) => this.calls.push(made),
      leases: this.#leases,
      ...this.#fewerHosts(endpoint, token),
    };
  }

  /** When a call that begins now is given up, by `performance.now()`. What has a deadline of its own has all of that. */
  #giveUpAt(signal: AbortSignal, isRead: boolean): number {
    return signal === this.signal ? giveUpAt(this.timeLeft(), isRead) : Infinity;
  }

  /** A session of the Backend stays at the Backend (`sign-de-v2.md §1`). */
  #fewerHosts({ hosts }: Endpoint, token: Secret): Pick<CallOptions, 'hosts'> {
    if (!this.#backendSessions.has(token)) return {};
    if (hosts.includes('BACKEND')) return { hosts: ['BACKEND'] };
    throw new UpstreamError({
      code: 'BACKEND_SESSION',
      message:
        'This access token was opened at the Backend, which cannot sign or administrate; authenticate at the Middleware. Nothing was sent.',
    });
  }

  /**
   * Runs work with one and the same token: admin mode sticks to it, and on another token the rest of the work would run in the admin mode of whoever
   * opened one there.
   */
  async keepingToken<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#keepsToken = true;
    try {
      return await work();
    } finally {
      this.#keepsToken = false;
    }
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

  /** Gives up a token of the gateway's own that was refused. @returns whether {@link token} gives another one from now on */
  giveUp(token: Secret): boolean {
    if (this.caller.kind !== 'gateway-key' || !this.#ownSession) return false;
    this.#ownSession.discard(token);
    this.#ownToken = undefined;
    return true;
  }

  /** The gateway's own token may have been revoked before its time: then it logs in anew, once. */
  async #renewing<Result>(make: (options: CallOptions) => Promise<Result>, options: CallOptions): Promise<Result> {
    const { caller } = this;
    try {
      const result = await make(options);
      if (caller.kind === 'own-token') this.#tenants.accept(caller.token);
      return result;
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'UNAUTHENTICATED' || caller.kind !== 'gateway-key')
        throw error;
      if (!this.#ownSession || !options.token) throw error;
      if (this.#keepsToken) throw ownCredentialRefused(error);
      this.#ownSession.discard(options.token);
      try {
        this.#ownToken = (await this.#ownSession.open(options.signal)).token;
        return await make({ ...options, token: this.#ownToken });
      } catch (again) {
        if (!(again instanceof UpstreamError)) throw again;
        // A lost answer before the refusal stays lost, whatever the second round says.
        const last = error.ambiguous ? again.after(error) : again;
        throw last.code === 'UNAUTHENTICATED' ? ownCredentialRefused(last) : last;
      }
    }
  }

  /**
   * Counts a read against what one operation may ask of the upstream. An operation that has begun to write is let through: what it reads says what became of it.
   * @throws UpstreamError `CALL_LIMIT_EXCEEDED`
   */
  #countRead(operation: CalledOperation): void {
    this.#reads += 1;
    if (this.#hasWritten || this.#reads <= this.#maximumReads) return;
    throw new UpstreamError({
      code: 'CALL_LIMIT_EXCEEDED',
      message: `This operation has asked the upstream ${this.#maximumReads} times, which is the most that one may; this was not read. Ask for less at once.`,
      upstream: { operation },
    });
  }

  #forget(): void {
    for (const forget of this.#onWrite) forget();
  }
}
