import { Big } from 'big.js';
import { unknownProblems } from '../../common/known.js';
import { DSFINVK_PAIRS, metadataProblems } from '../../common/metadata.js';
import { textProblems } from '../../common/input/text-input.js';
import type { Problem } from '../../common/user-error.js';
import { dayProblems } from '../day-range.js';
import { lengthProblems, patternProblems } from '../lengths.js';
import type { InsertCashPointClosingInput } from './closing-mutations.js';
import type { BusinessCaseInput, ClosingPaymentInput, ClosingVatAmountInput } from './statement-input.js';
import type {
  ClosingBuyerInput,
  ClosingLineInput,
  ClosingReferenceInput,
  ClosingSecurityInput,
  ClosingTransactionInput,
  LineItemInput,
  SubItemInput,
} from './transaction-input.js';

type Path = readonly string[];

/** Checks texts that may be absent: name and maximum length of each. */
function texts<Owner extends object>(
  owner: Owner,
  limits: Partial<Readonly<Record<keyof Owner & string, number>>>,
  path: Path,
): readonly Problem[] {
  return Object.entries<number | undefined>(limits).flatMap(([name, maximum = 0]) => {
    const value = (owner as Readonly<Record<string, unknown>>)[name]; // the names are those of its members
    return typeof value === 'string' ? lengthProblems(value, maximum, [...path, name]) : [];
  });
}

/** Checks all items of a list that may be absent. */
function each<Item>(
  items: readonly Item[] | null | undefined,
  path: Path,
  check: (item: Item, path: Path) => readonly Problem[],
): readonly Problem[] {
  return (items ?? []).flatMap((item, index) => check(item, [...path, String(index)]));
}

/** Refuses an empty list: the upstream wants at least one item, or no list. */
function notEmpty(items: readonly unknown[] | null | undefined, path: Path): readonly Problem[] {
  return items?.length === 0 ? [{ field: path, message: 'The list is empty: leave it out, or give an item.' }] : [];
}

/** Amounts are below ten thousand million (`Amount` of the contract). */
const TOO_LARGE = new Big('10000000000');

/** Checks the decimals and the size of an amount or a quantity. */
function amount(value: string | null | undefined, places: number, path: Path): readonly Problem[] {
  if (typeof value !== 'string') return [];
  const exact = new Big(value);
  const decimals = exact.toFixed().split('.')[1]?.length ?? 0;
  if (decimals > places) return [{ field: path, message: `At most ${places} decimals, but this has ${decimals}.` }];
  if (exact.abs().lt(TOO_LARGE)) return [];
  return [{ field: path, message: 'An amount has at most ten digits before the decimal point.' }];
}

/** Checks the amounts of a VAT key. @param isWhole whether all three amounts are needed */
function vatAmount({ vatKey, gross, net, vat }: ClosingVatAmountInput, places: number, isWhole: boolean, path: Path) {
  const [hasGross, hasNet, hasVat] = [gross, net, vat].map((value) => typeof value === 'string');
  const isGood = isWhole ? hasGross && hasNet && hasVat : hasNet === hasVat && [hasGross, hasNet].includes(true);
  const right = isWhole ? 'gross, net and vat' : 'gross, or net and vat, or all three';
  const key = Number(vatKey);
  return [
    ...(key >= 1 && key <= 9_999_999_999
      ? []
      : [{ field: [...path, 'vatKey'], message: 'A VAT key is 1 to 9999999999.' }]),
    ...(isGood ? [] : [{ field: path, message: `Give ${right}.` }]),
    ...amount(gross, places, [...path, 'gross']),
    ...amount(net, places, [...path, 'net']),
    ...amount(vat, places, [...path, 'vat']),
  ];
}

function businessCase(input: BusinessCaseInput, isWhole: boolean, path: Path): readonly Problem[] {
  return [
    ...unknownProblems(input.type, [...path, 'type']),
    ...texts(input, { name: 40 }, path),
    ...each(input.amountsPerVatKey, [...path, 'amountsPerVatKey'], (row, at) => vatAmount(row, 5, isWhole, at)),
  ];
}

const CURRENCY = /^[A-Z]{3}$/;

function currency(code: string, path: Path): readonly Problem[] {
  return patternProblems(code, CURRENCY, 'three capital letters (ISO 4217)', [...path, 'currencyCode']);
}

function payment(input: ClosingPaymentInput, path: Path): readonly Problem[] {
  return [
    ...unknownProblems(input.type, [...path, 'type']),
    ...texts(input, { name: 60 }, path),
    ...currency(input.currencyCode, path),
    ...amount(input.amount, 2, [...path, 'amount']),
    ...amount(input.foreignAmount, 2, [...path, 'foreignAmount']),
  ];
}

