import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { page, tssRow } from '../../datasources/rows.js';
import { refuse, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { startTestGateway, type TestGateway } from '../../e2e/support/start.js';
import { lookOften } from '../../support/look-often.js';
import { overEvents, overWebSocket, type Subscribe, type Subscription } from '../../e2e/support/subscribe.js';

const TSS = '{ tssChanged(tssUuid: $tss) { description signatureCounter environment } }';
const TSS_CHANGED = `subscription ($tss: UUID!) ${TSS}`;

/** The upstream: what it holds by token, and what it is told to answer instead. */
const held = new Map<string, Schemas['TssResponse']>();
let override: ((token: string | undefined, path: string) => Reply | undefined) | undefined;
let upstream: StubUpstream;
let gateway: TestGateway;
const open: Subscription[] = [];

beforeAll(async () => {
  lookOften();
  upstream = await StubUpstream.start(({ path, token = '' }) => {
    const [, , tssId = '', kind] = path.split('/');
    const instead = override?.(token, path);
    if (instead) return instead;
    if (kind === 'tx') return page('TRANSACTION', [], new URLSearchParams());
    const found = held.get(`${token} ${tssId}`);
    return found ? { json: found } : refuse(404, 'E_TSS_NOT_FOUND');
  });
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
    FISKALY_BACKEND_URL: upstream.settings.backendUrl,
  });
});
afterEach(() => {
  override = undefined;
  for (const subscription of open.splice(0)) subscription.stop();
});
afterAll(() => gateway.close());

/** Puts a new TSS into the upstream, for one token. */
function hold(token: string, changes: Partial<Schemas['TssResponse']> = {}, id: string = randomUUID()): string {
  held.set(`${token} ${id}`, tssRow(id, { description: token, signature_counter: '1', ...changes }));
  return id;
}

