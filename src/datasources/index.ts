import { AdminLocks } from './admin-locks.js';
import type { Caller } from './caller.js';
import { ClientDatasource } from './client.js';
import { LoginDatasource } from './login.js';
import { MetadataDatasource } from './metadata.js';
import { OpenTransactions } from './open-transactions.js';
import { Operation } from './operation.js';
import { type ApiKey, BackendSessions, GatewaySession } from './session.js';
import { Signing } from './signing.js';
import { TransactionDatasource } from './transaction.js';
import { Transport } from './transport.js';
import { TssDatasource } from './tss.js';
import { Upstream, type UpstreamCall } from './upstream.js';

/** Where the upstream is, and the gateway's own key. */
export interface UpstreamSettings {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
  /** Without it every caller must bring a token. */
  readonly apiKey?: ApiKey;
}

/** The upstream for one GraphQL operation: loaders that remember nothing beyond it, one credential, one deadline. */
export interface Datasources {
  readonly caller: Caller;
  /** Whether the operation runs with the gateway's own token, which its callers share, and with it admin mode. */
  readonly sharesOwnToken: boolean;
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
  readonly transactions: TransactionDatasource;
  readonly signing: Signing;
  readonly openTransactions: OpenTransactions;
  readonly metadata: MetadataDatasource;
  readonly session: LoginDatasource;
  /** What the operation cost so far. */
  readonly calls: readonly UpstreamCall[];
}

/** Largest answer that is read: a page of 100 transactions at their largest is far below it. */
const MAXIMUM_ANSWER_SIZE = 16 * 1_048_576;

/** What outlives an operation: connections, breakers, the gateway's own session and locks. One for the whole process. */
export class Upstreams {
  readonly #baseUrls: { readonly MIDDLEWARE: string; readonly BACKEND: string };
  readonly #upstream: Upstream;
  readonly #ownSession: GatewaySession | undefined;
  readonly #backendSessions = new BackendSessions();
  readonly #adminLocks = new AdminLocks();

  constructor({ middlewareUrl, backendUrl, apiKey }: UpstreamSettings) {
    this.#baseUrls = { MIDDLEWARE: middlewareUrl, BACKEND: backendUrl };
    this.#upstream = new Upstream(new Transport(this.#baseUrls, MAXIMUM_ANSWER_SIZE));
    this.#ownSession = apiKey && new GatewaySession(this.#upstream, apiKey);
  }

  /** Datasources for one operation. @param signal its deadline: when it aborts, all its calls end */
  forOperation(caller: Caller, signal: AbortSignal): Datasources {
    const operation = new Operation(this.#upstream, this.#ownSession, this.#backendSessions, caller, signal);
    const transactions = new TransactionDatasource(operation);
    const signing = new Signing(transactions);
    return {
      caller,
      get sharesOwnToken() {
        return operation.sharesOwnToken;
      },
      tss: new TssDatasource(operation, this.#adminLocks),
      clients: new ClientDatasource(operation),
      transactions,
      signing,
      openTransactions: new OpenTransactions(transactions, signing),
      metadata: new MetadataDatasource(operation),
      session: new LoginDatasource(operation, this.#backendSessions, this.#baseUrls),
      calls: operation.calls,
    };
  }

  /** Whether work can be done: with a key of its own, the gateway can log in. @throws UpstreamError when it cannot */
  async ready(): Promise<void> {
    await this.#ownSession?.open(AbortSignal.timeout(5_000));
  }

  /** Closes all connections. */
  close(): Promise<void> {
    return this.#upstream.close();
  }
}
