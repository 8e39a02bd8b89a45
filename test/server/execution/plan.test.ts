import fc from 'fast-check';
import {
  buildSchema,
  execute,
  getOperationAST,
  getVariableValues,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { compilePlan } from '../../../src/server/execution/plan.js';
import { answeringLater, essence, lenient, losesSomething, untrue } from '../../support/essence.js';
import { sized } from '../../support/run-size.js';

/** Types with every way in which a field can come out: at once or later, null, thrown, wrong, in lists, in unions. */
const SDL = /* GraphQL */ `
  interface Node {
    id: ID!
  }
  union Thing = Till | Sale
  enum State {
    OPEN
    DONE
  }
  type Query {
    node(id: ID! = "till-1"): Node
    nodes(ids: [ID!]! = ["till-1", "sale-2", "gone-3"]): [Node]!
    things(first: Int = 3): [Thing]
    till(number: Int!): Till
    tills(first: Int = 3, odd: Boolean = true): [Till!]
    strictTills(first: Int = 3): [Till!]!
    later: [Sale]
    nothing: Till
  }
  type Mutation {
    open(number: Int!): Till
    close(id: ID!): Node!
  }
  type Till implements Node {
    id: ID!
    number: Int!
    name: String
    state: State
    wrongState: State
    method: Int
    thrown: String
    thrownLater: String
    strict: Int!
    sales(first: Int = 2): [Sale!]!
    latest: Sale
    notAList: [Int]
    holes: [Int]
    strictHoles: [Int!]
    matrix: [[Int]]
    promises: [Int]
  }
  type Sale implements Node {
    id: ID!
    number: Int!
    till: Till
    strictTill: Till!
    total: String
    evenOnly: Int
    strictEven: Int!
    neverThere: String!
  }
`;

class Till {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  get id() {
    return `till-${this.number}`;
  }
  get name() {
    return this.number % 2 ? `Till "${this.number}"` : null;
  }
  readonly state = 'OPEN';
  readonly wrongState = 'NONSENSE';
  method() {
    return this.number * 10;
  }
  get thrown(): string {
    throw new Error(`Till ${this.number} threw.`);
  }
  get strict() {
    return this.number % 3 ? this.number : null;
  }
  readonly notAList = 7;
  readonly holes = [1, null, 3];
  readonly strictHoles = [1, null, 3];
  readonly matrix = [[1, 2], null, [3, null]];
}
class Sale {
  readonly number: number;
  constructor(number: number) {
    this.number = number;
  }
  get id() {
    return `sale-${this.number}`;
  }
  get total() {
    return `${this.number}.00`;
  }
  get evenOnly() {
    if (this.number % 2) throw new Error(`Sale ${this.number} is odd.`);
    return this.number;
  }
  get strictEven() {
    return this.evenOnly;
  }
  readonly neverThere = null;
}

const later = <Value>(value: Value): Promise<Value> => new Promise((resolve) => setImmediate(resolve, value));
const some = <Row>(count: unknown, make: (number: number) => Row): Row[] =>
  Array.from({ length: Number(count) }, (_, index) => make(index + 1));
const find = (id: string) => {
  const [kind, number] = id.split('-');
  if (kind === 'gone') throw new Error(`${id} is gone.`);
  return kind === 'till' ? new Till(Number(number)) : new Sale(Number(number));
};

type Resolver = (source: any, args: any, context: unknown, info: GraphQLResolveInfo) => unknown;
const resolvers: Readonly<Record<string, Readonly<Record<string, Resolver>>>> = {
  Query: {
    node: (_, { id }) => later(find(id)),
    nodes: (_, { ids }) => ids.map((id: string) => later(id).then(find)),
    things: (_, { first }) => some(first, (number) => (number % 2 ? new Till(number) : new Sale(number))),
    till: (_, { number }) => later(new Till(number)),
    tills: (_, { first, odd }) => some(first, (number) => new Till(odd ? number * 2 - 1 : number)),
    strictTills: (_, { first }) => later(some(first, (number) => new Till(number))),
    later: () => later(some(3, (number) => (number === 2 ? null : new Sale(number)))),
    nothing: () => undefined,
  },
  Mutation: {
    open: (_, { number }) => later(new Till(number)),
    close: (_, { id }) => later(id).then(find),
  },
  Till: {
    thrownLater: async ({ number }) => {
      await later(undefined);
      throw new Error(`Till ${number} threw later.`);
    },
    sales: ({ number }, { first }) => later(some(first, (index) => new Sale(number * 10 + index))),
    latest: ({ number }) => (number % 2 ? later(new Sale(number)) : null),
    promises: ({ number }) => [later(number), Promise.reject(new Error('One item failed.')), 3],
  },
  Sale: {
    till: ({ number }) => later(number % 4 ? new Till(number) : null),
    strictTill: ({ number }) => (number % 4 ? new Till(number) : later(null)),
  },
};
/** The schema with its resolvers. */
function makeSchema(): GraphQLSchema {
  const made = buildSchema(SDL);
  for (const [name, fields] of Object.entries(resolvers)) {
    for (const [field, resolve] of Object.entries(fields)) objectType(name, made).getFields()[field]!.resolve = resolve;
  }
  for (const name of ['Till', 'Sale']) {
    objectType(name, made).isTypeOf = (value) => value instanceof (name === 'Till' ? Till : Sale);
  }
  return made;
}

const schema = makeSchema();
const slow = answeringLater(makeSchema());
const mild = lenient(makeSchema());

function objectType(name: string, of = schema): GraphQLObjectType {
  const type = of.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
  return type;
}

/** What can be selected of each type: leaves, and fields with the type that they lead to. */
const leaves = {
  Till: [
    'id',
    'number',
    'name',
    'state',
    'wrongState',
    'method',
    'thrown',
    'thrownLater',
    'strict',
    'notAList',
    'holes',
    'strictHoles',
    'matrix',
    'promises',
    '__typename',
  ],
  Sale: ['id', 'number', 'total', 'evenOnly', 'strictEven', 'neverThere', '__typename'],
  Node: ['id', '__typename'],
  Thing: ['__typename'],
  Query: ['__typename'],
} as const;
type TypeName = keyof typeof leaves;
const branches: Readonly<Record<TypeName, readonly (readonly [field: string, type: TypeName])[]>> = {
  Query: [
    ['node', 'Node'],
    ['node(id: $id)', 'Node'],
    ['nodes', 'Node'],
    ['things', 'Thing'],
    ['things(first: $first)', 'Thing'],
    ['till(number: 3)', 'Till'],
    ['till(number: $number)', 'Till'],
    ['tills(first: $first, odd: $odd)', 'Till'],
    ['strictTills', 'Till'],
    ['later', 'Sale'],
    ['nothing', 'Till'],
  ],
  Till: [
    ['sales', 'Sale'],
    ['sales(first: $first)', 'Sale'],
    ['latest', 'Sale'],
  ],
  Sale: [
    ['till', 'Till'],
    ['strictTill', 'Till'],
  ],
  Node: [],
  Thing: [],
};
const DIRECTIVES = ['', '', '', '', ' @include(if: $yes)', ' @skip(if: $yes)', ' @include(if: $no)'];

/** A document, from a stream of numbers. */
function documentOf(numbers: readonly number[]): string {
  let at = 0;
  const pick = <Value>(values: readonly Value[]): Value => values[numbers[at++ % numbers.length]! % values.length]!;
  let aliases = 0;
  const select = (type: TypeName, depth: number): string => {
    const parts: string[] = [];
    for (let count = pick([1, 2, 3, 4]); count > 0; count -= 1) {
      const isLeaf = depth === 0 || branches[type].length === 0 || pick([true, false, type === 'Query' ? false : true]);
      const directive = pick(DIRECTIVES);
      if (isLeaf) parts.push(`${pick(['', `a${aliases++}: `])}${pick(leaves[type])}${directive}`);
      else {
        const [field, to] = pick(branches[type]);
        parts.push(`a${aliases++}: ${field}${directive} { ${select(to, depth - 1)} }`);
      }
      const isAbstract = type === 'Node' || type === 'Thing';
      if (isAbstract && depth > 0) {
        const on = pick(['Till', 'Sale'] as const);
        parts.push(`... on ${on}${pick(DIRECTIVES)} { ${select(on, depth - 1)} }`);
      }
      if (type === 'Till' && pick([false, false, true])) parts.push('...OfTill');
    }
    return parts.join(' ');
  };
  const variables =
    '$id: ID = "sale-1", $first: Int = 2, $number: Int!, $odd: Boolean, $yes: Boolean = true, $no: Boolean = false';
  return `query All(${variables}) { ${select('Query', 3)} } fragment OfTill on Till { number sales { total } }`;
}

/** @param oracle what graphql-js executes */
async function bothWays(source: string, given: Record<string, unknown>, oracle = schema) {
  const document = parse(source);
  const operation = getOperationAST(document)!;
  const conditions = { yes: true, no: false, ...given };
  const plan = compilePlan(schema, document, operation, conditions)!;
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  const [planned, executed] = await Promise.all([
    errors ? { errors } : plan.run({}, coerced),
    execute({ schema: oracle, document, variableValues: given, contextValue: {} }),
  ]);
  return { planned, executed };
}

test('random documents come out of a plan as they come out of graphql-js', async () => {
  const variables = fc.record(
    {
      id: fc.constantFrom('till-1', 'till-3', 'sale-4', 'gone-1'),
      first: fc.constantFrom(0, 1, 4, null),
      number: fc.integer({ min: 1, max: 6 }),
      odd: fc.boolean(),
      yes: fc.boolean(),
    },
    { requiredKeys: ['number'] },
  );
  let [compared, losing] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { minLength: 40, maxLength: 80 }), variables, async (numbers, given) => {
      const source = documentOf(numbers);
      // Unused fragments and variables, and names that stand for two things, are none of the plan's business.
      const mistakes = validate(schema, parse(source)).filter(({ message }) => !message.includes('is never used'));
      fc.pre(mistakes.length === 0);
      const { planned, executed } = await bothWays(source, given, slow);
      expect(essence(planned)).toEqual(essence(executed));
      compared += 1;
      if (!losesSomething(planned)) return;
      losing += 1;
      expect(untrue(planned, (await bothWays(source, given, mild)).executed)).toEqual([]);
    }),
    { numRuns: sized(100, 500), endOnFailure: true },
  );
  expect(compared).toBeGreaterThanOrEqual(sized(100, 500));
  expect(losing).toBeGreaterThan(sized(10, 100));
});

