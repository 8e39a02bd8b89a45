import { encodeQR } from 'qr';
import type { PaymentAmountInput, TransactionFieldsFragment, VatAmountInput, VatRate } from '../sdk/index.js';

type KnownVatRate = Exclude<VatRate, 'UNKNOWN'>;

/** A sale, as the till stores it. */
export interface Sale {
  readonly shop: string;
  readonly address: string;
  readonly lines: readonly {
    readonly text: string;
    readonly quantity: number;
    readonly amount: string;
    readonly vatRate: KnownVatRate;
  }[];
  readonly vat: readonly (VatAmountInput & { readonly vatRate: KnownVatRate })[];
  readonly payments: readonly PaymentAmountInput[];
}

/** Width of the paper in characters. */
const WIDTH = 48;
/** Letters for the VAT rates on the paper. */
const VAT_LETTERS: Readonly<Record<KnownVatRate, string>> = {
  NORMAL: 'A',
  REDUCED_1: 'B',
  SPECIAL_RATE_1: 'C',
  SPECIAL_RATE_2: 'D',
  NULL: 'E',
};
const VAT_NAMES: Readonly<Record<KnownVatRate, string>> = {
  NORMAL: '19 %',
  REDUCED_1: '7 %',
  SPECIAL_RATE_1: '10,7 %',
  SPECIAL_RATE_2: '5,5 %',
  NULL: '0 %',
};

/**
 * Prints the receipt as a till does: the sale, the data of the TSS that the law requires, and the QR code, for a
 * terminal.
 */
export function printReceipt(sale: Sale, transaction: TransactionFieldsFragment): string {
  const total = sale.payments.reduce((cents, { amount }) => cents + toCents(amount), 0);
  const qrCode = transaction.qrCode ? drawQrCode(transaction.qrCode.data) : '';
  const rule = '-'.repeat(WIDTH);
  return [
    '',
    centre(sale.shop),
    centre(sale.address),
    rule,
    ...sale.lines.map(({ quantity, text, amount, vatRate }) =>
      row(`${quantity} x ${text}`, `${german(amount)} ${VAT_LETTERS[vatRate]}`),
    ),
    rule,
    row('SUMME EUR', `${german((total / 100).toFixed(2))}  `),
    ...sale.payments.map(({ paymentType, amount }) =>
      row(paymentType === 'CASH' ? 'Bar' : 'Karte', `${german(amount)}  `),
    ),
    rule,
    ...sale.vat.map(({ vatRate, amount }) =>
      row(`${VAT_LETTERS[vatRate]}  MwSt ${VAT_NAMES[vatRate]}, brutto`, `${german(amount)}  `),
    ),
    rule,
    row('TSE-Transaktion', transaction.number),
    row('TSE-Signaturzähler', present(transaction.signature?.counter)),
    row('TSE-Start', present(transaction.startedAt)),
    row('TSE-Stop', transaction.endedAt ?? ''),
    row('Kasse', present(transaction.clientSerialNumber)),
    'TSE-Seriennummer',
    ...wrap(present(transaction.tssSerialNumber)),
    'TSE-Signatur',
    ...wrap(present(transaction.signature?.value)),
    '',
    centre(transaction.environment === 'TEST' ? '*** TESTBELEG – KEIN BELEG ***' : ''),
    '',
    qrCode,
    '',
  ].join('\n');
}

/**
 * Checks a value that a receipt must have. It is null, with an error in the answer, if the upstream did not return it.
 */
function present(value: string | null | undefined): string {
  if (value) return value;
  throw new Error('The answer lacks a value that the receipt must have; read the transaction again.');
}

function row(left: string, right: string): string {
  return left + ' '.repeat(Math.max(1, WIDTH - left.length - right.length)) + right;
}

function centre(text: string): string {
  return ' '.repeat(Math.max(0, Math.floor((WIDTH - text.length) / 2))) + text;
}

function wrap(text: string): string[] {
  return text.match(new RegExp(`.{1,${WIDTH - 2}}`, 'g'))?.map((part) => `  ${part}`) ?? [];
}

function german(amount: string): string {
  return amount.replace('.', ',');
}

function toCents(amount: string): number {
  return Number(amount.replace('.', ''));
}

/** Draws a QR code with half blocks: white on black, whatever the colours of the terminal. */
function drawQrCode(data: string): string {
  const lines = encodeQR(data, 'ascii', { ecc: 'low', border: 4 }).trimEnd().split('\n');
  return lines.map((line) => `\u001b[97;40m${line}\u001b[0m`).join('\n');
}
