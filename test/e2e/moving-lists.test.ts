import type { Gateway } from '../../src/gateway.js';
import { ListModel } from '../datasources/list-model.js';
import { type Received, refuse, type Reply, type StubUpstream } from '../datasources/stub-upstream.js';
import { post } from './support/start.js';
import { startStubbedGateway } from './support/stub-gateway.js';

// Lists of which a part is read from another list, or beside another part, while rows come, leave and change places.
const uuid = (kind: number, number: number) => `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const START = 1_700_000_000;

let model = new ListModel();
/** What the upstream does with a request. */
let answer: (received: Received) => Reply | Promise<Reply>;
let gateway: Gateway;
let stub: StubUpstream;
beforeAll(async () => {
  ({ gateway, stub } = await startStubbedGateway((received) => answer(received), { MAXIMUM_QUERY_COST: '100000' }));
});
afterAll(() => gateway.close());
beforeEach(() => {
  answer = (received) => model.answer(received);
});

/** Each time with another token, as the upstream limits lists of a TSS for each. */
let callers = 0;
async function ask(query: string, token = `token-${(callers += 1)}`) {
  stub.takeCount();
  const { data, errors } = await post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer ${token}` });
  return { data, errors, calls: stub.takeCount() };
}

const numbersOf = ({ nodes }: { readonly nodes: readonly { readonly number: string }[] }) =>
  nodes.map(({ number }) => Number(number));
const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

describe('a span of three TSS with twenty sales each in a second, in another order with each answer', () => {
  const SALES = 100;
  beforeAll(() => {
    model = new ListModel({ shufflesTies: true });
    for (const tss of [1, 2, 3]) {
      model.addTss(uuid(1, tss));
      model.addClient(uuid(1, tss), uuid(2, tss));
      for (const number of upTo(SALES)) {
        const changes = { time_start: START + Math.ceil(number / 20) };
        model.addTransaction(uuid(1, tss), uuid(2, tss), uuid(3, tss * 1_000 + number), number, changes);
      }
    }
  });

  test.each([
    [30, ''],
    [25, ''],
    [30, ', orderBy: { field: NUMBER, direction: DESC }'],
    [25, ', orderBy: { field: NUMBER, direction: DESC }'],
  ])('is paged through by number without a gap, %d at a time%s', async (first, order) => {
    const span = `startedAt: { from: "${new Date(START * 1_000).toISOString()}" }`;
    const fields = '{ nodes { number } pageInfo { hasNextPage endCursor } }';
    const list = (after: string) => `transactions(first: ${first}${after}${order}, filter: { ${span} }) ${fields}`;
    const expected = order === '' ? upTo(SALES) : upTo(SALES).toReversed();
    const { data, errors } = await ask(`{ tssList { nodes { uuid ${list('')} } } }`);
    expect(errors).toBeUndefined();
    expect(data!.tssList.nodes).toHaveLength(3);
    for (const { uuid: id, transactions } of data!.tssList.nodes) {
      const seen = numbersOf(transactions);
      for (let { pageInfo } = transactions; pageInfo.hasNextPage;) {
        const next = await ask(`{ tss(uuid: "${id}") { ${list(`, after: "${pageInfo.endCursor}"`)} } }`);
        expect(next.errors).toBeUndefined();
        ({ pageInfo } = next.data!.tss.transactions);
        seen.push(...numbersOf(next.data!.tss.transactions));
      }
      expect(seen).toEqual(expected);
    }
  });
});

describe('the second hundred of a list, asked for together with the first', () => {
  const [TSS, TILL, OTHER_TILL] = [uuid(1, 1), uuid(2, 1), uuid(2, 2)];
  beforeEach(() => {
    model = new ListModel({ hasNullsFirst: true });
    model.addTss(TSS);
    for (const till of [TILL, OTHER_TILL]) model.addClient(TSS, till);
    for (const number of upTo(250)) {
      const end = number > 3 && { time_end: START + number };
      const changes = { time_start: START + number, state: 'ACTIVE', ...end };
      model.addTransaction(TSS, TILL, uuid(3, number), number, changes);
    }
  });

  /** Has the first hundred answered before anything else of the list is. */
  function answerFirst(reply: (received: Received) => Reply): void {
    const answered = Promise.withResolvers<undefined>();
    answer = async (received) => {
      if (!received.path.endsWith('/tx')) return model.answer(received);
      if (received.query.get('offset') !== '0') await answered.promise;
      else answered.resolve(undefined);
      return received.query.get('offset') === '0' ? reply(received) : model.answer(received);
    };
  }
  async function askTogether(parent: (lists: string) => string, more: string) {
    const list = (after: string) =>
      `transactions(first: 100${after}${more}) { nodes { number } pageInfo { endCursor } }`;
    const { data } = await ask(parent(`a: ${list('')}`));
    const end = (data!.parent ?? data!).a.pageInfo.endCursor;
    return () => ask(parent(`a: ${list('')} b: ${list(`, after: "${end}"`)}`));
  }
  const ofAll = (lists: string) => `{ ${lists} }`;
  const ofTss = (lists: string) => `{ parent: tss(uuid: "${TSS}") { ${lists} } }`;
  const ofTill = (lists: string) => `{ parent: client(tssUuid: "${TSS}", uuid: "${TILL}") { ${lists} } }`;

  test.each([
    ['of a TSS by state', ofTss, ', filter: { states: [ACTIVE] }', { state: 'FINISHED' }],
    ['of all by state', ofAll, ', filter: { states: [ACTIVE] }', { state: 'FINISHED' }],
    ['of a client', ofTill, '', { client_id: OTHER_TILL }],
    ['of a client of a TSS', ofTss, `, filter: { clientUuid: "${TILL}" }`, { client_id: OTHER_TILL }],
    ['by what changes', ofTss, ', orderBy: { field: ENDED_AT }', { time_end: START + 1_000 }],
  ])('%s: no row is left out when one before it leaves its place in between', async (_which, parent, more, change) => {
    const askBoth = await askTogether(parent, more);
    answerFirst((received) => {
      const reply = model.answer(received);
      Object.assign(model.transactions[2]!, change);
      return reply;
    });
    const { data, errors } = await askBoth();
    expect(errors).toBeUndefined();
    const { a, b } = data!.parent ?? data!;
    expect(numbersOf(a)).toEqual(upTo(100));
    expect(numbersOf(b)).toEqual(upTo(200, 101));
  });

  test.each([
    ['of all', ofAll],
    ['of a TSS', ofTss],
  ])('%s is shown where the first cannot be read', async (_which, parent) => {
    const askBoth = await askTogether(parent, '');
    answerFirst(() => refuse(400, 'E_FAILED_SCHEMA_VALIDATION'));
    const { data, errors } = await askBoth();
    expect(errors).toMatchObject([{ path: expect.arrayContaining(['a']) }]);
    expect(numbersOf((data!.parent ?? data!).b)).toEqual(upTo(200, 101));
  });
});

