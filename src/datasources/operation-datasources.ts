import type { Caller } from '../upstream/access/caller.js';
import { ClientDatasource } from './sign-de/client.js';
import type { Operation as DsfinvkOperation } from './dsfinvk/api.js';
import { CashRegisterDatasource } from './dsfinvk/cash-register.js';
import { ClosingDatasource } from './dsfinvk/closing.js';
import { DsfinvkExportDatasource } from './dsfinvk/export.js';
import { DsfinvkMetadataDatasource } from './dsfinvk/metadata.js';
import { PurchaserAgencyDatasource } from './dsfinvk/purchaser-agency.js';
import { VatDefinitionDatasource } from './dsfinvk/vat-definition.js';
import type { Coordinator } from '../coordination/coordinator.js';
import { ExportDatasource } from './sign-de/export.js';
import { LoginDatasource } from './sign-de/login.js';
import { MetadataDatasource } from './sign-de/metadata.js';
import { OpenTransactions } from './sign-de/signing/open-transactions.js';
import type { Operation as SignDeOperation } from './sign-de/api.js';
import type { BackendSessions } from './sign-de/backend-sessions.js';
import type { PageRead } from '../upstream/lists/list.js';
import type { PinTries } from './sign-de/tss/pin-tries.js';
import type { Places } from '../upstream/lists/places.js';
import { Sendings, type UnderWay } from './sign-de/signing/sendings.js';
import { Signing } from './sign-de/signing/signing.js';
import type { Tenants } from '../upstream/access/tenants.js';
import { TransactionDatasource } from './sign-de/transaction/transaction.js';
import { TssDatasource } from './sign-de/tss/tss.js';
import type { UpstreamCall } from '../upstream/call/upstream.js';
import type { UpstreamError } from '../upstream/call/upstream-error.js';
import { VisibleTss } from './sign-de/tss/visible-tss.js';
import type { Watches } from './sign-de/watches.js';
import { WatchDatasource } from './sign-de/watches.js';

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

/** The objects that the operations of a process share, besides those that every product has. */
export interface OfProcess {
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
export class OperationDatasources implements Datasources {
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
