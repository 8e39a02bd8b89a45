import { Big } from 'big.js';
import type { OrderInput } from './order.js';
import type { ProcessDataInput } from './process-data.js';
import { rawWarnings } from './raw-warnings.js';
import { cutWarnings, receiptWarnings, sum, tripPaymentWarnings } from './receipt-warnings.js';
import type { TaximeterInput, TripInput } from './taximeter-input.js';
import type { Warning } from './warning.js';

/** What is odd in process data in which nothing is wrong (`processDataProblems`). */
export function processDataWarnings(
  input: ProcessDataInput | null | undefined,
  field: readonly string[],
): readonly Warning[] {
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
    ...differs('Fare and surcharge', sum([trip.fare, trip.surcharge])),
    ...differs('The VAT amounts', sum(sales)),
    ...(trip.amountsPerPaymentType ? tripPaymentWarnings(sales, payments, [...field, 'amountsPerPaymentType']) : []),
  ];
}
