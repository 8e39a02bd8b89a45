import { setTimeout as sleep } from 'node:timers/promises';
import type { Operations } from '../../contract/read-contract.js';
import type { Schemas } from '../../received.js';
import { timeIsUp } from '../../upstream/call/failures.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { List } from '../../upstream/lists/page-size.js';
import type { Operation } from './api.js';
import type { AnswerStream } from '../../upstream/transport/transport.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Query of a list of exports. */
export type ExportListQuery = NonNullable<Operations['listExports']['parameters']['query']>;

/** What an export is triggered with: the signatures that it is to hold. */
export type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** An export of a TSS that is known, which the contract lets an answer leave out. */
export type ExportJson = Schemas['ExportResponse'] & { readonly tss_id: string };

/** How exports are read. One export asked for is read, several of one TSS are picked from its list. */
const EXPORTS: Noun<Operation, ExportJson, ExportListQuery> = {
  readOne: async (operation, tssId, exportId) =>
    ofTss(tssId, await operation.call('retrieveExport', { path: { tss_id: tssId, export_id: exportId } })),
  readList: async (operation, [tssId], query) => {
    const answer =
      tssId === undefined
        ? await operation.call('listAllExports', { path: {}, query })
        : await operation.call('listExports', { path: { tss_id: tssId }, query });
    return { ...answer, data: answer.data.map((json) => (json instanceof Error ? json : withTss(tssId, json))) };
  },
  hasListOfAll: ({ seesOnlyPart }) => !seesOnlyPart,
  parentOf: (json) => json.tss_id,
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_request', order: 'asc' }), isFromAll: false },
};

