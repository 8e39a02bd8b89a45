/*
 * Prints docs/reference/operations.md from the tables in the code: `npm run generate:operations` writes it,
 * `npm run check:generated` compares it.
 */
import { signDeContract } from '../../src/contract/sign-de.js';
import { endpoints } from '../../src/datasources/sign-de/endpoints.js';
import type { Endpoint } from '../../src/upstream/endpoint.js';
import { dsfinvkContract } from '../../src/contract/dsfinvk.js';
import { dsfinvkCoverage } from './dsfinvk-coverage.js';
import { type OperationCoverage, operationCoverage } from './operation-coverage.js';
import { markdownTable, printPage } from './print-page.js';

const hostNames: Readonly<Record<Endpoint['hosts'][number], string>> = { BACKEND: 'Backend', MIDDLEWARE: 'Middleware' };
const code = (text: string): string => `\`${text}\``;

const rows = [...signDeContract().operations.values()].map(({ id, method, path }) => {
  const { fields, test }: OperationCoverage = operationCoverage[id];
  const hosts = endpoints[id].hosts.map((host) => hostNames[host]).join(', else ');
  return [code(id), code(`${method} ${path}`), fields.map(code).join(', '), hosts, `[${test}](../../${test})`];
});
const dsfinvkRows = [...dsfinvkContract().operations.values()].map(({ id, method, path }) => [
  code(id),
  code(`${method} ${path}`),
  dsfinvkCoverage[id].map(code).join(', ') || 'none',
]);
const head = ['operation', 'call', 'fields of the graph', 'host', 'shown by'];

const page = `# Operations

<!-- Made from operation-coverage.ts beside it, src/datasources/sign-de/endpoints.ts and the contract by \`npm run generate\`; do not edit. -->

All ${rows.length} operations of SIGN DE V2, the fields that make each call, and where it goes. "Backend, else Middleware": to the Middleware when the Backend cannot be reached.
[operation-coverage.ts](operation-coverage.ts) says which field each parameter is, and [property-coverage.ts](property-coverage.ts) where each property is shown, or why it is not.

[One test](../../test/e2e/screens/every-operation.test.ts) makes each call. [Another](../../test/conformance/coverage.test.ts) compares the tables with the contract and the schema: the compiler refuses a missing operation or parameter; the test refuses a missing property, a place that the schema lacks or that goes the wrong way, and an upstream value that our enum does not know.

${markdownTable(head, rows)}

## DSFinV-K

All ${dsfinvkRows.length} operations of DSFinV-K, which has one host. \`authenticate\` is not called: sessions of SIGN DE are good there. [Tests](../../test/e2e/dsfinvk/every-operation.test.ts) make each other call.

${markdownTable(['operation', 'call', 'fields of the graph'], dsfinvkRows)}
`;

await printPage('operations.md', page);
