import { randomUUID } from 'node:crypto';
import {
  getNamedType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { errorTable } from '../../src/datasources/sign-de/error-table.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';
import { isUserErrorCode } from '../../src/resolvers/common/to-user-error.js';
import { clientRow, page, transactionRow, tssRow } from '../datasources/rows.js';
import { refuse, type Reply, StubUpstream } from '../datasources/stub-upstream.js';
import { sized } from '../support/run-size.js';
import { startTestGateway, type TestGateway } from './support/start.js';

/** Of a refusal by the upstream, `field` names what the mutation's own input has and what was sent. */
let gateway: TestGateway;
let refusal: Reply;
/** Whether what is read is refused too. */
let refusesReads: boolean;

const ID = 'c0ffee00-0000-4000-8000-000000000001';
const schema = buildSchema();

beforeAll(async () => {
  const upstream = await StubUpstream.start(({ method, path, query }) => {
    if (method !== 'GET' || refusesReads) return refusal;
    const [, , , kind, id] = path.split('/');
    if (kind === 'tx') {
      const row = transactionRow(ID, ID, ID, 1);
      return id === undefined ? page('TRANSACTION', [row], query) : { json: row };
    }
    if (kind === 'client') return { json: clientRow(ID, ID) };
    return { json: tssRow(ID) };
  });
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
    FISKALY_BACKEND_URL: upstream.settings.backendUrl,
    MAXIMUM_WRONG_PINS: '5',
  });
});
afterAll(() => gateway.close());

const SAMPLES: Readonly<Record<string, unknown>> = {
  UUID: ID,
  Boolean: true,
  Int: 1,
  BigInt: '1',
  Decimal: '1.00',
  Base64: 'YQ==',
  DateTime: '2026-01-01T00:00:00Z',
  JSONObject: { a: 1 },
  AdminPin: 'a-pin-for-now',
  AdminPuk: 'a-puk-for-now',
  ApiSecret: 'secret',
  Token: 'token',
  String: 'text',
};

/** A value of a type: with all that may be left out, or nothing of it. */
function sampleOf(type: GraphQLInputType, isFull: boolean): unknown {
  if (isNonNullType(type)) return sampleOf(type.ofType, isFull);
  if (isListType(type))
    return isFull && !isInputObjectType(getNamedType(type.ofType)) ? [] : [sampleOf(type.ofType, isFull)];
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return SAMPLES[type.name];
  const fields = Object.values(type.getFields());
  const chosen = type.isOneOf ? fields.slice(0, 1) : fields.filter(({ type: of }) => isFull || isNonNullType(of));
  return Object.fromEntries(chosen.map((field) => [field.name, sampleOf(field.type, isFull)]));
}

const mutations = Object.values(schema.getMutationType()!.getFields()).map(({ name, args }) => ({
  name,
  type: getNamedType(args.find((each) => each.name === 'input')!.type) as GraphQLInputObjectType,
}));

const codes = Object.entries(errorTable).filter(([, { code, retryable }]) => isUserErrorCode(code) && !retryable);

/** Whether the input has the field: as its type, where it says that something is missing; else as it was sent. */
function isThere(
  input: any,
  type: GraphQLInputObjectType,
  { code, field }: { code: string; field: string[] },
): boolean {
  if (code.endsWith('REQUIRED')) return field.length === 1 && type.getFields()[field[0]!] !== undefined;
  return (field.reduce((value, name) => value?.[name], input) ?? undefined) !== undefined;
}

/** Whether all that may be sent is sent, and whether what is read is refused too. */
const CASES = [true, false].flatMap((isFull) => [true, false].map((reads) => ({ isFull, reads })));

/** So many of them, others each time. */
function someOf<Item>(all: readonly Item[], count: number): readonly Item[] {
  const left = [...all];
  return Array.from({ length: count }, () => left.splice(Math.floor(Math.random() * left.length), 1)[0]!);
}

/** In the normal run, the mutations that meet a code: each third of them, others each time, and each meets as many. */
const PARTS = sized(3, 1);
const first = Math.floor(Math.random() * PARTS);
const mutationsOf = (indexOfCode: number) => mutations.filter((_, index) => (index + indexOfCode) % PARTS === first);

test.each(codes.map(([code], index) => [code, mutationsOf(index)] as const))('%s', async (upstreamCode, some) => {
  refusal = refuse(404, upstreamCode);
  for (const { isFull, reads } of someOf(CASES, sized(1, CASES.length))) {
    refusesReads = reads;
    // The lists of a TSS are limited for each token.
    const headers = { authorization: `Bearer ${randomUUID()}` };
    const wrong = await Promise.all(
      some.map(async ({ name, type }) => {
        const input: any = sampleOf(type, isFull);
        const query = `mutation ($input: ${type.name}!) { ${name}(input: $input) { userErrors { code field } ${name === 'cancelOpenTransactions' ? 'results { userErrors { code field } } leftOpen { reason { code field } }' : ''} } }`;
        const { data } = await gateway.post(query, { input }, headers);
        const { userErrors = [], results = [], leftOpen = [] } = data?.[name] ?? {};
        const all = [
          ...userErrors,
          ...results.flatMap((each: any) => each.userErrors),
          ...leftOpen.map((each: any) => each.reason),
        ];
        return all
          .filter((error) => error.field && error.code !== 'INVALID_INPUT' && !isThere(input, type, error))
          .map(({ code, field }) => `${name} ${code} ${field.join('.')}`);
      }),
    );
    expect({ isFull, refusesReads, wrong: wrong.flat() }).toEqual({ isFull, refusesReads, wrong: [] });
  }
});
