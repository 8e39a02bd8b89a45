import { existsSync, readFileSync } from 'node:fs';
import {
  getNamedType,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { readContract } from '../../src/contract.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';
import { type Coverage, type CoveredOperation, type Place, placesOf } from './covered.js';
import { coveredOperations } from './operations.js';
import { printOperations } from './print.js';
import { coveredSchemas } from './schemas.js';
import { type Direction, properties, type Property, resolve } from './walk.js';

const schema = buildSchema();
const { operations } = readContract();
const byOperation: Readonly<Record<string, CoveredOperation<never> & { parameters: Record<string, Coverage> }>> =
  coveredOperations;
const bySchema: Readonly<Record<string, Readonly<Record<string, Coverage>>>> = coveredSchemas;

/** What a place holds, and which way it goes; fails when the graph has no such place. */
function look(place: Place): { readonly direction: Direction | 'both'; readonly type: GraphQLNamedType } {
  const [, typeName = '', fieldName = '', argumentName] = /^(\w+)\.(\w+)(?:\((\w+)\))?$/.exec(place) ?? [];
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInputObjectType(type) && !isInterfaceType(type)) throw new Error(`No ${place}.`);
  const field = type.getFields()[fieldName];
  if (!field) throw new Error(`No ${place}.`);
  if (argumentName === undefined) {
    const isMutation = type === schema.getMutationType();
    return {
      direction: isMutation ? 'both' : isInputObjectType(type) ? 'asked' : 'told',
      type: getNamedType(field.type) as GraphQLNamedType, // of a schema that is built
    };
  }
  const argument = 'args' in field ? field.args.find(({ name }) => name === argumentName) : undefined;
  if (!argument) throw new Error(`No ${place}.`);
  return { direction: 'asked', type: getNamedType(argument.type) as GraphQLNamedType };
}

/** Whether a coverage has a place in the graph where it can be asked for or is told, or a reason. */
function reaches(coverage: Coverage, direction: Direction): boolean {
  if (typeof coverage === 'object' && 'leftOut' in coverage) return coverage.leftOut.length > 20;
  return placesOf(coverage).some((place) => [direction, 'both'].includes(look(place).direction));
}

/** Values of the contract that an enum of the graph lacks. */
function missingValues(coverage: Coverage, values: object): unknown[] {
  const inner = 'items' in values ? resolve(values.items as Record<string, unknown>) : values;
  const wanted = 'enum' in inner ? (inner.enum as unknown[]) : [];
  return placesOf(coverage).flatMap((place) => {
    const { type } = look(place);
    if (!isEnumType(type)) return [];
    const known = new Set(type.getValues().map(({ value }): unknown => value));
    return wanted.filter((value) => !known.has(value));
  });
}

const coverageOf = ({ schema: owner, name }: Property): Coverage | undefined => bySchema[owner]?.[name];
const isOpen = (property: Property): boolean => {
  const coverage = coverageOf(property);
  return coverage !== undefined && placesOf(coverage).length > 0;
};
const all = [...properties(isOpen)];

describe('The graph has every operation of the contract', () => {
  test('all 33 of them', () => {
    expect(Object.keys(coveredOperations).toSorted()).toEqual([...operations.keys()].toSorted());
    expect(operations.size).toBe(33);
  });

  test.each([...operations.values()])('$id: fields that call it, all parameters, and a test', (operation) => {
    const { fields, parameters, test: file } = byOperation[operation.id]!;
    for (const field of fields) look(field);
    expect(Object.keys(parameters).toSorted()).toEqual(operation.parameters.map(({ name }) => name).toSorted());
    for (const { name, schema: values } of operation.parameters) {
      const coverage = parameters[name]!;
      expect([name, reaches(coverage, 'asked')]).toEqual([name, true]);
      expect([name, missingValues(coverage, resolve(values))]).toEqual([name, []]);
    }
    const url = new URL(`../${file}`, import.meta.url);
    expect([file, existsSync(url)]).toEqual([file, true]);
    const text = readFileSync(url, 'utf8').toLowerCase();
    const names = [operation.id, ...fields.map((field) => field.split('.')[1]!)];
    expect([file, names.some((name) => text.includes(name.toLowerCase()))]).toEqual([file, true]);
  });
});

describe('The graph has every property of the contract', () => {
  test('and the table has no other', () => {
    const found = new Set(all.map(({ schema: owner, name }) => `${owner}.${name}`));
    const written = Object.entries(bySchema).flatMap(([owner, members]) =>
      Object.keys(members).map((name) => `${owner}.${name}`),
    );
    expect([...found].filter((name) => !written.includes(name))).toEqual([]);
    expect(written.filter((name) => !found.has(name))).toEqual([]);
  });

  test.each(all.map((property) => ({ ...property, title: `${property.schema}.${property.name}` })))(
    '$title, $direction',
    (property) => {
      const coverage = coverageOf(property)!;
      for (const place of placesOf(coverage)) look(place);
      expect(reaches(coverage, property.direction)).toBe(true);
      expect(missingValues(coverage, resolve(property.values))).toEqual([]);
    },
  );
});

test('A property that the contract gains fails here until it has a place or a reason', () => {
  const gained: Property = { schema: 'TssResponse', name: 'gained', direction: 'told', values: {} };
  expect(coverageOf(gained)).toBeUndefined();
  expect(() => look('Tss.gained')).toThrow('No Tss.gained.');
  expect(() => look('Query.tss(gained)')).toThrow('No Query.tss(gained).');
  expect(reaches('Tss.state', 'asked')).toBe(false);
  expect(missingValues('Tss.state', { enum: ['CREATED', 'GAINED'] })).toEqual(['GAINED']);
});

test('docs/reference/operations.md is printed from these tables', () => {
  expect(readFileSync(new URL('../../docs/reference/operations.md', import.meta.url), 'utf8')).toBe(printOperations());
});
