import { Big } from 'big.js';
import { exactSum } from '../../../tse/exact-sum.js';
import type { OrderInput } from './order.js';
import type { ProcessDataInput } from './process-data.js';
import { rawWarnings } from './raw-warnings.js';
import { cutWarnings, receiptWarnings, tripPaymentWarnings } from './receipt-warnings.js';
import type { TaximeterInput, TripInput } from './taximeter-input.js';
import type { Warning } from '../../common/warning.js';

/** Maximum number of warnings of one code. Ready-made data could hold tens of thousands of mistakes. */
const MAXIMUM_OF_A_CODE = 100;

/** Finds oddities in process data that has passed `processDataProblems`; the first warnings of each code. */
export function processDataWarnings(
  input: ProcessDataInput | null | undefined,
  field: readonly string[],
): readonly Warning[] {
  const counts = new Map<Warning['code'], number>();
  return warningsOf(input, field).filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= MAXIMUM_OF_A_CODE;
  });
}

function warningsOf(input: ProcessDataInput | null | undefined, field: readonly string[]): readonly Warning[] {
  if (input?.receipt) return receiptWarnings(input.receipt, [...field, 'receipt']);
  if (input?.order) return orderWarnings(input.order, [...field, 'order']);
  if (input?.taximeter) return taximeterWarnings(input.taximeter, [...field, 'taximeter']);
  return input?.raw ? rawWarnings(input.raw, [...field, 'raw']) : [];
}

function orderWarnings({ lines }: OrderInput, field: readonly string[]): readonly Warning[] {
  return lines.flatMap(({ quantity, pricePerUnit }, index) => {
    const path = [...field, 'lines', String(index)];
    return [
      ...cutWarnings(new Big(quantity), 3, [...path, 'quantity'], 'The quantity'),
      ...cutWarnings(new Big(pricePerUnit), 2, [...path, 'pricePerUnit'], 'The price'),
    ];
  });
}

function taximeterWarnings({ tripReceipt }: TaximeterInput, field: readonly string[]): readonly Warning[] {
  return tripReceipt?.trip ? tripWarnings(tripReceipt.trip, [...field, 'tripReceipt', 'trip']) : [];
}

function tripWarnings(trip: TripInput, field: readonly string[]): readonly Warning[] {
  const sales = trip.amountsPerVatRate.map(({ amount }) => amount);
  const differs = (name: string, total: Big): Warning[] =>
    total.eq(trip.totalBilled)
      ? []
      : [
          {
            code: 'TRIP_AMOUNTS_DIFFER',
            message: `${name} add up to ${total.toFixed(2)}, but ${trip.totalBilled} was billed.`,
            field: [...field, 'totalBilled'],
          },
        ];
  const payments = (trip.amountsPerPaymentType ?? []).map(({ paymentType, amount, currencyCode }, index) => ({
    paymentType,
    amount,
    currencyCode,
    field: [...field, 'amountsPerPaymentType', String(index), 'amount'],
  }));
  return [
    ...differs('Fare and surcharge', exactSum([trip.fare, trip.surcharge])),
    ...differs('The VAT amounts', exactSum(sales)),
    ...(trip.amountsPerPaymentType ? tripPaymentWarnings(sales, payments, [...field, 'amountsPerPaymentType']) : []),
  ];
}
