import { setTimeout as sleep } from 'node:timers/promises';
import type { Operations } from '../../contract/sign-de.js';
import type { Schemas } from '../../received/sign-de.js';
import { timeIsUp } from '../../upstream/call/failures.js';
import { Collection } from '../../upstream/lists/collection.js';
import type { Noun } from '../../upstream/lists/noun.js';
import type { List } from '../../upstream/lists/list.js';
import type { Operation } from './api.js';
import type { AnswerStream } from '../../upstream/transport/transport-answer.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';
import { toAbortSignal } from '../../coordination/cancellation.js';

/** Query of a list of exports. */
export type ExportListQuery = NonNullable<Operations['listExports']['parameters']['query']>;

/** Query that selects the signatures of an export. */
export type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** An export with the id of its TSS. The upstream's answer may lack this id. */
export type ExportJson = Schemas['ExportResponse'] & { readonly tss_id: string };

/** Defines how exports are read: a single export by its id, several exports of one TSS from the list of the TSS. */
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

  /** Reads one export. @throws UpstreamError `EXPORT_NOT_FOUND`, `TSS_NOT_FOUND`, `RATE_LIMITED` */
  load(tssId: string, exportId: string): Promise<ExportJson> {
    return this.#rows.load(tssId, exportId);
  }

  /**
   * Reads one page of the exports of a TSS, or of all TSS. Later loads of these rows need no call.
   * @param isAnew forces a new read, because rows may have been added or removed
   */
  list(tssId: string | undefined, query: ExportListQuery, isAnew = false): Promise<List<ExportJson>> {
    return this.#rows.list(tssId === undefined ? [] : [tssId], query, isAnew);
  }

  /**
   * Triggers an export exactly once. If the answer is lost, the export is read to find out whether it was triggered.
   * @throws UpstreamError `EXPORT_CONFLICT` if an export with this id existed before. It may have other signatures: the
   *   upstream does not say which ones. The error is ambiguous if it is unknown whether the export was triggered
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
   * Cancels an export. Succeeds if the export is already CANCELLED.
   * @throws UpstreamError `EXPORT_NOT_CANCELLABLE` if the export has ended. The error is ambiguous if it is unknown
   *   whether the export was cancelled
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
   * @param milliseconds maximum wait. It is shortened, so that some time is left before the deadline of the operation
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
   * Opens the file of a COMPLETED export as a stream.
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
   * Reads an export if the answer to a write was lost. @returns undefined if the answer was not lost, or if the read
   * fails
   */
  async #readAfterLoss(error: unknown, tssId: string, exportId: string): Promise<ExportJson | undefined> {
    if (!(error instanceof UpstreamError) || !error.ambiguous) return undefined;
    return unlessUnread(this.load(tssId, exportId));
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#operation;
    await sleep(Math.max(milliseconds, 0), undefined, { signal: toAbortSignal(signal) }).catch(() => {
      throw timeIsUp({}, false);
    });
  }
}

/** Pause before the second poll of an export that was just triggered, in milliseconds. Small exports end at once. */
const FIRST_PAUSE = 1_000;
/**
 * Pause between later polls, in milliseconds. This makes fewer than the twelve polls per minute that the upstream
 * allows.
 */
const STEADY_PAUSE = 7_000;
/** Maximum age of an export that counts as just triggered, in seconds. */
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

/** Adds the id of the requested TSS to a list row that lacks this id. Returns an error if the list is of all TSS. */
function withTss(tssId: string | undefined, json: Schemas['ExportResponse']): ExportJson | Error {
  const known = typeof json.tss_id === 'string' ? json.tss_id : tssId;
  if (known !== undefined) return ofTss(known, json);
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: 'The upstream lists an export without the id of its TSS.',
    upstream: { operation: 'listAllExports' },
  });
}

/** Returns the result of a read, or undefined if the read fails. */
function unlessUnread<Result>(load: Promise<Result>): Promise<Result | undefined> {
  return load.catch((unread: unknown) => {
    if (unread instanceof UpstreamError) return undefined;
    throw unread;
  });
}

/**
 * Creates the error for an export that has failed or was cancelled. The upstream's own error wrongly says "try again
 * later".
 */
function neverCompleted({ state, exception }: Schemas['ExportResponse'], { upstream }: UpstreamError): UpstreamError {
  const reason = typeof exception === 'string' ? ` (${exception.replace(/^E_/, '')})` : '';
  return new UpstreamError({
    code: 'EXPORT_NOT_COMPLETED',
    message: `The export has ended as ${state}${reason}, so it will never have an archive. Trigger another export.`,
    retryable: false,
    upstream,
  });
}
