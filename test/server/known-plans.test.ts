import { randomUUID } from 'node:crypto';
import { getOperationAST, parse } from 'graphql';
import { buildSchema } from '../../src/resolvers/build-schema.js';
import { Admission } from '../../src/server/pipeline/admission.js';
import { KnownPlans } from '../../src/server/known-plans.js';
import { Subscriptions } from '../../src/server/subscriptions/subscriptions.js';

const schema = buildSchema();
const uuid = randomUUID();
const query =
  'subscription ($tss: UUID!, $all: Boolean!) { tssChanged(tssUuid: $tss) { uuid state @include(if: $all) } }';

test('subscriptions of one document share one plan, unless their variables select other fields', async () => {
  const subscriptions = new Subscriptions({
    schema,
    maximumQueryCost: 10_000,
    queryTimeout: 1_000,
    lending: { lendsToAnybody: true, keys: [] } as never, // whoever brings a token borrows nothing
    admission: new Admission(),
    toContext: () => ({}) as never, // nothing is run
    onUnexpected: () => undefined,
  });
  const planOf = async (all: boolean) => {
    const headers = { authorization: `Bearer ${randomUUID()}` };
    const checked = await subscriptions.check({ query, variables: { tss: randomUUID(), all } }, headers);
    if (!('findPlan' in checked)) throw new Error(JSON.stringify(checked));
    return checked.findPlan();
  };
  const plans = new Set(await Promise.all(Array.from({ length: 200 }, () => planOf(true))));
  expect([...plans]).toEqual([{ run: expect.any(Function), size: 3 }]);
  expect(plans).not.toContain(await planOf(false));
});

test('the plans of many documents are bounded together; what has no room is left to graphql-js', () => {
  const plans = new KnownPlans(schema);
  const fields = Array.from({ length: 300 }, (_, index) => `a${index}: uuid`).join(' ');
  const finds = Array.from({ length: 200 }, (_, index) => {
    const text = `subscription Q${index} { tssChanged(tssUuid: "${uuid}") { ${fields} } }`;
    const document = parse(text);
    const operation = getOperationAST(document)!;
    return plans.plan({ query: text, operationName: undefined, variables: {} }, document, operation, {});
  });
  expect(plans.size).toBeLessThanOrEqual(30_000);
  expect(finds[0]!()).toBeUndefined();
  expect(finds.at(-1)!()).toBeDefined();
});
