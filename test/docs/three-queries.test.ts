import { readFileSync } from 'node:fs';
import { demo } from '../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

const guide = readFileSync(new URL('../../docs/guides/three-queries.md', import.meta.url), 'utf8');
const queries = [...guide.matchAll(/```graphql\n(.*?)```/gs)].map(([, query]) => query!);

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('there are three queries to paste', () => {
  expect(queries).toHaveLength(3);
});

test.each(queries.map((query) => [/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '', query]))(
  'the query %s runs against the demo data as it stands, more than once',
  async (_name, query) => {
    for (let time = 1; time <= 2; time += 1) {
      const { data, errors } = await gateway.post(query);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).not.toContain('null');
      if (data!.signReceipt) expect(data!.signReceipt).toMatchObject({ outcome: 'SIGNED', userErrors: [] });
      if (data!.transaction) expect(data!.transaction.verification.valid).toBe(true);
    }
  },
);

test('the ids in the queries are those of the demo data', () => {
  expect(guide).toContain(demo.tssId);
  expect(guide).toContain(demo.clientId);
});
