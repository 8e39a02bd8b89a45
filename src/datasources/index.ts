import { type Caller, credentialOf } from '../upstream/access/caller.js';
import { ClientDatasource } from './sign-de/client.js';
import type { Coordinator } from '../coordination/coordinator.js';
import { LocalCoordinator } from '../coordination/local-coordinator.js';
import { ExportDatasource } from './sign-de/export.js';
import { LiveGuard } from '../upstream/access/live-guard.js';
import { LoginDatasource, ownLogin } from './sign-de/login.js';
import { MetadataDatasource } from './sign-de/metadata.js';
import { OpenTransactions } from './sign-de/signing/open-transactions.js';
import { Operation, OperationScope, type Shared } from '../upstream/operation.js';
import { type Operation as SignDeOperation, type SignDe, signDeApi } from './sign-de/api.js';
import { BackendSessions } from './sign-de/backend-sessions.js';
import type { PageRead } from '../upstream/lists/page-size.js';
import { PinTries } from './sign-de/tss/pin-tries.js';
import { Places } from '../upstream/lists/places.js';
import { Readiness } from '../upstream/access/readiness.js';
import { type ApiKey, GatewaySession } from '../upstream/access/own-session.js';
import { Sendings, type UnderWay } from './sign-de/signing/sendings.js';
import { Signing } from './sign-de/signing/signing.js';
import { Tenants } from '../upstream/access/tenants.js';
import { TransactionDatasource } from './sign-de/transaction/transaction.js';
import { TssDatasource } from './sign-de/tss/tss.js';
import { SharedReads } from '../upstream/call/shared-reads.js';
import { Deadline } from '../upstream/call/time-share.js';
import { Upstream, type UpstreamCall, written } from '../upstream/call/upstream.js';
import type { UpstreamError } from '../upstream/call/upstream-error.js';
import { VisibleTss } from './sign-de/tss/visible-tss.js';
import { Watches, WatchDatasource } from './sign-de/watches.js';

/** Where the upstream is, and the gateway's own key. */
export interface UpstreamSettings {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  /** Without it every caller must bring a token. */
  readonly apiKey?: ApiKey;
  /** Whether writes with a credential of LIVE are made; they are unless this says no. */
  readonly allowLiveWrites?: boolean;
  /** Wrong admin PINs in a row that are sent on for one TSS, 1 to 5; four unless given. */
  readonly maximumWrongPins?: number;
  /** Most reads that one operation may make; 600 unless given. */
  readonly maximumUpstreamCalls?: number;
  /** Milliseconds for which what was shared once may be given again, as long as nothing is written; 0 unless given. */
  readonly maximumAnswerAge?: number;
  /** Whether callers may bring a gateway key, which those who bring nothing are told; not unless given. */
  readonly takesGatewayKeys?: boolean;
}

/** The upstream for one GraphQL operation: loaders that remember nothing beyond it, one credential, one deadline. */
export interface Datasources {
  readonly caller: Caller;
  /** Whether the operation runs with the gateway's own token, which its callers share, and with it admin mode. */
  readonly sharesOwnToken: boolean;
  /** Whether writes with a credential of LIVE are made. */
  readonly allowsLiveWrites: boolean;
  /** What a caller without a credential is told. */
  noCredential(): UpstreamError;
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
  readonly transactions: TransactionDatasource;
  readonly signing: Signing;
  readonly exports: ExportDatasource;
  readonly openTransactions: OpenTransactions;
  readonly metadata: MetadataDatasource;
  readonly session: LoginDatasource;
  readonly watch: WatchDatasource;
  /** Where parts of lists were found before. */
  readonly places: Places;
  /** Pages of lists that the operation has read, by the names of the lists. */
  readonly readsOfLists: Map<string, PageRead[]>;
  /** Whether something was read, and nothing that can still change but the metadata in it. */
  readonly isLasting: boolean;
  /** What the operation cost so far. */
  readonly calls: readonly UpstreamCall[];
}

/** How long the upstream may take to show that it is there, in milliseconds. */
const READY_TIME = 5_000;

/** How long a look of a watch waits for its turn in the upstream's limits, in milliseconds; it can look again later. */
const TURN_TIME = 2_000;

