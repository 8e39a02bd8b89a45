import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isInputObjectType,
} from 'graphql';
import type { UserError, UserErrorCode } from '../schema/common/user-error.js';
import { withoutField } from './common/to-user-error.js';

/** Codes of errors that may concern a field because it was not sent. */
const MAY_BE_MISSING: ReadonlySet<UserErrorCode> = new Set([
  'INVALID_INPUT',
  'SUSPICIOUS_RECEIPT',
  'ADMIN_PIN_REQUIRED',
  'ADMIN_REQUIRED',
  'ADMIN_PUK_REQUIRED',
]);

/** Arguments of any type, coerced by graphql-js. */
type Resolve = GraphQLFieldResolver<unknown, unknown, Readonly<Record<string, unknown>>>;

/**
 * Removes `field` from user errors of all mutations if it does not fit the input. An upstream error names the field as
 * in most inputs. But some inputs do not have that field, or the caller did not send it.
 */
export function nameFieldsOfInput(schema: GraphQLSchema): void {
  for (const mutation of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const inner: Resolve = mutation.resolve ?? defaultFieldResolver;
    const names = namesOfInput(mutation);
    const resolve: Resolve = async (source, args, context, info) => {
      const payload = await inner(source, args, context, info);
      const { userErrors } = payload as { readonly userErrors: readonly UserError[] }; // every payload has user errors
      const isTrue = ({ code, field }: UserError) =>
        !field || (names.has(field[0]) && (MAY_BE_MISSING.has(code) || isSent(args.input, field)));
      if (userErrors.every(isTrue)) return payload;
      const shown = userErrors.map((error) => (isTrue(error) ? error : withoutField(error)));
      // Do not spread: a payload may have getters, which must run only if their fields are selected.
      return Object.create(payload as object, { userErrors: { value: shown } }) as unknown;
    };
    mutation.resolve = resolve;
  }
}

function namesOfInput({ args }: GraphQLField<unknown, unknown>): ReadonlySet<string | undefined> {
  const input = args.find(({ name }) => name === 'input');
  const type = input && getNamedType(input.type);
  return new Set(isInputObjectType(type) ? Object.keys(type.getFields()) : []);
}

function isSent(input: unknown, path: readonly string[]): boolean {
  let value = input;
  for (const name of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as Readonly<Record<string, unknown>>)[name]; // the check above shows that it is an object
  }
  return value !== undefined && value !== null;
}