/** The fields that each kind of reference needs, and those that it may have. */
const REFERENCES: Readonly<Record<string, { readonly needs: readonly string[]; readonly may: readonly string[] }>> = {
  ExterneRechnung: { needs: ['documentNumber'], may: ['date'] },
  ExternerLieferschein: { needs: ['documentNumber'], may: ['date'] },
  ExterneSonstige: { needs: ['documentNumber', 'name'], may: ['date'] },
  Transaktion: { needs: ['closingNumber', 'cashRegisterId', 'transactionId'], may: ['date'] },
  InterneTransaktion: { needs: ['txId'], may: [] },
};

function reference(input: ClosingReferenceInput, path: Path): readonly Problem[] {
  const kind = REFERENCES[input.type];
  if (!kind) return unknownProblems(input.type, [...path, 'type']);
  const { type, ...fields } = input;
  const given = Object.entries<unknown>(fields).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [name],
  );
  const missing = kind.needs.filter((name) => !given.includes(name));
  const extra = given.filter((name) => !kind.needs.includes(name) && !kind.may.includes(name));
  return [
    ...missing.map((name) => ({ field: [...path, name], message: `A reference ${type} needs ${name}.` })),
    ...extra.map((name) => ({ field: [...path, name], message: `A reference ${type} has no ${name}.` })),
    ...texts(input, { documentNumber: 40, name: 40, cashRegisterId: 50, transactionId: 40 }, path),
    ...((input.closingNumber ?? 0) < 0
      ? [{ field: [...path, 'closingNumber'], message: 'Numbers of closings begin at 0.' }]
      : []),
  ];
}

const ARTICLE = { number: 50, gtin: 50, quantityMeasure: 50, groupId: 40, groupName: 50 } as const;
const LARGEST_FACTOR = new Big('99999.999');

function quantities({ quantity, quantityFactor }: LineItemInput | SubItemInput, path: Path): readonly Problem[] {
  const factor = typeof quantityFactor === 'string' ? new Big(quantityFactor) : undefined;
  const isFactor = !factor || (factor.gt(0) && factor.lte(LARGEST_FACTOR));
  return [
    ...amount(quantity, 3, [...path, 'quantity']),
    ...amount(quantityFactor, 3, [...path, 'quantityFactor']),
    ...(isFactor
      ? []
      : [
          {
            field: [...path, 'quantityFactor'],
            message: `A factor is above 0 and at most ${LARGEST_FACTOR.toFixed()}.`,
          },
        ]),
  ];
}

function item(input: LineItemInput, path: Path): readonly Problem[] {
  const amounts = (name: 'baseAmounts' | 'discounts' | 'extraAmounts') =>
    each(input[name], [...path, name], (row, at) => vatAmount(row, 5, false, at));
  return [
    ...texts(input, ARTICLE, path),
    ...quantities(input, path),
    ...amount(input.pricePerUnit, 5, [...path, 'pricePerUnit']),
    ...amounts('baseAmounts'),
    ...amounts('discounts'),
    ...amounts('extraAmounts'),
    ...notEmpty(input.subItems, [...path, 'subItems']),
    ...each(input.subItems, [...path, 'subItems'], (part, at) => [
      ...texts(part, { ...ARTICLE, name: 60 }, at),
      ...quantities(part, at),
      ...vatAmount(part.amount, 5, false, [...at, 'amount']),
    ]),
  ];
}

function line(input: ClosingLineInput, path: Path): readonly Problem[] {
  return [
    ...texts(input, { lineId: 50, voucherId: 50 }, path),
    ...textProblems(input.text, [...path, 'text'], 255),
    ...businessCase(input.businessCase, false, [...path, 'businessCase']),
    ...notEmpty(input.references, [...path, 'references']),
    ...each(input.references, [...path, 'references'], reference),
    ...(input.item ? item(input.item, [...path, 'item']) : []),
  ];
}

function buyer(input: ClosingBuyerInput, path: Path): readonly Problem[] {
  return [
    ...unknownProblems(input.type, [...path, 'type']),
    ...texts(input, { buyerId: 50, name: 50, street: 60, postalCode: 10, city: 62 }, path),
    ...patternProblems(input.countryCode, CURRENCY, 'three capital letters (ISO 3166-1)', [...path, 'countryCode']),
    ...patternProblems(input.vatIdNumber, /^[A-Z]{2}.{1,13}$/u, 'two capital letters and 1 to 13 characters', [
      ...path,
      'vatIdNumber',
    ]),
  ];
}

const DIGITS = /^\d+$/;
const MILLISECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const PROCESS_TYPE = /^(?:Kassenbeleg-V1|Bestellung-V1|SonstigerVorgang)$/;

