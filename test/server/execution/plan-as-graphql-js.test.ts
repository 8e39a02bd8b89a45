import {
  buildSchema,
  execute,
  getOperationAST,
  type GraphQLAbstractType,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  parse,
} from 'graphql';
import { compilePlan } from '../../../src/server/execution/plan.js';
import { essence } from '../../support/essence.js';

const SDL = /* GraphQL */ `
  interface Named {
    name: String
  }
  union Thing = Till | Shop
  input Filter {
    tags: [String!]! = ["a"]
  }
  type Query {
    till: Till
    tills: [Till]
    named: Named
    nameds: [Named]
    thing: Thing
    things: [[Thing]]
    list: [Int]
    count: Int
    missing: String
  }
  type Till implements Named {
    name: String
    number: Int
    method(plus: Int = 1): Int
    filtered(filter: Filter = {}, tags: [String!] = ["x"]): String
    shop: Shop
  }
  type Shop implements Named {
    name: String
    tills: [Till]
  }
  type Other implements Named {
    name: String
  }
`;

type Resolver = GraphQLFieldResolver<any, any>;

/** A schema with some resolvers, by `Type.field`. */
function schemaWith(resolvers: Readonly<Record<string, Resolver>>, change?: (schema: GraphQLSchema) => void) {
  const schema = buildSchema(SDL);
  for (const [place, resolve] of Object.entries(resolvers)) {
    const [type, field] = place.split('.') as [string, string];
    objectType(schema, type).getFields()[field]!.resolve = resolve;
  }
  change?.(schema);
  return schema;
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
  return type;
}

function abstractType(schema: GraphQLSchema, name: string): GraphQLAbstractType {
  const type = schema.getType(name);
  if (!isAbstractType(type)) throw new Error(`${name} is no abstract type.`);
  return type;
}

/** Values are not printed by plans, as they may hold secrets; otherwise messages are those of graphql-js. */
const tell = ({ message, locations }: { message: string; locations?: unknown }) => ({
  message: message.replace(/,? but got.*$/, '').replace(/ with value.*$/, ''),
  locations,
});

/** Runs a document both ways and expects the same. @returns the data of the plan */
async function same(
  schema: GraphQLSchema,
  source: string,
  variables: Record<string, unknown> = {},
  rootValue?: unknown,
) {
  const document = parse(source);
  const contextValue = { is: 'context' };
  const executed = await execute({ schema, document, variableValues: variables, contextValue, rootValue });
  const plan = compilePlan(schema, document, getOperationAST(document)!, variables)!;
  const planned = await plan.run(contextValue, variables, undefined, rootValue);
  expect(essence(planned, tell)).toEqual(essence(executed, tell));
  return planned;
}

const TILLS = [{ name: 'one' }, { name: 'two' }, { name: 'three' }];

test.each<[string, unknown]>([
  ['that does not exist', 'Nowhere'],
  ['that is not one of its own', 'Query'],
  ['that is no object', 'Filter'],
  ['that is none', undefined],
  ['that is no name', 7],
])('resolving an interface to a type %s fails its field and no other', async (_case, named) => {
  const schema = schemaWith(
    { 'Query.nameds': () => TILLS, 'Query.named': () => TILLS[1], 'Query.count': () => 3 },
    (made) => {
      abstractType(made, 'Named').resolveType = ({ name }) => (name === 'two' ? (named as string) : 'Till');
    },
  );
  const { data, errors } = await same(schema, '{ count named { name } nameds { __typename name } }');
  expect(data).toEqual({
    count: 3,
    named: null,
    nameds: [{ __typename: 'Till', name: 'one' }, null, { __typename: 'Till', name: 'three' }],
  });
  expect(errors).toHaveLength(2);
});

test('a type that says later, or throws, what a value is of answers for that value alone', async () => {
  const isTypeOf = async (value: any) => {
    await Promise.resolve();
    if (value.name === 'three') throw new Error('It cannot be told.');
    return value.name !== 'two';
  };
  for (const check of [isTypeOf, (value: any) => value.name !== 'two']) {
    const schema = schemaWith({ 'Query.tills': () => TILLS, 'Query.nameds': () => TILLS }, (made) => {
      objectType(made, 'Till').isTypeOf = check;
      abstractType(made, 'Named').resolveType = () => 'Till';
    });
    await same(schema, '{ tills { name } nameds { name } }');
  }
});

test('an interface without `resolveType` asks its types, also where they answer later', async () => {
  const schema = schemaWith({ 'Query.nameds': () => TILLS, 'Query.things': () => [TILLS, null] }, (made) => {
    objectType(made, 'Till').isTypeOf = (value) => Promise.resolve(value.name !== 'two');
    objectType(made, 'Shop').isTypeOf = async (value) => (await Promise.resolve(value.name)) === 'two';
  });
  const { data } = await same(schema, '{ nameds { __typename } things { __typename } }');
  expect(data!.nameds).toEqual([{ __typename: 'Till' }, { __typename: 'Shop' }, { __typename: 'Till' }]);
});

test('an iterable that throws fails its field and no other; promises that it gave before are not left to fail alone', async () => {
  function* broken() {
    yield 1;
    yield Promise.reject(new Error('Nobody waits for it.'));
    throw new Error('The iterable threw.');
  }
  const schema = schemaWith({ 'Query.list': broken, 'Query.count': () => 2 });
  const { data, errors } = await same(schema, '{ list count }');
  expect(data).toEqual({ list: null, count: 2 });
  expect(errors).toMatchObject([{ message: 'The iterable threw.', path: ['list'] }]);
  // A turn later a rejection that nobody handles would have ended the process.
  await new Promise((resolve) => setImmediate(resolve));
});

