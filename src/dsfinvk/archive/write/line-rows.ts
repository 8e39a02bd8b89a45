import type { Schemas } from '../../../contract/dsfinvk.js';
import type { ArchiveClosing, Written } from '../archive-content.js';
import type { AmountCompleter, VatAmount } from './amounts.js';
import { referenceRow } from './reference-row.js';
import type { RowSink } from './row-sink.js';

type Line = Written<Schemas['TransactionLine']>;

/** What the rows of a line need of their closing. */
export interface LineContext {
  readonly closing: ArchiveClosing;
  /** AGENTUR_ID by UUID in lower case. */
  readonly agencies: ReadonlyMap<string, number>;
  readonly amounts: AmountCompleter;
}

/** Adds all rows of a line of a transaction. */
export function addLineRows(BON_ID: string, line: Line, context: LineContext, sink: RowSink): void {
  const { business_case: businessCase, item, lineitem_export_id: POS_ZEILE } = line;
  const { purchaser_agency_id: agency } = businessCase;
  sink.add('lines.csv', {
    BON_ID,
    POS_ZEILE,
    GUTSCHEIN_NR: line.voucher_id,
    ARTIKELTEXT: line.text,
    POS_TERMINAL_ID: line.source_cash_register,
    GV_TYP: businessCase.type,
    GV_NAME: businessCase.name,
    INHAUS: line.in_house ?? true,
    P_STORNO: line.storno,
    AGENTUR_ID: agency === undefined ? undefined : context.agencies.get(agency.toLowerCase()),
    ART_NR: item?.number,
    GTIN: item?.gtin,
    WARENGR_ID: item?.group_id,
    WARENGR: item?.group_name,
    MENGE: item?.quantity,
    FAKTOR: item?.quantity_factor,
    EINHEIT: item?.quantity_measure,
    STK_BR: item?.price_per_unit,
  });
  for (const amount of businessCase.amounts_per_vat_id) {
    const { gross, net, tax } = context.amounts.complete(amount);
    const UST_SCHLUESSEL = amount.vat_definition_export_id;
    sink.add('lines_vat.csv', {
      BON_ID,
      POS_ZEILE,
      UST_SCHLUESSEL,
      POS_BRUTTO: gross,
      POS_NETTO: net,
      POS_UST: tax,
    });
  }
  const prices = (TYP: string, given: readonly VatAmount[] | undefined) => {
    for (const amount of given ?? []) {
      const { gross, net, tax } = context.amounts.complete(amount);
      const UST_SCHLUESSEL = amount.vat_definition_export_id;
      sink.add('itemamounts.csv', {
        BON_ID,
        POS_ZEILE,
        TYP,
        UST_SCHLUESSEL,
        PF_BRUTTO: gross,
        PF_NETTO: net,
        PF_UST: tax,
      });
    }
  };
  prices('base_amount', item?.base_amounts_per_vat_id);
  prices('discount', item?.discounts_per_vat_id);
  prices('extra_amount', item?.extra_amounts_per_vat_id);
  for (const part of item?.sub_items ?? []) {
    const { gross, net, tax } = context.amounts.complete(part.amount_per_vat_id);
    sink.add('subitems.csv', {
      BON_ID,
      POS_ZEILE,
      ZI_ART_NR: part.number,
      ZI_GTIN: part.gtin,
      ZI_NAME: part.name,
      ZI_WARENGR_ID: part.group_id,
      ZI_WARENGR: part.group_name,
      ZI_MENGE: part.quantity,
      ZI_FAKTOR: part.quantity_factor,
      ZI_EINHEIT: part.quantity_measure,
      ZI_UST_SCHLUESSEL: part.amount_per_vat_id.vat_definition_export_id,
      ZI_BASISPREIS_BRUTTO: gross,
      ZI_BASISPREIS_NETTO: net,
      ZI_BASISPREIS_UST: tax,
    });
  }
  for (const reference of line.references ?? []) {
    sink.add('references.csv', { BON_ID, POS_ZEILE, ...referenceRow(reference, context.closing) });
  }
}
