import type { Schemas } from '../../../contract/dsfinvk.js';
import type { ArchiveClosing, Written } from '../archive-content.js';
import { AmountCompleter, cutToCents, numberOf } from './amounts.js';
import { agencyNumbers, paymentType } from './closing-rows.js';
import { addLineRows } from './line-rows.js';
import { referenceRow } from './reference-row.js';
import type { RowSink } from './row-sink.js';
import { SignatureRows } from './signature-rows.js';
import { localTime } from './local-time.js';

type Transaction = Written<Schemas['ClosingTransaction']>;

/** Adds the rows of all transactions of a closing. Pauses after each, so that the caller can write the rows. */
export function* addTransactionRows(closing: ArchiveClosing, sink: RowSink): Generator<void> {
  const signatures = new SignatureRows(closing);
  const context = { closing, agencies: agencyNumbers(closing), amounts: new AmountCompleter(closing.vatDefinitions) };
  for (const transaction of closing.body.transactions ?? []) {
    const { head, data, security } = transaction;
    addHead(transaction, sink);
    const BON_ID = head.transaction_export_id;
    for (const group of head.allocation_groups ?? []) {
      sink.add('allocation_groups.csv', { BON_ID, ABRECHNUNGSKREIS: group });
    }
    for (const reference of head.references ?? []) {
      sink.add('references.csv', { BON_ID, ...referenceRow(reference, closing) });
    }
    for (const payment of data.payment_types ?? []) {
      sink.add('datapayment.csv', {
        BON_ID,
        ZAHLART_TYP: paymentType(payment.type),
        ZAHLART_NAME: payment.name,
        ZAHLWAEH_CODE: payment.currency_code,
        ZAHLWAEH_BETRAG: payment.foreign_amount,
        BASISWAEH_BETRAG: payment.amount,
      });
    }
    for (const amount of data.amounts_per_vat_id ?? []) {
      sink.add('transactions_vat.csv', {
        BON_ID,
        UST_SCHLUESSEL: amount.vat_definition_export_id,
        BON_BRUTTO: cutToCents(amount.incl_vat),
        BON_NETTO: cutToCents(amount.excl_vat),
        BON_UST: cutToCents(amount.vat),
      });
    }
    for (const line of data.lines ?? []) addLineRows(BON_ID, line, context, sink);
    sink.add('transactions_tse.csv', { BON_ID, ...signatures.rowOf(head, security) });
    yield;
  }
}

function addHead({ head, data }: Transaction, sink: RowSink): void {
  const { user, buyer } = head;
  sink.add('transactions.csv', {
    BON_ID: head.transaction_export_id,
    BON_NR: head.number,
    BON_TYP: head.type,
    BON_NAME: head.name,
    TERMINAL_ID: head.closing_client_id,
    BON_STORNO: head.storno,
    BON_START: localTime(numberOf(head.timestamp_start)),
    BON_ENDE: localTime(numberOf(head.timestamp_end)),
    BEDIENER_ID: user?.user_export_id,
    BEDIENER_NAME: user?.name,
    UMS_BRUTTO: data.full_amount_incl_vat,
    KUNDE_NAME: buyer?.name,
    KUNDE_ID: buyer?.buyer_export_id,
    KUNDE_TYP: buyer?.type,
    KUNDE_STRASSE: buyer?.address?.street,
    KUNDE_PLZ: buyer?.address?.postal_code,
    KUNDE_ORT: buyer?.address?.city,
    KUNDE_LAND: buyer?.address?.country_code,
    KUNDE_USTID: buyer?.vat_id_number,
    BON_NOTIZ: data.notes,
  });
}
