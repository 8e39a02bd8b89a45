import type { Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import { signedId, type ClosingBody, type ClosingRow } from './closing.js';

/** The parts of the engine that a closing is checked with. */
export type ClosingSource = Pick<Engine, 'store'>;

type ClosingError = Required<Schemas['OperationError']>;

/**
 * What a closing names and does not exist: it ends in ERROR (`dsfinvk-v1.md §3`, asynchronous faults; the codes that
 * are not published are ours, decision 60). Undefined if all exists.
 */
export function errorOf(source: ClosingSource, row: ClosingRow, body: ClosingBody): ClosingError | undefined {
  for (const [index, transaction] of (body.transactions ?? []).entries()) {
    const place = `transactions[${index}]`;
    const error =
      signatureError(source, row, transaction, place) ??
      registerError(source, row, transaction, place) ??
      referenceError(source, row, transaction, place);
    if (error) return error;
  }
  return undefined;
}

function signatureError(
  { store }: ClosingSource,
  { organization }: ClosingRow,
  { security }: Schemas['ClosingTransaction'],
  place: string,
): ClosingError | undefined {
  const txId = signedId(security);
  if (txId === undefined) return undefined;
  const sql = 'SELECT 1 FROM tss JOIN tx ON tx.tss = tss.key AND tx.id = ? WHERE tss.organization = ?';
  if (store.one(sql, txId, organization)) return undefined;
  const message = `${place}.security.tss_tx_id: SIGN DE has no transaction ${txId}.`;
  return { code: 'E_TX_NOT_FOUND', message };
}

function registerError(
  { store }: ClosingSource,
  { organization }: ClosingRow,
  { head, data }: Schemas['ClosingTransaction'],
  place: string,
): ClosingError | undefined {
  const named: readonly (readonly [string, string | undefined])[] = [
    [`${place}.head.closing_client_id`, head.closing_client_id],
    ...(data.lines ?? []).map(
      (line, index) => [`${place}.data.lines[${index}].source_cash_register`, line.source_cash_register] as const,
    ),
  ];
  const sql = "SELECT 1 FROM master_data WHERE organization = ? AND kind = 'CASH_REGISTER' AND id = ?";
  for (const [member, id] of named) {
    if (id === undefined || store.one(sql, organization, id.toLowerCase())) continue;
    return { code: 'E_CLIENT_NOT_FOUND', message: `${member}: there is no cash register ${id}.` };
  }
  return undefined;
}

function referenceError(
  source: ClosingSource,
  row: ClosingRow,
  transaction: Schemas['ClosingTransaction'],
  place: string,
): ClosingError | undefined {
  for (const txId of internalReferences(transaction)) {
    const closings = closingsWith(source, row, txId);
    if (closings.length === 1) continue;
    const what = `${place}: the reference to the transaction ${txId}`;
    if (closings.length === 0) return { code: 'E_TRANSACTION_NOT_FOUND', message: `${what} leads to no closing.` };
    const ids = closings.map(({ id }) => id).join(', ');
    return { code: 'E_MULTIPLE_CASH_POINT_CLOSINGS_FOUND', message: `${what} leads to several closings: ${ids}.` };
  }
  return undefined;
}

/** The `tx_id` of all references of type InterneTransaktion, in lower case. */
export function internalReferences({ head, data }: Schemas['ClosingTransaction']): readonly string[] {
  const references = [...(head.references ?? []), ...(data.lines ?? []).flatMap((line) => line.references ?? [])];
  return references.flatMap((reference) =>
    reference.type === 'InterneTransaktion' ? [reference.tx_id.toLowerCase()] : [],
  );
}

/** The closings that have a transaction and count. */
export function closingsWith(
  { store }: ClosingSource,
  { organization }: Pick<ClosingRow, 'organization'>,
  txId: string,
): readonly Pick<ClosingRow, 'key' | 'id'>[] {
  return store.all<Pick<ClosingRow, 'key' | 'id'>>(
    `SELECT closing.key, closing.id FROM closing_tx JOIN closing ON closing.key = closing
      WHERE closing_tx.organization = ? AND tx_id = ? AND state NOT IN ('ERROR', 'DELETED')`,
    organization,
    txId,
  );
}
