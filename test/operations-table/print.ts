import { writeFileSync } from 'node:fs';
import { readContract } from '../../src/contract.js';
import { type Endpoint, endpoints } from '../../src/datasources/endpoints.js';
import { type Coverage, placesOf } from './covered.js';
import { coveredOperations } from './operations.js';
import { coveredSchemas } from './schemas.js';

const HEAD = `# Operations of SIGN DE V2 and where they are in the graph

Printed by \`npm run generate\` from the endpoint list and the tables in \`test/operations-table\`; tests hold those against the contract and the graph.
`;

/** The coverage of the contract by the graph, as Markdown. */
export function printOperations(): string {
  const operations = Object.entries(coveredOperations).map(([id, { fields, parameters, test }]) => {
    const endpoint: Endpoint = endpoints[id as keyof typeof endpoints]; // of the very same names
    return { id, endpoint, fields, parameters: parameters as Readonly<Record<string, Coverage>>, test };
  });
  const schemas = Object.entries(coveredSchemas as Readonly<Record<string, Readonly<Record<string, Coverage>>>>);
  const properties = schemas.flatMap(([schema, members]) =>
    Object.entries(members).map(([name, coverage]) => ({ name: `${schema}.${name}`, coverage })),
  );
  const parameters = operations.flatMap(({ id, parameters: own }) =>
    Object.entries(own).map(([name, coverage]) => ({ name: `${id}(${name})`, coverage })),
  );
  const lacking = [...parameters, ...properties].filter(({ coverage }) => reasonOf(coverage) !== undefined);
  return [
    HEAD,
    `## Operations: ${operations.length} of ${readContract().operations.size}\n`,
    table(
      ['operation', 'call', 'hosts', 'in the graph', 'shown by'],
      operations.map(({ id, endpoint: { method, path, hosts }, fields, test }) => [
        code(id),
        code(`${method} ${path}`),
        hosts.join(', then '),
        fields.map(code).join(', '),
        code(`test/${test}`),
      ]),
    ),
    '\n## Parameters\n',
    table(['parameter', 'in the graph'], parameters.map(row)),
    '\n## Properties\n',
    table(['property', 'in the graph'], properties.filter(({ coverage }) => placesOf(coverage).length > 0).map(row)),
    '\n## What the graph leaves out, and why\n',
    table(
      ['left out', 'reason'],
      lacking.map(({ name, coverage }) => [code(name), reasonOf(coverage) ?? '']),
    ),
    '',
  ].join('\n');
}

function reasonOf(coverage: Coverage): string | undefined {
  return typeof coverage === 'object' && 'leftOut' in coverage ? coverage.leftOut : undefined;
}

function row({ name, coverage }: { readonly name: string; readonly coverage: Coverage }): readonly string[] {
  return [code(name), reasonOf(coverage) ?? placesOf(coverage).map(code).join(', ')];
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const [, program, file] = process.argv;
if (program?.endsWith('print.ts')) {
  if (file === undefined) process.stdout.write(printOperations());
  else writeFileSync(file, printOperations());
}
