import { existsSync, readFileSync } from 'node:fs';
import { resolveSchemaCoordinate } from 'graphql';
import {
  type Coordinates,
  type OperationCoverage,
  operationCoverage,
} from '../../docs/reference/operation-coverage.js';
import { dsfinvkCoverage } from '../../docs/reference/dsfinvk-coverage.js';
import { type Absent, propertyCoverage } from '../../docs/reference/property-coverage.js';
import type { JsonSchema } from '../../src/contract/contract.js';
import { signDeContract } from '../../src/contract/sign-de.js';
import { endpoints } from '../../src/datasources/sign-de/endpoints.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';

const graph = buildSchema();
const { document, operations } = signDeContract();
const schemas = (document as any).components.schemas as Record<string, JsonSchema>;
const root = new URL('../../', import.meta.url);
const nameOf = (reference: string): string => reference.replace('#/components/schemas/', '');

/**
 * Every property that requests and answers have, by the named schema that has it; of objects without a name by their
 * path.
 */
function propertiesOfContract(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const visit = (schema: any, name: string, path: string): void => {
    if (schema.$ref !== undefined) {
      const next = nameOf(schema.$ref as string);
      if (found.has(next)) return;
      found.set(next, new Set());
      visit(schemas[next], next, '');
      return;
    }
    for (const part of [...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])]) {
      visit(part, name, path);
    }
    if (schema.items) visit(schema.items, name, path);
    for (const [key, property] of Object.entries<any>(schema.properties ?? {})) {
      const full = path === '' ? key : `${path}.${key}`;
      if (!isInlineObject(property)) found.get(name)!.add(full);
      visit(property, name, full);
    }
  };
  for (const { body, answer } of operations.values()) {
    for (const schema of [body, answer]) if (schema) visit(schema, '', '');
  }
  return new Map([...found].filter(([, properties]) => properties.size > 0));
}

/** An object without a name: only what is in it has a place in the graph. */
function isInlineObject({ $ref, properties }: any): boolean {
  return $ref === undefined && properties !== undefined;
}

/** What of a mapping the schema does not have. */
function missing(mapping: Coordinates | Absent): readonly string[] {
  if (typeof mapping === 'object' && 'absent' in mapping) return mapping.absent.length > 20 ? [] : ['a reason'];
  const coordinates = typeof mapping === 'string' ? [mapping] : mapping;
  if (coordinates.length === 0) return ['a coordinate'];
  return coordinates.filter((coordinate) => !resolveSchemaCoordinate(graph, coordinate));
}

test('each field that is said to call DSFinV-K is in the graph', () => {
  const fields = Object.values(dsfinvkCoverage).flat();
  expect(fields.filter((field) => !resolveSchemaCoordinate(graph, field))).toEqual([]);
});

test('33 of 33 operations are covered, each by fields that there are', () => {
  expect(operations.size).toBe(33);
  expect(Object.keys(operationCoverage).toSorted()).toEqual([...operations.keys()].toSorted());
  for (const [id, { fields }] of Object.entries(operationCoverage)) {
    expect([id, missing(fields)]).toEqual([id, []]);
  }
});

describe.each([...operations.values()])('$id', ({ id, parameters }) => {
  const row: OperationCoverage = operationCoverage[id];

  test('has each of its parameters in the graph, and no other', () => {
    expect(Object.keys(row.parameters).toSorted()).toEqual(parameters.map(({ name }) => name).toSorted());
    expect(Object.values(row.parameters).flatMap(missing)).toEqual([]);
  });

  test('is called by a test that there is, and stands on the page with its hosts', () => {
    const names = row.fields.map((field) => field.split('.')[1]!);
    const file = new URL(row.test, root);
    expect(existsSync(file)).toBe(true);
    const text = readFileSync(file, 'utf8').toLowerCase();
    expect([id, ...names].some((name) => text.includes(name.toLowerCase()))).toBe(true);
    const line = readFileSync(new URL('docs/reference/operations.md', root), 'utf8')
      .split('\n')
      .find((each) => each.startsWith(`| \`${id}\` `))!;
    const hosts = endpoints[id].hosts.map((host) => ({ BACKEND: 'Backend', MIDDLEWARE: 'Middleware' })[host]);
    expect(line.split('|')[4]!.trim()).toBe(hosts.join(', else '));
  });
});

test('each enum that a parameter sorts or filters by is whole in the graph', () => {
  for (const { id, parameters } of operations.values()) {
    const row: OperationCoverage = operationCoverage[id];
    for (const { name, schema } of parameters) {
      const values = enumOf(schema);
      if (!values || name === 'show_deleted') continue;
      const [coordinate] = [row.parameters[name]!].flat() as [string];
      const resolved: any = resolveSchemaCoordinate(graph, coordinate);
      const type: any = (resolved.inputField ?? resolved.fieldArgument).type;
      const known = namedType(type)
        .getValues()
        .filter((value: any) => value.name !== 'UNKNOWN');
      expect([id, name, known.length]).toEqual([id, name, values.length]);
    }
  }
});

function enumOf(schema: any): readonly string[] | undefined {
  if (schema.$ref !== undefined) return enumOf(schemas[nameOf(schema.$ref as string)]);
  return schema.enum ?? (schema.items ? enumOf(schema.items) : undefined);
}

function namedType(type: any): any {
  return type.ofType ? namedType(type.ofType) : type;
}

test('every property of requests and answers is in the graph, or a reason says why not; and nothing is told of any other', () => {
  const contract = propertiesOfContract();
  expect(contract.size).toBeGreaterThan(35);
  const told = Object.entries(propertyCoverage);
  expect(told.map(([name]) => name).toSorted()).toEqual([...contract.keys()].toSorted());
  for (const [name, properties] of told) {
    expect([name, Object.keys(properties).toSorted()]).toEqual([name, [...contract.get(name)!].toSorted()]);
    expect([name, Object.values(properties).flatMap(missing)]).toEqual([name, []]);
  }
});

test.each([
  ['an operation field', 'Query.tss', true],
  ['a field that there is not', 'Tss.colour', false],
  ['an argument that there is not', 'Query.tss(colour:)', false],
  ['a type that there is not', 'Colour', false],
])('%s is told apart', (_, coordinate, exists) => {
  expect(missing(coordinate).length === 0).toBe(exists);
});
