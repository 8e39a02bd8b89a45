import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../../engine/engine.js';
import { Worker } from '../../engine/worker.js';
import { ArchiveUnwanted } from './archive-source.js';
import type { ExportRow } from './export.js';
import { archiveOf, sizeOf } from './export-archive.js';

/** The outcome of an export. */
type Ending = { readonly size: number } | { readonly error: { readonly code: string; readonly message: string } };

/** Processes triggered exports, one at a time for each organization. Starts WORKING ones again after a restart. */
export class DsfinvkExportWorker extends Worker<ExportRow> {
  protected readonly name = 'an export of DSFinV-K';
  readonly #source: Pick<Engine, 'store' | 'now'>;
  readonly #seconds: number;

  /** @param seconds minimum duration of each export, by the sandbox's clock */
  constructor(source: Pick<Engine, 'store' | 'now'>, seconds: number) {
    super();
    this.#source = source;
    this.#seconds = seconds;
  }

  protected lanes(): readonly number[] {
    const sql = "SELECT DISTINCT organization FROM dsfinvk_export WHERE state IN ('PENDING', 'WORKING')";
    return this.#source.store.all<{ organization: number }>(sql).map(({ organization }) => organization);
  }

  protected next(organization: number): ExportRow | undefined {
    return this.#source.store.one<ExportRow>(
      "SELECT * FROM dsfinvk_export WHERE organization = ? AND state IN ('PENDING', 'WORKING') ORDER BY key",
      organization,
    );
  }

  protected async work(row: ExportRow): Promise<void> {
    const { store, now } = this.#source;
    const start = now();
    await store.write(() => {
      store.run(
        "UPDATE dsfinvk_export SET state = 'WORKING', time_start = ? WHERE key = ? AND state IN ('PENDING', 'WORKING')",
        start,
        row.key,
      );
    });
    const ending = await this.#findEnding(row);
    // Does not wait if the clock was set back.
    while (this.#isWanted(row) && now() >= start && now() < start + this.#seconds) await setTimeout(20);
    if (ending && this.#isWanted(row)) await this.#end(row, ending);
  }

  /** Returns `undefined` if the export was cancelled meanwhile, or the worker stops. */
  async #findEnding(row: ExportRow): Promise<Ending | undefined> {
    try {
      return { size: await sizeOf(await archiveOf(this.#source, row, () => this.#isWanted(row))) };
    } catch (error) {
      if (error instanceof ArchiveUnwanted) return undefined;
      console.error('fiskaly-graphql sandbox: an export of DSFinV-K has failed:', error);
      return { error: { code: 'E_UNEXPECTED', message: 'The archive could not be written.' } };
    }
  }

  async #end({ key }: ExportRow, ending: Ending): Promise<void> {
    const { store, now } = this.#source;
    await store.write(() => {
      if ('size' in ending) {
        store.run(
          `UPDATE dsfinvk_export SET state = 'COMPLETED', file_size = ?, time_completed = ?
            WHERE key = ? AND state = 'WORKING'`,
          ending.size,
          now(),
          key,
        );
      } else {
        store.run(
          "UPDATE dsfinvk_export SET state = 'ERROR', error = ?, time_error = ? WHERE key = ? AND state = 'WORKING'",
          JSON.stringify(ending.error),
          now(),
          key,
        );
      }
    });
  }

  /** Whether to go on with an export: it is not cancelled, and the worker is not paused. */
  #isWanted({ key }: ExportRow): boolean {
    if (this.isPaused) return false;
    return (
      this.#source.store.one("SELECT 1 FROM dsfinvk_export WHERE key = ? AND state = 'WORKING'", key) !== undefined
    );
  }
}