test.each<[string, string, Record<string, unknown>]>([
  ['a field that throws', '{ till(number: 1) { number thrown thrownLater } }', {}],
  ['a value that must not be null, in a list of what must not be null', '{ tills(odd: false) { strict } }', {}],
  [
    'what comes to nothing later where something must be',
    '{ till(number: 3) { sales { strictTill { id } total } } }',
    {},
  ],
  [
    'what fails later below what must be',
    '{ till(number: 3) { sales(first: 1) { strictTill { strict } } latest { id } } }',
    {},
  ],
  ['nothing where the root itself must not be null', '{ strictTills { strict } }', {}],
  [
    'wrong enum values, holes and what is no list',
    '{ till(number: 1) { wrongState holes strictHoles notAList matrix } }',
    {},
  ],
  ['items that fail each for itself', '{ nodes { id } till(number: 2) { promises } }', {}],
  [
    'an argument that needs a value and gets none',
    'query ($first: Int) { tills(first: $first) { id } nodes(ids: []) { id } }',
    {},
  ],
  [
    'fields of one name merged',
    '{ till(number: 1) { sales { id } sales { total } } ...Q } fragment Q on Query { till(number: 1) { name } }',
    {},
  ],
  ['wrong variables', 'query ($number: Int!) { till(number: $number) { id } }', { number: 'one' }],
  ['one mutation', 'mutation ($number: Int!) { open(number: $number) { id sales { total } thrown } }', { number: 1 }],
  ['one mutation asked for twice', 'mutation { close(id: "till-2") { id } close(id: "till-2") { __typename } }', {}],
  ['a mutation that fails where there must be something', 'mutation { close(id: "gone-1") { id } }', {}],
  ['a mutation with wrong variables', 'mutation ($number: Int!) { open(number: $number) { id } }', { number: 'one' }],
  ['variables that are missing', 'query ($number: Int!) { till(number: $number) { id } }', {}],
])('%s comes out the same', async (_case, source, given) => {
  const { planned, executed } = await bothWays(source, given);
  expect(essence(planned)).toEqual(essence(executed));
});

