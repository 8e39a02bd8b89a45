import { Field, InputType, ObjectType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { decimalProblems } from '../../common/input/decimal-input.js';
import { type Json, objects, text, ToldField, ToldList } from '../../common/read-member.js';
import { Decimal } from '../../common/scalars.js';
import { textProblems } from '../../common/input/text-input.js';
import type { Problem } from '../../common/user-error.js';

/** One line of an order. */
@ObjectType({ description: 'One line of an order.' })
export class OrderLine {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => Decimal, { description: 'Quantity; negative for a reversed line.' })
  get quantity(): string {
    return text(this.#json, 'quantity');
  }

  @ToldField(() => String, { description: 'Name of the goods or service.' })
  get text(): string {
    return text(this.#json, 'text');
  }

  @ToldField(() => Decimal, { description: 'Gross price of a single unit in EUR.' })
  get pricePerUnit(): string {
    return text(this.#json, 'price_per_unit');
  }
}

/** Process data of an order (`Bestellung-V1`). */
@ObjectType({ description: 'Order data of a transaction (process type `Bestellung-V1`).' })
export class Order {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldList(() => OrderLine, { description: 'The lines, in the order in which they were signed.' })
  get lines(): readonly (OrderLine | Error)[] {
    return objects(this.#json, 'line_items', toOrderLine);
  }
}

const toOrderLine = (json: Json): OrderLine => new OrderLine(json);

/** One line of an order, to be signed. */
@InputType({ description: 'One line of an order.' })
export class OrderLineInput {
  @Field(() => Decimal, {
    description:
      'Quantity with up to 5 decimals; negative to reverse a line. In the signed data, decimals after the third are cut off.',
  })
  readonly quantity!: string; // filled by TypeGraphQL

  @Field(() => String, { description: 'Name of the goods or service, up to 255 characters; quotes are fine.' })
  readonly text!: string;

  @Field(() => Decimal, { description: 'Gross price of a single unit in EUR with 2 to 5 decimals, e.g. `"3.99"`.' })
  readonly pricePerUnit!: string;
}

/** An order to be signed. */
@InputType({ description: 'An order to be signed (process type `Bestellung-V1`).' })
export class OrderInput {
  @Field(() => [OrderLineInput], {
    description: 'The lines, in the order in which they are to be signed. Up to 1,000.',
  })
  readonly lines!: OrderLineInput[]; // filled by TypeGraphQL
}

/** The order in the upstream's form. */
export function fromOrderInput(input: OrderInput): Schemas['StandardV1Order'] {
  return {
    line_items: input.lines.map(({ quantity, text, pricePerUnit }) => ({
      quantity,
      text,
      price_per_unit: pricePerUnit,
    })),
  };
}

/** Maximum number of lines of an order, far more than any till sends. */
const MAXIMUM_LINES = 1000;
/** Maximum length of the text of a line (`ARTIKELTEXT`). */
const MAXIMUM_TEXT_LENGTH = 255;

/** Finds the mistakes because of which an order cannot be signed. */
export function orderProblems(input: OrderInput, field: readonly string[]): readonly Problem[] {
  if (input.lines.length > MAXIMUM_LINES) {
    return [
      { field: [...field, 'lines'], message: `At most ${MAXIMUM_LINES} lines, but there are ${input.lines.length}.` },
    ];
  }
  return input.lines.flatMap(({ quantity, text, pricePerUnit }, index) => {
    const path = [...field, 'lines', String(index)];
    return [
      ...decimalProblems(quantity, [...path, 'quantity'], 0, 5),
      ...textProblems(text, [...path, 'text'], MAXIMUM_TEXT_LENGTH),
      ...decimalProblems(pricePerUnit, [...path, 'pricePerUnit'], 2, 5),
    ];
  });
}
