import {
  coerceInputValue,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { shorten } from './shorten.js';

/** Variables of one request. */
export interface Variables {
  /** As they were sent. */
  readonly given: Readonly<Record<string, unknown>>;
  /** As their types want them. */
  readonly coerced: Readonly<Record<string, unknown>>;
}

/** Variables, or what is wrong with them. */
export type CoercedVariables =
  | (Variables & { readonly errors?: undefined })
  | { readonly errors: readonly GraphQLError[]; readonly coerced?: undefined };

/** Most wrong variables that are told of. Threat: each further one would cost as much again. */
const MAXIMUM_ERRORS = 10;
/**
 * Most values that variables hold, in lists and objects together; an order of a thousand lines has four thousand.
 * Threat: types are applied to each of them several times, before anybody is asked for a credential.
 */
export const MAXIMUM_VALUES = 20_000;

/** A variable that an operation declares. */
interface Declared {
  readonly definition: VariableDefinitionNode;
  readonly name: string;
  readonly type: GraphQLInputType;
}

/** Gives the variables of one request their types. See {@link coerceVariables}. */
export type Coerce = (given: Variables['given']) => CoercedVariables;

/** {@link coerceVariables} for many requests: the types are looked up once. */
export function compileCoercion(schema: GraphQLSchema, definitions: readonly VariableDefinitionNode[]): Coerce {
  const declared = definitions.map((definition) => declaredBy(schema, definition));
  return (given) => coerceAll(declared, given);
}

/**
 * Gives the variables of an operation the types they are declared with, as graphql-js does. It says what is wrong
 * without printing what was sent: that may hold secrets, and graphql-js prints all of it for each of many mistakes.
 */
export function coerceVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
  given: Variables['given'],
): CoercedVariables {
  return compileCoercion(schema, definitions)(given);
}

function declaredBy(schema: GraphQLSchema, definition: VariableDefinitionNode): Declared {
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) throw new Error('A validated document has a variable that is no input.');
  return { definition, name: definition.variable.name.value, type };
}

function coerceAll(declared: readonly Declared[], given: Variables['given']): CoercedVariables {
  const errors: GraphQLError[] = [];
  const report = (message: string, node: VariableDefinitionNode) => {
    if (errors.length === MAXIMUM_ERRORS) throw new TooManyErrors();
    errors.push(new GraphQLError(message, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } }));
  };
  if (holdTooMany(given)) {
    const message = `The variables hold more than ${MAXIMUM_VALUES} values.`;
    return { errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] };
  }
  // Names come from the document: one may be called like a member that every object has.
  const coerced = Object.create(null) as Record<string, unknown>;
  try {
    for (const each of declared) coerce(each, given, coerced, report);
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
  }
  return errors.length === 0 ? { given, coerced } : { errors };
}

/** Whether variables are refused for how many values they hold. */
export function holdTooMany(variables: unknown): boolean {
  return valuesIn(variables) > MAXIMUM_VALUES;
}

/** How many values there are in a value, counted no further than it matters. Bodies are not nested deeply. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  const members = value as Readonly<Record<string, unknown>>; // of any object, and lists too
  // A list of the values of tens of thousands of members would take longer than to read them from JSON.
  for (const name in members) {
    count += 1 + valuesIn(members[name]);
    if (count > MAXIMUM_VALUES) break;
  }
  return count;
}

/** Ends the work on variables of which enough is known. */
class TooManyErrors extends Error {}

function coerce(
  { definition, name, type }: Declared,
  given: Variables['given'],
  coerced: Record<string, unknown>,
  report: (message: string, node: VariableDefinitionNode) => void,
): void {
  const shown = shorten(name);
  const isGiven = Object.hasOwn(given, name);
  const value = isGiven ? given[name] : undefined;
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

/** Takes away what graphql-js's own scalars print: `String cannot represent a non string value: { adminPin: "…" }`. */
export function withoutValue(message: string): string {
  const [, kept] = /^((?:\w+|Enum "\w+") cannot represent [\w -]*value): /.exec(message) ?? [];
  return kept === undefined ? message : `${kept}.`;
}
