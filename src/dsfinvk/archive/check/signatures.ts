import { X509Certificate } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { logTimeFormats, verifyPayload, type LogTimeFormat } from '../../../tse/receipt/qr-code.js';
import { readPublicPoint, tssSerialNumber, uncompressedPoint } from '../../../tse/signature/signature.js';
import type { Findings } from '../rules/findings.js';
import { signedContent } from './signed-content.js';

const FILE = 'transactions_tse.csv';

/** Whether signatures were valid, invalid, or could not be checked. */
export interface SignatureCounts {
  valid: number;
  invalid: number;
  /** Without process data, of an unknown algorithm or time format, or of a TSE that tse.csv does not have. */
  notChecked: number;
}

/** A row of transactions_tse.csv with its TSE and all that may be the signed client id. */
interface SignedRow {
  readonly row: number;
  readonly k: number;
  readonly BON_ID: string;
  readonly TSE_TANR: number | null;
  readonly TSE_TA_START: number | null;
  readonly TSE_TA_ENDE: number | null;
  readonly TSE_TA_VORGANGSART: string;
  readonly TSE_TA_SIGZ: number | null;
  readonly TSE_TA_SIG: string;
  readonly TSE_VORGANGSDATEN: string;
  readonly TSE_SIG_ALGO: string | null;
  readonly TSE_ZEITFORMAT: string | null;
  readonly TSE_PUBLIC_KEY: string | null;
  readonly KASSE_SERIENNR: string | null;
  readonly Z_KASSE_ID: string;
  readonly TERMINAL_ID: string | null;
  readonly TERMINAL_SERIENNR: string | null;
}

/** By transaction, so that memory holds one row at a time. */
const ROWS = `SELECT s.*, e.TSE_SIG_ALGO, e.TSE_ZEITFORMAT, e.TSE_PUBLIC_KEY, r.KASSE_SERIENNR, c.Z_KASSE_ID,
    t.TERMINAL_ID, m.TERMINAL_SERIENNR
  FROM t_transactions_tse s
  JOIN closing c ON c.k = s.k
  LEFT JOIN t_tse e ON e.k = s.k AND e.TSE_ID = s.TSE_ID
  LEFT JOIN t_cashregister r ON r.k = s.k
  LEFT JOIN t_transactions t ON t.k = s.k AND t.BON_ID = s.BON_ID
  LEFT JOIN t_slaves m ON m.k = s.k AND m.TERMINAL_ID = t.TERMINAL_ID
  WHERE s.TSE_TA_SIG <> '' GROUP BY s.row ORDER BY s.row`;

/**
 * Checks each signature of transactions_tse.csv with the key of tse.csv. The signed message is built again from the row
 * (`tse-formats.md §1.2`). The client id in it is not in the row: the serial numbers and ids of register and terminal
 * are tried (dsfinvk-archive.md §2). Does not check whether the certificates can be trusted.
 */
export function checkSignatures(database: DatabaseSync, findings: Findings): SignatureCounts {
  checkKeys(database, findings);
  const counts = { valid: 0, invalid: 0, notChecked: 0 };
  const content = signedContent(database, findings);
  for (const found of database.prepare(ROWS).iterate()) {
    const row = found as unknown as SignedRow; // the columns of the query above
    const problem = problemOf(row);
    if (problem === undefined) counts.valid += 1;
    else if (problem === UNCHECKED) counts.notChecked += 1;
    else {
      counts.invalid += 1;
      findings.add('SIGNATURE_WRONG', {
        file: FILE,
        row: row.row,
        column: 'TSE_TA_SIG',
        values: { id: row.BON_ID, problem },
      });
    }
    if (row.TSE_TA_VORGANGSART === 'Kassenbeleg-V1') content.check(row);
  }
  return counts;
}

const UNCHECKED = Symbol();

/** @returns undefined for a valid signature */
function problemOf(row: SignedRow): string | typeof UNCHECKED | undefined {
  const { TSE_TANR, TSE_TA_SIGZ, TSE_TA_ENDE, TSE_ZEITFORMAT: format } = row;
  if (TSE_TANR === null || TSE_TA_SIGZ === null || TSE_TA_ENDE === null) return 'number, counter or time is missing.';
  if (row.TSE_PUBLIC_KEY === null || row.TSE_SIG_ALGO === null || !isTimeFormat(format)) return UNCHECKED;
  if (row.TSE_VORGANGSDATEN === '' && row.TSE_TA_VORGANGSART === 'Kassenbeleg-V1') return UNCHECKED;
  const ids = [row.TERMINAL_SERIENNR, row.KASSE_SERIENNR, row.Z_KASSE_ID, row.TERMINAL_ID];
  let problem: string | typeof UNCHECKED = UNCHECKED;
  for (const clientSerialNumber of new Set(ids)) {
    if (clientSerialNumber === null || clientSerialNumber === '') continue;
    const result = verifyPayload({
      clientSerialNumber,
      processType: row.TSE_TA_VORGANGSART,
      processData: row.TSE_VORGANGSDATEN,
      transactionNumber: String(TSE_TANR),
      signatureCounter: String(TSE_TA_SIGZ),
      startTime: '',
      logTime: new Date(TSE_TA_ENDE).toISOString(),
      signatureAlgorithm: row.TSE_SIG_ALGO,
      logTimeFormat: format,
      signature: row.TSE_TA_SIG,
      publicKey: row.TSE_PUBLIC_KEY,
    });
    if (result.valid) return undefined;
    problem = result.reason === 'UNSUPPORTED' ? UNCHECKED : result.detail;
  }
  return problem;
}

function isTimeFormat(format: string | null): format is LogTimeFormat {
  return logTimeFormats.some((known) => known === format);
}

/** Checks that serial number, public key and certificate of each TSE belong together (`tse-formats.md §1.4`). */
function checkKeys(database: DatabaseSync, findings: Findings): void {
  for (const tse of database.prepare('SELECT * FROM t_tse').iterate()) {
    const place = { file: 'tse.csv', row: Number(tse.row) };
    const point = readPublicPoint(Buffer.from(textOf(tse.TSE_PUBLIC_KEY), 'base64'));
    const serialNumber = point && Buffer.from(tssSerialNumber(point)).toString('hex');
    if (serialNumber !== textOf(tse.TSE_SERIAL).toLowerCase()) {
      findings.add('TSE_SERIAL', { ...place, column: 'TSE_SERIAL' });
    }
    const certificate = ['I', 'II', 'III', 'IV', 'V'].map((part) => textOf(tse[`TSE_ZERTIFIKAT_${part}`])).join('');
    const certified = certificate === '' ? undefined : pointOf(certificate);
    if (certificate !== '' && point && !(certified && Buffer.from(point).equals(certified))) {
      findings.add('TSE_CERTIFICATE', { ...place, column: 'TSE_ZERTIFIKAT_I' });
    }
  }
}

/** The public point of a certificate in base64 or PEM; undefined if it cannot be read. */
function pointOf(certificate: string): Uint8Array | undefined {
  try {
    const bytes = certificate.includes('-----') ? certificate : Buffer.from(certificate, 'base64');
    return uncompressedPoint(new X509Certificate(bytes).publicKey);
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
