import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { randomUUID } from 'node:crypto';

/**
 * A document that asks for a root field with whatever arguments it must have, the admin's PIN where it takes one, and
 * for as little of it as there is.
 * @param uuid what is given for every UUID
 */
export function ask(
  root: 'query' | 'mutation' | 'subscription',
  field: GraphQLField<unknown, unknown>,
  uuid: string = randomUUID(),
) {
  const needed = field.args.filter(({ type }) => isNonNullType(type));
  const names = needed.map(({ name }) => `${name}: $${name}`).join(', ');
  const declared = needed.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const query = `${root} ${declared && `(${declared})`} { ${field.name}${names && `(${names})`} ${selection(field.type)} }`;
  return { query, variables: Object.fromEntries(needed.map(({ name, type }) => [name, example(type, uuid)])) };
}

function selection(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '{ __typename }';
  return named.getFields().userErrors ? '{ userErrors { code message } }' : '{ __typename }';
}

/** A value that a type takes, with no more in it than there must be. */
function example(type: GraphQLInputType, uuid: string): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields());
    // Of several the simplest, which is the least likely to be refused for what is in it.
    const simplest = fields.find(({ type: of }) => !isInputObjectType(getNamedType(of))) ?? fields[0]!;
    const given = inner.isOneOf
      ? [simplest]
      : fields.filter(({ name, type: of }) => isNonNullType(of) || name === 'adminPin');
    return Object.fromEntries(given.map((field) => [field.name, example(field.type, uuid)]));
  }
  return SCALARS[getNamedType(inner).name]?.(uuid) ?? 'example';
}

const SCALARS: Readonly<Record<string, (uuid: string) => unknown>> = {
  UUID: (uuid) => uuid,
  ID: (uuid) => Buffer.from(`Tss:${uuid}`).toString('base64url'),
  AdminPin: () => '123456',
  AdminPuk: () => '1234567890',
  Int: () => 1,
  BigInt: () => '1',
  Boolean: () => false,
  Decimal: () => '1.00',
  Base64: () => 'eA==',
  DateTime: () => '2026-01-01T00:00:00Z',
  JSONObject: () => ({}),
};
