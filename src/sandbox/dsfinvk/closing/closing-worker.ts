import { setTimeout } from 'node:timers/promises';
import type { Engine } from '../../engine/engine.js';
import { Worker } from '../../engine/worker.js';
import { readClosingBody, type ClosingBody, type ClosingRow } from './closing.js';
import { closingsWith, errorOf, internalReferences, type ClosingSource } from './closing-errors.js';
import { remarksOn, type Remark } from './closing-remarks.js';

/** Works on inserted closings, one at a time for each organization. Starts WORKING ones again after a restart. */
export class ClosingWorker extends Worker<ClosingRow> {
  protected readonly name = 'a cash point closing';
  readonly #source: EndingSource;
  readonly #seconds: number;

  /** @param seconds minimum duration of each closing, by the sandbox's clock */
  constructor(source: EndingSource, seconds: number) {
    super();
    this.#source = source;
    this.#seconds = seconds;
  }

  protected lanes(): readonly number[] {
    const sql = "SELECT DISTINCT organization FROM closing WHERE state IN ('PENDING', 'WORKING')";
    return this.#source.store.all<{ organization: number }>(sql).map(({ organization }) => organization);
  }

  protected next(organization: number): ClosingRow | undefined {
    return this.#source.store.one<ClosingRow>(
      "SELECT * FROM closing WHERE organization = ? AND state IN ('PENDING', 'WORKING') ORDER BY key",
      organization,
    );
  }

  protected async work(row: ClosingRow): Promise<void> {
    const { store, now } = this.#source;
    const start = now();
    await store.write(() => {
      const sql = "UPDATE closing SET state = 'WORKING', time_update = ? WHERE key = ? AND state = 'PENDING'";
      store.run(sql, start, row.key);
    });
    // Does not wait if the clock was set back.
    while (this.#isWanted(row) && now() >= start && now() < start + this.#seconds) await setTimeout(20);
    if (this.#isWanted(row)) await this.#end(row);
  }

  async #end(row: ClosingRow): Promise<void> {
    const ending = endingOf(this.#source, row);
    await this.#source.store.write(() => {
      if (this.#isWanted(row)) saveEnding(this.#source, row, ending);
    });
  }

  /** Whether to go on with a closing: it is not deleted, and the worker is not paused. */
  #isWanted({ key }: ClosingRow): boolean {
    if (this.isPaused) return false;
    return this.#source.store.one("SELECT 1 FROM closing WHERE key = ? AND state = 'WORKING'", key) !== undefined;
  }
}

/** Works on a closing at once; only inside a write. For the demo data, which are whole or not there. */
export function completeClosing(source: EndingSource, organization: number, id: string): void {
  const row = source.store.one<ClosingRow>('SELECT * FROM closing WHERE organization = ? AND id = ?', organization, id);
  if (row) saveEnding(source, row, endingOf(source, row));
}

type EndingSource = ClosingSource & Pick<Engine, 'random' | 'now'>;

interface Ending {
  readonly body: ClosingBody;
  readonly error: ReturnType<typeof errorOf>;
  readonly remarks: readonly Remark[];
}

function endingOf(source: EndingSource, row: ClosingRow): Ending {
  const body = readClosingBody(source, row);
  return { body, error: errorOf(source, row, body), remarks: remarksOn(body) };
}

function saveEnding(source: EndingSource, row: ClosingRow, { body, error, remarks }: Ending): void {
  const { store, random, now } = source;
  const time = now();
  if (!error) keepReferences(source, row, body);
  const sql = 'UPDATE closing SET state = ?, error = ?, time_update = ? WHERE key = ?';
  store.run(sql, error ? 'ERROR' : 'COMPLETED', error ? JSON.stringify(error) : null, time, row.key);
  for (const [index, { code, severity, message }] of remarks.entries()) {
    store.run(
      'INSERT INTO closing_report (id, closing, code, severity, message, time_creation) VALUES (?, ?, ?, ?, ?, ?)',
      uuidOf(random(`report ${row.organization} ${row.id} ${index}`, 16)),
      row.key,
      code,
      severity,
      message,
      time,
    );
  }
}

/** Keeps what the references lead to now, because later closings must not change archives. */
function keepReferences(source: ClosingSource, row: ClosingRow, { transactions = [] }: ClosingBody): void {
  for (const txId of new Set(transactions.flatMap(internalReferences))) {
    for (const { key } of closingsWith(source, row, txId)) {
      const sql = 'INSERT OR IGNORE INTO closing_reference (closing, tx_id, target) VALUES (?, ?, ?)';
      source.store.run(sql, row.key, txId, key);
    }
  }
}

/** A UUID of version 4 from 16 random bytes (RFC 9562 §5.4). */
function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  const variant = '89ab'.charAt(bytes.readUInt8(8) & 3);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}
