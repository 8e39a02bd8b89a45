import { setTimeout as sleep } from 'node:timers/promises';
import type { Operations } from '../../contract/read-contract.js';
import type { Schemas } from '../../received.js';
import { timeIsUp } from '../../upstream/call/failures.js';
import { findOnPages } from '../../upstream/lists/find-on-pages.js';
import { Loader } from '../../upstream/lists/loader.js';
import type { Operation } from './api.js';
import type { AnswerStream } from '../../upstream/transport/transport.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Query of a list of exports. */
export type ExportListQuery = NonNullable<Operations['listExports']['parameters']['query']>;

/** What an export is triggered with: the signatures that it is to hold. */
export type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** An export of a TSS that is known, which the contract lets an answer leave out. */
export type ExportJson = Schemas['ExportResponse'] & { readonly tss_id: string };

/** A page of exports. */
export type ExportListJson = Omit<Schemas['ExportListResponse'], 'data'> & {
  readonly data: readonly (ExportJson | Error)[];
};

interface ExportKey {
  readonly tssId: string;
  readonly exportId: string;
}

interface ExportListKey {
  /** Absent: exports of all TSS. */
  readonly tssId: string | undefined;
  readonly query: ExportListQuery;
}

/** Exports of the upstream, for one operation. One export asked for is read, several of one TSS are picked from its list. */
export class ExportDatasource {
  readonly #operation: Operation;
  readonly #byId: Loader<ExportKey, ExportJson, string>;
  readonly #lists: Loader<ExportListKey, ExportListJson, string>;

  constructor(operation: Operation) {
    this.#operation = operation;
    this.#byId = new Loader((keys) => this.#read(keys), { cacheKeyFn: keyOf });
    this.#lists = new Loader((keys) => keys.map((key) => this.#readList(key)), {
      cacheKeyFn: (key) => JSON.stringify(key),
    });
    operation.onWrite(() => {
      this.#byId.clearAll();
      this.#lists.clearAll();
    });
  }

  /** One export. @throws UpstreamError `EXPORT_NOT_FOUND`, `TSS_NOT_FOUND`, `RATE_LIMITED` */
  load(tssId: string, exportId: string): Promise<ExportJson> {
    return this.#byId.load({ tssId, exportId });
  }

  /**
   * One page of the exports of a TSS, or of all TSS; its rows need not be read again.
   * @param isAnew whether it is read once more, as rows may have come and left
   */
  async list(tssId: string | undefined, query: ExportListQuery, isAnew = false): Promise<ExportListJson> {
    const answer = await (isAnew ? this.#readList({ tssId, query }) : this.#lists.load({ tssId, query }));
    for (const json of answer.data) {
      if (!(json instanceof Error)) this.#byId.prime({ tssId: json.tss_id, exportId: json._id }, json);
    }
    return answer;
  }

  /**
   * Triggers an export, once: when the answer is lost, it is read back.
   * @throws UpstreamError `EXPORT_CONFLICT` when there was an export with this id before, maybe of other signatures: the upstream does not tell which it
   *   holds; ambiguous when it is not known whether it was triggered
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
   * @throws UpstreamError `EXPORT_NOT_CANCELLABLE` when it is over; ambiguous when it is not known whether it was cancelled
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
    let found = await this.#look(tssId, exportId);
    let pause = isFresh(found) ? FIRST_PAUSE : STEADY_PAUSE;
    while (isUnderWay(found)) {
      const left = end - performance.now();
      await this.#sleep(Math.min(pause, left));
      if (left <= pause) break;
      pause = Math.min(pause * 2, STEADY_PAUSE);
      try {
        found = await this.#look(tssId, exportId);
      } catch (error) {
        if (!(error instanceof UpstreamError) || !error.retryable || error.code === 'DEADLINE_EXCEEDED') throw error;
        pause = Math.max(pause, (error.retryAfter ?? 0) * 1_000);
      }
    }
    return found;
  }

  /** The file of a COMPLETED export, as it comes in. @throws UpstreamError `EXPORT_NOT_COMPLETED`, `EXPORT_NOT_FOUND`, `RATE_LIMITED` */
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

  /** Reads an export after a write whose answer was lost; undefined when it was not lost, or reading settles nothing. */
  async #readAfterLoss(error: unknown, tssId: string, exportId: string): Promise<ExportJson | undefined> {
    if (!(error instanceof UpstreamError) || !error.ambiguous) return undefined;
    return unlessUnread(this.load(tssId, exportId));
  }

  /** Reads an export anew. */
  #look(tssId: string, exportId: string): Promise<ExportJson> {
    this.#byId.clear({ tssId, exportId });
    return this.load(tssId, exportId);
  }

  async #sleep(milliseconds: number): Promise<void> {
    const { signal } = this.#operation;
    await sleep(Math.max(milliseconds, 0), undefined, { signal }).catch(() => {
      throw timeIsUp({}, false);
    });
  }

  async #readList({ tssId, query }: ExportListKey): Promise<ExportListJson> {
    const answer =
      tssId === undefined
        ? await this.#operation.call('listAllExports', { path: {}, query })
        : await this.#operation.call('listExports', { path: { tss_id: tssId }, query });
    return { ...answer, data: answer.data.map((json) => (json instanceof Error ? json : withTss(tssId, json))) };
  }

  #read(keys: readonly ExportKey[]): Promise<ExportJson>[] {
    const ofTssOf = new Map(
      [...Map.groupBy(keys, ({ tssId }) => tssId)].map(([tssId, ofOneTss]) => {
        const exportIds = ofOneTss.map(({ exportId }) => exportId);
        const rows = findOnPages(
          exportIds,
          (json: ExportJson) => json._id,
          async (page) => (await this.list(tssId, { ...page, order_by: 'time_request', order: 'asc' })).data,
          async (exportId) =>
            ofTss(
              tssId,
              await this.#operation.call('retrieveExport', { path: { tss_id: tssId, export_id: exportId } }),
            ),
        );
        return [tssId, new Map(rows.map((row, index) => [exportIds[index], row]))];
      }),
    );
    return keys.map(
      ({ tssId, exportId }) =>
        ofTssOf.get(tssId)?.get(exportId) ?? Promise.reject(new Error('The export was not read.')),
    );
  }
}

/** First pause between two looks at an export that has just been triggered: small ones are done at once. In milliseconds. */
const FIRST_PAUSE = 1_000;
/** Pause between two looks from then on, so that a minute has fewer than the twelve that are allowed. In milliseconds. */
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

function keyOf({ tssId, exportId }: ExportKey): string {
  return `${tssId}/${exportId}`;
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
