import type { Schemas } from '../../received/sign-de.js';
import { type Caller, credentialOf } from '../../upstream/access/caller.js';
import type { SignDe } from './api.js';
import type { ExportDatasource, ExportJson } from './export.js';
import type { Mailbox } from '../../upstream/watching/mailbox.js';
import type { Written } from '../../upstream/operation.js';
import { Poller, type Watch } from '../../upstream/watching/poller.js';
import { StateWatch } from '../../upstream/watching/state-watch.js';
import { type TransactionEvent, type TransactionSources, TransactionWatch } from './transaction/transaction-watch.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import type { Signal } from '../../coordination/cancellation.js';

/**
 * Maximum number of objects that are watched per credential at the same time. At the fastest pace they make 50 calls
 * per second.
 */
const MAXIMUM_WATCHED = 100;

/** Reading a TSS has no documented rate limit. Signing changes its counters all the time. */
const TSS_PACE = { soonest: 2_000, shortest: 2_000, longest: 15_000 };

/** At most ten polls per minute. The upstream allows twelve per export (`sign-de-v2.md §2`). */
const EXPORT_PACE = { soonest: 1_000, shortest: 10_000, longest: 20_000 };
/** The first pauses are short, because small exports end at once. */
const FIRST_PAUSES = [1_000, 2_000, 4_000];

/** The reads that watches need. */
export interface WatchSources extends TransactionSources {
  readonly exports: Pick<ExportDatasource, 'load'>;
}

/**
 * All watched objects. Each object is polled once per credential, for any number of subscribers. There is one instance
 * per process.
 */
export class Watches {
  readonly #open: (caller: Caller, signal: Signal) => WatchSources;
  readonly #onNews: () => Promise<void>;
  readonly #tss = new Map<string, Poller<Schemas['TssResponse']>>();
  readonly #transactions = new Map<string, Poller<TransactionEvent, Schemas['TxResponse']>>();
  readonly #exports = new Map<string, Poller<ExportJson>>();

  /**
   * @param open creates the datasources for one poll
   * @param onNews called before subscribers get a change
   */
  constructor(open: (caller: Caller, signal: Signal) => WatchSources, onNews: () => Promise<void>) {
    this.#open = open;
    this.#onNews = onNews;
  }

  /** Returns the poller of a TSS. @throws UpstreamError `TOO_MANY_SUBSCRIPTIONS` */
  tss(caller: Caller, tssId: string): Poller<Schemas['TssResponse']> {
    const read = (signal: Signal) => this.#open(caller, signal).tss.load(tssId);
    return this.#find(this.#tss, caller, [tssId], () => new StateWatch({ pace: TSS_PACE, read }));
  }

  /** Returns the poller of the transactions of a TSS. @throws UpstreamError `TOO_MANY_SUBSCRIPTIONS` */
  transactions(caller: Caller, tssId: string): Poller<TransactionEvent, Schemas['TxResponse']> {
    const open = (signal: Signal) => this.#open(caller, signal);
    return this.#find(this.#transactions, caller, [tssId], () => new TransactionWatch(tssId, open));
  }

  /**
   * Returns the poller of an export. It ends when the export has ended. @throws UpstreamError `TOO_MANY_SUBSCRIPTIONS`
   */
  export(caller: Caller, tssId: string, exportId: string): Poller<ExportJson> {
    const read = (signal: Signal) => this.#open(caller, signal).exports.load(tssId, exportId);
    const settings = { pace: EXPORT_PACE, firstPauses: FIRST_PAUSES, read, isOver };
    return this.#find(this.#exports, caller, [tssId, exportId], () => new StateWatch(settings));
  }