test('what is no list is not one because it has a member that looks like it', async () => {
  await same(schemaWith({ 'Query.list': () => ({ [Symbol.iterator]: 5 }) }), '{ list count }');
  await same(schemaWith({ 'Query.list': () => new Set([1, 2]) }), '{ list count }');
});

test('what has a method `then` is awaited as promises are, wherever it stands', async () => {
  const like = (promise: Promise<unknown>) => ({ then: promise.then.bind(promise) });
  const thenable = (value: unknown) => like(Promise.resolve(value));
  const failing = like(Promise.reject(new Error('It failed.')));
  const schema = schemaWith(
    {
      'Query.till': () => thenable({ name: thenable('one'), number: failing }),
      'Query.list': () => [1, thenable(2), failing],
      'Query.named': () => thenable(TILLS[0]),
    },
    (made) => {
      abstractType(made, 'Named').resolveType = () => thenable('Till') as Promise<string>;
    },
  );
  const { data } = await same(schema, '{ till { name number } list named { name } }');
  expect(data).toEqual({ till: { name: 'one', number: null }, list: [1, 2, null], named: { name: 'one' } });
});

test('what is thrown that is no error fails its field as it does by graphql-js', async () => {
  const nothing: unknown = Object.create(null);
  const schema = schemaWith({
    'Query.count': () => {
      throw nothing as Error;
    },
    'Query.list': async () => {
      await Promise.resolve();
      throw nothing as Error;
    },
  });
  const { errors } = await same(schema, '{ count list }');
  expect(errors).toHaveLength(2);
});

test('methods of an object that answer for a field are called as its methods, with arguments, context and info', async () => {
  const calls: unknown[] = [];
  class Till {
    readonly own = 40;
    method({ plus }: { plus: number }, context: unknown, info: GraphQLResolveInfo) {
      calls.push([context, info.fieldName, info.path.key]);
      return this.own + plus;
    }
  }
  const schema = schemaWith({ 'Query.tills': () => [new Till(), new Till()] });
  const { data } = await same(schema, '{ tills { method a: method(plus: 2) } }');
  expect(data).toEqual({
    tills: [
      { method: 41, a: 42 },
      { method: 41, a: 42 },
    ],
  });
  expect(calls).toContainEqual([{ is: 'context' }, 'method', 'a']);
});

test('a field of the root without a resolver is null, or what the root value has', async () => {
  const { data } = await same(schemaWith({}), '{ missing till { name } }');
  expect(data).toEqual({ missing: null, till: null });
  await same(schemaWith({}), '{ missing count }', {}, { missing: 'not now', count: () => 4 });
});

test('no resolver can change the arguments that another row gets', async () => {
  const seen: string[] = [];
  const filtered: Resolver = (_source, args) => {
    seen.push(JSON.stringify(args));
    for (const write of [() => args.filter.tags.push('b'), () => (args.filter.more = 1), () => (args.more = 1)]) {
      expect(write).toThrow(TypeError);
    }
    return 'done';
  };
  const schema = schemaWith({ 'Query.tills': () => TILLS, 'Till.filtered': filtered });
  const document = parse('query ($tags: [String!]) { tills { filtered(tags: $tags) } }');
  const plan = compilePlan(schema, document, getOperationAST(document)!, {})!;
  const { data, errors } = await plan.run({}, { tags: ['own'] });
  expect(errors).toBeUndefined();
  expect(data).toEqual({ tills: Array(3).fill({ filtered: 'done' }) });
  expect(new Set(seen)).toEqual(new Set(['{"filter":{"tags":["a"]},"tags":["own"]}']));
});

test('info is an object of its own for each row: it can be spread, and has the path and the variables, also later', async () => {
  const infos: Record<'ours' | 'theirs', unknown[]> = { ours: [], theirs: [] };
  let whose: keyof typeof infos = 'theirs';
  const take = async (info: GraphQLResolveInfo) => {
    const list = infos[whose];
    await new Promise((resolve) => setImmediate(resolve));
    const { path, variableValues, fieldName, rootValue, parentType, returnType } = { ...info };
    list.push({ path, variableValues, fieldName, rootValue, of: String(parentType), gives: String(returnType) });
  };
  const schema = schemaWith(
    {
      'Query.things': () => [[TILLS[0], { name: 'shop', tills: TILLS }], [TILLS[1]]],
      'Till.number': (_source, _args, _context, info) => take(info).then(() => 1),
      'Query.count': (_source, _args, _context, info) => take(info).then(() => 1),
    },
    (made) => {
      abstractType(made, 'Thing').resolveType = async (value, _context, info) => {
        await take(info);
        return value.name === 'shop' ? 'Shop' : 'Till';
      };
      objectType(made, 'Till').isTypeOf = (_value, _context, info) => take(info).then(() => true);
    },
  );
  const source = `query ($yes: Boolean) {
    count things { ... on Till { a: number @include(if: $yes) } ... on Shop { tills { number } } }
  }`;
  const document = parse(source);
  const [variableValues, rootValue] = [{ yes: true }, { is: 'root' }];
  await execute({ schema, document, variableValues, rootValue });
  whose = 'ours';
  const plan = compilePlan(schema, document, getOperationAST(document)!, variableValues)!;
  const { errors } = await plan.run({}, variableValues, undefined, rootValue);
  expect(errors).toBeUndefined();
  const sorted = (list: unknown[]) => list.map((each) => JSON.stringify(each)).toSorted();
  expect(sorted(infos.ours)).toEqual(sorted(infos.theirs));
  expect(infos.ours.length).toBeGreaterThan(12);
});
