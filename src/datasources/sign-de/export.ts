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

/** Which signatures an export is to contain. */
export type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** An export with the id of its TSS, which an answer may lack. */
export type ExportJson = Schemas['ExportResponse'] & { readonly tss_id: string };

/** How exports are read: one by its id; several of one TSS from its list. */
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

/** Exports at the upstream, for one operation. */
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
   * One page of the exports of a TSS, or of all TSS. Later loads of its rows need no call.
   * @param isAnew forces a new read, because rows may have been added or removed
   */
  list(tssId: string | undefined, query: ExportListQuery, isAnew = false): Promise<List<ExportJson>> {
    return this.#rows.list(tssId === undefined ? [] : [tssId], query, isAnew);
  }

  /**
   * Triggers an export exactly once; after a lost answer it is read back.
   * @throws UpstreamError `EXPORT_CONFLICT` when an export with this id existed before, perhaps with other signatures:
   *   the upstream does not say which it contains; ambiguous when it is unknown whether the export was triggered
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
   * Cancels an export. An export that is CANCELLED already is a success.
   * @throws UpstreamError `EXPORT_NOT_CANCELLABLE` when it has ended; ambiguous when it is unknown whether it was
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
   * Polls an export until it has ended, as often as the upstream's rate limit allows.
   * @param milliseconds longest wait; it is shortened to leave time before the operation's deadline
   * @returns the export as last read, ended or not
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
   * The file of a COMPLETED export, as a stream.
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

  /** Reads an export after a write with a lost answer; undefined if the answer was not lost, or if the read fails. */
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

/** Pause before the second poll of an export that was just triggered, since small ones end at once. In milliseconds. */
const FIRST_PAUSE = 1_000;
/** Pause between later polls: fewer than the twelve per minute that the upstream allows. In milliseconds. */
const STEADY_PAUSE = 7_000;
/** Age up to which an export counts as just triggered, in seconds. */
const FRESH = 10;
/** Time reserved for the operation's answer after the wait, in milliseconds. */
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

/** Adds the id of the requested TSS to a list row that lacks it; an error if there is neither. */
function withTss(tssId: string | undefined, json: Schemas['ExportResponse']): ExportJson | Error {
  const known = typeof json.tss_id === 'string' ? json.tss_id : tssId;
  if (known !== undefined) return ofTss(known, json);
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream lists an export without saying of which TSS.',
    upstream: { operation: 'listAllExports' },
  });
}

/** The result, or undefined if the upstream fails to answer. */
function unlessUnread<Result>(load: Promise<Result>): Promise<Result | undefined> {
  return load.catch((unread: unknown) => {
    if (unread instanceof UpstreamError) return undefined;
    throw unread;
  });
}

/** The upstream answers a request for the archive with "try again later" even when the export has failed. */
function neverCompleted({ state, exception }: Schemas['ExportResponse'], { upstream }: UpstreamError): UpstreamError {
  const reason = typeof exception === 'string' ? ` (${exception.replace(/^E_/, '')})` : '';
  return new UpstreamError({
    code: 'EXPORT_NOT_COMPLETED',
    message: `The export has ended as ${state}${reason}, so there is no archive and never will be; trigger another one.`,
    retryable: false,
    upstream,
  });
}
