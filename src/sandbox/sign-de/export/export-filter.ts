import type { Operations } from '../../../contract/sign-de.js';
import type { LogOutline } from '../../../tse/log/log-outline.js';
import { Refusal } from '../../engine/refusal.js';
import type { Store } from '../../store/store.js';

type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/** A range that includes both ends. */
type Range = readonly [first: number, last: number];

/**
 * Selects the messages of an export: by client id, by a range of transaction numbers, of log times (Unix seconds) or
 * of signature counters. Without any of these, all messages. Filters with the same meaning have the same JSON.
 */
export interface ExportFilter {
  readonly client?: string;
  readonly transactions?: Range;
  readonly times?: Range;
  readonly counters?: Range;
  /** Maximum number of messages in the export. */
  readonly maximumRecords: number;
}

/** Maximum number of signatures in one export (`sign-de-v2.md §12`). */
const MAXIMUM_RECORDS = 1_000_000;

/**
 * Reads the parameters of `triggerExport`. If a client is given, all others are ignored (`integration-guide.md §15`,
 * point 15). Otherwise at most one of these is allowed: one transaction number, a range of them, dates, or signature
 * counters, as in TR-03151 (`tse-formats.md §2.5`).
 * @throws Refusal 400 for a forbidden combination, a range that ends before it starts, or a maximum out of bounds
 */
export function readExportFilter(query: ExportQuery): ExportFilter {
  if (query.client_id !== undefined) {
    return { client: query.client_id.toLowerCase(), maximumRecords: MAXIMUM_RECORDS };
  }
  const transaction = readRange(query.transaction_number, query.transaction_number);
  const transactions = readRange(query.start_transaction_number, query.end_transaction_number);
  const times = readRange(query.start_date, query.end_date);
  const counters = readRange(query.start_signature_counter, query.end_signature_counter);
  if ([transaction, transactions, times, counters].filter((range) => range !== undefined).length > 1) {
    throw mismatch(
      'Filter by one transaction number, a range of them, dates, or signature counters, not by two of these.',
    );
  }
  const chosen = transaction ?? transactions;
  return {
    ...(chosen && { transactions: chosen }),
    ...(times && { times }),
    ...(counters && { counters }),
    maximumRecords: readMaximum(query.maximum_number_records),
  };
}

/** Parses the stored JSON of a filter. */
export function readStoredFilter(text: string): ExportFilter {
  return JSON.parse(text) as ExportFilter; // only export-request.ts writes it
}

function readRange(first: string | number | undefined, last: string | number | undefined): Range | undefined {
  if (first === undefined && last === undefined) return undefined;
  const range = [readNumber(first ?? 0), readNumber(last ?? Number.MAX_SAFE_INTEGER)] as const;
  if (range[0] > range[1]) throw mismatch(`The range from ${range[0]} to ${range[1]} ends before it starts.`);
  return range;
}

function readMaximum(text: string | undefined): number {
  const maximum = readNumber(text ?? MAXIMUM_RECORDS);
  if (maximum >= 1 && maximum <= MAXIMUM_RECORDS) return maximum;
  const message = `querystring.maximum_number_records should be 1 to ${MAXIMUM_RECORDS}`;
  throw new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', message);
}

/** Reads a number and caps it at the largest safe integer, which no counter of a TSS reaches. */
function readNumber(digits: string | number): number {
  return Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}

function mismatch(message: string): Refusal {
  return new Refusal(400, 'E_PARAMETER_MISMATCH', message);
}

/** The messages that a filter selects in the log of one TSS. */
export interface Selection {
  /** Signature counters of the first and the last selected message. */
  readonly counters: Range;
  /** Whether a message between these counters is selected. System logs always are (`tse-formats.md §2.5`). */
  readonly includes: (log: LogOutline) => boolean;
}

/**
 * Finds the messages of a TSS that a filter selects, up to a signature counter.
 * @returns `undefined` if there are none
 */
export function selectLogs(
  store: Store,
  tss: number,
  filter: ExportFilter,
  lastCounter: number,
): Selection | undefined {
  const all: Range = [1, lastCounter];
  if (filter.client !== undefined) {
    const client = store.one<{ key: number; serial_number: string }>(
      'SELECT key, serial_number FROM client WHERE tss = ? AND id = ?',
      tss,
      filter.client,
    );
    if (!client) return undefined;
    const counters = countersOf(store, 'revision.client = ?', [client.key], tss, lastCounter);
    const includes = (log: LogOutline): boolean => log.kind !== 'transaction' || log.clientId === client.serial_number;
    return counters && { counters, includes };
  }
  if (filter.transactions) {
    const [first, last] = filter.transactions;
    const counters = countersOf(store, 'tx.number BETWEEN ? AND ?', [first, last], tss, lastCounter);
    const includes = (log: LogOutline): boolean =>
      log.kind !== 'transaction' || (log.transactionNumber >= first && log.transactionNumber <= last);
    return counters && { counters, includes };
  }
  const within = filter.counters ?? (filter.times ? countersOfTimes(store, tss, filter.times, lastCounter) : all);
  const counters = [Math.max(all[0], within[0]), Math.min(all[1], within[1])] as const;
  return counters[0] <= counters[1] ? { counters, includes: () => true } : undefined;
}

/** The lowest and the highest signature counter of the revisions that meet a condition. */
function countersOf(
  store: Store,
  condition: string,
  values: readonly number[],
  tss: number,
  lastCounter: number,
): Range | undefined {
  const found = store.one<{ first: number | null; last: number | null }>(
    `SELECT min(signature_counter) AS first, max(signature_counter) AS last
      FROM tx JOIN revision ON revision.tx = tx.key
      WHERE tx.tss = ? AND signature_counter <= ? AND ${condition}`,
    tss,
    lastCounter,
    ...values,
  );
  const { first, last } = found ?? { first: null, last: null };
  return first === null || last === null ? undefined : [first, last];
}

/** Finds the counters of a range of log times by binary search. Log times never decrease as counters increase. */
function countersOfTimes(store: Store, tss: number, [from, until]: Range, lastCounter: number): Range {
  const firstAfter = (time: number): number => {
    let low = 1;
    let high = lastCounter + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const log = store.one<{ log_time: number }>(
        'SELECT log_time FROM log WHERE tss = ? AND signature_counter = ?',
        tss,
        middle,
      );
      if (log && log.log_time > time) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return [firstAfter(from - 1), firstAfter(until) - 1];
}
