import fc from 'fast-check';
import { execute, type ExecutionResult, type GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { Upstreams } from '../../src/datasources/index.js';
import { buildSchema } from '../../src/resolvers/build-schema.js';
import type { Context } from '../../src/resolvers/common/context.js';
import { Secret } from '../../src/secret.js';
import { formatError } from '../../src/server/pipeline/format-error.js';
import { type OperationRequest, KnownDocuments } from '../../src/server/execution/known-documents.js';
import { answeringLater, essence, lenient, losesSomething, untrue } from '../support/essence.js';
import { everythingOf, type Material, mutationOf, queryOf } from '../support/random-documents.js';
import { repeatableInputs } from '../support/random-mutations.js';
import { FAIR, openShop, type Shop, weathers } from '../support/random-shop.js';
import { sized } from '../support/run-size.js';

/** What is for later: a wait, a whole archive to be verified, and what changes from day to day. */
const LEFT_OUT = [
  'Query.awaitExport',
  'Query.verifyExport',
  'Query.verifyDsfinvkExport',
  'TssHealth.certificateDaysLeft',
];

const schema = buildSchema();
const slow = answeringLater(buildSchema());
const mild = lenient(buildSchema());

let shop: Shop;
let material: Material;
let token: string;
beforeAll(async () => {
  shop = await openShop();
  token = await shop.newToken();
  material = { schema, leaveOut: new Set(LEFT_OUT), valuesOf: shop.valuesOf };
}, 180_000);

/** What the server gives resolvers, for one operation. */
function contextOf(upstreams: Upstreams): Context {
  const caller = { kind: 'own-token', token: new Secret(token) } as const;
  return {
    datasources: upstreams.forOperation(caller, AbortSignal.timeout(20_000), () => 20_000),
    downloadLink: (_tss, uuid) => Promise.resolve({ url: `/download/${uuid}`, expiresAt: new Date(0) }),
    verifyArchive: () => Promise.reject(new Error('No archive is verified here.')),
    verifyDsfinvkArchive: () => Promise.reject(new Error('No archive is verified here.')),
    compute: (work) => work(),
    callerIsGone: () => false,
    sandbox: true,
    refuseSuspiciousReceipts: false,
  };
}

/** What callers are told of an error, but for what is of the call itself. */
function tell(error: GraphQLError): unknown {
  const { message, locations, extensions = {} } = formatError(error.toJSON(), error.originalError ?? error);
  const { code, retryable, argumentName } = extensions;
  return { message: [message, error.message], locations, code, retryable, argumentName };
}

/** The answer of a plan, compared with that of graphql-js; undefined for what is not planned. */
async function compare(
  documents: KnownDocuments,
  asked: OperationRequest,
  newContext: () => Context,
): Promise<ExecutionResult | undefined> {
  const document = parse(asked.query);
  const { operationName, variables: variableValues } = asked;
  const by = (oracle: GraphQLSchema) =>
    execute({ schema: oracle, document, operationName, variableValues, contextValue: newContext() });
  const executed = await by(slow);
  const executable = documents.accept(asked, document);
  const variables = executable?.coerce(asked.variables);
  if (!executable || !variables || variables.errors) {
    // A variable is wrong, or a condition is null, which may stand where graphql-js never comes.
    expect([executed.errors !== undefined, Object.values(asked.variables).includes(null)]).toContain(true);
    return undefined;
  }
  const planned = await executable.run(newContext(), variables);
  expect(essence(planned, tell)).toEqual(essence(executed, tell));
  if (losesSomething(planned)) expect(untrue(planned, await by(mild))).toEqual([]);
  return planned;
}

/** Numbers that a document is made from. */
const numbers = fc.noBias(fc.array(fc.nat(), { minLength: 100, maxLength: 300, size: 'max' }));

/**
 * Runs work with the upstream as a gateway sees it that has not asked for any list yet: it keeps the limit of twenty a
 * minute, lifted or not.
 */
async function withUpstreams<Result>(work: (newContext: () => Context) => Promise<Result>): Promise<Result> {
  const { middlewareUrl, backendUrl, dsfinvkUrl } = shop.sandbox;
  const upstreams = new Upstreams({ middlewareUrl, backendUrl, dsfinvkUrl });
  try {
    return await work(() => contextOf(upstreams));
  } finally {
    await upstreams.close();
  }
}

/** What was compared. */
class Tally {
  withData = 0;
  withErrors = 0;
  /** Places above what failed became null. */
  losing = 0;

  add(answer: ExecutionResult | undefined): void {
    if (answer?.data && Object.values(answer.data).some((value) => value !== null)) this.withData += 1;
    if (answer?.errors) this.withErrors += 1;
    if (answer && losesSomething(answer)) this.losing += 1;
  }
}

test('random queries of the schema come out of their plans as they come out of graphql-js, whatever their variables and whatever is wrong at the upstream', async () => {
  const tally = new Tally();
  const property = fc.asyncProperty(numbers, weathers, async (made, weather) => {
    const { query, operationName, variables, others } = queryOf(material, made);
    expect(validate(schema, parse(query))).toEqual([]);
    await shop.have(weather);
    const documents = new KnownDocuments(schema);
    // A document that is known is run with other variables, and once more with the first.
    for (const given of [variables, others, variables]) {
      const asked = { query, operationName, variables: given };
      tally.add(await withUpstreams((newContext) => compare(documents, asked, newContext)));
    }
  });
  await fc.assert(property, { numRuns: sized(15, 200), endOnFailure: true });
  expect(tally.withData).toBeGreaterThan(sized(5, 150));
  expect(tally.withErrors).toBeGreaterThan(sized(1, 80));
  // What fails is null by itself: nothing above it is lost (docs/decisions/0047).
  expect(tally.losing).toBe(0);
}, 180_000);

test('random looks at the payloads of every mutation come out of their plans as they come out of graphql-js', async () => {
  const inputs = repeatableInputs(shop);
  const names = Object.keys(schema.getMutationType()!.getFields());
  expect(Object.keys(inputs).toSorted()).toEqual(names.toSorted());
  const all = Object.entries(inputs).flatMap(([name, list]) => list.map((input) => ({ name, input })));
  await shop.have(FAIR);
  // Sent once before, so that all that can be done has been done.
  await withUpstreams(async (newContext) => {
    for (const { name, input } of all) {
      const { query, variables } = mutationOf(material, [0], name, input);
      const sent = await execute({
        schema,
        document: parse(query),
        variableValues: variables,
        contextValue: newContext(),
      });
      expect(sent.data![name]).toEqual(expect.anything());
    }
  });
  const tally = new Tally();
  const property = fc.asyncProperty(
    numbers,
    fc.constantFrom(...all),
    weathers,
    async (made, { name, input }, weather) => {
      const { query, operationName, variables, others } = mutationOf(material, made, name, input);
      expect(validate(schema, parse(query))).toEqual([]);
      await shop.have(weather);
      const documents = new KnownDocuments(schema);
      for (const given of [variables, others]) {
        const asked = { query, operationName, variables: given };
        tally.add(await withUpstreams((newContext) => compare(documents, asked, newContext)));
      }
    },
  );
  await fc.assert(property, { numRuns: sized(12, 150), endOnFailure: true });
  expect(tally.withData).toBeGreaterThan(sized(4, 120));
}, 180_000);

test.each(Object.keys(schema.getQueryType()!.getFields()).filter((name) => !LEFT_OUT.includes(`Query.${name}`)))(
  'all that can be reached from `%s` comes out of a plan as it comes out of graphql-js',
  async (name) => {
    // As much as a plan may hold.
    const query = everythingOf(material, name, name.startsWith('node') ? 4 : 5);
    expect(validate(schema, parse(query))).toEqual([]);
    await shop.have(FAIR);
    const asked = { query, operationName: undefined, variables: {} };
    const answer = await withUpstreams((newContext) => compare(new KnownDocuments(schema), asked, newContext));
    expect(answer!.errors).toBeUndefined();
    expect(answer!.data![name]).not.toBeNull();
  },
);
