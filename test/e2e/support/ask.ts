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
 * A document that queries a root field with its required arguments, the admin's PIN if it accepts one, and the smallest
 * possible selection.
 * @param uuid the value for every UUID
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

/** A value of a type with only its required members. */
function example(type: GraphQLInputType, uuid: string): unknown {
  const inner = getNullableType(type);
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields());
    // The simplest of several members, which is least likely to be refused for its content.
    const simplest = fields.find(({ type: of }) => !isInputObjectType(getNamedType(of))) ?? fields[0]!;
    const given = inner.isOneOf
      ? [simplest]
      : fields.filter(({ name, type: of }) => isNonNullType(of) || name === 'adminPin');
    return {
      ...Object.fromEntries(given.map((field) => [field.name, example(field.type, uuid)])),
      ...PARTICULAR[inner.name]?.(uuid),
    };
  }
  return SCALARS[getNamedType(inner).name]?.(uuid) ?? 'example';
}

/** Members that need more than a value of their type, by input type: without them nothing would be sent. */
const PARTICULAR: Readonly<Record<string, (uuid: string) => object>> = {
  UpsertVatDefinitionInput: () => ({ key: '1000' }),
  UpdateVatDefinitionMetadataInput: () => ({ key: '1000' }),
  UpsertCashRegisterInput: (uuid) => ({ master: { tssUuid: uuid }, baseCurrencyCode: 'EUR' }),
  CashRegisterSoftwareInput: () => ({ brand: 'example' }),
  UpsertPurchaserAgencyInput: () => ({ taxNumber: '1' }),
  PostalAddressInput: () => ({ countryCode: 'DEU' }),
  TriggerDsfinvkExportInput: () => ({ businessDays: { from: '2026-01-01', to: '2026-01-31' } }),
};

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
