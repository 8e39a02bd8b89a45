import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { GraphQLJSONObject } from 'graphql-scalars';
import { isExact, WrittenNumber } from '../../json-text.js';
import { Secret } from '../../secret.js';
import { toIsoText } from './time.js';

const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const INSTANT_TEXT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i;

/** A scalar that is sent as text and checked with one pattern, both in literals and in variables. */
function textScalar(options: {
  readonly name: string;
  readonly description: string;
  readonly specifiedByURL: string;
  readonly pattern: RegExp;
  /** The expected value, for the error message. */
  readonly expected: string;
  /** Whether whole numbers are accepted too (`7` for `"7"`). */
  readonly takesIntegers?: boolean;
}): GraphQLScalarType<string, string> {
  const check = (value: unknown): string => {
    const text = options.takesIntegers ? digitsOf(value) : value;
    if (typeof text === 'string' && options.pattern.test(text)) return text;
    throw new GraphQLError(`${options.name} expects ${options.expected}, but got ${shown(value)}`);
  };
  return new GraphQLScalarType<string, string>({
    name: options.name,
    description: options.description,
    specifiedByURL: options.specifiedByURL,
    serialize: (value) => String(value),
    parseValue: check,
    parseLiteral: (node) => {
      if (node.kind === Kind.STRING) return check(node.value);
      if (node.kind === Kind.INT && options.takesIntegers) return check(node.value);
      throw new GraphQLError(`${options.name} expects ${options.expected}, but got a literal of another kind`, {
        nodes: node,
      });
    },
  });
}

/** Converts an integer to its digits as sent, even if it is too large for a double; other values are unchanged. */
function digitsOf(value: unknown): unknown {
  if (value instanceof WrittenNumber) return value.source;
  return Number.isSafeInteger(value) ? String(value) : value;
}

/** Shortens a rejected value for a message. */
function shown(value: unknown): string {
  if (value instanceof WrittenNumber) return 'a number';
  if (typeof value !== 'string') return `a value of type ${typeof value}`;
  return value.length > 56 ? `${JSON.stringify(value.slice(0, 56)).slice(0, 57)}…"` : JSON.stringify(value);
}

/** Money, quantities and tax amounts: exact decimal text, never a float. */
export const Decimal = textScalar({
  name: 'Decimal',
  description:
    'An exact decimal number as text, e.g. `"12.50"` or `"-3"`: digits with an optional minus sign and decimal point. Money is in units of its currency. Never a float, so nothing is lost.',
  specifiedByURL: 'https://www.w3.org/TR/xmlschema-2/#decimal',
  pattern: /^-?\d{1,30}(\.\d{1,15})?$/,
  expected: 'a decimal number as a string like "12.50"',
});

/** Counters and transaction numbers, which may exceed 2^31. */
export const BigInt = textScalar({
  name: 'BigInt',
  description:
    'A non-negative integer of any size, as text of decimal digits, e.g. `"4711"`. Used for counters and transaction numbers, which may exceed 2³¹. An integer literal is accepted as well.',
  specifiedByURL: 'https://www.w3.org/TR/xmlschema-2/#nonNegativeInteger',
  pattern: /^\d{1,20}$/,
  expected: 'a whole number of digits like "4711"',
  takesIntegers: true,
});

/** Bytes as text. */
export const Base64 = textScalar({
  name: 'Base64',
  description: 'Bytes as standard base64 with padding (RFC 4648 section 4).',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc4648#section-4',
  pattern: /^(?:[A-Z0-9+/]{4})*(?:[A-Z0-9+/]{2}==|[A-Z0-9+/]{3}=)?$/i,
  expected: 'standard base64 with padding like "QmVsZWc="',
});

/**
 * A scalar for secrets. Coercion never fails, because GraphQL repeats a rejected value in its error message.
 * `secret-input.ts` checks the secret later, with messages that do not repeat it.
 */
function secretScalar(name: string, description: string, specifiedByURL: string): GraphQLScalarType<Secret, string> {
  return new GraphQLScalarType<Secret, string>({
    name,
    description: `${description} Never logged and never part of an error.`,
    specifiedByURL,
    serialize: (value) => (value instanceof Secret ? value.reveal() : ''),
    parseValue: (value) => new Secret(typeof value === 'string' ? value : ''),
    parseLiteral: (node) => new Secret(node.kind === Kind.STRING ? node.value : ''),
  });
}

