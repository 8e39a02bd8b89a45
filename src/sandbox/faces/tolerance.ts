import type { Contract, ContractOperation, JsonSchema } from '../../contract/contract.js';
import { isExact, WrittenNumber } from '../../json-text.js';
import { resolveReference } from './complaint.js';

/**
 * Converts the bodies of an operation to the contract's form before the check. Real clients send forms that the real
 * service accepts and the contract does not mention. The conversion is made at the first request.
 */
export type Tolerance = (contract: Contract, operation: ContractOperation) => (body: unknown) => unknown;

/**
 * PHP writes `[]` for an empty object. Keeps `[]` for members that are lists in the contract, and inside `other`
 * (`integration-guide.md §12`).
 */
export const takeEmptyListsAsObjects: Tolerance = ({ document }) => {
  const lists = new Set(collectListNames(document));
  const toObjects = (value: unknown, name = ''): unknown => {
    if (Array.isArray(value)) return value.length === 0 && !lists.has(name) ? {} : value;
    if (!isObject(value) || name === 'other') return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toObjects(member, key)]));
  };
  return (body) => toObjects(body);
};

/**
 * Turns values of metadata into strings: numbers into their text, and null into the empty string. Both null and the
 * empty string delete a key (`integration-guide.md §12`).
 */
export const takeMetadataAsStrings: Tolerance = (_contract, { id }) => {
  if (id.endsWith('Metadata')) return metadataToStrings;
  return (body) =>
    isObject(body) && 'metadata' in body ? { ...body, metadata: metadataToStrings(body.metadata) } : body;
};

function metadataToStrings(metadata: unknown): unknown {
  if (!isObject(metadata)) return metadata;
  return Object.fromEntries(
    Object.entries(metadata).map(([key, value]) => {
      if (value === null) return [key, ''];
      if (value instanceof WrittenNumber) return [key, value.source];
      return [key, typeof value === 'number' ? String(value) : value];
    }),
  );
}

/**
 * Reads a string of digits where the contract has a number and no string (`dsfinvk-v1.md §3`, Types). A string that a
 * double cannot hold stays a string, and the check refuses it.
 */
export const takeDigitsAsNumbers: Tolerance = ({ document }, { body }) => {
  if (!body) return (value) => value;
  const outline = new Outline(document, [body]);
  return (value) => outline.read(value);
};

/** A number as JSON writes it. */
const DIGITS = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** What the schemas that may apply to a value say of numbers in it, read from the contract as far as values need it. */
class Outline {
  readonly #document: JsonSchema;
  readonly #schemas: readonly JsonSchema[];
  readonly #isNumber: boolean;
  readonly #members = new Map<string, Outline>();

  constructor(document: JsonSchema, schemas: readonly JsonSchema[]) {
    this.#document = document;
    this.#schemas = schemas.flatMap((schema) => branchesOf(document, schema));
    const types = this.#schemas.flatMap(({ type }) => type);
    this.#isNumber = (types.includes('number') || types.includes('integer')) && !types.includes('string');
  }

  read(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.#isNumber && DIGITS.test(value) && isExact(value, Number(value)) ? Number(value) : value;
    }
    if (Array.isArray(value)) return value.map((item) => this.#member('').read(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#member(name).read(member)]));
  }

  /** The outline of a member; the empty name is that of the items of a list. */
  #member(name: string): Outline {
    let member = this.#members.get(name);
    if (!member) {
      const schemas = this.#schemas.map(({ items, properties }) =>
        name === '' ? items : (properties as Readonly<Record<string, unknown>> | undefined)?.[name],
      );
      member = new Outline(this.#document, schemas.filter(isObject));
      this.#members.set(name, member);
    }
    return member;
  }
}

/** A schema and all its branches, with references followed. */
function branchesOf(document: JsonSchema, schema: JsonSchema): readonly JsonSchema[] {
  const found = resolveReference(document, schema);
  const branches = [found.anyOf, found.oneOf, found.allOf].flatMap((list) =>
    Array.isArray(list) ? (list as readonly unknown[]) : [],
  );
  return [found, ...branches.filter(isObject).flatMap((branch) => branchesOf(document, branch))];
}

/** Names of all members that are lists somewhere below a node of the contract. */
function collectListNames(node: unknown): readonly string[] {
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([name, child]) => [
    ...(isObject(child) && child.type === 'array' ? [name] : []),
    ...(Array.isArray(child) ? child.flatMap(collectListNames) : collectListNames(child)),
  ]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof WrittenNumber);
}
