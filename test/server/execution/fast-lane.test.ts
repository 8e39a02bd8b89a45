import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { GraphQLError, parse } from 'graphql';
import type { Context } from '../../../src/resolvers/common/context.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { Admission } from '../../../src/server/pipeline/admission.js';
import { FastLane } from '../../../src/server/execution/fast-lane.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';
import { SharedReads } from '../../../src/upstream/call/shared-reads.js';
import { Draining } from '../../../src/http/draining.js';
import type { KnownDocuments } from '../../../src/server/execution/known-documents.js';
import { Operations } from '../../../src/server/execution/operations.js';

import type { Signal } from '../../../src/coordination/cancellation.js';
import { ownToken } from '../../datasources/stub-upstream.js';

const HELLO = 'query Hello { __typename }';
const PAGED = 'query Paged($first: Int) { tssList(first: $first) { __typename nodes { uuid } } }';
const CHOOSING = 'query Choosing($yes: Boolean!) { __typename more: __typename @include(if: $yes) }';

/** A server with nothing but the fast lane, which says `left` where that leaves a request. */
let app: FastifyInstance;
const reads = new SharedReads();
/** Of those who came to the reads: tells when they have gone. */
const callers: Signal[] = [];
/** Errors that came out of the fast lane. */
const thrown: unknown[] = [];
/** What the datasource of TSS does. */
let listTss = (): Promise<unknown> =>
  Promise.reject(new GraphQLError('nobody', { extensions: { code: 'UNAUTHENTICATED' } }));
