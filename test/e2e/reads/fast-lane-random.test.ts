import { randomInt } from 'node:crypto';
import { jest } from '@jest/globals';
import fc from 'fast-check';
import { parse, specifiedRules, validate } from 'graphql';
import { readConfig } from '../../../src/config/config.js';
import type { Gateway } from '../../../src/gateway.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { demo } from '../../../src/sandbox/index.js';
import { FastLane } from '../../../src/server/execution/fast-lane.js';
import { checkedCost } from '../../../src/server/pipeline/cost.js';
import { limitRules } from '../../../src/server/pipeline/limits.js';
import { type Material, mutationOf, queryOf, type RandomRequest } from '../../support/random-documents.js';
import { repeatableInputs } from '../../support/random-mutations.js';
import { sized } from '../../support/run-size.js';
import { FAIR, openShop, type Shop, weathers } from '../../support/random-shop.js';
import { startGatewayBefore } from '../support/start.js';

/**
 * What is for later: a wait, a whole archive to be verified, what changes from day to day, and links, which are of
 * their moment.
 */
const LEFT_OUT = [
  'Query.awaitExport',
  'Query.verifyExport',
  'Query.verifyDsfinvkExport',
  'TssHealth.certificateDaysLeft',
  'ExportDownload.url',
  'ExportDownload.expiresAt',
];

let shop: Shop;
let material: Material;
let gateway: Gateway;
/** One that meets each document for the first time. */
let other: Gateway;
let mutations: readonly { readonly name: string; readonly input: object }[];
const answered = jest.spyOn(FastLane.prototype, 'answer');

beforeAll(async () => {
  shop = await openShop();
  material = { schema: buildSchema(), leaveOut: new Set(LEFT_OUT), valuesOf: shop.valuesOf };
  [gateway, other] = [await openGateway(), await openGateway()];
  mutations = Object.entries(repeatableInputs(shop)).flatMap(([name, inputs]) =>
    inputs.map((input) => ({ name, input })),
  );
  // Sent once before, so that all that can be done has been done.
  const token = await shop.newToken();
  for (const { name, input } of mutations) {
    const { query, variables } = mutationOf(material, [0], name, input);
    expect(
      await send(gateway, { body: { query, variables }, headers: { authorization: `Bearer ${token}` } }),
    ).toMatchObject({ status: 200, data: expect.stringContaining(name) });
  }
}, 60_000);
afterAll(async () => {
  await gateway.close();
  await other.close();
});

const openGateway = () =>
  startGatewayBefore(shop.sandbox.middlewareUrl, shop.sandbox.backendUrl, shop.sandbox.dsfinvkUrl);

/** A request as it is sent. */
interface Sent {
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** Headers that say nothing of the answer, and those of its moment. */
const PASSING: ReadonlySet<string> = new Set(['date', 'request-id', 'content-length', 'connection', 'keep-alive']);

/**
 * An answer, without the ids of the request, here and at the upstream. In which order the errors of several fields come
 * is nobody's promise.
 */
async function show(response: Response) {
  const id = response.headers.get('request-id') ?? '';
  const text = (await response.text()).replaceAll(/"requestId":"[^"]*"/g, (found) =>
    found.includes(id) ? '"requestId":"ours"' : '"requestId":"of the upstream"',
  );
  const { data, errors, ...more } = JSON.parse(text);
  return {
    status: response.status,
    hasId: /^[\da-f-]{36}$/.test(id),
    headers: Object.fromEntries([...response.headers].filter(([name]) => !PASSING.has(name))),
    data: JSON.stringify(data),
    errors: errors?.map((error: unknown) => JSON.stringify(error)).sort(),
    members: Object.keys(JSON.parse(text)),
    more,
  };
}

async function send({ url }: Gateway, { body, headers }: Sent) {
  const all = { 'content-type': 'application/json', ...headers };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: all,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return show(response);
}

/** The same by GET, which is never the fast lane's. */
async function sendByGet({ url }: Gateway, { query, variables }: RandomRequest, headers: Sent['headers']) {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables), operationName: 'Random' });
  return show(
    await fetch(`${url}/graphql?${search.toString()}`, { headers: { 'apollo-require-preflight': 'yes', ...headers } }),
  );
}

