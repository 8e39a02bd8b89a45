import { Field, InputType, ObjectType } from 'type-graphql';
import { OrderInput } from '../process-data/order.js';
import { RawProcessDataInput } from '../process-data/raw.js';
import { ReceiptInput } from '../process-data/receipt.js';
import { JSONObject } from '../../common/scalars.js';
import { SigningPayload, TransactionInput } from './signing.js';
import { TaximeterInput } from '../process-data/taximeter-input.js';

/** Input of `signReceipt`. */
@InputType({ description: 'Input of `signReceipt`.' })
export class SignReceiptInput extends TransactionInput {
  @Field(() => ReceiptInput, { description: 'The receipt.' })
  readonly receipt!: ReceiptInput;
}

/** Input of `signOrder`. */
@InputType({ description: 'Input of `signOrder`.' })
export class SignOrderInput extends TransactionInput {
  @Field(() => OrderInput, { description: 'The order.' })
  readonly order!: OrderInput;
}

/** Input of `signOther`. */
@InputType({ description: 'Input of `signOther`.' })
export class SignOtherInput extends TransactionInput {
  @Field(() => JSONObject, { description: 'A JSON object of your own.' })
  readonly other!: Record<string, unknown>;
}

/** Input of `signRaw`. */
@InputType({ description: 'Input of `signRaw`.' })
export class SignRawInput extends TransactionInput {
  @Field(() => RawProcessDataInput, { description: 'Ready-made process data.' })
  readonly raw!: RawProcessDataInput;
}

/** Input of `signTaximeter`. */
@InputType({ description: 'Input of `signTaximeter`.' })
export class SignTaximeterInput extends TransactionInput {
  @Field(() => TaximeterInput, { description: 'The event.' })
  readonly taximeter!: TaximeterInput;
}

/** Result of `signReceipt`. */
@ObjectType({ description: 'Result of `signReceipt`.' })
export class SignReceiptPayload extends SigningPayload {}

/** Result of `signOrder`. */
@ObjectType({ description: 'Result of `signOrder`.' })
export class SignOrderPayload extends SigningPayload {}

/** Result of `signOther`. */
@ObjectType({ description: 'Result of `signOther`.' })
export class SignOtherPayload extends SigningPayload {}

/** Result of `signRaw`. */
@ObjectType({ description: 'Result of `signRaw`.' })
export class SignRawPayload extends SigningPayload {}

/** Result of `signTaximeter`. */
@ObjectType({ description: 'Result of `signTaximeter`.' })
export class SignTaximeterPayload extends SigningPayload {}