/** What outlives an operation: connections, breakers, the gateway's own session and locks. One for each process. */
export class Upstreams {
  readonly #shared: Shared;
  readonly #signDe: Upstream<SignDe>;
  /** Merges of whole answers, which writes to any product fence. */
  readonly #answers: SharedReads;
  readonly #process: OfProcess;
  readonly #readiness = new Readiness(async () => {
    const end = performance.now() + READY_TIME;
    const timeLeft = () => end - performance.now();
    await this.forOperation({ kind: 'gateway-key' }, AbortSignal.timeout(READY_TIME), timeLeft).tss.list({ limit: 1 });
  });

  constructor(settings: UpstreamSettings, coordinator: Coordinator = new LocalCoordinator()) {
    const { middlewareUrl, backendUrl, apiKey } = settings;
    const { allowLiveWrites = true, maximumWrongPins = 4, maximumUpstreamCalls = 600, maximumAnswerAge = 0 } = settings;
    const { takesGatewayKeys = false } = settings;
    const baseUrls = { MIDDLEWARE: middlewareUrl, BACKEND: backendUrl };
    const backendSessions = new BackendSessions(coordinator);
    this.#answers = new SharedReads(maximumAnswerAge);
    const signDe = new Upstream(signDeApi(baseUrls, backendSessions), coordinator, this.#answers);
    this.#signDe = signDe;
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
   * Datasources for one operation.
   * @param signal its deadline: when it aborts, all its calls end
   * @param timeLeft milliseconds until then, as far as that is known; of it each call gets a share
   * @param longestTurn milliseconds that a call waits at most for its turn in the upstream's limits
   */
  forOperation(
    caller: Caller,
    signal: AbortSignal,
    timeLeft: () => number = () => Infinity,
    longestTurn = Infinity,
  ): Datasources {
    const scope = new OperationScope(this.#shared, caller, new Deadline(signal, timeLeft), longestTurn);
    const operation = new Operation(this.#signDe, scope);
    operation.afterWrite((write) => {
      this.#process.watches.tell(caller, write);
    });
    return new OperationDatasources(operation, this.#process);
  }

  /**
   * Does work that only reads. It may join the same work in flight for the same credential, or give an earlier result
   * where that may be given again; never one that began before a write that has ended.
   * @param key names the work
   * @param signal aborts when this caller waits no longer; the work's own when nobody does
   * @param sizeOf characters in a result; undefined for one that is not to be given again
   */
  share<Result>(
    caller: Caller,
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<Result>,
    sizeOf: (result: Result) => number | undefined,
  ): Promise<Result> {
    const wanted = { key: `${credentialOf(caller)} ${key}`, place: {}, sizeOf };
    return this.#answers.read(wanted, signal, work);
  }

  /**
   * Whether work can be done: a gateway with a key of its own can read with it right now. Without a key there is
   * nothing to try.
   * @throws UpstreamError when it cannot
   */
  async ready(): Promise<void> {
    if (this.#shared.ownSession) await this.#readiness.check();
  }

  /** Ends all subscriptions and closes all connections, without waiting for a login or a look that is under way. */
  close(): Promise<void> {
    this.#process.watches.close();
    return this.#signDe.close();
  }
}

/** What operations share beside {@link Shared}. */
interface OfProcess {
  readonly coordinator: Coordinator;
  readonly pinTries: PinTries;
  readonly watches: Watches;
  readonly tenants: Tenants;
  readonly backendSessions: BackendSessions;
  readonly baseUrls: { readonly MIDDLEWARE: string; readonly BACKEND: string };
  readonly allowsLiveWrites: boolean;
  readonly places: Places;
  readonly sendingsUnderWay: UnderWay;
}

/**
 * Makes each datasource when it is first asked for, since most operations need one or two. It is a class because
 * getters of a literal are new to V8 each time: V8 would keep a shape for every operation, and with it all that the
 * operation held, until the next collection of old garbage.
 */
class OperationDatasources implements Datasources {
  readonly #operation: SignDeOperation;
  readonly #process: OfProcess;
  #tss: TssDatasource | undefined;
  #clients: ClientDatasource | undefined;
  #transactions: TransactionDatasource | undefined;
  #signing: Signing | undefined;
  #openTransactions: OpenTransactions | undefined;
  #exports: ExportDatasource | undefined;
  #metadata: MetadataDatasource | undefined;
  #session: LoginDatasource | undefined;
  #watch: WatchDatasource | undefined;
  #readsOfLists: Map<string, PageRead[]> | undefined;

  constructor(operation: SignDeOperation, process: OfProcess) {
    this.#operation = operation;
    this.#process = process;
  }

  get caller(): Caller {
    return this.#operation.caller;
  }

  get sharesOwnToken(): boolean {
    return this.#operation.credential.isShared;
  }

  get allowsLiveWrites(): boolean {
    return this.#process.allowsLiveWrites;
  }

  noCredential(): UpstreamError {
    return this.#operation.credential.missing();
  }

  get places(): Places {
    return this.#process.places;
  }

  get readsOfLists(): Map<string, PageRead[]> {
    return (this.#readsOfLists ??= new Map());
  }

  get isLasting(): boolean {
    return this.#operation.scope.reads.isLasting;
  }

  get calls(): readonly UpstreamCall[] {
    return this.#operation.scope.calls;
  }

  get tss(): TssDatasource {
    return (this.#tss ??= new TssDatasource(this.#operation, this.#process.coordinator, this.#process.pinTries));
  }

  get clients(): ClientDatasource {
    return (this.#clients ??= new ClientDatasource(this.#operation));
  }

  get transactions(): TransactionDatasource {
    return (this.#transactions ??= new TransactionDatasource(this.#operation));
  }

  get signing(): Signing {
    return (this.#signing ??= new Signing(
      this.transactions,
      new Sendings(this.#process.coordinator, this.#process.sendingsUnderWay, (tssId) => this.#namesOf(tssId)),
    ));
  }

  get openTransactions(): OpenTransactions {
    return (this.#openTransactions ??= new OpenTransactions(this.transactions, this.signing));
  }

  get exports(): ExportDatasource {
    return (this.#exports ??= new ExportDatasource(this.#operation));
  }

  get metadata(): MetadataDatasource {
    return (this.#metadata ??= new MetadataDatasource(this.#operation));
  }

  get session(): LoginDatasource {
    const { tenants, backendSessions, baseUrls } = this.#process;
    return (this.#session ??= new LoginDatasource(this.#operation, tenants, backendSessions, baseUrls));
  }

  get watch(): WatchDatasource {
    return (this.#watch ??= new WatchDatasource(this.#process.watches, this.caller));
  }

  /** Names under which to remember something of the caller about a TSS: none where it may not know of that TSS. */
  #namesOf(tssId: string): readonly string[] {
    return new VisibleTss(this.caller).has(tssId) ? this.#process.tenants.namesOf(this.caller) : [];
  }
}