/** What can be wrong or unusual about a request. */
const twists: Readonly<Record<string, (request: RandomRequest, number: number) => unknown>> = {
  'other variables': ({ query, others }) => ({ query, variables: others }),
  'no variables': ({ query }) => ({ query }),
  'variables that are null': ({ query }) => ({ query, variables: null }),
  'variables that are a list': ({ query }) => ({ query, variables: [] }),
  'variables too many': ({ query, variables }) => ({ query, variables: { ...variables, more: 1 } }),
  'wrong values for all variables': ({ query, variables }) => ({
    query,
    variables: Object.fromEntries(Object.keys(variables).map((name) => [name, { wrong: ['value'] }])),
  }),
  'its name': ({ query, variables, operationName }) => ({ query, variables, operationName }),
  'a name that is null': ({ query, variables }) => ({ query, variables, operationName: null }),
  'a name that is empty': ({ query, variables }) => ({ query, variables, operationName: '' }),
  'a name that is no text': ({ query, variables }) => ({ query, variables, operationName: 1 }),
  'the name of nothing': ({ query, variables }) => ({ query, variables, operationName: 'Nothing' }),
  'two operations and no name': ({ query, variables }) => ({ query: `${query} query Other { __typename }`, variables }),
  'two operations and a name': ({ query, variables, operationName }) => ({
    query: `${query} query Other { __typename }`,
    variables,
    operationName,
  }),
  'the other of two operations': ({ query, variables }) => ({
    query: `${query} query Other { viewer { environment } }`,
    variables,
    operationName: 'Other',
  }),
  'an end too early': ({ query, variables }, number) => ({ query: query.slice(0, number % query.length), variables }),
  'a character too many': ({ query, variables }, number) => ({
    query: `${query.slice(0, number % query.length)}?${query.slice(number % query.length)}`,
    variables,
  }),
  'a field that is none': ({ query, variables }) => ({ query: query.replace('{ ', '{ nonsense '), variables }),
  'a fragment that is none': ({ query, variables }) => ({ query: query.replace('{ ', '{ ...Nothing '), variables }),
  'too much at once': () => ({
    query: '{ tssList(first: 100) { nodes { transactions(first: 100) { nodes { uuid } } } } }',
  }),
  'pages too large': ({ variables }) => ({
    query: 'query Pages($n: Int!) { tssList(first: $n) { nodes { clients(first: $n) { nodes { uuid } } } } }',
    variables: { n: 71, ...variables },
  }),
  'a subscription': () => ({ query: `subscription { tssChanged(tssUuid: "${demo.tssId}") { uuid } }` }),
  introspection: () => ({ query: '{ __type(name: "Tss") { name fields { name } } __typename }' }),
  extensions: ({ query, variables }) => ({ query, variables, extensions: { any: 1 } }),
  'no document': ({ variables }) => ({ variables }),
  'a document that is empty': () => ({ query: '' }),
  'a body that is a list': ({ query, variables }) => [{ query, variables }],
  'a body that is no JSON': () => '{ "query": ',
};

const numbers = fc.noBias(fc.array(fc.nat(), { minLength: 100, maxLength: 300, size: 'max' }));
const isAcceptable = ({ query }: RandomRequest) =>
  validate(material.schema, parse(query), [...specifiedRules, ...limitRules]).length === 0;
const anyQuery = numbers.map((made) => queryOf(material, made)).filter(isAcceptable);
const anyMutation = (name: string, input: object) =>
  numbers.map((made) => mutationOf(material, made, name, input)).filter(isAcceptable);
const accept = fc.constantFrom(
  '*/*',
  'application/json',
  'application/graphql-response+json, application/json',
  'application/graphql-response+json',
  'text/html',
);
const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/json',
  'application/jsonlike',
  'text/plain',
);

/**
 * Sends a request to a gateway three times, to another once, and compares.
 * @returns the answer, and whether the fast lane gave the last two
 */
async function compare(sent: Sent) {
  const first = await send(gateway, sent);
  answered.mockClear();
  expect(await send(gateway, sent)).toEqual(first);
  expect(await send(gateway, sent)).toEqual(first);
  const lanes = await Promise.all(answered.mock.results.map(({ value }) => value));
  expect(await send(other, sent)).toEqual(first);
  return { first, isFast: lanes.every((answer) => answer !== undefined) };
}