const noCredential = () => new UpstreamError({ code: 'UNAUTHENTICATED', message: 'nobody' });
let url: string;
let documents: KnownDocuments;
beforeAll(async () => {
  const operations = new Operations(buildSchema(), 10_000);
  documents = operations.known;
  const lane = new FastLane({
    operations,
    admission: new Admission(),
    queryTimeout: 5_000,
    mutationTimeout: 5_000,
    readCaller: ({ headers }) => {
      if (headers.authorization === 'wrong') throw new GraphQLError('wrong');
      return headers.authorization === 'own' ? ownToken() : { kind: 'anonymous' };
    },
    // Nothing below reaches another datasource.
    toContext: (caller) =>
      ({ datasources: { caller, noCredential, tss: { list: () => listTss() } } }) as unknown as Context,
    share: (_caller, key, signal, work) => {
      callers.push(signal);
      return reads.read({ key, place: {} }, signal, work);
    },
    onErrors: () => undefined,
  });
  app = fastify();
  new Draining(app, { transfer: 0, work: 0 }); // fetch opens some connections in advance
  app.setErrorHandler((error, _request, reply) => {
    thrown.push(error);
    return reply.code(500).send();
  });
  app.route({
    method: ['GET', 'POST'],
    url: '/',
    handler: async (request, reply) => {
      const answer = await lane.answer(request, reply);
      if (answer !== undefined) return answer;
      void reply.header('content-type', 'application/json; charset=utf-8');
      lane.learn(request, reply);
      return 'left';
    },
  });
  url = await app.listen({ port: 0 });
  for (const [query, variables] of [
    [HELLO, {}],
    [PAGED, { first: 2 }],
    [CHOOSING, { yes: true }],
  ] as const) {
    documents.accept({ query, operationName: undefined, variables }, parse(query));
  }
  await ask({ query: HELLO }); // learns this client's Accept
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => app.close());

async function ask(body: unknown, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return response.text();
}

test('a query that was accepted is answered', async () => {
  expect(await ask({ query: HELLO })).toBe('{"data":{"__typename":"Query"}}\n');
  expect(await ask({ query: HELLO, variables: null, operationName: null })).toBe('{"data":{"__typename":"Query"}}\n');
});

test('an answer with errors carries the request id in each, as Apollo’s do', async () => {
  const { errors, data } = JSON.parse(await ask({ query: PAGED, variables: { first: 2 } })) as Record<string, any>;
  expect(data).toEqual({ tssList: null });
  expect(errors[0].extensions).toMatchObject({ code: 'UNAUTHENTICATED', requestId: expect.any(String) });
});

test.each<[string, unknown, Record<string, string>?]>([
  ['a document that nobody has accepted', { query: '{ __typename }' }],
  ['a page size that nobody has accepted: it decides what the query costs', { query: PAGED, variables: { first: 3 } }],
  ['no page size where one was accepted', { query: PAGED, variables: {} }],
  ['another value of what decides which fields are selected', { query: CHOOSING, variables: { yes: false } }],
  ['wrong variables', { query: PAGED, variables: { first: 'two' } }],
  ['variables that are no object', { query: HELLO, variables: [1] }],
  ['variables that are text', { query: HELLO, variables: '{}' }],
  ['an operation by name, where it was accepted without', { query: HELLO, operationName: 'Hello' }],
  ['an operation name that is none', { query: HELLO, operationName: 7 }],
  ['extensions', { query: HELLO, extensions: {} }],
  ['several operations at once', [{ query: HELLO }]],
  ['no query', { variables: {} }],
  ['a query that is no text', { query: 1 }],
  ['a caller who asks what it costs', { query: HELLO }, { 'x-explain': '1' }],
  ['a client that wants another type', { query: HELLO }, { accept: 'application/graphql-response+json' }],
  ['a credential that is none', { query: HELLO }, { authorization: 'wrong' }],
])('%s is left', async (_case, body, headers = {}) => {
  expect(await ask(body, headers)).toBe('left');
});

test('a GET is left', async () => {
  expect(await (await fetch(`${url}?query=${encodeURIComponent(HELLO)}`)).text()).toBe('left');
});

test('no more documents are remembered than fit, so that ever new ones cost nobody else', () => {
  const long = (index: number) => `query Long${index} { __typename } # ${'x'.repeat(100_000)}`;
  for (let index = 0; index < 20; index += 1) {
    documents.accept({ query: long(index), operationName: undefined, variables: {} }, parse(long(index)));
  }
  const known = Array.from({ length: 20 }, (_, index) =>
    documents.find({ query: long(index), operationName: undefined, variables: {} }),
  ).filter(Boolean);
  expect(known.length).toBeLessThan(10);
  expect(known.length).toBeGreaterThan(3);
});

test('plans that are large by their fields count as such, however short their texts are', () => {
  const leaves = 'a: uuid b: uuid c: description d: description e: state f: state g: uuid h: uuid';
  const wide = (index: number) =>
    `query Wide${index} { ${'abcdefgh'.replaceAll(/./g, (name) => `${name}: tss(uuid: "00000000-0000-4000-8000-000000000000") { ...F } `)} } fragment F on Tss { x: clients { nodes { tss { ...G } } } y: clients { nodes { tss { ...G } } } } fragment G on Tss { x: clients { nodes { tss { ...H } } } y: clients { nodes { tss { ...H } } } } fragment H on Tss { ${leaves} }`;
  const fields = 8 + 8 * 6 + 16 * 6 + 32 * 8;
  const asked = (index: number) => ({ query: wide(index), operationName: undefined, variables: {} });
  for (let index = 0; index < 200; index += 1) {
    expect(documents.accept(asked(index), parse(wide(index)))?.size).toBe(fields);
  }
  const known = Array.from({ length: 200 }, (_, index) => documents.find(asked(index))).filter(Boolean);
  expect(known.length).toBeGreaterThan(40);
  expect(known.length * fields).toBeLessThanOrEqual(30_000);
});

test('one plan serves all page sizes that were accepted, and no others', () => {
  const paged = (first: number) => ({ query: PAGED, operationName: undefined, variables: { first } });
  const plans = [10, 20, 30].map((first) => documents.accept(paged(first), parse(PAGED)));
  expect(plans[0]).toBeDefined();
  expect(new Set(plans).size).toBe(1);
  expect(documents.find(paged(20))?.executable).toBe(plans[0]);
  expect(documents.find(paged(40))).toBeUndefined();
});

test('a variable that is not given is none that every object has', () => {
  const query = 'query Odd($constructor: Int = 5) { tssList(first: $constructor) { __typename } }';
  const asked = (variables: Record<string, unknown>) => ({ query, operationName: undefined, variables });
  expect(documents.accept(asked({ constructor: null }), parse(query))).toBeDefined();
  expect(documents.find(asked({}))).toBeUndefined();
});

test('null where there must be something is Apollo’s to answer, however often the operation was accepted with something', () => {
  const query =
    'query Null($uuid: UUID = "00000000-0000-4000-8000-000000000000", $after: String) { tss(uuid: $uuid) { uuid } tssList(after: $after) { __typename } }';
  const asked = (variables: Record<string, unknown>) => ({ query, operationName: undefined, variables });
  expect(documents.accept(asked({}), parse(query))).toBeDefined();
  expect(documents.find(asked({}))).toBeDefined();
  expect(documents.find(asked({ after: null }))).toBeDefined();
  expect(documents.find(asked({ uuid: null }))).toBeUndefined();
});

test('a text that looks like the name and the text of an accepted operation is none', () => {
  const nameless = 'query\n{ __typename }';
  documents.accept({ query: nameless, operationName: undefined, variables: {} }, parse(nameless));
  documents.accept({ query: HELLO, operationName: 'Hello', variables: {} }, parse(HELLO));
  expect(documents.find({ query: nameless, operationName: undefined, variables: {} })).toBeDefined();
  expect(documents.find({ query: HELLO, operationName: 'Hello', variables: {} })).toBeDefined();
  for (const [operationName, query] of [
    ['query', '{ __typename }'],
    ['_query\n', '{ __typename }'],
    [undefined, `Hello\n${HELLO}`],
    [undefined, `"Hello"${HELLO}`],
    ['', nameless],
  ] as const) {
    expect(documents.find({ query, operationName, variables: {} })).toBeUndefined();
  }
});

test('a mutation that first came with wrong variables gets its plan when it comes with right ones', () => {
  const query = 'mutation Leave($uuid: UUID!) { logoutAdmin(input: { tssUuid: $uuid }) { userErrors { code } } }';
  const wrong = { query, operationName: undefined, variables: { uuid: 'none' } };
  const right = { ...wrong, variables: { uuid: '00000000-0000-4000-8000-000000000000' } };
  expect(documents.accept(wrong, parse(query))).toBeUndefined();
  expect(documents.find(right)).toBeUndefined();
  expect(documents.accept(right, parse(query))).toMatchObject({ isMutation: true, size: 3 });
});

test('a caller who goes away while others wait for the same is nobody’s fault, and they are answered', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  jest.spyOn(performance, 'now').mockReturnValue(performance.now()); // a read may be joined for a second only
  callers.length = 0;
  let begun = 0;
  listTss = () => ((begun += 1), promise);
  const leaving = new AbortController();
  const variables = { first: 2 };
  documents.accept({ query: PAGED, operationName: undefined, variables }, parse(PAGED));
  const body = JSON.stringify({ query: PAGED, variables });
  const headers = { 'content-type': 'application/json', authorization: 'own' };
  const send = (signal?: AbortSignal) => fetch(url, { method: 'POST', headers, body, ...(signal && { signal }) });
  const gone = send(leaving.signal);
  while (begun === 0) await Promise.race([sleep(1), gone]);
  const stays = send();
  while (callers.length < 2) await sleep(1);
  leaving.abort();
  await expect(gone).rejects.toThrow();
  while (!callers[0]!.aborted) await sleep(1);
  resolve({ data: [], count: 0 });
  expect(await (await stays).json()).toEqual({ data: { tssList: { __typename: 'TssConnection', nodes: [] } } });
  expect(begun).toBe(1);
  expect(thrown).toEqual([]);
});
