import { Big } from 'big.js';
import type { Schemas } from '../../contract/sign-de.js';
import { unprintableCharacter } from '../signature/der.js';
import { exactSum } from '../exact-sum.js';

/** The part of a signed message that comes from the till: a process type, and data as bytes. */
export interface ProcessData {
  readonly processType: string;
  readonly processData: Uint8Array;
}

/** Content that cannot be process data. `path` names the invalid member, e.g. `standard_v1.receipt.receipt_type`. */
export class ProcessDataError extends Error {
  override readonly name = 'ProcessDataError';
  readonly path: string;

  constructor(path: string, problem: string) {
    super(`${path}: ${problem}`);
    this.path = path;
  }
}

/**
 * The process data of a start without data: no bytes, and one space as the type, as at the real service
 * (`tse-formats.md §3.4`).
 */
const bareStart: ProcessData = { processType: ' ', processData: new Uint8Array() };

/** DSFinV-K's name of each kind of receipt (`tse-formats.md §3.1`). */
const vorgangstypen: Readonly<Record<Schemas['ReceiptType'], string>> = {
  RECEIPT: 'Beleg',
  TRANSFER: 'AVTransfer',
  ORDER: 'AVBestellung',
  TRAINING: 'AVTraining',
  ABORT: 'AVBelegabbruch',
  CANCELLATION: 'AVBelegabbruch',
  ANNULATION: 'AVBelegstorno',
  BENEFIT_IN_KIND: 'AVSachbezug',
  INVOICE: 'AVRechnung',
  OTHER: 'AVSonstige',
};

/** Slot of each VAT rate in the signed text. The numbers are deprecated names of the rates (`sign-de-v2.md §9`). */
const vatSlots: Readonly<Record<Schemas['VatRate'], 0 | 1 | 2 | 3 | 4>> = {
  NORMAL: 0,
  '19': 0,
  REDUCED_1: 1,
  '7': 1,
  SPECIAL_RATE_1: 2,
  '10.7': 2,
  SPECIAL_RATE_2: 3,
  '5.5': 3,
  NULL: 4,
  '0': 4,
};

const paymentTypes: Readonly<Record<Schemas['AmountPerPaymentType']['payment_type'], string>> = {
  CASH: 'Bar',
  NON_CASH: 'Unbar',
};

/**
 * The process data for the `schema` of a request or an answer. `raw` takes precedence: if an answer holds both, `raw`
 * is what was signed. Checks everything, because an answer may be wrong. A missing or empty schema gives the process
 * data of a start without data (`tse-formats.md §3.4`).
 * @throws ProcessDataError when the content cannot be process data; taximeter data is not supported
 */
export function processDataOf(schema: unknown): ProcessData {
  // Requests and answers have the same members; only their number differs.
  const { raw, standard_v1, dsfinvtw_v1 } = membersOf('schema', schema ?? {});
  if (raw !== undefined) return rawProcessData(membersOf('raw', raw));
  if (standard_v1 !== undefined) return standardProcessData(membersOf('standard_v1', standard_v1));
  if (dsfinvtw_v1 !== undefined) throw new ProcessDataError('dsfinvtw_v1', 'taximeter data is not supported');
  return bareStart;
}

/**
 * `Kassenbeleg-V1` (`tse-formats.md §3.1`). Amounts of the same VAT rate are added up exactly; payments are not added
 * up. Both are then cut, not rounded, to two decimals.
 * @throws ProcessDataError
 */
