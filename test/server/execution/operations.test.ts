import { randomUUID } from 'node:crypto';
import { parse } from 'graphql';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { Operations, type PreparedOperation } from '../../../src/server/execution/operations.js';
import { tssRow } from '../../datasources/rows.js';

const schema = buildSchema();
const uuid = randomUUID();
const query =
  'subscription ($tss: UUID!, $all: Boolean!) { tssChanged(tssUuid: $tss) { uuid state @include(if: $all) } }';

function prepare(operations: Operations, text: string, variables: Record<string, unknown> = {}): PreparedOperation {
  const prepared = operations.prepare({ query: text, operationName: undefined, variables });
  if (!('executable' in prepared)) throw new Error(prepared.join('\n'));
  return prepared;
}

test('subscriptions of one document share one plan, unless their variables select other fields', () => {
  const operations = new Operations(schema, 10_000);
  const planOf = (all: boolean) => prepare(operations, query, { tss: randomUUID(), all }).executable;
  const plans = new Set(Array.from({ length: 200 }, () => planOf(true)));
  expect([...plans]).toMatchObject([{ isSubscription: true, size: 3 }]);
  expect(plans).not.toContain(planOf(false));
});

test('the plans of many documents are bounded together; an event of what has no room is left to graphql-js', async () => {
  const operations = new Operations(schema, 10_000);
  const text = (index: number, fields: number) => {
    const aliases = Array.from({ length: fields }, (_, field) => `a${field}: uuid`).join(' ');
    return `subscription Q${index} { tssChanged(tssUuid: "${uuid}") { ${aliases} } }`;
  };
  const first = prepare(operations, text(0, 15));
  for (let index = 1; index < 70; index += 1) {
    const wide = text(index, 300);
    operations.known.accept({ query: wide, operationName: undefined, variables: {} }, parse(wide));
  }
  const last = prepare(operations, text(70, 15));
  expect(operations.known.find(first.request)).toBeUndefined();
  expect(operations.known.find(last.request)).toBeDefined();
  const answers = await Promise.all(
    [first, last].map((each) => Promise.resolve(operations.resolveEvent(each, tssRow(uuid), {}, () => undefined))),
  );
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]!.data!.tssChanged).toMatchObject({ a14: uuid });
});

test('what is wrong is told before anything is run: the document, its cost, its variables', () => {
  const operations = new Operations(schema, 10);
  const ask = (text: string, variables = {}) =>
    operations.prepare({ query: text, operationName: undefined, variables });
  expect(() => ask('{')).toThrow('Syntax Error');
  expect(() => ask('{ transactions(first: 100) { nodes { uuid } } }')).toThrow('at most 10 are allowed');
  const codesOf = (mistakes: unknown) => (mistakes as Error[]).map((each) => Object(each).extensions.code);
  expect(codesOf(ask('{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(codesOf(ask('query A { __typename } query B { __typename }'))).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  expect(codesOf(ask('query ($uuid: UUID!) { tss(uuid: $uuid) { uuid } }'))).toEqual(['BAD_USER_INPUT']);
});
