import type { Schemas } from '../../../contract/dsfinvk.js';
import type { WrittenNumber } from '../../../json-text.js';
import type { ArchiveClosing, Written } from '../archive-content.js';
import { numberOf } from './amounts.js';
import { localTime } from './local-time.js';
import type { Row } from './row-sink.js';

/**
 * The row of a reference, without the transaction and line that it belongs to. A reference of type `InterneTransaktion`
 * becomes a `Transaktion` with the place of its target (dsfinvk-archive.md §1). If the target is not known, these
 * columns stay empty, and a checker finds it.
 */
export function referenceRow(
  reference: Written<Schemas['Reference']>,
  { referenceTargets }: ArchiveClosing,
): Row<'references.csv'> {
  switch (reference.type) {
    case 'InterneTransaktion': {
      const target = referenceTargets.get(reference.tx_id.toLowerCase());
      return {
        REF_TYP: 'Transaktion',
        REF_DATUM: timeOf(target?.closingTime),
        REF_Z_KASSE_ID: target?.clientId,
        REF_Z_NR: target?.closingNumber,
        REF_BON_ID: target?.transactionExportId,
      };
    }
    case 'Transaktion':
      return {
        REF_TYP: reference.type,
        REF_DATUM: timeOf(reference.date),
        REF_Z_KASSE_ID: reference.cash_register_export_id,
        REF_Z_NR: reference.cash_point_closing_export_id,
        REF_BON_ID: reference.transaction_export_id,
      };
    case 'ExterneSonstige':
      return {
        REF_TYP: reference.type,
        REF_NAME: reference.name,
        REF_DATUM: timeOf(reference.date),
        REF_BON_ID: reference.external_other_export_id,
      };
    case 'ExterneRechnung':
    case 'ExternerLieferschein':
      return {
        REF_TYP: reference.type,
        REF_DATUM: timeOf(reference.date),
        REF_BON_ID: reference.external_export_id,
      };
  }
}

function timeOf(seconds: number | WrittenNumber | undefined): string | undefined {
  return seconds === undefined ? undefined : localTime(numberOf(seconds));
}
