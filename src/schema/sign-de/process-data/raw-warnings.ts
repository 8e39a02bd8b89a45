import { readReceiptProcessData } from '../../../tse/process-data/process-data.js';
import { type RawProcessDataInput, toText } from './raw.js';
import { ReceiptType } from './receipt.js';
import { signedReceiptWarnings } from './receipt-warnings.js';
import type { Warning } from '../../common/warning.js';

/** Process types of DSFinV-K and DSFinV-TW (`sign-de-v2.md §9`). */
const PROCESS_TYPES = [
  'Kassenbeleg-V1',
  'Bestellung-V1',
  'SonstigerVorgang',
  'Einschalten-V1',
  'Ausschalten-V1',
  'Fahrer-V1',
  'Fahrtbeleg-V1',
  'Frei-V1',
  'Pause-V1',
  'SonstigerVorgangTW',
] as const;

const AMOUNT = String.raw`-?\d+\.\d{2}`;
const LINE = String.raw`-?\d+(?:\.\d{1,3})?;"(?:[^"]|"")*";${AMOUNT}`;
/** `tse-formats.md §3.2` */
const ORDER = new RegExp(`^${LINE}(?:\\r${LINE})*$`);

/** Finds oddities in ready-made process data, which the upstream does not check (`integration-guide.md §11`). */
export function rawWarnings(raw: RawProcessDataInput, field: readonly string[]): readonly Warning[] {
  const { processType, processData } = raw;
  const place = [...field, 'processData'];
  const text = toText(processData);
  if (!PROCESS_TYPES.some((known) => known === processType))
    return [unknownType(processType, [...field, 'processType'])];
  if (processData === '') return [];
  if (processType === 'Bestellung-V1' && !ORDER.test(text ?? '')) {
    return [malformed('<quantity>;"<text>";<price> in each line, lines parted by a carriage return', place)];
  }
  if (processType !== 'Kassenbeleg-V1') return [];
  const receipt = readReceiptProcessData(text ?? '');
  if (!receipt) return [malformed('Beleg^19.00_7.00_0.00_0.00_0.00^26.00:Bar', place)];
  const payments = receipt.payments.map((payment) => ({ ...payment, field: place }));
  return signedReceiptWarnings(ReceiptType[receipt.receiptType], receipt.amounts, payments, {
    type: place,
    payments: place,
  });
}

function unknownType(processType: string, field: readonly string[]): Warning {
  const stem = (type: string) => type.toLowerCase().replace(/-?v\d+$/, '');
  const meant = PROCESS_TYPES.find((known) => stem(known) === stem(processType));
  const hint = meant ? `; ${meant} is meant, it seems` : '';
  return { code: 'UNKNOWN_PROCESS_TYPE', message: `No process type is called "${processType}"${hint}.`, field };
}

function malformed(form: string, field: readonly string[]): Warning {
  return { code: 'MALFORMED_PROCESS_DATA', message: `Data of this process type looks like ${form}`, field };
}
