import { Field } from 'type-graphql';

/** The member `includeDeleted` of a filter. @param rows what is listed too, in the plural */
export function IncludeDeleted(rows: string): PropertyDecorator {
  return Field(() => Boolean, {
    defaultValue: true,
    description: `Whether ${rows} that the TEST clean-up wiped are listed too.`,
  });
}
