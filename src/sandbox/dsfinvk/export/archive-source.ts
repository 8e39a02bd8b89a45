import { setImmediate } from 'node:timers/promises';
import type { Schemas } from '../../../contract/dsfinvk.js';
import type {
  ArchiveClosing,
  ArchiveReferenceTarget,
  ArchiveRegister,
  ArchiveSource,
} from '../../../dsfinvk/archive/archive-content.js';
import type { Company } from '../../engine/company.js';
import type { Store } from '../../store/store.js';
import { readClosingBody, type ClosingRow } from '../closing/closing.js';
import { registerAnswer } from '../master-data/cash-register.js';
import { mastersAsOf } from '../master-data/master-data.js';
import { agencyAnswer } from '../master-data/purchaser-agency.js';
import { vatDefinitionsAsOf } from '../master-data/vat-definition.js';
import type { ExportRow } from './export.js';
import { SignedTransactions } from './signed-transactions.js';

/** The store's part of the engine. */
interface StoreSource {
  readonly store: Store;
}

/** Thrown when an archive is no longer wanted. */
export class ArchiveUnwanted extends Error {
  override readonly name = 'ArchiveUnwanted';
}

/**
 * What an export holds: its closings with everything that was stored and signed, as it was when they were inserted.
 * Each is read when the writer asks for it. Twice the same export gives twice the same.
 * @param isWanted whether to go on, asked before each closing; by default always
 */
export function archiveSource(
  source: StoreSource,
  { key, organization, company }: ExportRow,
  isWanted = (): boolean => true,
): ArchiveSource {
  const { store } = source;
  const { epoch } = store;
  const { environment } = store.one<{ environment: Schemas['Env'] }>(
    'SELECT environment FROM organization WHERE key = ?',
    organization,
  ) ?? { environment: 'TEST' };
  const sql = `SELECT closing.* FROM dsfinvk_export_closing JOIN closing ON closing.key = closing
    WHERE export = ? ORDER BY client_id, number, closing.key`;
  return {
    async *closings() {
      for (const row of store.all<ClosingRow>(sql, key)) {
        if (!isWanted()) throw new ArchiveUnwanted('The archive is no longer wanted.');
        if (store.epoch !== epoch) throw new Error('Another state was loaded; what this reads is gone.');
        // The export keeps what readCompany gave at its request.
        yield readClosing(source, row, JSON.parse(company) as Company, environment);
        await setImmediate();
      }
    },
  };
}

function readClosing(
  source: StoreSource,
  row: ClosingRow,
  organization: Company,
  environment: Schemas['Env'],
): ArchiveClosing {
  const { organization: owner, newest_master: newest, client_id: clientId } = row;
  const body = readClosingBody(source, row);
  const registers = mastersAsOf(source, owner, 'CASH_REGISTER', newest).map((master) =>
    registerAnswer({ environment }, master),
  );
  const register = registers.find((each) => each.client_id === clientId);
  if (!register) throw new Error('A closing has no register.');
  const slaves = registers.filter((each) => each.master_client_id === clientId);
  const tills = [register, ...slaves];
  const signed = new SignedTransactions(source, owner, tills, body);
  return {
    body,
    organization,
    register: archiveRegister(source, owner, register),
    slaves: slaves.map((slave) => archiveRegister(source, owner, slave)),
    agencies: mastersAsOf(source, owner, 'PURCHASER_AGENCY', newest).map((master) =>
      agencyAnswer({ environment }, master),
    ),
    vatDefinitions: vatDefinitionsAsOf(source, { environment }, owner, newest),
    tss: signed.tss,
    signedTransactions: signed.transactions,
    referenceTargets: referenceTargets(source, row),
  };
}

/** A till that SIGN DE does not know signs as its own serial number, or else as its id. */
function archiveRegister({ store }: StoreSource, owner: number, record: Schemas['CashRegister']): ArchiveRegister {
  const { client_id: clientId = '', cash_register_type: kind, serial_number: serial } = record;
  const sql = 'SELECT serial_number FROM client WHERE id = ? AND organization = ?';
  const client = store.one<{ serial_number: string }>(sql, clientId, owner);
  const own = kind === 'SLAVE_WITHOUT_TSS' ? serial : undefined;
  return { record, serialNumber: client?.serial_number ?? own ?? clientId };
}

interface TargetRow {
  readonly tx_id: string;
  readonly client_id: string;
  readonly number: number;
  readonly time: number;
  readonly bon_id: string;
}

function referenceTargets(
  { store }: StoreSource,
  { key, organization }: ClosingRow,
): ReadonlyMap<string, ArchiveReferenceTarget> {
  const rows = store.all<TargetRow>(
    `SELECT closing_reference.tx_id, client_id, number, bon_id,
        json_extract(head, '$.export_creation_date') AS time
      FROM closing_reference JOIN closing ON closing.key = target
      JOIN closing_tx ON closing_tx.organization = ? AND closing_tx.tx_id = closing_reference.tx_id
        AND closing_tx.closing = target
      WHERE closing_reference.closing = ?`,
    organization,
    key,
  );
  return new Map(
    rows.map(({ tx_id, client_id, number, time, bon_id }) => [
      tx_id,
      { clientId: client_id, closingNumber: number, closingTime: time, transactionExportId: bon_id },
    ]),
  );
}