export function receiptProcessData(receipt: Schemas['StandardV1Receipt'] | Members): ProcessData {
  const path = 'standard_v1.receipt';
  const vorgangstyp = choose(`${path}.receipt_type`, vorgangstypen, receipt.receipt_type);
  const slots: readonly string[][] = [[], [], [], [], []];
  entriesOf(`${path}.amounts_per_vat_rate`, receipt.amounts_per_vat_rate).forEach(({ vat_rate, amount }, index) => {
    const entry = `${path}.amounts_per_vat_rate[${index}]`;
    const slot = choose(`${entry}.vat_rate`, vatSlots, vat_rate);
    slots[slot]?.push(decimalText(`${entry}.amount`, amount));
  });
  const paid = entriesOf(`${path}.amounts_per_payment_type`, receipt.amounts_per_payment_type ?? []);
  const payments = paid.map((payment, index) => paymentText(`${path}.amounts_per_payment_type[${index}]`, payment));
  return {
    processType: 'Kassenbeleg-V1',
    processData: Buffer.from(
      `${vorgangstyp}^${slots.map((amounts) => twoDecimals(exactSum(amounts))).join('_')}^${payments.join('_')}`,
    ),
  };
}

/** The content of `Kassenbeleg-V1`, with amounts as they are signed. */
export interface ReadReceipt {
  /** `ABORT` also stands for `CANCELLATION`: the signed text is the same. */
  readonly receiptType: Schemas['ReceiptType'];
  /** One amount for each VAT rate, in the order of the slots. */
  readonly amounts: readonly string[];
  readonly payments: readonly {
    readonly paymentType: Schemas['AmountPerPaymentType']['payment_type'];
    readonly amount: string;
    readonly currencyCode: string;
  }[];
}

/** Reads the text of a `Kassenbeleg-V1`; `undefined` if it does not have that form (`tse-formats.md §3.1`). */
export function readReceiptProcessData(text: string): ReadReceipt | undefined {
  const [vorgangstyp = '', sums = '', paid, ...rest] = text.split('^');
  const receiptType = keyOf(vorgangstypen, vorgangstyp);
  const amounts = sums.split('_');
  if (!receiptType || paid === undefined || rest.length > 0) return undefined;
  if (amounts.length !== 5 || !amounts.every(isSignedAmount)) return undefined;
  const payments = (paid === '' ? [] : paid.split('_')).map(readPayment);
  return payments.every((payment) => payment !== undefined) ? { receiptType, amounts, payments } : undefined;
}

function readPayment(text: string): ReadReceipt['payments'][number] | undefined {
  const [amount = '', name = '', currencyCode = 'EUR', ...rest] = text.split(':');
  const paymentType = keyOf(paymentTypes, name);
  const isPayment = isSignedAmount(amount) && /^[A-Z]{3}$/.test(currencyCode) && rest.length === 0;
  return isPayment && paymentType ? { paymentType, amount, currencyCode } : undefined;
}

function isSignedAmount(text: string): boolean {
  return /^-?\d+\.\d{2}$/.test(text);
}

/** The first key of a table that has this value. */
function keyOf<Key extends string>(table: Readonly<Record<Key, string>>, value: string): Key | undefined {
  // The cast is safe: the tables are literals of this file, so they have no other keys.
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}

/**
 * `Bestellung-V1` (`tse-formats.md §3.2`): one line per item, separated by carriage returns. An order without items
 * has no data.
 * @throws ProcessDataError
 */
export function orderProcessData(order: Schemas['StandardV1Order'] | Members): ProcessData {
  const items = entriesOf('standard_v1.order.line_items', order.line_items);
  const lines = items.map(({ quantity, text, price_per_unit }, index) => {
    const path = `standard_v1.order.line_items[${index}]`;
    const shortQuantity = decimal(`${path}.quantity`, quantity).round(3, Big.roundDown).toFixed();
    const price = twoDecimals(decimal(`${path}.price_per_unit`, price_per_unit));
    return `${shortQuantity};"${wellFormed(`${path}.text`, textOf(`${path}.text`, text)).replaceAll('"', '""')}";${price}`;
  });
  return { processType: 'Bestellung-V1', processData: Buffer.from(lines.join('\r')) };
}

/**
 * `SonstigerVorgang`: the object as compact JSON, with its members in the given order. The form of the real service
 * is not known.
 */
export function otherProcessData(other: Schemas['StandardV1Other']): ProcessData {
  return { processType: 'SonstigerVorgang', processData: Buffer.from(JSON.stringify(other)) };
}

/**
 * Ready-made process data: type and bytes are used unchanged.
 * @throws ProcessDataError when the type does not fit a log message or the data is not base64
 */
