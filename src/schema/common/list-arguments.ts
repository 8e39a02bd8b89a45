import { ArgsType, type ClassType, Field, InputType, registerEnumType } from 'type-graphql';
import { PageArguments } from './connection.js';
import { OrderDirection } from './order-direction.js';

/**
 * Makes the `…Order` input of a noun's lists, and registers its `…OrderField` enum.
 * @param rows name of the rows in descriptions, in the plural
 * @param fields what can be sorted by; the values are the upstream's names
 * @param descriptions what each field sorts by
 */
export function orderOf<Fields extends Readonly<Record<string, string>>>(
  name: string,
  rows: string,
  fields: Fields,
  descriptions: Readonly<Record<keyof Fields, string>>,
) {
  const described = Object.entries<string>(descriptions).map(([field, description]) => [field, { description }]);
  registerEnumType(fields, {
    name: `${name}OrderField`,
    description: `What a list of ${rows} can be sorted by.`,
    // The keys are those of the descriptions; the type of `fromEntries` does not say so.
    valuesConfig: Object.fromEntries(described) as Record<keyof Fields, { readonly description: string }>,
  });

  @InputType(`${name}Order`, { description: `Order of a list of ${rows}.` })
  class Order {
    @Field(() => fields, { description: 'What to sort by.' })
    readonly field!: Fields[keyof Fields]; // filled by TypeGraphQL

    @Field(() => OrderDirection, { defaultValue: OrderDirection.ASC, description: 'Direction; ascending by default.' })
    readonly direction!: OrderDirection;
  }
  return Order;
}

/** Marks a class as the filter of a noun's lists. @param rows name of the rows, in the plural */
export function FilterOf(rows: string): ClassDecorator {
  return InputType({ description: `Which ${rows} a list holds. A row must meet all given conditions.` });
}

/**
 * Makes the arguments of a list that can be sorted.
 * @param orderDescription describes the default order
 */
export function orderArgumentsOf<Order extends object>(order: ClassType<Order>, orderDescription: string) {
  @ArgsType()
  class OrderArguments extends PageArguments {
    // The order of arguments is reversed when the schema is built.
    @Field(() => order, { nullable: true, description: orderDescription })
    readonly orderBy?: Order | null;
  }
  return OrderArguments;
}

/**
 * Makes the arguments of a list that can be sorted and filtered.
 * @param rows what the rows are called, in the plural
 */
export function listArgumentsOf<Order extends object, Filter extends object>(
  rows: string,
  order: ClassType<Order>,
  orderDescription: string,
  filterClass: ClassType<Filter>,
) {
  @ArgsType()
  class ListArguments extends orderArgumentsOf(order, orderDescription) {
    @Field(() => filterClass, { nullable: true, description: `Which ${rows}; all when left out.` })
    readonly filter?: Filter | null;
  }
  return ListArguments;
}