/** Exports of the upstream, for one operation. */
export class ExportDatasource {
  readonly #operation: Operation;
  readonly #rows: Collection<Operation, ExportJson, ExportListQuery>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#rows = new Collection(EXPORTS, operation);
  }

  /** One export. @throws UpstreamError `EXPORT_NOT_FOUND`, `TSS_NOT_FOUND`, `RATE_LIMITED` */
  load(tssId: string, exportId: string): Promise<ExportJson> {
    return this.#rows.load(tssId, exportId);
  }

  /**
   * One page of the exports of a TSS, or of all TSS; its rows need not be read again.
   * @param isAnew whether it is read once more, as rows may have come and left
   */
  list(tssId: string | undefined, query: ExportListQuery, isAnew = false): Promise<List<ExportJson>> {
    return this.#rows.list(tssId === undefined ? [] : [tssId], query, isAnew);
  }

  /**
   * Triggers an export, once: when the answer is lost, it is read back.
   * @throws UpstreamError `EXPORT_CONFLICT` when there was an export with this id before, maybe of other signatures:
   *   the upstream does not tell which it holds; ambiguous when it is not known whether it was triggered
   */
  async trigger(tssId: string, exportId: string, query: ExportQuery): Promise<ExportJson> {
    try {
      const path = { tss_id: tssId, export_id: exportId };
      return ofTss(tssId, await this.#operation.call('triggerExport', { path, query, body: {} }));
    } catch (error) {
      const found = await this.#readAfterLoss(error, tssId, exportId);
      if (found) return found;
      throw error;
    }
  }

  /**
   * Cancels an export. One that is CANCELLED already is as well.
   * @throws UpstreamError `EXPORT_NOT_CANCELLABLE` when it is over; ambiguous when it is not known whether it was
   *   cancelled
   */
  async cancel(tssId: string, exportId: string): Promise<ExportJson> {
    try {
      const path = { tss_id: tssId, export_id: exportId };
      return ofTss(tssId, await this.#operation.call('cancelExport', { path }));
    } catch (error) {
      const mayBeCancelled = error instanceof UpstreamError && error.code === 'EXPORT_NOT_CANCELLABLE';
      const found = mayBeCancelled
        ? await this.load(tssId, exportId)
        : await this.#readAfterLoss(error, tssId, exportId);
      if (found?.state === 'CANCELLED') return found;
      throw error;
    }
  }

  /**
   * Waits until an export is over, looking after it at the pace that the upstream allows.
   * @param milliseconds longest wait; it ends before the operation does
   * @returns the export as it was last seen, over or not
   */
  async awaitEnd(tssId: string, exportId: string, milliseconds: number): Promise<ExportJson> {
    const end = performance.now() + Math.min(milliseconds, this.#operation.timeLeft() - TIME_TO_ANSWER);
    let found = await this.#rows.reload(tssId, exportId);
    let pause = isFresh(found) ? FIRST_PAUSE : STEADY_PAUSE;
    while (isUnderWay(found)) {
      const left = end - performance.now();
      await this.#sleep(Math.min(pause, left));
      if (left <= pause) break;
      pause = Math.min(pause * 2, STEADY_PAUSE);
      try {
        found = await this.#rows.reload(tssId, exportId);
      } catch (error) {
        if (!(error instanceof UpstreamError) || !error.retryable || error.code === 'DEADLINE_EXCEEDED') throw error;
        pause = Math.max(pause, (error.retryAfter ?? 0) * 1_000);
      }
    }
    return found;
  }

  /**
   * The file of a COMPLETED export, as it comes in.
   * @throws UpstreamError `EXPORT_NOT_COMPLETED`, `EXPORT_NOT_FOUND`, `RATE_LIMITED`
   */
  async openFile(tssId: string, exportId: string): Promise<AnswerStream> {
    try {
      return await this.#operation.open('retrieveExportFile', { path: { tss_id: tssId, export_id: exportId } });
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'EXPORT_NOT_COMPLETED') throw error;
      const path = { tss_id: tssId, export_id: exportId };
      const found = await unlessUnread(this.#operation.callFromSpare('retrieveExport', { path }));
      throw found && !isUnderWay(found) && found.state !== 'COMPLETED' ? neverCompleted(found, error) : error;
    }
  }

  /**
   * Reads an export after a write whose answer was lost; undefined when it was not lost, or reading settles nothing.
   */
  async #readAfterLoss(error: unknown, tssId: string, exportId: string): Promise<ExportJson | undefined> {
    if (!(error instanceof UpstreamError) || !error.ambiguous) return undefined;
    return unlessUnread(this.load(tssId, exportId));
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#operation;
    await sleep(Math.max(milliseconds, 0), undefined, { signal }).catch(() => {
      throw timeIsUp({}, false);
    });
  }
}

/**
 * First pause between two looks at an export that has just been triggered: small ones are done at once. In
 * milliseconds.
 */
const FIRST_PAUSE = 1_000;
/**
 * Pause between two looks from then on, so that a minute has fewer than the twelve that are allowed. In milliseconds.
 */
const STEADY_PAUSE = 7_000;
/** Age up to which an export counts as just triggered, in seconds. */
const FRESH = 10;
/** What is left of an operation's time for its answer when it has waited, in milliseconds. */
const TIME_TO_ANSWER = 1_000;

function isUnderWay({ state }: Pick<ExportJson, 'state'>): boolean {
  return state === 'PENDING' || state === 'WORKING';
}

function isFresh({ time_request: requested }: ExportJson): boolean {
  return typeof requested === 'number' && Date.now() / 1_000 - requested < FRESH;
}

function ofTss(tssId: string, json: Schemas['ExportResponse']): ExportJson {
  return { ...json, tss_id: typeof json.tss_id === 'string' ? json.tss_id : tssId };
}

/** A row of a list, of the TSS that it names or that was asked for; an error where neither is known. */
function withTss(tssId: string | undefined, json: Schemas['ExportResponse']): ExportJson | Error {
  const known = typeof json.tss_id === 'string' ? json.tss_id : tssId;
  if (known !== undefined) return ofTss(known, json);
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream lists an export without saying of which TSS.',
    upstream: { operation: 'listAllExports' },
  });
}

/** What is read, or undefined where the upstream does not give it. */
function unlessUnread<Result>(load: Promise<Result>): Promise<Result | undefined> {
  return load.catch((unread: unknown) => {
    if (unread instanceof UpstreamError) return undefined;
    throw unread;
  });
}

/** The upstream tells those who ask for the archive to come again, whatever became of the export. */
function neverCompleted({ state, exception }: Schemas['ExportResponse'], { upstream }: UpstreamError): UpstreamError {
  const reason = typeof exception === 'string' ? ` (${exception.replace(/^E_/, '')})` : '';
  return new UpstreamError({
    code: 'EXPORT_NOT_COMPLETED',
    message: `The export has ended as ${state}${reason}, so there is no archive and never will be; trigger another one.`,
    retryable: false,
    upstream,
  });
}
