import type { Context } from './context.js';

/** The argument of `subscribe`. TypeGraphQL does not type it; graphql-js has coerced `args` by the schema. */
export interface SubscribeInput<Arguments> {
  readonly args: Arguments;
  readonly context: Context;
}
