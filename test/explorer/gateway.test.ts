import { parse } from 'graphql';
import { fetcher } from '../../explorer/src/gateway.js';
import { demo } from '../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
const { fetch } = globalThis;
beforeAll(async () => {
  gateway = await startTestGateway();
  // The page asks where it came from.
  globalThis.fetch = (url, init) => fetch(typeof url === 'string' ? gateway.url + url : url, init);
});
afterAll(async () => {
  globalThis.fetch = fetch;
  await gateway.close();
});

const query = `query One { viewer { sandbox } } subscription Two { tssChanged(tssUuid: "${demo.tssId}") { uuid } }`;
const run = (operationName: string, headers: Record<string, string> = {}) =>
  fetcher({ query, operationName, variables: {} }, { headers, documentAST: parse(query) });

test('the address of the API leads a browser to GraphiQL, and nobody else', async () => {
  const get = (path: string, accept: string) => fetch(gateway.url + path, { headers: { accept }, redirect: 'manual' });
  const response = await get('/graphql', 'text/html,application/xhtml+xml,*/*;q=0.8');
  expect([response.status, response.headers.get('location')]).toEqual([302, '/']);
  expect((await get('/graphql', '*/*')).status).toBe(400);
  expect((await get('/graphql?query=%7B__typename%7D', 'text/html')).headers.get('location')).toBeNull();
});

test('GraphiQL gets the answer of a query, and what it cost', async () => {
  expect(await run('One')).toMatchObject({ data: { viewer: { sandbox: true } }, extensions: { upstream: {} } });
});

test('GraphiQL gets the events of a subscription until it presses stop', async () => {
  // What the fetcher gives for a subscription.
  const events = (await run('Two')) as AsyncIterableIterator<unknown>;
  expect((await events.next()).value).toEqual({ data: { tssChanged: { uuid: demo.tssId } } });
  const waiting = events.next();
  await events.return?.();
  expect(await waiting).toMatchObject({ done: true });
});

test('the headers that are typed into GraphiQL go with a subscription as with a query', async () => {
  const headers = { authorization: 'Bearer nobody' };
  const events = (await run('Two', headers)) as AsyncIterableIterator<unknown>;
  expect((await events.next()).value).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});
