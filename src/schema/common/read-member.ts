import { GraphQLError } from 'graphql';
import { type ClassType, Field } from 'type-graphql';
import { isObject } from '../../received/sign-de.js';
import { digitsOf } from '../../json-text.js';
import { Environment } from './environment.js';
import { known } from './known.js';
import { toDate } from './time.js';

// Readers of the upstream's JSON. A member that is missing or has another type fails only the field that shows it
// (docs/decisions/0047). Readers named `optional…` are for members that the contract does not promise: for these,
// absence is not an error.

/** The type of a field's options, which TypeGraphQL does not export. */
type TypeOfField = NonNullable<Parameters<typeof Field>[0]>;

/** End of the description of a field whose member the contract promises. */
const IF_MISSING = 'Null, with an error, if the upstream does not send it.';

/**
 * A field that shows a member of the upstream's answers. It is nullable although the contract promises the member,
 * unless the member identifies its object.
 */
export function ToldField(type: TypeOfField, { description }: { readonly description: string }) {
  return Field(type, { nullable: true, description: `${description} ${IF_MISSING}` });
}

/** Like {@link ToldField}, for a list of objects, each of which may be null as well. */
export function ToldList(type: () => ClassType, { description }: { readonly description: string }) {
  return Field(() => [type()], { nullable: 'itemsAndList', description: `${description} ${IF_MISSING}` });
}

/** An object of the upstream with unchecked members. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads a text. @throws GraphQLError `UPSTREAM_ANSWER_INVALID`, as all readers here do */
export function text<Owner extends object>(json: Owner, name: keyof Owner & string): string {
  const value: unknown = json[name];
  if (typeof value === 'string') return value;
  throw untold(name, value, 'a text');
}

/** As {@link text}, for a member that may be absent. */
export function optionalText<Owner extends object>(json: Owner, name: keyof Owner & string): string | undefined {
  return json[name] === undefined ? undefined : text(json, name);
}

/** Reads a counter, which the upstream writes as a number or as text (`integration-guide.md §12`). */
export function counter<Owner extends object>(json: Owner, name: keyof Owner & string): string {
  const value: unknown = json[name];
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return String(value);
  throw untold(name, value, 'a whole number');
}

/** As {@link counter}, for a member that may be absent. */
export function optionalCounter<Owner extends object>(json: Owner, name: keyof Owner & string): string | undefined {
  return json[name] === undefined ? undefined : counter(json, name);
}

/** Reads a whole number that fits into `Int`. */
export function int<Owner extends object>(json: Owner, name: keyof Owner & string): number {
  const value: unknown = json[name];
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 31) return value;
  throw untold(name, value, 'a whole number below 2^31');
}

/** As {@link int}, for a member that may be absent. */
export function optionalInt<Owner extends object>(json: Owner, name: keyof Owner & string): number | undefined {
  return json[name] === undefined ? undefined : int(json, name);
}

/** Reads a decimal number, which the upstream writes as a number of JSON. Its digits are kept. */
export function decimal<Owner extends object>(json: Owner, name: keyof Owner & string): string {
  const digits = digitsOf(json[name]);
  if (digits !== undefined && /^-?\d+(?:\.\d+)?$/.test(digits)) return digits;
  throw untold(name, json[name], 'a decimal number');
}

/** As {@link decimal}, for a member that may be absent or null. */
export function optionalDecimal<Owner extends object>(json: Owner, name: keyof Owner & string): string | undefined {
  return json[name] === undefined || json[name] === null ? undefined : decimal(json, name);
}

/** The last second that a date can hold (ECMA-262, time values). */
const LAST_SECOND = 8.64e12;

/** Reads a Unix time. */
export function time<Owner extends object>(json: Owner, name: keyof Owner & string): Date {
  const value: unknown = json[name];
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= LAST_SECOND) return toDate(value);
  throw untold(name, value, 'a Unix time');
}

/** As {@link time}, for a member that may be absent. */
export function optionalTime<Owner extends object>(json: Owner, name: keyof Owner & string): Date | undefined {
  return json[name] === undefined ? undefined : time(json, name);
}

/** Reads a member of one of our enums; a value that this version does not know is `UNKNOWN`. */
export function oneOf<
  Values extends Readonly<Record<string, string>> & { readonly UNKNOWN: string },
  Owner extends object,
>(values: Values, json: Owner, name: keyof Owner & string): Values[keyof Values] {
  return known(values, text(json, name));
}

/** Reads the environment. A value other than TEST and LIVE is an error, because the enum has no `UNKNOWN`. */
export function environment<Owner extends object>(json: Owner, name: keyof Owner & string): Environment {
  const value: unknown = json[name];
  if (value === Environment.TEST || value === Environment.LIVE) return value;
  throw untold(name, value, '"TEST" or "LIVE"');
}

/** As {@link environment}, for a member that may be absent. */
export function optionalEnvironment<Owner extends object>(
  json: Owner,
  name: keyof Owner & string,
): Environment | undefined {
  return json[name] === undefined ? undefined : environment(json, name);
}

/** Reads an object, without checking its members. */
export function object<Owner extends object>(json: Owner, name: keyof Owner & string): Json {
  const value: unknown = json[name];
  if (isObject(value)) return value;
  throw untold(name, value, 'an object');
}

/** As {@link object}, for a member that may be absent. */
export function optionalObject<Owner extends object>(json: Owner, name: keyof Owner & string): Json | undefined {
  return json[name] === undefined ? undefined : object(json, name);
}

/**
 * Reads a list of objects.
 * @returns the result of `make` for each object; an error in place of an element that is not an object
 */
export function objects<Owner extends object, Item>(
  json: Owner,
  name: keyof Owner & string,
  make: (item: Json) => Item,
): readonly (Item | Error)[] {
  const value: unknown = json[name];
  if (!Array.isArray(value)) throw untold(name, value, 'a list');
  const items: readonly unknown[] = value;
  return items.map((item) => (isObject(item) ? make(item) : untold(name, item, 'a list of objects')));
}

/** As {@link objects}, for a member that may be absent: then there are none. */
export function optionalObjects<Owner extends object, Item>(
  json: Owner,
  name: keyof Owner & string,
  make: (item: Json) => Item,
): readonly (Item | Error)[] {
  return json[name] === undefined ? [] : objects(json, name, make);
}

/** The error of a field whose member is missing or of another type. It never repeats a value. */
export function untold(name: string, value: unknown, expected: string): GraphQLError {
  const problem = value === undefined ? 'is missing' : `is ${value === null ? 'null' : 'something else'}`;
  return new GraphQLError(`The upstream's answer should have ${expected} as \`${name}\`, which ${problem}.`, {
    extensions: { code: 'UPSTREAM_ANSWER_INVALID' },
  });
}
