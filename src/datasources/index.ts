import { type Caller, credentialOf } from '../upstream/access/caller.js';
import { ClientDatasource } from './sign-de/client.js';
import { type Dsfinvk, dsfinvkApi, type Operation as DsfinvkOperation } from './dsfinvk/api.js';
import { CashRegisterDatasource } from './dsfinvk/cash-register.js';
import { ClosingDatasource } from './dsfinvk/closing.js';
import { DsfinvkExportDatasource } from './dsfinvk/export.js';
import { DsfinvkMetadataDatasource } from './dsfinvk/metadata.js';
import { PurchaserAgencyDatasource } from './dsfinvk/purchaser-agency.js';
import { VatDefinitionDatasource } from './dsfinvk/vat-definition.js';
import type { Coordinator } from '../coordination/coordinator.js';
import { LocalCoordinator } from '../coordination/local-coordinator.js';
import { ExportDatasource } from './sign-de/export.js';
import { LiveGuard } from '../upstream/access/live-guard.js';
import { LoginDatasource, ownLogin } from './sign-de/login.js';
import { MetadataDatasource } from './sign-de/metadata.js';
import { OpenTransactions } from './sign-de/signing/open-transactions.js';
import { Operation, OperationScope, type Shared } from '../upstream/operation.js';
import { type Operation as SignDeOperation, type SignDe, signDeApi } from './sign-de/api.js';
import { BackendSessions, backendSessionRefused } from './sign-de/backend-sessions.js';
import type { PageRead } from '../upstream/lists/list.js';
import { PinTries } from './sign-de/tss/pin-tries.js';
import { Places } from '../upstream/lists/places.js';
import { Readiness } from '../upstream/access/readiness.js';
import { type ApiKey, GatewaySession } from '../upstream/access/own-session.js';
import { Sendings, type UnderWay } from './sign-de/signing/sendings.js';
import { Signing } from './sign-de/signing/signing.js';
import { Tenants } from '../upstream/access/tenants.js';
import { TransactionDatasource } from './sign-de/transaction/transaction.js';
import { TssDatasource } from './sign-de/tss/tss.js';
import type { Secret } from '../secret.js';
import { SharedReads } from '../upstream/call/shared-reads.js';
import { Deadline } from '../upstream/call/time-share.js';
import { Upstream, type UpstreamCall, written } from '../upstream/call/upstream.js';
import type { UpstreamError } from '../upstream/call/upstream-error.js';
import { VisibleTss } from './sign-de/tss/visible-tss.js';
import { Watches, WatchDatasource } from './sign-de/watches.js';
import type { Cancellation, Signal } from '../coordination/cancellation.js';

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

/** Access to the upstream for one GraphQL operation, with its own loaders, one credential and one deadline. */
export interface Datasources {
  readonly caller: Caller;
  /** Whether the operation uses the gateway's own token, and so shares admin mode with other callers. */
  readonly sharesOwnToken: boolean;
  /** Whether writes with LIVE credentials are allowed. */
  readonly allowsLiveWrites: boolean;
  /** Creates the error for a caller without a credential. */
  noCredential(): UpstreamError;
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
  readonly transactions: TransactionDatasource;
  readonly signing: Signing;
  readonly exports: ExportDatasource;
  readonly openTransactions: OpenTransactions;
  readonly metadata: MetadataDatasource;
  readonly session: LoginDatasource;
  readonly vatDefinitions: VatDefinitionDatasource;
  readonly cashRegisters: CashRegisterDatasource;
  readonly purchaserAgencies: PurchaserAgencyDatasource;
  readonly closings: ClosingDatasource;
  readonly dsfinvkExports: DsfinvkExportDatasource;
  readonly dsfinvkMetadata: DsfinvkMetadataDatasource;
  readonly watch: WatchDatasource;
  /** Remembers positions in lists that were found by a search. */
  readonly places: Places;
  /** Key: the name of a list. Value: the pages of the list that this operation has read. */
  readonly readsOfLists: Map<string, PageRead[]>;
  /** Whether everything that was read so far can never change, except metadata. False if nothing was read. */
  readonly isLasting: boolean;
  /** The upstream calls so far. */
  readonly calls: readonly UpstreamCall[];
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

/** The objects that operations share, in addition to {@link Shared}. */
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
 * Creates each datasource on first use, because most operations need one or two. It is a class, because V8 creates a
 * new shape for each object literal with getters. V8 would keep each shape, and all objects of the operation with it,
 * until the next full garbage collection.
 */
class OperationDatasources implements Datasources {
  readonly #operation: SignDeOperation;
  readonly #openDsfinvk: () => DsfinvkOperation;
  readonly #process: OfProcess;
  #dsfinvk: DsfinvkOperation | undefined;
  #vatDefinitions: VatDefinitionDatasource | undefined;
  #cashRegisters: CashRegisterDatasource | undefined;
  #purchaserAgencies: PurchaserAgencyDatasource | undefined;
  #closings: ClosingDatasource | undefined;
  #dsfinvkExports: DsfinvkExportDatasource | undefined;
  #dsfinvkMetadata: DsfinvkMetadataDatasource | undefined;
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

  constructor(operation: SignDeOperation, openDsfinvk: () => DsfinvkOperation, process: OfProcess) {
    this.#operation = operation;
    this.#openDsfinvk = openDsfinvk;
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

  get vatDefinitions(): VatDefinitionDatasource {
    return (this.#vatDefinitions ??= new VatDefinitionDatasource(this.#ofDsfinvk));
  }

  get cashRegisters(): CashRegisterDatasource {
    return (this.#cashRegisters ??= new CashRegisterDatasource(this.#ofDsfinvk));
  }

  get purchaserAgencies(): PurchaserAgencyDatasource {
    return (this.#purchaserAgencies ??= new PurchaserAgencyDatasource(this.#ofDsfinvk));
  }

  get closings(): ClosingDatasource {
    return (this.#closings ??= new ClosingDatasource(this.#ofDsfinvk));
  }

  get dsfinvkExports(): DsfinvkExportDatasource {
    return (this.#dsfinvkExports ??= new DsfinvkExportDatasource(this.#ofDsfinvk));
  }

  get dsfinvkMetadata(): DsfinvkMetadataDatasource {
    return (this.#dsfinvkMetadata ??= new DsfinvkMetadataDatasource(this.#ofDsfinvk));
  }

  get #ofDsfinvk(): DsfinvkOperation {
    return (this.#dsfinvk ??= this.#openDsfinvk());
  }

  get watch(): WatchDatasource {
    return (this.#watch ??= new WatchDatasource(this.#process.watches, this.caller));
  }

  /**
   * Returns the names under which facts about a TSS are stored for the caller. Empty if the caller may not access that
   * TSS.
   */
  #namesOf(tssId: string): readonly string[] {
    return new VisibleTss(this.caller).has(tssId) ? this.#process.tenants.namesOf(this.caller) : [];
  }
}
