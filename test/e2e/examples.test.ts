import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { startTestGateway, type TestGateway } from './start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const folder = new URL('../../explorer/examples/', import.meta.url);
const examples = readdirSync(folder).filter((file) => file.endsWith('.graphql'));

test('GraphiQL opens with at least six examples', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

test.each(examples)('the example %s runs against the demo data as it stands, more than once', async (file) => {
  const query = readFileSync(new URL(file, folder), 'utf8');
  const variables = new URL(file.replace('.graphql', '.variables.json'), folder);
  const values = existsSync(variables) ? (JSON.parse(readFileSync(variables, 'utf8')) as object) : {};
  for (let time = 1; time <= 2; time += 1) {
    const { data, errors } = await gateway.post(query, values);
    expect(errors).toBeUndefined();
    for (const root of Object.values(data!)) {
      expect(root).not.toBeNull();
      if (root.userErrors) expect(root.userErrors).toEqual([]);
      if (root.outcome) expect(root.outcome).toBe('SIGNED');
    }
  }
});
