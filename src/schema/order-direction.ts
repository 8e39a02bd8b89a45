import { registerEnumType } from 'type-graphql';

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