test('whatever is asked in whatever weather, the fast lane answers as Apollo does: status, headers and body', async () => {
  const count = { fast: 0, fastWithErrors: 0, byGet: 0 };
  const property = fc.asyncProperty(
    anyQuery,
    weathers,
    accept,
    contentType,
    async (request, weather, accepted, type) => {
      await shop.have(weather);
      const { query, variables } = request;
      const authorization = `Bearer ${await shop.newToken()}`;
      const headers = { authorization, accept: accepted };
      const { first, isFast } = await compare({
        body: { query, variables },
        headers: { ...headers, 'content-type': type },
      });
      if (isFast) count.fast += 1;
      if (isFast && first.errors) count.fastWithErrors += 1;
      if (first.status !== 200) return;
      expect(await sendByGet(gateway, request, headers)).toEqual(first);
      count.byGet += 1;
    },
  );
  await fc.assert(property, { numRuns: sized(18, 80), endOnFailure: true });
  expect(count.fast).toBeGreaterThan(sized(1, 15));
  expect(count.byGet).toBeGreaterThan(sized(0, 15));
  expect(count.fastWithErrors).toBeGreaterThanOrEqual(sized(0, 3));
}, 60_000);

/** Whether a request is within the limit of costs, and all arguments can be read of which these depend. */
function isTaken({ query, operationName, variables }: RandomRequest): boolean {
  try {
    checkedCost(readConfig({}).maximumQueryCost, material.schema, parse(query), operationName, variables);
    return true;
  } catch {
    return false;
  }
}

/** One input of each mutation, another in each run. */
const oneOfEachName = () =>
  Object.values(Object.groupBy(mutations, ({ name }) => name)).map((group) => group![randomInt(group!.length)]!);

test('mutations of every kind that are sent again are answered by the fast lane as by Apollo, whatever is looked at', async () => {
  const fast = new Set<string>();
  await shop.have(FAIR);
  for (const { name, input } of sized(oneOfEachName(), mutations)) {
    const authorization = `Bearer ${await shop.newToken()}`;
    const [request] = fc.sample(anyMutation(name, input).filter(isTaken), 1);
    const { query, variables } = request!;
    try {
      const { first, isFast } = await compare({ body: { query, variables }, headers: { authorization } });
      expect(first).toMatchObject({ status: 200, data: expect.stringContaining(name) });
      if (isFast) fast.add(name);
    } catch (error) {
      throw new Error(`It was asked ${JSON.stringify({ query, variables })}.`, { cause: error });
    }
  }
  const names = Object.keys(material.schema.getMutationType()!.getFields());
  expect([...fast].toSorted()).toEqual(names.toSorted());
}, 60_000);

test.each(Object.entries(twists))(
  'a request with %s is answered alike each time',
  async (_case, twist) => {
    const any = fc.oneof(
      anyQuery,
      fc.constantFrom(...mutations).chain(({ name, input }) => anyMutation(name, input)),
    );
    const property = fc.asyncProperty(any, fc.nat(), accept, async (request, number, accepted) => {
      await shop.have(FAIR);
      const headers = { authorization: `Bearer ${await shop.newToken()}`, accept: accepted };
      // What is right with it is known by then.
      await send(gateway, { body: { query: request.query, variables: request.variables }, headers });
      await compare({ body: twist(request, number), headers });
    });
    await fc.assert(property, { numRuns: sized(1, 8), endOnFailure: true });
  },
  60_000,
);

test.each<[string, Readonly<Record<string, string>>]>([
  ['a token that nobody gave', { authorization: 'Bearer not.a.token' }],
  ['a credential of another kind', { authorization: 'Basic eDp5' }],
  ['a gateway key that is none', { authorization: 'Gateway-Key nothing' }],
  ['no credential, on this machine', {}],
])('a request with %s is answered alike each time', async (_case, headers) => {
  await shop.have(FAIR);
  for (const query of [
    '{ viewer { role } tssList(first: 1) { nodes { uuid } } }',
    '{ verifyReceipt(qr: "x") { valid } }',
  ]) {
    await send(gateway, { body: { query }, headers: { authorization: `Bearer ${await shop.newToken()}` } });
    await compare({ body: { query }, headers });
  }
});
