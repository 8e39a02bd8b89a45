/* Prints docs/reference/operations.md from the tables in the code: `npm run generate:operations` writes it, `npm run check:generated` compares it. */
import { format, resolveConfig } from 'prettier';
import { readContract } from '../../src/contract/read-contract.js';
import { endpoints } from '../../src/datasources/sign-de/endpoints.js';
import type { Endpoint } from '../../src/upstream/endpoint.js';
import { type OperationCoverage, operationCoverage } from './operation-coverage.js';

const hostNames: Readonly<Record<Endpoint['hosts'][number], string>> = { BACKEND: 'Backend', MIDDLEWARE: 'Middleware' };
const code = (text: string): string => `\`${text}\``;

const rows = [...readContract().operations.values()].map(({ id, method, path }) => {
  const { fields, test }: OperationCoverage = operationCoverage[id];
  const hosts = endpoints[id].hosts.map((host) => hostNames[host]).join(', else ');
  return [code(id), code(`${method} ${path}`), fields.map(code).join(', '), hosts, `[${test}](../../${test})`];
});
const head = ['operation', 'call', 'fields of the graph', 'host', 'shown by'];

const page = `# Operations

<!-- Made from operation-coverage.ts beside it, src/datasources/sign-de/endpoints.ts and the contract by \`npm run generate\`; do not edit. -->

All ${rows.length} operations of SIGN DE V2, the fields that make each call, and where it goes. "Backend, else Middleware": to the Middleware when the Backend cannot be reached.
Which field each parameter is, stands in [operation-coverage.ts](operation-coverage.ts), and each property in [property-coverage.ts](property-coverage.ts), where what is not in the graph has its reason.
Each call is made by [a test](../../test/e2e/every-operation.test.ts), and [another](../../test/conformance/coverage.test.ts) holds the tables to the contract and the schema.

${[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
`;

process.stdout.write(await format(page, { ...(await resolveConfig(import.meta.filename)), parser: 'markdown' }));
