import {
  coerceInputValue,
  getNullableType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLLeafType,
  type GraphQLSchema,
  isInputType,
  isLeafType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { shorten } from './shorten.js';

/** The variables of one request. */
export interface Variables {
  /** The values in the request. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** The values, coerced to their declared types. */
  readonly coerced: Readonly<Record<string, unknown>>;
}

/** The variables, or the errors in them. */
export type CoercedVariables =
  | (Variables & { readonly errors?: undefined })
  | { readonly errors: readonly GraphQLError[]; readonly coerced?: undefined };

/** Maximum number of reported errors. Threat: each further error would cost the same CPU time again. */
const MAXIMUM_ERRORS = 10;
/**
 * Maximum number of values in all variables together, including values in lists and objects. An order with a thousand
 * lines has about four thousand. Threat: coercion visits each value several times, before the caller is authenticated.
 */
export const MAXIMUM_VALUES = 20_000;

interface Declared {
  readonly definition: VariableDefinitionNode;
  readonly name: string;
  readonly type: GraphQLInputType;
  /** The scalar or enum that the variable is, apart from null. */
  readonly leaf: GraphQLLeafType | undefined;
}

/** Coerces the variables of one request. See {@link coerceVariables}. */
export type Coerce = (raw: Variables['raw']) => CoercedVariables;

/** Like {@link coerceVariables}, but for many requests with the same document: it looks up the types only once. */
export function compileCoercion(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): Coerce {
  const declared = definitions.map((definition) => declaredBy(schema, definition));
  return (raw) => coerceAll(declared, raw);
}

/**
 * Coerces the variables of an operation to their declared types, like graphql-js. The errors do not contain the values,
 * because values may be secrets. Many errors of graphql-js contain the whole value.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  raw: Variables['raw'],
): CoercedVariables {
  return compileCoercion(schema, definitions)(raw);
}

function declaredBy(schema: GraphQLSchema, definition: VariableDefinitionNode): Declared {
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) throw new Error('A validated document has a variable whose type is not an input type.');
  const inner = getNullableType(type);
  return { definition, name: definition.variable.name.value, type, leaf: isLeafType(inner) ? inner : undefined };
}

function coerceAll(declared: readonly Declared[], raw: Variables['raw']): CoercedVariables {
  const errors: GraphQLError[] = [];
  const report = (message: string, node: VariableDefinitionNode) => {
    if (errors.length === MAXIMUM_ERRORS) throw new TooManyErrors();
    errors.push(new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } }));
  };
  if (hasTooManyValues(raw)) {
    const message = `The variables contain more than ${MAXIMUM_VALUES} values.`;
    return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] };
  }
  // The names come from the document and may be names of inherited members, such as `constructor`.
  const coerced = Object.create(null) as Record<string, unknown>;
  try {
    for (const each of declared) coerce(each, raw, coerced, report);
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return errors.length === 0 ? { raw, coerced } : { errors };
}

/** Whether the variables contain more than {@link MAXIMUM_VALUES} values. */
export function hasTooManyValues(variables: unknown): boolean {
  return valuesIn(variables) > MAXIMUM_VALUES;
}

/**
 * Counts the values inside a value, and stops above the limit. Recursion is safe, because the depth of bodies is
 * limited.
 */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  const members = value as Readonly<Record<string, unknown>>; // the items of an array can be read by name too
  // With tens of thousands of members, `Object.values` would take longer than parsing the JSON did.
  for (const name in members) {
    count += 1 + valuesIn(members[name]);
    if (count > MAXIMUM_VALUES) break;
  }
  return count;
}

/** Stops coercion if {@link MAXIMUM_ERRORS} errors are found. */
class TooManyErrors extends Error {}

function coerce(
  { definition, name, type, leaf }: Declared,
  raw: Variables['raw'],
  coerced: Record<string, unknown>,
  report: (message: string, node: VariableDefinitionNode) => void,
): void {
  const isGiven = Object.hasOwn(raw, name);
  const value = isGiven ? raw[name] : undefined;
  if (leaf && value !== undefined && value !== null) {
    const parsed = parseLeaf(leaf, value);
    if (parsed !== undefined) {
      coerced[name] = parsed;
      return;
    }
  }
  const shown = shorten(name);
  if (!isGiven) {
    if (definition.defaultValue) coerced[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) {
      report(`Variable "$${shown}" of required type "${String(type)}" was not provided.`, definition);
    }
  } else if (value === null && isNonNullType(type)) {
    report(`Variable "$${shown}" of non-null type "${String(type)}" must not be null.`, definition);
  } else {
    coerced[name] = coerceInputValue(value, type, (path, _value, { message }) => {
      const place = shorten(name + path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join(''));
      report(`Variable "$${shown}" is wrong at "${place}": ${withoutValue(shorten(message))}`, definition);
    });
  }
}

/** Parses a scalar or an enum, as most variables are. @returns undefined for a wrong value, which is reported later */
function parseLeaf(leaf: GraphQLLeafType, value: unknown): unknown {
  try {
    return leaf.parseValue(value);
  } catch {
    return undefined;
  }
}

/**
 * Removes the value from messages of graphql-js's scalars, such as
 * `String cannot represent a non string value: { adminPin: "…" }`.
 */
export function withoutValue(message: string): string {
  const [, kept] = /^((?:\w+|Enum "\w+") cannot represent [\w -]*value): /.exec(message) ?? [];
  return kept === undefined ? message : `${kept}.`;
}
