import { AdminLocks } from './admin-locks.js';
import type { Caller } from './caller.js';
import { ClientDatasource } from './client.js';
import { ExportDatasource } from './export.js';
import { LiveGuard } from './live-guard.js';
import { LoginDatasource } from './login.js';
import { MetadataDatasource } from './metadata.js';
import { OpenTransactions } from './open-transactions.js';
import { Operation, type Shared } from './operation.js';
import { PinTries } from './pin-tries.js';
import { Readiness } from './readiness.js';
import { type ApiKey, BackendSessions, GatewaySession } from './session.js';
import { Signing } from './signing.js';
import { TransactionDatasource } from './transaction.js';
import { Transport } from './transport.js';
import { TssDatasource } from './tss.js';
import { Upstream, type UpstreamCall } from './upstream.js';
import { Watches, WatchDatasource } from './watches.js';

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
}

/** The upstream for one GraphQL operation: loaders that remember nothing beyond it, one credential, one deadline. */
export interface Datasources {
  readonly caller: Caller;
  /** Whether the operation runs with the gateway's own token, which its callers share, and with it admin mode. */
  readonly sharesOwnToken: boolean;
  /** Whether writes with a credential of LIVE are made. */
  readonly allowsLiveWrites: boolean;
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
  readonly transactions: TransactionDatasource;
  readonly signing: Signing;
  readonly exports: ExportDatasource;
  readonly openTransactions: OpenTransactions;
  readonly metadata: MetadataDatasource;
  readonly session: LoginDatasource;
  readonly watch: WatchDatasource;
  /** What the operation cost so far. */
  readonly calls: readonly UpstreamCall[];
}

/** Largest answer that is read: a page of 100 transactions at their largest is far below it. */
const MAXIMUM_ANSWER_SIZE = 16 * 1_048_576;

/** How long the upstream may take to show that it is there, in milliseconds. */
const READY_TIME = 5_000;

/** How long a look of a watch waits for its turn in the upstream's limits of calls, in milliseconds; it can come again later. */
const TURN_TIME = 2_000;

/** What outlives an operation: connections, breakers, the gateway's own session and locks. One for the whole process. */
export class Upstreams {
  readonly #baseUrls: { readonly MIDDLEWARE: string; readonly BACKEND: string };
  readonly #shared: Shared;
  readonly #adminLocks = new AdminLocks();
  readonly #pinTries: PinTries;
  readonly #readiness = new Readiness(async () => {
    await this.forOperation({ kind: 'gateway-key' }, AbortSignal.timeout(READY_TIME)).tss.list({ limit: 1 });
  });
  readonly #watches = new Watches((caller, signal) => this.forOperation(caller, signal, () => TURN_TIME));

  constructor({ middlewareUrl, backendUrl, apiKey, allowLiveWrites = true, maximumWrongPins = 4 }: UpstreamSettings) {
    this.#baseUrls = { MIDDLEWARE: middlewareUrl, BACKEND: backendUrl };
    this.#pinTries = new PinTries(maximumWrongPins);
    const upstream = new Upstream(new Transport(this.#baseUrls, MAXIMUM_ANSWER_SIZE));
    this.#shared = {
      upstream,
      ownSession: apiKey && new GatewaySession(upstream, apiKey),
      backendSessions: new BackendSessions(),
      liveGuard: allowLiveWrites ? undefined : new LiveGuard(),
    };
  }

  /**
   * Datasources for one operation.
   * @param signal its deadline: when it aborts, all its calls end
   * @param timeLeft milliseconds until then, as far as that is known
   */
  forOperation(caller: Caller, signal: AbortSignal, timeLeft: () => number = () => Infinity): Datasources {
    const operation = new Operation(this.#shared, caller, signal, timeLeft);
    operation.afterWrite((written) => {
      this.#watches.wake(caller, written);
    });
    const transactions = new TransactionDatasource(operation);
    const signing = new Signing(transactions);
    return {
      caller,
      get sharesOwnToken() {
        return operation.sharesOwnToken;
      },
      allowsLiveWrites: this.#shared.liveGuard === undefined,
      tss: new TssDatasource(operation, this.#adminLocks, this.#pinTries),
      clients: new ClientDatasource(operation),
      transactions,
      exports: new ExportDatasource(operation),
      signing,
      openTransactions: new OpenTransactions(transactions, signing),
      metadata: new MetadataDatasource(operation),
      session: new LoginDatasource(operation, this.#shared.backendSessions, this.#baseUrls),
      watch: new WatchDatasource(this.#watches, caller),
      calls: operation.calls,
    };
  }

  /**
   * Whether work can be done: with a key of its own, the gateway can read with it right now. Without one there is nothing to try it with.
   * @throws UpstreamError when it cannot
   */
  async ready(): Promise<void> {
    if (this.#shared.ownSession) await this.#readiness.check();
  }

  /** Ends all subscriptions and closes all connections. */
  close(): Promise<void> {
    this.#watches.close();
    return this.#shared.upstream.close();
  }
}
