import { isDeepStrictEqual } from 'node:util';
import { Big } from 'big.js';
import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { registerContent } from '../master-data/cash-register.js';
import { findMaster, lookUpMaster } from '../master-data/master-data.js';
import { hasVatDefinition } from '../master-data/vat-definition.js';
import { DSFINVK_VERSION, malformed, storedMetadata } from '../object-data.js';
import { lookUpClosing, readClosingBody, type ClosingBody, type ClosingRow, type ClosingSummary } from './closing.js';

/** A closing that is ready to be inserted. */
export interface PreparedClosing {
  readonly body: ClosingBody;
  /** JSON of the body. */
  readonly text: string;
  readonly metadata: string;
  readonly vatKeys: ReadonlySet<number>;
  /** UUIDs, in lower case. */
  readonly agencies: ReadonlySet<string>;
}

/**
 * Does all work on the body of a closing that needs no store, so that the write is short.
 * @throws Refusal 400 for what the schema allows and the rules do not (`dsfinvk-v1.md §8`)
 */
export function prepareClosing(sent: ClosingBody): PreparedClosing {
  for (const [index, { head }] of (sent.transactions ?? []).entries()) {
    if (head.type === 'AVSonstige' && head.name === undefined) {
      throw malformed(`body.transactions[${index}].head should have required property 'name', as it is AVSonstige`);
    }
  }
  const body = { ...sent, ...(sent.transactions && { transactions: sent.transactions.map(cutAmounts) }) };
  const vatKeys = new Set<number>();
  const agencies = new Set<string>();
  const collect = (name: string, value: unknown): void => {
    if (name === 'vat_definition_export_id' && typeof value === 'number') vatKeys.add(value);
    if (name === 'purchaser_agency_id' && typeof value === 'string') agencies.add(value.toLowerCase());
  };
  visit(body, collect);
  return { body, text: JSON.stringify(body), metadata: storedMetadata(sent.metadata), vatKeys, agencies };
}

/** Receipt amounts are cut to two decimals (`dsfinvk-v1.md §8`, Precision). */
function cutAmounts(transaction: Schemas['ClosingTransaction']): Schemas['ClosingTransaction'] {
  const { data } = transaction;
  if (!data.amounts_per_vat_id) return transaction;
  const amounts = data.amounts_per_vat_id.map((row) => ({
    ...row,
    incl_vat: cut(row.incl_vat),
    excl_vat: cut(row.excl_vat),
    vat: cut(row.vat),
  }));
  return { ...transaction, data: { ...data, amounts_per_vat_id: amounts } };
}

function cut(amount: number): number {
  return new Big(amount).round(2, Big.roundDown).toNumber();
}

/** Calls `see` for each member at any depth. */
function visit(value: unknown, see: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    see(name, member);
    visit(member, see);
  }
}

/**
 * Inserts a closing, which is then worked on; only inside a write. The same request again answers the closing that is
 * there (`dsfinvk-v1.md §8`).
 * @throws Refusal 404 when the register, a VAT definition or an agency is missing, 400 for a SLAVE, 409 when the id has
 *   another body or the Z number is used (decision 60)
 */
export function insertCashPointClosing(
  engine: Engine,
  { caller, path: { closing_id: id } }: Pick<OperationCall<Operations['insertCashPointClosing']>, 'caller' | 'path'>,
  prepared: PreparedClosing,
): Schemas['CashPointClosing'] {
  const known = lookUpClosing(engine, caller, id);
  if (known) {
    if (isDeepStrictEqual(readClosingBody(engine, known), JSON.parse(prepared.text)))
      return insertAnswer(caller, known);
    throw conflict(`The closing ${id} exists with another body.`);
  }
  demandMasterData(engine, caller, prepared);
  const clientId = prepared.body.client_id.toLowerCase();
  refuseUsedNumber(engine, caller, clientId, prepared.body.cash_point_closing_export_id);
  return insertAnswer(caller, store(engine, caller, id, clientId, prepared));
}

function demandMasterData(engine: Engine, caller: Caller, { body, vatKeys, agencies }: PreparedClosing): void {
  const register = findMaster(engine, caller, 'CASH_REGISTER', body.client_id);
  const { cash_register_type: kind } = registerContent(register);
  if (kind !== 'MASTER') {
    throw new Refusal(400, 'E_SLAVE_CASH_REGISTER', `The register ${register.id} is ${kind}; only a MASTER is closed.`);
  }
  for (const key of vatKeys) {
    if (hasVatDefinition(engine, caller, key)) continue;
    throw new Refusal(404, 'E_VAT_DEFINITION_NOT_FOUND', `There is no VAT definition ${key}.`);
  }
  for (const agency of agencies) {
    if (lookUpMaster(engine, caller, 'PURCHASER_AGENCY', agency)) continue;
    // The contract lists no code of its own for it.
    throw new Refusal(404, 'E_BAD_REQUEST', `There is no purchaser agency ${agency}.`);
  }
}

function refuseUsedNumber({ store }: Engine, caller: Caller, clientId: string, number: number): void {
  const used = store.one<{ id: string }>(
    `SELECT id FROM closing
      WHERE organization = ? AND client_id = ? AND number = ? AND state NOT IN ('ERROR', 'DELETED')`,
    caller.organization,
    clientId,
    number,
  );
  if (used) throw conflict(`The closing ${used.id} of this register has the number ${number}.`);
}

function conflict(message: string): Refusal {
  return new Refusal(409, 'E_CASH_POINT_CLOSING_CONFLICT', message);
}

function store(engine: Engine, caller: Caller, id: string, clientId: string, prepared: PreparedClosing): ClosingRow {
  const { store, now } = engine;
  const { body, metadata } = prepared;
  const { head, cash_statement: statement } = body;
  const summary: ClosingSummary = {
    ...head,
    ...(statement?.payment && {
      full_amount: statement.payment.full_amount,
      cash_amount: statement.payment.cash_amount,
    }),
  };
  const row = store.returning<ClosingRow>(
    `INSERT INTO closing (id, organization, client_id, number, state, business_date, head, metadata, newest_master,
        time_creation, time_update)
      VALUES (?, ?, ?, ?, 'PENDING', ?, ?, ?, (SELECT coalesce(max(key), 0) FROM master_revision), ?, ?) RETURNING *`,
    id,
    caller.organization,
    clientId,
    body.cash_point_closing_export_id,
    head.business_date ?? dayOf(head.export_creation_date),
    JSON.stringify(summary),
    metadata,
    now(),
    now(),
  );
  store.run('INSERT INTO closing_body (closing, body) VALUES (?, ?)', row.key, prepared.text);
  for (const { tx_id: txId, transaction_export_id: bonId } of (body.transactions ?? []).map((each) => each.head)) {
    if (txId === undefined) continue;
    const sql = 'INSERT OR IGNORE INTO closing_tx (organization, tx_id, closing, bon_id) VALUES (?, ?, ?, ?)';
    store.run(sql, caller.organization, txId.toLowerCase(), row.key, bonId);
  }
  return row;
}

const GERMAN_DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin', dateStyle: 'short' });

/** The German day of a time in Unix seconds, YYYY-MM-DD. */
function dayOf(seconds: number): string {
  return GERMAN_DAY.format(seconds * 1000);
}

/** The short first answer (`dsfinvk-v1.md §8`). */
function insertAnswer({ environment }: Caller, row: ClosingRow): Schemas['CashPointClosing'] {
  return {
    closing_id: row.id,
    state: row.state,
    time_creation: row.time_creation,
    _type: 'CASH_POINT_CLOSING',
    _env: environment,
    _version: DSFINVK_VERSION,
  };
}