  /**
   * Handles a write in this process: subscribers with the same credential get the answer of the write, and all pollers
   * of the object poll again soon.
   */
  tell(caller: Caller, written: Written<SignDe>): void {
    const { path } = written;
    // Answers of other writes are not items of a watch.
    const transaction = written.operation === 'upsertTransaction' ? written.answer : undefined;
    if (!('tss_id' in path) || this.#all.every((pollers) => pollers.size === 0)) return;
    const tssId = path.tss_id;
    if (transaction) this.#transactions.get(keyOf(caller, [tssId]))?.wake(transaction);
    this.wake(tssId, 'export_id' in path ? path.export_id : undefined);
  }

  /**
   * Handles a write in any process with any credential: all pollers of the object poll again soon.
   * @param exportId the export that was written to; undefined for a write to a TSS, its clients or transactions. Such a
   *   write does not change exports
   */
  wake(tssId: string, exportId?: string): void {
    const [ids, watched] =
      exportId === undefined
        ? [[tssId], [...this.#tss, ...this.#transactions]]
        : [[tssId, exportId], [...this.#exports]];
    const end = keyEndOf(ids);
    for (const [key, poller] of watched) if (key.endsWith(end)) poller.wake();
  }

  /** Ends all subscriptions. */
  close(): void {
    for (const pollers of this.#all) for (const poller of pollers.values()) poller.end();
  }

  get #all(): readonly ReadonlyMap<string, { end(): void }>[] {
    return [this.#tss, this.#transactions, this.#exports];
  }

  #find<Item, Heard>(
    pollers: Map<string, Poller<Item, Heard>>,
    caller: Caller,
    ids: readonly string[],
    makeWatch: () => Watch<Item, Heard>,
  ): Poller<Item, Heard> {
    const key = keyOf(caller, ids);
    const found = pollers.get(key);
    if (found) return found;
    this.#refuseTooMany(caller);
    const made = new Poller(makeWatch(), () => pollers.delete(key), this.#onNews);
    pollers.set(key, made);
    return made;
  }

  #refuseTooMany(caller: Caller): void {
    const prefix = keyOf(caller, []);
    const keys = this.#all.flatMap((pollers) => [...pollers.keys()]);
    if (keys.filter((key) => key.startsWith(prefix)).length < MAXIMUM_WATCHED) return;
    throw new UpstreamError({
      code: 'TOO_MANY_SUBSCRIPTIONS',
      message: `With one credential, you can subscribe to at most ${MAXIMUM_WATCHED} different objects at a time.`,
      retryable: true,
    });
  }
}

/** Final states of an export (`sign-de-v2.md §12`). A state that we do not know counts as not final. */
function isOver({ state }: ExportJson): boolean {
  return state === 'COMPLETED' || state === 'CANCELLED' || state === 'ERROR';
}

function keyOf(caller: Caller, ids: readonly string[]): string {
  return credentialOf(caller) + keyEndOf(ids);
}

/** Returns the end of all keys with these ids. It is the same for every credential. */
function keyEndOf(ids: readonly string[]): string {
  return ` ${ids.join(' ')}`;
}

/** The subscriptions of one operation. `return()` ends a subscription. */
export class WatchDatasource {
  readonly #watches: Watches;
  readonly #caller: Caller;

  constructor(watches: Watches, caller: Caller) {
    this.#watches = watches;
    this.#caller = caller;
  }

  /** Sends the current state of a TSS, and then each changed state. */
  tss(tssId: string): Mailbox<Schemas['TssResponse']> {
    return this.#watches.tss(this.#caller, tssId).subscribe();
  }

  /**
   * Sends revisions of the transactions of a TSS from now on.
   * @param clientId only revisions that this client wrote. Default: all revisions
   */
  transactions(tssId: string, clientId: string | undefined): Mailbox<TransactionEvent> {
    return this.#watches
      .transactions(this.#caller, tssId)
      .subscribe(({ transaction }) => clientId === undefined || transaction.client_id === clientId);
  }

  /** Sends the current state of an export, and then each changed state, until the export has ended. */
  export(tssId: string, exportId: string): Mailbox<ExportJson> {
    return this.#watches.export(this.#caller, tssId, exportId).subscribe();
  }
}
