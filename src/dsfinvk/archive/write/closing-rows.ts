import type { ArchiveClosing, ArchiveRegister } from '../archive-content.js';
import { numberOf } from './amounts.js';
import type { RowSink } from './row-sink.js';

/** The version of the DFKA taxonomy that the API writes (dsfinvk-v1.md §1). */
const TAXONOMY = '2.3';
/** Maximum length of one certificate column, in characters. */
const CERTIFICATE_PART = 1000;

/** Adds the rows of a closing that are not about single transactions: master data and statement. */
export function addClosingRows(closing: ArchiveClosing, sink: RowSink): void {
  addMasterData(closing, sink);
  const { head, cash_statement: statement } = closing.body;
  const { organization: company } = closing;
  sink.add('cashpointclosing.csv', {
    Z_BUCHUNGSTAG: head.business_date,
    TAXONOMIE_VERSION: TAXONOMY,
    Z_START_ID: head.first_transaction_export_id,
    Z_ENDE_ID: head.last_transaction_export_id,
    NAME: company.name,
    STRASSE: company.street,
    PLZ: company.postalCode,
    ORT: company.city,
    LAND: company.countryCode,
    STNR: company.taxNumber,
    USTID: company.vatId,
    Z_SE_ZAHLUNGEN: statement?.payment?.full_amount ?? 0,
    Z_SE_BARZAHLUNGEN: statement?.payment?.cash_amount ?? 0,
  });
  const agencies = agencyNumbers(closing);
  for (const { type, name, purchaser_agency_id, amounts_per_vat_id } of statement?.business_cases ?? []) {
    for (const amount of amounts_per_vat_id) {
      sink.add('businesscases.csv', {
        GV_TYP: type,
        GV_NAME: name,
        AGENTUR_ID: purchaser_agency_id === undefined ? undefined : agencies.get(purchaser_agency_id.toLowerCase()),
        UST_SCHLUESSEL: amount.vat_definition_export_id,
        Z_UMS_BRUTTO: amount.incl_vat,
        Z_UMS_NETTO: amount.excl_vat,
        Z_UST: amount.vat,
      });
    }
  }
  for (const { type, name, amount } of statement?.payment?.payment_types ?? []) {
    sink.add('payment.csv', { ZAHLART_TYP: paymentType(type), ZAHLART_NAME: name, Z_ZAHLART_BETRAG: amount });
  }
  for (const { currency_code, amount } of statement?.payment?.cash_amounts_by_currency ?? []) {
    sink.add('cash_per_currency.csv', { ZAHLART_WAEH: currency_code, ZAHLART_BETRAG_WAEH: amount });
  }
}

/** The taxonomy's spelling of a payment type (dsfinvk-v1.md §8). */
export function paymentType(type: string): string {
  return type === 'GuthabenKarte' ? 'Guthabenkarte' : type;
}

/** AGENTUR_ID by UUID in lower case. */
export function agencyNumbers({ agencies }: ArchiveClosing): ReadonlyMap<string, number> {
  return new Map(
    agencies.flatMap(({ purchaser_agency_id: uuid, purchaser_agency_export_id: number }) =>
      uuid === undefined || number === undefined ? [] : [[uuid.toLowerCase(), number]],
    ),
  );
}

function addMasterData(closing: ArchiveClosing, sink: RowSink): void {
  const { organization: company, register } = closing;
  sink.add('location.csv', {
    LOC_NAME: company.name,
    LOC_STRASSE: company.street,
    LOC_PLZ: company.postalCode,
    LOC_ORT: company.city,
    LOC_LAND: company.countryCode,
    LOC_USTID: company.vatId,
  });
  const { brand, model, software } = partsOf(register);
  sink.add('cashregister.csv', {
    KASSE_BRAND: brand,
    KASSE_MODELL: model,
    KASSE_SERIENNR: register.serialNumber,
    KASSE_SW_BRAND: software?.brand,
    KASSE_SW_VERSION: software?.version,
    KASSE_BASISWAEH_CODE: register.record.base_currency_code,
    KEINE_UST_ZUORDNUNG: register.record.processing_flags?.UmsatzsteuerNichtErmittelbar ?? false,
  });
  for (const slave of closing.slaves) {
    const terminal = partsOf(slave);
    sink.add('slaves.csv', {
      TERMINAL_ID: slave.record.client_id,
      TERMINAL_BRAND: terminal.brand,
      TERMINAL_MODELL: terminal.model,
      TERMINAL_SERIENNR: slave.serialNumber,
      TERMINAL_SW_BRAND: terminal.software?.brand,
      TERMINAL_SW_VERSION: terminal.software?.version,
    });
  }
  for (const agency of closing.agencies) {
    sink.add('pa.csv', {
      AGENTUR_ID: agency.purchaser_agency_export_id,
      AGENTUR_NAME: agency.name,
      AGENTUR_STRASSE: agency.address?.street,
      AGENTUR_PLZ: agency.address?.postal_code,
      AGENTUR_ORT: agency.address?.city,
      AGENTUR_LAND: agency.address?.country_code,
      AGENTUR_STNR: agency.tax_number,
      AGENTUR_USTID: agency.vat_id_number,
    });
  }
  closing.tss.forEach((tss, index) => {
    const part = (number: number) => tss.certificate.slice(number * CERTIFICATE_PART, (number + 1) * CERTIFICATE_PART);
    sink.add('tse.csv', {
      TSE_ID: index + 1,
      TSE_SERIAL: tss.serialNumber,
      TSE_SIG_ALGO: tss.signatureAlgorithm,
      TSE_ZEITFORMAT: tss.timeFormat,
      TSE_PD_ENCODING: tss.encoding,
      TSE_PUBLIC_KEY: tss.publicKey,
      TSE_ZERTIFIKAT_I: part(0),
      TSE_ZERTIFIKAT_II: part(1),
      TSE_ZERTIFIKAT_III: part(2),
      TSE_ZERTIFIKAT_IV: part(3),
      TSE_ZERTIFIKAT_V: part(4),
    });
  });
  for (const { vat_definition_export_id: key, percentage, description } of closing.vatDefinitions) {
    if (key === undefined) continue;
    sink.add('vat.csv', { UST_SCHLUESSEL: numberOf(key), UST_SATZ: percentage, UST_BESCHR: description });
  }
}

function partsOf({ record: { brand, model, software } }: ArchiveRegister) {
  return { brand, model, software };
}