describe('the list of a TSS, which was read ten times in this minute', () => {
  const [TSS, TILL, OTHER_TILL] = [uuid(1, 1), uuid(2, 1), uuid(2, 2)];
  const DESCENDING = ', orderBy: { field: NUMBER, direction: DESC }';
  const listed = async (page: string, token: string) => {
    const { data, errors } = await ask(`{ tss(uuid: "${TSS}") { transactions(${page}) { nodes { number } } } }`, token);
    expect(errors).toBeUndefined();
    return numbersOf(data!.tss.transactions);
  };
  async function readTenTimes(page: string): Promise<string> {
    const token = `token-${(callers += 1)}`;
    for (let time = 0; time < 10; time += 1) await listed(page, token);
    return token;
  }

  test('has the newest of a second of which the list of all TSS shows but some', async () => {
    model = new ListModel();
    for (const tss of [TSS, uuid(1, 2)]) model.addTss(tss);
    model.addClient(TSS, TILL);
    for (const number of upTo(150)) model.addTransaction(TSS, TILL, uuid(3, number), number, { time_start: START });
    const token = await readTenTimes(`first: 3${DESCENDING}`);
    expect(await listed(`first: 3${DESCENDING}`, token)).toEqual([150, 149, 148]);
  });

  describe('and of which the list of all TSS shows nothing at first', () => {
    beforeEach(() => {
      model = new ListModel();
      for (const tss of [TSS, uuid(1, 2)]) model.addTss(tss);
      for (const till of [TILL, OTHER_TILL]) model.addClient(TSS, till);
      // Of others there are a hundred before and a hundred after its own, in each order.
      for (const other of upTo(100)) {
        const add = (id: string, number: number, start: number) => {
          model.addTransaction(uuid(1, 100 + other), uuid(2, 100 + other), id, number, {
            time_start: start,
            state: 'ACTIVE',
          });
        };
        add(uuid(4, other), 0, START - 1_000);
        add(uuid(5, other), 1_000, START + 1_000);
      }
      for (const number of upTo(20)) {
        const changes = { time_start: START + number, state: 'ACTIVE' };
        model.addTransaction(TSS, number % 2 ? TILL : OTHER_TILL, uuid(3, number), number, changes);
      }
    });
    const answerList = (received: Received): Reply => {
      const isOne = /\/tx\/[^/]+$/.test(received.path);
      const isThere = model.transactions.some(({ number }) => received.path.endsWith(`/tx/${number}`));
      return isOne && !isThere ? refuse(404, 'E_TX_NOT_FOUND') : model.answer(received);
    };

    test.each([
      ['first: 3', upTo(3)],
      [`first: 3${DESCENDING}`, [20, 19, 18]],
      ['first: 50', upTo(20)],
      [`first: 50${DESCENDING}`, upTo(20).toReversed()],
    ])('is read from those of its clients without a limit: %s', async (page, expected) => {
      answer = answerList;
      const token = await readTenTimes(page);
      for (let time = 0; time < 11; time += 1) expect(await listed(page, token)).toEqual(expected);
    });

    const OPEN = ', filter: { states: [ACTIVE] }';
    test.each([
      ['first: 3', 2, upTo(3)],
      ['first: 4', 1, upTo(4)],
      ['first: 50', 20, upTo(20)],
      [`first: 3${DESCENDING}`, 20, [20, 19, 18]],
      [`first: 3${DESCENDING}`, 19, [20, 19, 18]],
      [`first: 50${DESCENDING}`, 1, upTo(20).toReversed()],
      ['first: 3, orderBy: { field: STARTED_AT }', 2, upTo(3)],
      [`first: 3${OPEN}`, 2, upTo(3)],
      [`first: 3${OPEN}${DESCENDING}`, 20, [20, 19, 18]],
    ])('(%s) has number %d, with which another client goes on meanwhile', async (page, moving, expected) => {
      const token = await readTenTimes(page);
      const row = model.transactions.find(({ tss_id, number }) => tss_id === TSS && number === moving)!;
      const [to, from] = row.client_id === TILL ? [OTHER_TILL, TILL] : [TILL, OTHER_TILL];
      const moved = Promise.withResolvers<undefined>();
      answer = async (received) => {
        if (received.path.endsWith(`${from}/tx`)) await moved.promise;
        const reply = answerList(received);
        if (received.path.endsWith(`${to}/tx`)) {
          row.client_id = to;
          moved.resolve(undefined);
        }
        return reply;
      };
      expect(await listed(page, token)).toEqual(expected);
    });
  });
});