const SECRETS_SPECIFICATION = 'https://workspace.fiskaly.com/';

/** The admin PIN of one TSS. */
export const AdminPin = secretScalar(
  'AdminPin',
  'The admin PIN of one TSS: a string of at least 6 characters, chosen by its admin.',
  SECRETS_SPECIFICATION,
);

/** The admin PUK of one TSS. */
export const AdminPuk = secretScalar(
  'AdminPuk',
  'The admin PUK of one TSS: a string of at least 10 characters. The service creates it and shows it only while the TSS is CREATED.',
  SECRETS_SPECIFICATION,
);

/** The secret half of an API key pair. */
export const ApiSecret = secretScalar(
  'ApiSecret',
  'The secret of a fiskaly API key pair, as a string.',
  SECRETS_SPECIFICATION,
);

/** An access or refresh token. */
export const Token = secretScalar(
  'Token',
  'An access or refresh token of a fiskaly session, as a string.',
  'https://www.rfc-editor.org/rfc/rfc6750#section-2.1',
);

/** A UUID, in lower or upper case; the upstream folds it to lower case. */
export const UUID = new GraphQLScalarType<string, string>({
  serialize: String,
  name: 'UUID',
  description:
    'A UUID as text, e.g. `"5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e"`. Create random UUIDs (version 4) for new objects.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc9562',
  parseValue: (value) => {
    if (typeof value === 'string' && UUID_TEXT.test(value)) return value.toLowerCase();
    throw new GraphQLError(
      `UUID expects 32 hexadecimal digits in five groups like "5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e", but got ${shown(value)}`,
    );
  },
  parseLiteral: (node) => {
    if (node.kind === Kind.STRING && UUID_TEXT.test(node.value)) return node.value.toLowerCase();
    throw new GraphQLError(
      'UUID expects a string of 32 hexadecimal digits in five groups like "5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e"',
      { nodes: node },
    );
  },
});

/** An instant in UTC. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description:
    'An instant, e.g. `"2026-11-23T08:15:30.000Z"` (RFC 3339). Output is in UTC; input may have any offset. The upstream has only whole seconds.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    if (value instanceof Date) return toIsoText(value);
    throw new GraphQLError('DateTime cannot show anything but a date.');
  },
  parseValue: toInstant,
  parseLiteral: (node) => toInstant(node.kind === Kind.STRING ? node.value : undefined),
});

/** Parses an instant (RFC 3339). It must not be before 1970, because the upstream has no earlier times. */
function toInstant(value: unknown): Date {
  if (typeof value === 'string' && INSTANT_TEXT.test(value)) {
    const date = new Date(value);
    // Date reads the 30th of February as the 2nd of March.
    const day = value.slice(0, 10);
    if (date.getTime() >= 0 && new Date(day).toISOString().startsWith(day)) return date;
  }
  throw new GraphQLError(
    `DateTime expects an instant from 1970 on, with its offset, like "2026-11-23T08:15:30Z", but got ${shown(value)}`,
  );
}

/**
 * A free JSON object, as in the upstream's contract. Reads literals itself, because the library drops parts that are
 * not JSON.
 */
export const JSONObject = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  parseLiteral: (node, variables) => {
    if (node.kind !== Kind.OBJECT) throw new GraphQLError('JSONObject expects an object.', { nodes: node });
    return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalOf(value, variables)]));
  },
});

/** The value of a literal without a type. Numbers that a double cannot represent keep their text. */
function literalOf(node: ValueNode, variables: Readonly<Record<string, unknown>> | null | undefined): unknown {
  if (node.kind === Kind.OBJECT) {
    return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literalOf(value, variables)]));
  }
  if (node.kind === Kind.LIST) return node.values.map((value) => literalOf(value, variables));
  if (node.kind !== Kind.INT && node.kind !== Kind.FLOAT) return valueFromASTUntyped(node, variables);
  const value = Number(node.value);
  return isExact(node.value, value) ? value : new WrittenNumber(node.value, value);
}
