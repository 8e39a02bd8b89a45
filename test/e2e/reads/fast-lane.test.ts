import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse, print } from 'graphql';
import { encodeCursor, listName } from '../../../src/resolvers/common/cursor.js';
import { demo } from '../../../src/sandbox/index.js';
import { sized } from '../../support/run-size.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** Every query of the SDK, with the fragments it needs and one or none more. */
function sdkQueries(): readonly string[] {
  const read = (name: string) =>
    readFileSync(new URL(`../../../sdk/operations/${name}.graphql`, import.meta.url), 'utf8');
  const fragments = parse(read('fragments')).definitions;
  const byName = new Map(fragments.map((each) => ['name' in each ? each.name.value : '', print(each)]));
  const needed = (text: string): Set<string> =>
    new Set(
      [...text.matchAll(/\.\.\.(\w+)/g)].flatMap(([, name = '']) =>
        byName.has(name) ? [name, ...needed(byName.get(name)!)] : [],
      ),
    );
  return parse(read('queries')).definitions.map((definition) => {
    const text = print(definition);
    return [text, ...[...needed(text)].map((name) => byName.get(name)!)].join('\n');
  });
}

async function ask(body: object, accept: string) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
  const id = response.headers.get('request-id') ?? 'none';
  const headers = Object.fromEntries(
    [...response.headers].filter(([name]) => !['date', 'request-id', 'content-length'].includes(name)),
  );
  const text = (await response.text()).replaceAll(id, 'request id');
  return { status: response.status, headers, text: withoutMoments(text) };
}

/** Links and the upstream's ids of requests are of their moment. */
const withoutMoments = (text: string) =>
  text.replaceAll(/"(url|expiresAt|requestId)":"[^"]*"/g, '"$1":"of the moment"');

/** After a client of the demo's TSS that is not there any more. */
const CLIENTS_CURSOR = encodeCursor(listName(['clients', demo.tssId, {}, 'time_creation', 'asc', []]), {
  key: 1,
  given: ['aaaaaaaaaaa'],
  rank: 1,
  hasNullsFirst: false,
});
const known = fc.constantFrom<unknown>(demo.tssId, '00000000-0000-4000-8000-000000000000', 'no uuid', null, 3);
const values: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  first: fc.constantFrom<unknown>(1, 2, 5, 100, 0, 101, '2', null),
  after: fc.constantFrom<unknown>(null, CLIENTS_CURSOR, 'no cursor'),
  number: fc.constantFrom<unknown>('1', '2', '99999', 1, -1),
  revision: fc.constantFrom<unknown>(1, 2, 0, null),
};

test('what the fast lane answers is what Apollo answers: status, headers and body, for every query of the SDK and any variables', async () => {
  const documents = sdkQueries().filter((text) => !/verifyExport|awaitExport/.test(text));
  const anyRequest = fc.constantFrom(...documents).chain((query) => {
    const names = [...(/\((.*?)\)\s*\{/s.exec(query)?.[1] ?? '').matchAll(/\$(\w+)/g)].map(([, name = '']) => name);
    return fc.record({
      query: fc.constant(query),
      variables: fc.record(Object.fromEntries(names.map((name) => [name, values[name] ?? known])), {
        requiredKeys: [],
      }),
      accept: fc.constantFrom('*/*', 'application/json', 'application/graphql-response+json, application/json'),
    });
  });
  let withData = 0;
  await fc.assert(
    fc.asyncProperty(anyRequest, async ({ accept, ...body }) => {
      // The first is Apollo's, and makes the document and the client known; from then on it is the fast lane's.
      const first = await ask(body, accept);
      const second = await ask(body, accept);
      expect(second).toEqual(first);
      expect(await ask(body, accept)).toEqual(first);
      if (first.text.includes('"data":{"') && !first.text.includes('"errors"')) withData += 1;
    }),
    { numRuns: sized(50, 150) },
  );
  expect(withData).toBeGreaterThan(sized(1, 5));
});
