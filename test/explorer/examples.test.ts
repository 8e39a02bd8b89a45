import { readdirSync, readFileSync } from 'node:fs';
import {
  buildSchema,
  coerceInputValue,
  Kind,
  parse,
  typeFromAST,
  validate,
  type OperationDefinitionNode,
} from 'graphql';
import { demo } from '../../src/sandbox/demo/demo-data.js';

const folder = new URL('../../explorer/examples/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.graphql'));
const variableFiles = readdirSync(folder).filter((name) => name.endsWith('.variables.json'));
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));

const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const variablesName = (name: string) => name.replace(/\.graphql$/, '.variables.json');
const readVariables = (name: string): Readonly<Record<string, unknown>> =>
  // The examples' own files: objects of variables.
  variableFiles.includes(variablesName(name)) ? (JSON.parse(read(variablesName(name))) as Record<string, unknown>) : {};

describe('the examples that GraphiQL opens with', () => {
  test('are found, each set of variables with its operation', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const file of variableFiles) expect(names).toContain(file.replace(/\.variables\.json$/, '.graphql'));
  });

  describe.each(names)('%s', (name) => {
    const document = parse(read(name));
    // Asserted by the first test.
    const operation = document.definitions[0] as OperationDefinitionNode;

    test('holds one operation with a name, which is the title of its tab', () => {
      expect(document.definitions.map(({ kind }) => kind)).toEqual([Kind.OPERATION_DEFINITION]);
      expect(operation.name?.value).toMatch(/^[A-Z]\w+$/);
    });

    test('begins by saying what it shows', () => {
      expect(read(name)).toMatch(/^# [A-Z].{20,}\n/);
    });

    test('is valid against the schema', () => {
      expect(validate(schema, document)).toEqual([]);
    });

    test('has a valid value for each of its variables and for no other', () => {
      const variables = readVariables(name);
      const definitions = operation.variableDefinitions ?? [];
      expect(Object.keys(variables)).toEqual(definitions.map(({ variable }) => variable.name.value));
      for (const { variable, type } of definitions) {
        // The parts of typeFromAST's overloads differ only in which node they take.
        const inputType = typeFromAST(schema, type);
        coerceInputValue(
          variables[variable.name.value],
          inputType as unknown as Parameters<typeof coerceInputValue>[1],
        );
      }
    });
  });

  test('read nothing but the demo data and what they themselves make', () => {
    const made = ['0000000e0001', '0000000e0002', '0000000000e1'].map((end) => `c0ffee00-0000-4000-8000-${end}`);
    const known = new Set([...JSON.stringify(demo).matchAll(UUID)].map(String).concat(made));
    const used = names.flatMap((name) => [
      ...read(name).matchAll(UUID),
      ...JSON.stringify(readVariables(name)).matchAll(UUID),
    ]);
    expect(used.length).toBeGreaterThan(0);
    expect(used.map(String).filter((uuid) => !known.has(uuid))).toEqual([]);
  });

  test('give no PIN but that of the demo data', () => {
    const pins = names.flatMap((name) => [...JSON.stringify(readVariables(name)).matchAll(/"adminPin":"([^"]*)"/g)]);
    expect(pins.map(([, pin]) => pin)).toEqual([demo.adminPin]);
  });
});

const UUID = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
