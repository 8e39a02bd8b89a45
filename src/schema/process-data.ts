import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import type { Schemas } from '../contract.js';
import { fromOrderInput, OrderInput, orderProblems } from './order.js';
import { otherProblems } from './other.js';
import { fromReceiptInput, ReceiptInput, receiptProblems } from './receipt.js';
import { Base64, JSONObject } from './scalars.js';
import type { Problem } from './user-error.js';

/** What the TSS signed, byte for byte. */
@ObjectType({ description: 'Process data exactly as the TSS signed it.' })
export class RawProcessData {
  readonly #json: Schemas['RawProcessData'];

  constructor(json: Schemas['RawProcessData']) {
    this.#json = json;
  }

  @Field(() => String, { description: 'Process type, e.g. `Kassenbeleg-V1`.' })
  get processType(): string {
    return this.#json.process_type;
  }

  @Field(() => Base64, { description: 'Process data as bytes.' })
  get processData(): string {
    return this.#json.process_data;
  }

  @Field(() => String, { nullable: true, description: 'Process data as text; null when the bytes are no UTF-8.' })
  get text(): string | null {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        Buffer.from(this.#json.process_data, 'base64'),
      );
    } catch {
      return null;
    }
  }
}

/** Ready-made process data, to be signed as it is. */
@InputType({
  description: 'Ready-made process data: signed exactly as given. Nobody checks it, so prefer `receipt` and `order`.',
})
export class RawProcessDataInput {
  @Field(() => String, { description: "Process type, up to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?" })
  readonly processType!: string; // filled by TypeGraphQL

  @Field(() => Base64, { description: 'Process data as base64 of its bytes, usually UTF-8 text.' })
  readonly processData!: string;
}

/** What a revision of a transaction is about: exactly one of these. */
@Extensions({ oneOf: true })
@InputType({ description: 'What is to be signed: exactly one of these.' })
export class ProcessDataInput {
  @Field(() => ReceiptInput, { nullable: true, description: 'A receipt (`Kassenbeleg-V1`).' })
  readonly receipt?: ReceiptInput | null;

  @Field(() => OrderInput, { nullable: true, description: 'An order (`Bestellung-V1`).' })
  readonly order?: OrderInput | null;

  @Field(() => JSONObject, {
    nullable: true,
    description: 'Any other case, as a JSON object of your own (`SonstigerVorgang`).',
  })
  readonly other?: Record<string, unknown> | null;

  @Field(() => RawProcessDataInput, { nullable: true, description: 'Ready-made process data.' })
  readonly raw?: RawProcessDataInput | null;
}

/** The process data as the upstream takes it. */
export function fromProcessDataInput(input: ProcessDataInput): Schemas['TxSchemaRequest'] {
  if (input.receipt) return { standard_v1: { receipt: fromReceiptInput(input.receipt) } };
  if (input.order) return { standard_v1: { order: fromOrderInput(input.order) } };
  if (input.raw) return { raw: { process_type: input.raw.processType, process_data: input.raw.processData } };
  return { standard_v1: { other: input.other ?? {} } };
}

/** What is wrong with process data, so that it cannot be signed. */
export function processDataProblems(
  input: ProcessDataInput | null | undefined,
  field: readonly string[],
): readonly Problem[] {
  if (!input) return [];
  if (input.receipt) return receiptProblems(input.receipt, [...field, 'receipt']);
  if (input.order) return orderProblems(input.order, [...field, 'order']);
  if (input.other) return otherProblems(input.other, [...field, 'other']);
  if (input.raw && !/^[A-Za-z0-9 '()+,\-./:=?]{1,100}$/.test(input.raw.processType)) {
    return [
      {
        field: [...field, 'raw', 'processType'],
        message: "A process type has 1 to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?",
      },
    ];
  }
  return [];
}
