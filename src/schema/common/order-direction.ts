import { registerEnumType } from 'type-graphql';

/** What a list promises if its sort key can change. */
export const CHANGING_ORDER =
  'Rows with the same value, or without a value, are adjacent, in no particular order. A row whose value changes between two pages may come twice or not at all.';

/** Sort direction of a list. */
export enum OrderDirection {
  ASC = 'asc',
  DESC = 'desc',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Sort direction of a list.',
  valuesConfig: {
    ASC: { description: 'The smallest, earliest or alphabetically first row comes first.' },
    DESC: { description: 'The greatest, latest or alphabetically last row comes first.' },
  },
});
