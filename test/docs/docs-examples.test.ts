/*
 * This test runs every ```graphql block in docs/ as it is written. The rules for writing one:
 *
 * - A block is one document with one named operation. The blocks of a page run in order, against one fresh gateway with
 *   the demo data.
 * - The first ```json block of a page, if it comes before the first operation, holds variables for all operations.
 *   A ```json block directly after an operation, with only blank lines between, holds variables for that operation,
 *   which override the others. All other ```json blocks are answers, and ignored here. Variables that an operation does
 *   not declare are left out.
 * - The variable `puk` is the PUK that an earlier operation has answered.
 * - Every answer must have no `errors`, no `userErrors` at any depth, and the `outcome` SIGNED if it has one. What
 *   a page promises beyond that needs a test of its own (test/docs/guides-graphql.test.ts).
 * - A subscription must begin without an error.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DefinitionNode, Kind, type OperationDefinitionNode, OperationTypeNode, parse, validate } from 'graphql';
import { signDeContract } from '../../src/contract/sign-de.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';
import { demo } from '../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';
import { overEvents } from '../e2e/support/subscribe.js';
import { runSandbox } from '../sandbox/support/running-sandbox.js';

interface Example {
  readonly document: string;
  readonly operation: OperationDefinitionNode;
  /** Variables that it declares, as far as its page has them. */
  readonly variables: Record<string, unknown>;
}

const folder = new URL('../../docs/', import.meta.url);
const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), 'utf8') }))
  .filter(({ text }) => text.includes('```graphql'));

function examplesOf(text: string): Example[] {
  const beginning = text.slice(0, text.indexOf('```graphql'));
  const [, shared = '{}'] = /```json\n(.*?)```/s.exec(beginning) ?? [];
  return [...text.matchAll(/```graphql\n(.*?)```(?:\s*```json\n(.*?)```)?/gs)].map(([, document = '', own = '{}']) => {
    const operation = parse(document).definitions.find(isOperation)!;
    const given = { ...JSON.parse(shared), ...JSON.parse(own) } as Record<string, unknown>;
    const declared = operation.variableDefinitions?.map(({ variable }) => variable.name.value) ?? [];
    const variables = Object.fromEntries(declared.flatMap((name) => (name in given ? [[name, given[name]]] : [])));
    return { document, operation, variables };
  });
}

function isOperation(definition: DefinitionNode): definition is OperationDefinitionNode {
  return definition.kind === Kind.OPERATION_DEFINITION;
}

const running: TestGateway[] = [];
afterAll(() => Promise.all(running.map((gateway) => gateway.close())));

/** Runs a page. @returns the operations of the upstream that it called */
async function run(text: string): Promise<ReadonlySet<string>> {
  // Exports take some seconds, so that an example can cancel one.
  const sandbox = await runSandbox({ demo: true, exportSeconds: 3 });
  const gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: sandbox.middlewareUrl,
    FISKALY_BACKEND_URL: sandbox.backendUrl,
  });
  running.push(gateway);
  const called = new Set<string>();
  let puk: unknown;
  for (const { document, operation, variables } of examplesOf(text)) {
    const values = { ...variables, ...('puk' in variables && puk !== undefined && { puk }) };
    const name = operation.name?.value;
    if (operation.operation === OperationTypeNode.SUBSCRIPTION) {
      await begin(gateway, document, values);
      continue;
    }
    const { data, errors, extensions } = await gateway.post(document, values);
    expect([name, errors ?? [], problemsIn(data)]).toEqual([name, [], []]);
    for (const call of extensions!.upstream.operations) called.add(call.operation);
    puk = find(data, 'adminPuk')[0] ?? puk;
  }
  return called;
}

async function begin(gateway: TestGateway, document: string, variables: Record<string, unknown>): Promise<void> {
  const subscription = overEvents(gateway.url)(document, variables);
  const first = await Promise.race([subscription.result(0), sleep(500)]);
  subscription.stop();
  expect(first?.errors ?? []).toEqual([]);
}

/** User errors at any depth, and outcomes that are not SIGNED. */
function problemsIn(data: unknown): unknown[] {
  return [...find(data, 'userErrors').flat(), ...find(data, 'outcome').filter((outcome) => outcome !== 'SIGNED')];
}

/** All values under a name, at any depth. */
function find(data: unknown, name: string): unknown[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => (key === name ? [value] : find(value, name)));
}

test.each(pages)('the operations of docs/$file are named, fit the schema, and have their variables', ({ text }) => {
  const schema = buildSchema();
  for (const { document, operation, variables } of examplesOf(text)) {
    expect(validate(schema, parse(document))).toEqual([]);
    expect(operation.name).toBeDefined();
    const needed = operation.variableDefinitions!.filter(({ type }) => type.kind === Kind.NON_NULL_TYPE);
    expect(Object.keys(variables)).toEqual(expect.arrayContaining(needed.map(({ variable }) => variable.name.value)));
  }
});

const guide = 'guides/from-rest-to-the-graph.md';
const testedApart = [guide, 'guides/three-queries.md']; // the latter by three-queries.test.ts

test.each(pages.filter(({ file }) => !testedApart.includes(file)))(
  'docs/$file runs as it is written',
  async ({ text }) => {
    await run(text);
  },
);

describe('From REST to the graph', () => {
  const { text } = pages.find(({ file }) => file === guide)!;
  const { operations } = signDeContract();
  const rows = [...text.matchAll(/^\| `([A-Z]+) (\/\S*)` +\| (.*?) +\| (.*?) +\|$/gm)];

  test('runs as it is written, and in doing so makes every call of the contract, but for metadata, which comes with its resource', async () => {
    const called = await run(text);
    const expected = [...operations.keys()].filter((operation) => !/^retrieve\w+Metadata$/.test(operation));
    expect(expected).toHaveLength(29);
    expect(expected.filter((operation) => !called.has(operation))).toEqual([]);
  });

  test('has a row for every call, and no other', () => {
    const calls = [...operations.values()].map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(rows.map(([, method, path]) => `${method} ${path}`).toSorted()).toEqual(calls.toSorted());
  });

  test('names fields that there are, and examples that follow', () => {
    const schema = buildSchema();
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const names = new Set(examplesOf(text).map(({ operation }) => operation.name!.value));
    for (const [, , , fields, examples] of rows) {
      for (const [, name = ''] of fields!.matchAll(/`([\w.]+)`/g)) {
        const [type, field] = name.split('.');
        const isField =
          field === undefined
            ? roots.some((root) => root?.getFields()[name]) || name === 'adminPin'
            : Object.hasOwn((schema.getType(type!) as any).getFields(), field);
        expect([name, isField]).toEqual([name, true]);
      }
      const named = [...examples!.matchAll(/`(\w+)`/g)].map(([, name]) => name!);
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((name) => !names.has(name))).toEqual([]);
    }
  });
});
