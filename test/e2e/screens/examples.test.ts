import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { type Answer, startTestGateway, type TestGateway } from '../support/start.js';
import { overEvents } from '../support/subscribe.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const folder = new URL('../../../explorer/examples/', import.meta.url);
const examples = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

test('GraphiQL opens with at least six examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

/** The answer to an example; of a subscription its first event. */
async function run(query: string, values: Record<string, unknown>): Promise<Pick<Answer, 'data' | 'errors'>> {
  if (getOperationAST(parse(query))?.operation !== OperationTypeNode.SUBSCRIPTION) return gateway.post(query, values);
  const subscription = overEvents(gateway.url)(query, values);
  const { data, errors } = await subscription.result(0);
  subscription.stop();
  expect(errors).toBeUndefined();
  return { data };
}

test.each(examples)('the example %s runs against the demo data as it stands, more than once', async (file) => {
  const query = readFileSync(new URL(file, folder), 'utf8');
  const variables = new URL(file.replace('.graphql', '.variables.json'), folder);
  const values = existsSync(variables) ? (JSON.parse(readFileSync(variables, 'utf8')) as Record<string, unknown>) : {};
  for (let time = 1; time <= 2; time += 1) {
    const { data, errors } = await run(query, values);
    expect(errors).toBeUndefined();
    for (const root of Object.values(data!)) {
      expect(root).not.toBeNull();
      if (root.userErrors) expect(root.userErrors).toEqual([]);
      if (root.outcome) expect(root.outcome).toBe('SIGNED');
    }
  }
});