export function rawProcessData(raw: Schemas['RawProcessData'] | Members): ProcessData {
  const [processType, processData] = [
    textOf('raw.process_type', raw.process_type),
    textOf('raw.process_data', raw.process_data),
  ];
  const character = unprintableCharacter(processType);
  if (character !== undefined) {
    throw new ProcessDataError('raw.process_type', `cannot hold the character ${JSON.stringify(character)}`);
  }
  if (processType.length > 100) throw new ProcessDataError('raw.process_type', 'is longer than 100 characters');
  if (!/^(?:[A-Z0-9+/]{4})*(?:[A-Z0-9+/]{2}==|[A-Z0-9+/]{3}=)?$/i.test(processData)) {
    throw new ProcessDataError('raw.process_data', 'is not base64');
  }
  return { processType, processData: Buffer.from(processData, 'base64') };
}

/** An object with unknown members. */
type Members = Readonly<Record<string, unknown>>;

function membersOf(path: string, value: unknown): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members; // of any object
  throw new ProcessDataError(path, 'must be an object');
}

function entriesOf(path: string, value: unknown): readonly Members[] {
  if (!Array.isArray(value)) throw new ProcessDataError(path, 'must be a list');
  const entries: readonly unknown[] = value;
  return entries.map((entry, index) => membersOf(`${path}[${index}]`, entry));
}

function textOf(path: string, value: unknown): string {
  if (typeof value === 'string') return value;
  throw new ProcessDataError(path, 'must be a text');
}

function standardProcessData({ receipt, order, other }: Members): ProcessData {
  if (receipt !== undefined) return receiptProcessData(membersOf('standard_v1.receipt', receipt));
  if (order !== undefined) return orderProcessData(membersOf('standard_v1.order', order));
  if (other !== undefined) return otherProcessData(membersOf('standard_v1.other', other));
  throw new ProcessDataError('standard_v1', 'must hold receipt, order or other');
}

/**
 * `<amount>:<Bar|Unbar>`, with the currency unless it is EUR. Like the real service, it does not add up entries
 * (`tse-formats.md §3.1`).
 */
function paymentText(path: string, payment: Members): string {
  const amount = twoDecimals(decimal(`${path}.amount`, payment.amount));
  const type = choose(`${path}.payment_type`, paymentTypes, payment.payment_type);
  const currency = currencyCode(`${path}.currency_code`, payment.currency_code);
  return currency === 'EUR' ? `${amount}:${type}` : `${amount}:${type}:${currency}`;
}

/** The currency; EUR if absent, as the contract declares. */
function currencyCode(path: string, code: unknown): string {
  if (code === undefined) return 'EUR';
  if (typeof code !== 'string' || !/^[a-z]{3}$/i.test(code)) throw new ProcessDataError(path, 'must be three letters');
  return code.toUpperCase();
}

function choose<Value>(path: string, table: Readonly<Record<string, Value>>, key: unknown): Value {
  const value = typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
  if (value === undefined) throw new ProcessDataError(path, `must be one of ${Object.keys(table).join(', ')}`);
  return value;
}

function decimal(path: string, text: unknown): Big {
  return new Big(decimalText(path, text));
}

function decimalText(path: string, text: unknown): string {
  // Big accepts more than the contract does, exponents for example.
  if (typeof text !== 'string' || !/^-?\d+(?:\.\d+)?$/.test(text)) {
    throw new ProcessDataError(path, 'must be a decimal number like "-12.50"');
  }
  return text;
}

/** Cuts an amount to two decimals, not rounded (`tse-formats.md §3.1`). One `toFixed` would write "-0.00". */
function twoDecimals(amount: Big): string {
  return amount.round(2, Big.roundDown).toFixed(2);
}

/**
 * Checks that UTF-8 can encode a text.
 * @throws ProcessDataError for an unpaired surrogate
 */
export function wellFormed(path: string, text: string): string {
  if (!text.isWellFormed()) throw new ProcessDataError(path, 'holds half a character (an unpaired surrogate)');
  return text;
}
