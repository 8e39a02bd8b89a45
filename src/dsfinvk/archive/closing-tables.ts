import { decimal, flag, KEY, text, time, whole } from './column.js';
import { ENCODINGS, GV_TYPES, TIME_FORMATS, ZAHLART_TYPES } from './words.js';

/** The tables of closings: master data and statements (dsfinvk-v1.md §10, as corrected by dsfinvk-archive.md §1). */
export const CLOSING_TABLES = {
  'cashpointclosing.csv': {
    name: 'Stamm_Abschluss',
    columns: {
      ...KEY,
      Z_BUCHUNGSTAG: time(25),
      TAXONOMIE_VERSION: text(10),
      Z_START_ID: text(40),
      Z_ENDE_ID: text(40),
      NAME: text(60),
      STRASSE: text(60),
      PLZ: text(10),
      ORT: text(62),
      LAND: text(3),
      STNR: text(20),
      USTID: text(15),
      Z_SE_ZAHLUNGEN: decimal(2),
      Z_SE_BARZAHLUNGEN: decimal(2),
    },
  },
  'location.csv': {
    name: 'Stamm_Orte',
    columns: {
      ...KEY,
      LOC_NAME: text(60),
      LOC_STRASSE: text(60),
      LOC_PLZ: text(10),
      LOC_ORT: text(62),
      LOC_LAND: text(3),
      LOC_USTID: text(15),
    },
  },
  'cashregister.csv': {
    name: 'Stamm_Kassen',
    columns: {
      ...KEY,
      KASSE_BRAND: text(50),
      KASSE_MODELL: text(50),
      KASSE_SERIENNR: text(70),
      KASSE_SW_BRAND: text(50),
      KASSE_SW_VERSION: text(50),
      KASSE_BASISWAEH_CODE: text(3),
      KEINE_UST_ZUORDNUNG: flag,
    },
  },
  'slaves.csv': {
    name: 'Stamm_Terminals',
    columns: {
      ...KEY,
      TERMINAL_ID: text(50),
      TERMINAL_BRAND: text(50),
      TERMINAL_MODELL: text(50),
      TERMINAL_SERIENNR: text(70),
      TERMINAL_SW_BRAND: text(50),
      TERMINAL_SW_VERSION: text(50),
    },
  },
  'pa.csv': {
    name: 'Stamm_Agenturen',
    columns: {
      ...KEY,
      AGENTUR_ID: whole,
      AGENTUR_NAME: text(60),
      AGENTUR_STRASSE: text(60),
      AGENTUR_PLZ: text(10),
      AGENTUR_ORT: text(62),
      AGENTUR_LAND: text(3),
      AGENTUR_STNR: text(20),
      AGENTUR_USTID: text(15),
    },
  },
  'tse.csv': {
    name: 'Stamm_TSE',
    columns: {
      ...KEY,
      TSE_ID: whole,
      TSE_SERIAL: text(68),
      TSE_SIG_ALGO: text(21),
      TSE_ZEITFORMAT: text(31, TIME_FORMATS),
      TSE_PD_ENCODING: text(5, ENCODINGS),
      TSE_PUBLIC_KEY: text(512),
      TSE_ZERTIFIKAT_I: text(1000),
      TSE_ZERTIFIKAT_II: text(1000),
      TSE_ZERTIFIKAT_III: text(1000),
      TSE_ZERTIFIKAT_IV: text(1000),
      TSE_ZERTIFIKAT_V: text(1000),
    },
  },
  'vat.csv': {
    name: 'Stamm_USt',
    columns: {
      ...KEY,
      UST_SCHLUESSEL: whole,
      UST_SATZ: decimal(2),
      UST_BESCHR: text(55),
    },
  },
  'businesscases.csv': {
    name: 'Z_GV_Typ',
    columns: {
      ...KEY,
      GV_TYP: text(30, GV_TYPES),
      GV_NAME: text(40),
      AGENTUR_ID: whole,
      UST_SCHLUESSEL: whole,
      Z_UMS_BRUTTO: decimal(5),
      Z_UMS_NETTO: decimal(5),
      Z_UST: decimal(5),
    },
  },
  'payment.csv': {
    name: 'Z_Zahlart',
    columns: {
      ...KEY,
      ZAHLART_TYP: text(25, ZAHLART_TYPES),
      ZAHLART_NAME: text(60),
      Z_ZAHLART_BETRAG: decimal(2),
    },
  },
  'cash_per_currency.csv': {
    name: 'Z_Waehrungen',
    columns: {
      ...KEY,
      ZAHLART_WAEH: text(3),
      ZAHLART_BETRAG_WAEH: decimal(2),
    },
  },
} as const;