test('each field is resolved for all rows of a level before any of their children is', async () => {
  const seen: string[] = [];
  const { sales, latest } = objectType('Till').getFields();
  const [ofSales, ofLatest] = [sales!.resolve!, latest!.resolve!];
  sales!.resolve = (...given) => (seen.push('sales'), ofSales(...given));
  objectType('Sale').getFields().till!.resolve = (source) => (seen.push('till'), new Till(source.number));
  const document = parse('{ tills(first: 3) { sales(first: 2) { till { id } } } }');
  await compilePlan(schema, document, getOperationAST(document)!, {})!.run({}, {});
  [sales!.resolve, latest!.resolve] = [ofSales, ofLatest];
  objectType('Sale').getFields().till!.resolve = resolvers.Sale!.till!;
  expect(seen).toEqual([...Array<string>(3).fill('sales'), ...Array<string>(6).fill('till')]);
});

test('a property that comes later is waited for in each of many rows, which are read in turns', async () => {
  const many = buildSchema('type Query { rows: [Row!]! } type Row { name: String! late: String!, bad: Int }');
  const document = parse('{ rows { name late bad } }');
  const rows = Array.from({ length: 300 }, (_, index) => ({
    name: `row ${index}`,
    late: Promise.resolve(`late ${index}`),
    bad: () => (index === 299 ? Promise.reject(new Error('bad')) : Promise.resolve(index)),
  }));
  const takeTurn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const plan = compilePlan(many, document, getOperationAST(document)!, {})!;
  const { data, errors } = await plan.run({}, {}, takeTurn, { rows });
  const named = (index: number) => ({ name: `row ${index}`, late: `late ${index}`, bad: index === 299 ? null : index });
  expect(data).toEqual({ rows: rows.map((_, index) => named(index)) });
  expect(errors).toMatchObject([{ message: 'bad', path: ['rows', 299, 'bad'] }]);
});

