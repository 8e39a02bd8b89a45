import type { Gateway } from '../../src/gateway.js';
import { ListModel } from '../datasources/list-model.js';
import type { Received, Reply, StubUpstream } from '../datasources/stub-upstream.js';
import { post } from './start.js';
import { startStubbedGateway } from './stub-gateway.js';

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

describe('a span of time of three TSS, with twenty sales of each in a second, in another order with each answer', () => {
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
    const list = (after: string) =>
      `transactions(first: ${first}${after}${order}, filter: { ${span} }) { nodes { number } pageInfo { hasNextPage endCursor } }`;
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
