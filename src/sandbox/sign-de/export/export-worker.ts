import { setTimeout } from 'node:timers/promises';
import type { Schemas } from '../../../contract/sign-de.js';
import type { Engine } from '../../engine/engine.js';
import { Worker } from '../../engine/worker.js';
import { SELECT_EXPORT, type ExportRow } from './export.js';
import { measureExport, selectionOf } from './export-file.js';
import { readStoredFilter } from './export-filter.js';

/**
 * Lifetime of the file of a COMPLETED export, in seconds. The real lifetime is not documented (`sign-de-v2.md §16`,
 * point 16).
 */
const FILE_LIFETIME = 86_400;

/** Seconds after which an unfinished export fails (`sign-de-v2.md §12`). */
const PROCESSING_TIMEOUT = 86_400;

/** Messages per second, only for the estimated time of completion. */
const EXPECTED_SPEED = 50_000;

/** The outcome of an export. */
type Ending = { readonly size: number } | { readonly exception: Schemas['ExportException'] };

/** Processes triggered exports, one at a time for each TSS. Starts WORKING ones again after a restart. */
export class ExportWorker extends Worker<ExportRow> {
  protected readonly name = 'an export';
  readonly #source: Pick<Engine, 'store' | 'authority' | 'now'>;
  readonly #seconds: number;

  /** @param seconds minimum duration of each export, by the sandbox's clock */
  constructor(source: Pick<Engine, 'store' | 'authority' | 'now'>, seconds: number) {
    super();
    this.#source = source;
    this.#seconds = seconds;
  }

  protected lanes(): readonly number[] {
    const sql = "SELECT DISTINCT tss FROM export WHERE state IN ('PENDING', 'WORKING')";
    return this.#source.store.all<{ tss: number }>(sql).map(({ tss }) => tss);
  }

  protected next(tss: number): ExportRow | undefined {
    return this.#source.store.one<ExportRow>(
      `${SELECT_EXPORT} WHERE export.tss = ? AND export.state IN ('PENDING', 'WORKING') ORDER BY export.key`,
      tss,
    );
  }

  protected async work(row: ExportRow): Promise<void> {
    const { store, now } = this.#source;
    const timeStart = now();
    const selection = selectionOf(this.#source, row);
    const messages = selection ? selection.counters[1] - selection.counters[0] + 1 : 0;
    const timeEstimate = timeStart + Math.max(this.#seconds, Math.ceil(messages / EXPECTED_SPEED));
    await store.write(() => {
      store.run(
        `UPDATE export SET state = 'WORKING', time_start = ?, time_estimate = ?
          WHERE key = ? AND state IN ('PENDING', 'WORKING')`,
        timeStart,
        timeEstimate,
        row.key,
      );
    });
    const ending = await this.#findEnding(row, selection);
    // Does not wait if the clock was set back.
    while (this.#isWanted(row) && now() >= timeStart && now() < timeStart + this.#seconds) await setTimeout(20);
    if (ending && this.#isWanted(row)) await this.#end(row, ending);
  }

  /** Returns `undefined` if the export was cancelled meanwhile, or the worker stops. */
  async #findEnding(row: ExportRow, selection: ReturnType<typeof selectionOf>): Promise<Ending | undefined> {
    if (!selection) return { exception: 'E_NO_DATA_AVAILABLE' };
    const { maximumRecords } = readStoredFilter(row.filter);
    try {
      const measured = await measureExport(this.#source, row.tss, selection, maximumRecords, () => this.#isWanted(row));
      if (!measured) return undefined;
      return measured.records > maximumRecords ? { exception: 'E_TOO_MANY_RECORDS' } : { size: measured.size };
    } catch (error) {
      console.error('fiskaly-graphql sandbox: an export has failed:', error);
      return { exception: 'E_UNEXPECTED' };
    }
  }

  async #end({ key, time_request }: ExportRow, ending: Ending): Promise<void> {
    const { store, now } = this.#source;
    const time = now();
    const inTime = time - time_request < PROCESSING_TIMEOUT;
    await store.write(() => {
      if (inTime && 'size' in ending) {
        store.run(
          `UPDATE export SET state = 'COMPLETED', file_size = ?, time_end = ?, time_expiration = ?
            WHERE key = ? AND state = 'WORKING'`,
          ending.size,
          time,
          time + FILE_LIFETIME,
          key,
        );
      } else {
        const exception = 'exception' in ending ? ending.exception : 'E_EXPORT_PROCESSING_TIMEOUT';
        store.run(
          "UPDATE export SET state = 'ERROR', exception = ?, time_error = ? WHERE key = ? AND state = 'WORKING'",
          exception,
          time,
          key,
        );
      }
    });
  }

  /** Whether the worker should go on with an export: it is not cancelled, and the worker is not paused. */
  #isWanted({ key }: ExportRow): boolean {
    if (this.isPaused) return false;
    return this.#source.store.one("SELECT 1 FROM export WHERE key = ? AND state = 'WORKING'", key) !== undefined;
  }
}