test.each<[string, string, Record<string, unknown>?]>([
  ['introspection', '{ __schema { queryType { name } } }'],
  ['what must run one after another', 'mutation { open(number: 1) { id } close(id: "till-1") { id } }'],
  ['introspection deep inside', '{ __type(name: "Till") { name } __typename }'],
  ['a name of an answer that cannot be assigned', '{ __proto__: __typename tills(odd: true) { id } }'],
  ['a condition that cannot be read', 'query ($yes: Boolean = true) { __typename @include(if: $yes) }', { yes: null }],
  [
    'a condition that cannot be read, in one type of several',
    'query ($yes: Boolean = true) { nodes(ids: ["till-1"]) { ... on Till { id @include(if: $yes) } } }',
    { yes: null },
  ],
  ['what some fragments in fragments make too large', bush(9)],
])('%s is left to graphql-js', (_case, source, conditions = {}) => {
  const document = parse(source);
  expect(compilePlan(schema, document, getOperationAST(document)!, conditions)).toBeUndefined();
});

test('the size of a plan is the number of its fields, wherever they are answered', () => {
  const sizeOf = (source: string) => {
    const document = parse(source);
    return compilePlan(schema, document, getOperationAST(document)!, {})!.size;
  };
  expect(sizeOf('{ __typename }')).toBe(1);
  expect(sizeOf('{ tills(first: 3) { sales(first: 2) { till { id } } } }')).toBe(4);
  expect(sizeOf(bush(3))).toBe(1 + 4 + 8 + 16 + 16);
});

/** A document that doubles with each level. */
function bush(levels: number): string {
  const fragments = Array.from(
    { length: levels },
    (_, level) =>
      `fragment F${level} on Till { a: sales { till { ...F${level + 1} } } b: sales { till { ...F${level + 1} } } }`,
  );
  return `{ tills(first: 1) { ...F0 } } ${fragments.join(' ')} fragment F${levels} on Till { id name }`;
}
