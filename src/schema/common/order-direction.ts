import { registerEnumType } from 'type-graphql';

/** What lists promise that are sorted by what changes. */
export const CHANGING_ORDER =
  'Those that have the same there, or nothing, are together, in no particular order. One that changes there between two pages may come twice or not at all.';

/** Sort direction of a list. */
export enum OrderDirection {
  ASC = 'asc',
  DESC = 'desc',
}
registerEnumType(OrderDirection, {
  name: 'OrderDirection',
  description: 'Sort direction of a list.',
  valuesConfig: {
    ASC: { description: 'Smallest, earliest or alphabetically first first.' },
    DESC: { description: 'Greatest, latest or alphabetically last first.' },
  },
});
