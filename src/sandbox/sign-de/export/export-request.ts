import type { Operations, Schemas } from '../../../contract/sign-de.js';
import { lookUpClient } from '../client.js';
import type { Engine } from '../../engine/engine.js';
import { exportAnswer, findExport, lookUpExport } from './export.js';
import { readExportFilter, type ExportFilter } from './export-filter.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { lookUpTransaction } from '../transaction/transaction.js';
import { signTimeUpdates } from '../log/time-updates.js';
import { findTss, refuseExpiredCertificate, refuseOutOfService, reloadTss, type TssRow } from '../tss.js';

type ExportQuery = NonNullable<Operations['triggerExport']['parameters']['query']>;

/**
 * Queues an export of everything signed so far; only inside a write. A DEFECTIVE TSS can be exported, so that its
 * logs can be saved (`integration-guide.md §15`, point 8).
 * @throws Refusal 400, 409 or 423 as the contract says
 */
export function triggerExport(
  engine: Engine,
  caller: Caller,
  tssId: string,
  exportId: string,
  query: ExportQuery,
): Schemas['ExportResponse'] {
  const { store } = engine;
  const found = findExportableTss(engine, caller, tssId);
  signTimeUpdates(engine, found);
  const tss = reloadTss(engine, found);
  if (lookUpExport(engine, tss, exportId)) {
    throw new Refusal(400, 'E_DUPLICATE_EXPORT', `The export ${exportId} has been triggered already.`);
  }
  const filter = readExportFilter(query);
  refuseUnknown(engine, tss, query, filter);
  const filterText = JSON.stringify(filter);
  refuseCrowd(engine, tss, filterText);
  store.run(
    `INSERT INTO export (id, organization, tss, state, filter, last_counter, time_request)
      VALUES (?, ?, ?, 'PENDING', ?, ?, ?)`,
    exportId,
    caller.organization,
    tss.key,
    filterText,
    tss.signature_counter,
    engine.now(),
  );
  return exportAnswer(caller, findExport(engine, tss, exportId));
}

/**
 * Cancels an unfinished export; only inside a write.
 * @throws Refusal 400 when it is neither PENDING nor WORKING, 423 when the TSS is out of service
 */
export function cancelExport(
  engine: Engine,
  caller: Caller,
  tssId: string,
  exportId: string,
): Schemas['ExportResponse'] {
  const tss = findReachableTss(engine, caller, tssId);
  refuseExpiredCertificate(engine, tss);
  const { key, state } = findExport(engine, tss, exportId);
  if (state !== 'PENDING' && state !== 'WORKING') {
    throw new Refusal(
      400,
      'E_CANCEL_EXPORT',
      `Only PENDING or WORKING exports can be cancelled; this one is ${state}.`,
    );
  }
  engine.store.run("UPDATE export SET state = 'CANCELLED', time_end = ? WHERE key = ?", engine.now(), key);
  return exportAnswer(caller, findExport(engine, tss, exportId));
}

function findReachableTss(engine: Engine, caller: Caller, tssId: string): TssRow {
  const tss = findTss(engine, caller, tssId);
  if (tss.state !== 'DEFECTIVE') refuseOutOfService(tss);
  return tss;
}

function findExportableTss(engine: Engine, caller: Caller, tssId: string): TssRow {
  const tss = findReachableTss(engine, caller, tssId);
  if (tss.state === 'CREATED' || tss.state === 'UNINITIALIZED') {
    const message = `Exports need a TSS that is INITIALIZED or DISABLED; it is ${tss.state}.`;
    throw new Refusal(409, 'E_TSS_ILLEGAL_STATE_TO_PERFORM_EXPORT', message);
  }
  return tss;
}

/** Refuses an unknown client or a single unknown transaction. A range of transactions may be empty. */
function refuseUnknown(
  engine: Engine,
  tss: TssRow,
  { transaction_number }: ExportQuery,
  { client, transactions }: ExportFilter,
): void {
  if (client !== undefined && !lookUpClient(engine, tss, client)) {
    throw new Refusal(400, 'E_CLIENT_NOT_FOUND', `The TSS ${tss.id} has no client ${client}.`);
  }
  if (transaction_number !== undefined && transactions && !lookUpTransaction(engine, tss, transactions[0])) {
    throw new Refusal(400, 'E_TX_NOT_FOUND', `The TSS ${tss.id} has no transaction number ${transactions[0]}.`);
  }
}

function refuseCrowd({ store, limits }: Engine, tss: TssRow, filter: string): void {
  const unfinished = store.all<{ filter: string }>(
    "SELECT filter FROM export WHERE tss = ? AND state IN ('PENDING', 'WORKING')",
    tss.key,
  );
  if (unfinished.some((other) => other.filter === filter)) {
    const message = 'An export with equal parameters is PENDING or WORKING.';
    throw new Refusal(409, 'E_EXPORT_DUPLICATE_RATE_LIMITED', message);
  }
  if (unfinished.length >= limits.unfinishedExports) {
    const message = `${unfinished.length} exports are PENDING or WORKING, the most there can be; cancel or await some.`;
    throw new Refusal(409, 'E_TOO_MANY_EXPORTS', message);
  }
}
