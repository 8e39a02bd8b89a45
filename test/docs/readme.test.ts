import { readFileSync } from 'node:fs';
import { demo } from '../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const queries = [...readme.matchAll(/```graphql\n(.*?)```/gs)].map(([, query]) => query!);
const scripts = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  }
).scripts;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

test('the README has three queries to paste', () => {
  expect(queries).toHaveLength(3);
});

test.each(queries.map((query) => [/(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '', query]))(
  'the query %s of the README runs against the demo data as it stands, more than once',
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

test('the ids in the README are those of the demo data', () => {
  expect(readme).toContain(demo.tssId);
  expect(readme).toContain(demo.clientId);
});

test('every npm command that the README names exists', () => {
  const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z:]+(?=`| signs| restarts| checks| mends))/g)].map(
    ([, name]) => name!,
  );
  expect(named.length).toBeGreaterThan(4);
  for (const name of named.filter((script) => script !== 'ci')) expect(scripts).toHaveProperty([name]);
});

test('every environment variable that the README names is read, and every one that is read is named', () => {
  const config = readFileSync(new URL('../../src/config/config.ts', import.meta.url), 'utf8');
  const read = [...config.matchAll(/^ {4}([A-Z_]+):/gm)].map(([, name]) => name!);
  const named = new Set([...readme.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/g)].map(([, name]) => name!));
  expect(read.filter((name) => !named.has(name))).toEqual([]);
});