function security(input: ClosingSecurityInput, path: Path): readonly Problem[] {
  const { transactionUuid, outage, external } = input;
  const given = [transactionUuid, outage, external].filter((value) => value !== null && value !== undefined);
  const at = [...path, 'external'];
  return [
    ...(given.length === 1
      ? []
      : [{ field: path, message: 'Give exactly one of transactionUuid, outage and external.' }]),
    ...texts(input, { outage: 200 }, path),
    ...(external
      ? [
          ...patternProblems(external.number, DIGITS, 'digits', [...at, 'number']),
          ...patternProblems(external.signatureCounter, DIGITS, 'digits', [...at, 'signatureCounter']),
          ...patternProblems(external.startedAt, MILLISECONDS, 'UTC with milliseconds', [...at, 'startedAt']),
          ...patternProblems(external.finishedAt, MILLISECONDS, 'UTC with milliseconds', [...at, 'finishedAt']),
          ...patternProblems(external.processType, PROCESS_TYPE, 'a process type of DSFinV-K', [...at, 'processType']),
          ...texts(external, { signature: 512, errorMessage: 200 }, at),
        ]
      : []),
  ];
}

function transaction(input: ClosingTransactionInput, path: Path): readonly Problem[] {
  const { type, name, transactionId, txId } = input;
  const holdsTxId = txId ? transactionId.toLowerCase().includes(txId.toLowerCase()) : false;
  const lineIds = (input.lines ?? []).map(({ lineId }) => lineId);
  return [
    ...unknownProblems(type, [...path, 'type']),
    ...texts(input, { transactionId: 40, name: 60, notes: 255 }, path),
    ...(type === 'AVSonstige' && !name
      ? [{ field: [...path, 'name'], message: 'A transaction AVSonstige needs a name.' }]
      : []),
    ...(holdsTxId
      ? [{ field: [...path, 'transactionId'], message: 'The id of the transaction must not contain its txId.' }]
      : []),
    ...(input.number < 0 ? [{ field: [...path, 'number'], message: 'Numbers of receipts begin at 0.' }] : []),
    ...(input.endedAt < input.startedAt
      ? [{ field: [...path, 'endedAt'], message: 'A transaction cannot end before it begins.' }]
      : []),
    ...(input.user ? texts(input.user, { userId: 50, name: 50 }, [...path, 'user']) : []),
    ...(input.buyer ? buyer(input.buyer, [...path, 'buyer']) : []),
    ...notEmpty(input.references, [...path, 'references']),
    ...each(input.references, [...path, 'references'], reference),
    ...each(input.allocationGroups, [...path, 'allocationGroups'], (group, at) => lengthProblems(group, 50, at)),
    ...amount(input.fullAmount, 2, [...path, 'fullAmount']),
    ...each(input.payments, [...path, 'payments'], payment),
    ...each(input.amountsPerVatKey, [...path, 'amountsPerVatKey'], (row, at) => vatAmount(row, 2, true, at)),
    ...each(input.lines, [...path, 'lines'], line),
    ...doubles(lineIds, (index) => [...path, 'lines', String(index), 'lineId'], 'line of the transaction'),
    ...security(input.security, [...path, 'security']),
  ];
}

/** Finds ids that come twice. */
function doubles(ids: readonly string[], path: (index: number) => Path, what: string): readonly Problem[] {
  const seen = new Set<string>();
  return ids.flatMap((id, index) => {
    const isDouble = seen.has(id);
    seen.add(id);
    return isDouble ? [{ field: path(index), message: `Another ${what} has this id.` }] : [];
  });
}

/**
 * Checks the input of `insertCashPointClosing`: the rules of the contract, and those beyond it that need no other data
 * (`dsfinvk-v1.md §8`).
 */
export function closingProblems(input: InsertCashPointClosingInput): readonly Problem[] {
  const ids = (input.transactions ?? []).map(({ transactionId }) => transactionId);
  return [
    ...(input.number < 0 ? [{ field: ['number'], message: 'Numbers of closings begin at 0.' }] : []),
    ...dayProblems(input.businessDate, ['businessDate']),
    ...texts(input, { firstTransactionId: 40, lastTransactionId: 40 }, []),
    ...each(input.businessCases, ['businessCases'], (row, at) => businessCase(row, true, at)),
    ...(input.payment
      ? [
          ...amount(input.payment.fullAmount, 2, ['payment', 'fullAmount']),
          ...amount(input.payment.cashAmount, 2, ['payment', 'cashAmount']),
          ...each(input.payment.cashAmountsPerCurrency, ['payment', 'cashAmountsPerCurrency'], (cash, at) => [
            ...currency(cash.currencyCode, at),
            ...amount(cash.amount, 2, [...at, 'amount']),
          ]),
          ...notEmpty(input.payment.amountsPerPaymentType, ['payment', 'amountsPerPaymentType']),
          ...each(input.payment.amountsPerPaymentType, ['payment', 'amountsPerPaymentType'], payment),
        ]
      : []),
    ...each(input.transactions, ['transactions'], transaction),
    ...doubles(ids, (index) => ['transactions', String(index), 'transactionId'], 'transaction of the closing'),
    ...metadataProblems(input.metadata, DSFINVK_PAIRS),
  ];
}
