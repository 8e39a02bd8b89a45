import { createUnionType, Extensions, Field, InputType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { fromOrderInput, Order, OrderInput, orderProblems } from './order.js';
import { OtherProcessData, otherProblems } from './other.js';
import { fromRawInput, RawProcessData, RawProcessDataInput, rawProblems } from './raw.js';
import { fromReceiptInput, Receipt, ReceiptInput, receiptProblems } from './receipt.js';
import { type Json, optionalObject } from '../../common/read-member.js';
import { JSONObject } from '../../common/scalars.js';
import {
  TaximeterBreak,
  TaximeterDriverStatus,
  TaximeterEmptyTrip,
  type TaximeterEvent,
  TaximeterOther,
  TaximeterPowerOff,
  TaximeterPowerUp,
  TaximeterTripReceipt,
  toTaximeter,
} from './taximeter.js';
import { fromTaximeterInput, TaximeterInput } from './taximeter-input.js';
import { taximeterProblems } from './taximeter-problems.js';
import type { Problem } from '../../common/user-error.js';

/** Process data of a transaction, typed by its kind. */
export type ProcessData = Receipt | Order | OtherProcessData | TaximeterEvent | RawProcessData;

/** GraphQL's union of all kinds of process data. */
export const ProcessDataUnion = createUnionType({
  name: 'ProcessData',
  description: 'Process data of a transaction. New kinds can be added; data without its own type is `RawProcessData`.',
  types: () =>
    [
      Receipt,
      Order,
      OtherProcessData,
      TaximeterPowerUp,
      TaximeterPowerOff,
      TaximeterDriverStatus,
      TaximeterTripReceipt,
      TaximeterEmptyTrip,
      TaximeterBreak,
      TaximeterOther,
      RawProcessData,
    ] as const,
});

/** Reads process data from the upstream's JSON, typed by its kind if possible; null for a start without data. */
export function toProcessData(json: Json = {}): ProcessData | null {
  const standard = optionalObject(json, 'standard_v1') ?? {};
  const receipt = optionalObject(standard, 'receipt');
  if (receipt) return new Receipt(receipt);
  const order = optionalObject(standard, 'order');
  if (order) return new Order(order);
  const other = optionalObject(standard, 'other');
  if (other) return new OtherProcessData(other);
  const taximeter = optionalObject(json, 'dsfinvtw_v1');
  const event = taximeter && toTaximeter(taximeter);
  if (event) return event;
  const raw = optionalObject(json, 'raw');
  return raw ? new RawProcessData(raw) : null;
}

/** The process data to sign: exactly one of these. */
@Extensions({ oneOf: true })
@InputType({ description: 'The data to sign: exactly one of these.' })
export class ProcessDataInput {
  @Field(() => ReceiptInput, { nullable: true, description: 'A receipt (`Kassenbeleg-V1`).' })
  readonly receipt?: ReceiptInput | null;

  @Field(() => OrderInput, { nullable: true, description: 'An order (`Bestellung-V1`).' })
  readonly order?: OrderInput | null;

  @Field(() => JSONObject, {
    nullable: true,
    description:
      'Any other case, as a JSON object of your own (`SonstigerVorgang`). A number that a double cannot represent is refused, because a different number would be signed: send it as a string.',
  })
  readonly other?: Record<string, unknown> | null;

  @Field(() => TaximeterInput, { nullable: true, description: 'An event of a taximeter or odometer.' })
  readonly taximeter?: TaximeterInput | null;

  @Field(() => RawProcessDataInput, { nullable: true, description: 'Ready-made process data.' })
  readonly raw?: RawProcessDataInput | null;
}

/** Converts process data to the upstream's form. {@link processDataProblems} must have found nothing. */
export function fromProcessDataInput(input: ProcessDataInput): Schemas['TxSchemaRequest'] {
  if (input.receipt) return { standard_v1: { receipt: fromReceiptInput(input.receipt) } };
  if (input.order) return { standard_v1: { order: fromOrderInput(input.order) } };
  if (input.taximeter) return { dsfinvtw_v1: fromTaximeterInput(input.taximeter) };
  if (input.raw) return { raw: fromRawInput(input.raw) };
  return { standard_v1: { other: input.other ?? {} } };
}

/**
 * Finds the mistakes because of which process data cannot be signed.
 * @param isEnd whether it ends its transaction; then some kinds must hold data
 */
export function processDataProblems(
  input: ProcessDataInput | null | undefined,
  field: readonly string[],
  isEnd: boolean,
): readonly Problem[] {
  if (!input) return [];
  if (input.receipt) return receiptProblems(input.receipt, [...field, 'receipt']);
  if (input.order) return orderProblems(input.order, [...field, 'order']);
  if (input.other) return otherProblems(input.other, [...field, 'other']);
  if (input.taximeter) return taximeterProblems(input.taximeter, [...field, 'taximeter'], isEnd);
  return input.raw ? rawProblems(input.raw, [...field, 'raw']) : [];
}