describe.each<[string, (url: string) => Subscribe]>([
  ['WebSocket', overWebSocket],
  ['Server-Sent Events', overEvents],
])('over %s', (_title, over) => {
  const subscribe = (query: string, variables: Record<string, unknown>, token?: string) => {
    const made = over(gateway.url)(query, variables, token === undefined ? undefined : `Bearer ${token}`);
    open.push(made);
    return made;
  };

  test('a subscriber gets the present state, then each that differs', async () => {
    const tss = hold('one');
    const subscription = subscribe(TSS_CHANGED, { tss }, 'one');
    expect(await subscription.result(0)).toEqual({
      data: { tssChanged: { description: 'one', signatureCounter: '1', environment: 'TEST' } },
    });
    hold('one', { signature_counter: '2' }, tss);
    expect((await subscription.result(1)).data!.tssChanged.signatureCounter).toBe('2');
  });

  /** The error that a subscription ends with: as its last result, or over WebSocket as an error of its own. */
  const failure = async (query: string, variables: Record<string, unknown> = {}, token?: string) => {
    const subscription = subscribe(query, variables, token);
    const thrown: unknown = await subscription.completed.catch((error: unknown) => error);
    const errors = (thrown as (typeof subscription.results)[0]['errors']) ?? subscription.results.at(-1)!.errors;
    expect(errors![0]!.extensions).toMatchObject({ retryable: expect.any(Boolean), requestId: expect.any(String) });
    return { code: errors![0]!.extensions!.code as string, text: JSON.stringify(errors) };
  };

  test.each<[string, string, Record<string, unknown>, string | undefined, string]>([
    ['a syntax error', 'subscription {', {}, 'one', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', {}, 'one', 'GRAPHQL_VALIDATION_FAILED'],
    ['a query instead', '{ viewer { sandbox } }', {}, 'one', 'BAD_USER_INPUT'],
    [
      'a mutation instead',
      'mutation ($in: LogoutAdminInput!) { logoutAdmin(input: $in) { query { __typename } } }',
      {},
      'one',
      'BAD_USER_INPUT',
    ],
    ['a wrong variable', TSS_CHANGED, { tss: 'no UUID' }, 'one', 'BAD_USER_INPUT'],
    ['a malformed token', TSS_CHANGED, { tss: randomUUID() }, 'MARKER and spaces', 'UNAUTHENTICATED'],
    ['no token where none is lent', TSS_CHANGED, { tss: randomUUID() }, undefined, 'UNAUTHENTICATED'],
    ['a TSS that there is not', TSS_CHANGED, { tss: randomUUID() }, 'MARKER', 'TSS_NOT_FOUND'],
    [
      '16 aliases',
      `subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { ${'abcdefghijklmnop'.replace(/./g, '$&: uuid ')} } }`,
      { tss: randomUUID() },
      'one',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a depth over 14',
      `subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { ${'clients { nodes { tss { '.repeat(6)} uuid ${'} } } '.repeat(6)} } }`,
      { tss: randomUUID() },
      'one',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['more than 2,000 tokens', `subscription { ${'__typename '.repeat(2_000)} }`, {}, 'one', 'GRAPHQL_PARSE_FAILED'],
    [
      'more than 5,000 rows',
      'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { clients(first: 100) { nodes { transactions(first: 100) { nodes { uuid } } } } } }',
      { tss: randomUUID() },
      'one',
      'COST_LIMIT_EXCEEDED',
    ],
  ])(
    'what a query is refused for is refused here, without repeating a secret: %s',
    async (_what, query, variables, token, code) => {
      const found = await failure(query, variables, token);
      expect(found.code).toBe(code);
      expect(found.text).not.toContain('MARKER');
    },
  );

  test('a token that runs out ends the subscription, which says so without the token', async () => {
    const tss = hold('MARKER');
    const subscription = subscribe(TSS_CHANGED, { tss }, 'MARKER');
    await subscription.result(0);
    override = (token) => (token === 'MARKER' ? refuse(401, 'E_UNAUTHORIZED', 'MARKER has expired') : undefined);
    const { errors } = await subscription.result(1);
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
    expect(JSON.stringify(errors)).not.toContain('MARKER');
    await subscription.completed;
  });

  test('an upstream that goes away and comes back does not end the subscription', async () => {
    const tss = hold('one');
    const subscription = subscribe(TSS_CHANGED, { tss }, 'one');
    await subscription.result(0);
    await upstream.stop('BACKEND');
    await upstream.stop('MIDDLEWARE');
    await seconds(1);
    await upstream.open('BACKEND');
    await upstream.open('MIDDLEWARE');
    hold('one', { signature_counter: '2' }, tss);
    expect((await subscription.result(1)).data!.tssChanged.signatureCounter).toBe('2');
  });

  test('two callers who watch the same id see their own only, and the one who may not see it none', async () => {
    const tss = hold('one');
    hold('two', {}, tss);
    const subscriptions = ['one', 'two', 'three'].map((token) => subscribe(TSS_CHANGED, { tss }, token));
    hold('one', { signature_counter: '5' }, tss);
    hold('two', { signature_counter: '7' }, tss);
    await Promise.all(subscriptions.map((each) => each.result(0)));
    await seconds(1);
    const seen = (index: number, field: string) =>
      new Set(subscriptions[index]!.results.map(({ data }) => data?.tssChanged[field]));
    expect(seen(0, 'description')).toEqual(new Set(['one']));
    expect(seen(1, 'description')).toEqual(new Set(['two']));
    expect(
      [subscriptions[0], subscriptions[1]].map((each) => each!.results.at(-1)!.data!.tssChanged.signatureCounter),
    ).toEqual(['5', '7']);
    expect(subscriptions[2]!.results).toMatchObject([{ errors: [{ extensions: { code: 'TSS_NOT_FOUND' } }] }]);
  });
});

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000));
const subscribe = (
  over: (url: string) => Subscribe,
  query: string,
  variables: Record<string, unknown>,
  token = 'one',
) => {
  const made = over(gateway.url)(query, variables, `Bearer ${token}`);
  open.push(made);
  return made;
};
const readsOf = (tss: string) => upstream.received.filter(({ path }) => path === `/tss/${tss}`).length;

test('ten subscribers over both transports cost one call each time, and the last that goes ends the calls', async () => {
  const tss = randomUUID();
  // Each read finds a counter of its own, however many there have been by then.
  override = (_token, path) =>
    path === `/tss/${tss}` ? { json: tssRow(tss, { signature_counter: String(readsOf(tss)) }) } : undefined;
  const first = subscribe(overWebSocket, TSS_CHANGED, { tss });
  await first.result(0);
  const subscriptions = [
    first,
    ...Array.from({ length: 9 }, (_, index) => subscribe(index % 2 ? overEvents : overWebSocket, TSS_CHANGED, { tss })),
  ];
  await Promise.all(subscriptions.map((each) => each.result(1)));
  const seen = subscriptions.map(({ results }) =>
    results.map(({ data }) => Number(data!.tssChanged.signatureCounter as string)),
  );
  expect(seen[0]![0]).toBe(1);
  // No read was for one of them alone: what it found would be missing with the others.
  for (const counters of seen) expect(counters).toEqual(counters.map((_, index) => counters[0]! + index));

  for (const each of subscriptions.slice(1)) each.stop();
  const heard = subscriptions[1]!.results.length;
  await first.result(first.results.length);
  first.stop();
  await seconds(0.5);
  const reads = readsOf(tss);
  await seconds(2);
  expect(readsOf(tss)).toBe(reads);
  expect(subscriptions[1]!.results).toHaveLength(heard);
});

test('a subscription over plain HTTP is refused and says where it is to go', async () => {
  const { errors } = await gateway.post(TSS_CHANGED, { tss: randomUUID() });
  expect(errors).toMatchObject([
    { message: expect.stringContaining('/graphql/stream'), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});
