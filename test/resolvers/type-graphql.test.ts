import {
  execute,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isObjectType,
  parse,
} from 'graphql';
import {
  Arg,
  Authorized,
  Ctx,
  Field,
  FieldResolver,
  getMetadataStorage,
  Info,
  InputType,
  Int,
  Mutation,
  ObjectType,
  Query,
  Resolver,
  Root,
  Subscription,
  buildSchemaSync,
  UseMiddleware,
} from 'type-graphql';
import { buildByTypeGraphQL, type SchemaOptions } from '../../src/resolvers/type-graphql.js';

const DESCRIPTIONS = { query: 'What can be read.', mutation: 'What can be changed.', subscription: 'What goes on.' };
const pubSub = {
  publish: () => undefined,
  subscribe: () => {
    throw new Error('Nobody subscribes.');
  },
};
const next = () => Promise.resolve();

beforeEach(() => {
  getMetadataStorage().clear();
});

/** Builds as the server does, and as TypeGraphQL does without the work-arounds. */
function build(resolvers: SchemaOptions['resolvers'], options: Partial<SchemaOptions> = {}): GraphQLSchema {
  return buildByTypeGraphQL({ resolvers, validate: false, ...options }, DESCRIPTIONS);
}
function buildPlainly(resolvers: SchemaOptions['resolvers']): GraphQLSchema {
  return buildSchemaSync({ resolvers, validate: false, pubSub });
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type.`);
  return type;
}

function declareShop() {
  @ObjectType()
  class Till {
    @Field(() => String)
    readonly name: string = 'one';
    @Field(() => Int)
    get number(): number {
      return this.name.length - 2;
    }
    @Field(() => Int)
    double(): number {
      return 2;
    }
  }
  @ObjectType()
  class SellPayload {
    @Field(() => Int)
    readonly count: number = 1;
  }
  @InputType()
  class Choice {
    @Field(() => String, { nullable: true })
    readonly either?: string;
  }
  @Resolver(() => Till)
  class Tills {
    @Query(() => Till)
    till(@Arg('first', () => Int) first: number, @Arg('second', () => Int) second: number): object {
      return Object.assign(new Till(), { order: [first, second] });
    }
    @Query(() => Int)
    chosen(@Arg('choice', () => Choice) choice: Choice): number {
      return Object.getPrototypeOf(choice) === Choice.prototype ? 1 : 2;
    }
    @FieldResolver(() => String)
    told(
      @Ctx() context: { readonly word: string },
      @Root() till: Till,
      @Arg('loud', () => Boolean) loud: boolean,
      @Info() info: GraphQLResolveInfo,
    ): string {
      return [context.word, till.name, loud, info.fieldName].join(' ');
    }
    @Mutation(() => SellPayload)
    sell(): SellPayload {
      return new SellPayload();
    }
  }
  return { Tills, Choice };
}

test('properties, getters and methods are read by graphql-js; TypeGraphQL would put a resolver before each', () => {
  const { Tills } = declareShop();
  const plain = objectType(buildPlainly([Tills]), 'Till').getFields();
  expect([plain.name!.resolve, plain.number!.resolve, plain.double!.resolve]).not.toContain(undefined);
  const ours = objectType(build([Tills]), 'Till').getFields();
  expect([ours.name!.resolve, ours.number!.resolve, ours.double!.resolve]).toEqual([undefined, undefined, undefined]);
});

test('resolvers are called directly, each parameter as it is meant, with arguments as graphql-js has coerced them', async () => {
  const { Tills } = declareShop();
  const document = parse('{ till(first: 1, second: 2) { told(loud: true) name number double } chosen(choice: {}) }');
  const answers = async (schema: GraphQLSchema) =>
    (await execute({ schema, document, contextValue: { word: 'hello' } })).data;
  const till = { told: 'hello one true told', name: 'one', number: 1, double: 2 };
  // TypeGraphQL makes an instance of the class of an input for each call.
  expect(await answers(buildPlainly([Tills]))).toEqual({ till, chosen: 1 });
  getMetadataStorage().clear();
  expect(await answers(build([declareShop().Tills]))).toEqual({ till, chosen: 2 });
});

test('a field says whether its resolver reads `info`, so that no row makes one for nothing', () => {
  const { Tills } = declareShop();
  const { told, name } = objectType(build([Tills]), 'Till').getFields();
  expect([told!.extensions.readsInfo, name!.extensions.readsInfo]).toEqual([undefined, false]);
});

test('subscriptions need no `pubSub` of ours, which TypeGraphQL asks for', () => {
  @Resolver()
  class Events {
    @Query(() => Int)
    count(): number {
      return 1;
    }
    @Subscription(() => Int, { subscribe: () => pubSub.subscribe() })
    counted(): number {
      return 1;
    }
  }
  expect(() => buildSchemaSync({ resolvers: [Events], validate: false })).toThrow(/PubSub/i);
  expect(build([Events]).getSubscriptionType()!.description).toBe('What goes on.');
});

test('arguments are in the order in which they are written, which TypeGraphQL turns around', () => {
  const { Tills } = declareShop();
  const namesIn = (schema: GraphQLSchema) =>
    schema
      .getQueryType()!
      .getFields()
      .till!.args.map(({ name }) => name);
  expect(namesIn(buildPlainly([Tills]))).toEqual(['second', 'first']);
  expect(namesIn(build([Tills]))).toEqual(['first', 'second']);
});

test('the root types have descriptions, for which TypeGraphQL has no place', () => {
  const { Tills } = declareShop();
  expect(buildPlainly([Tills]).getQueryType()!.description ?? undefined).toBeUndefined();
  const schema = build([Tills]);
  expect(schema.getQueryType()!.description).toBe('What can be read.');
  expect(schema.getMutationType()!.description).toBe('What can be changed.');
});

test('an input that says so by its extensions is `@oneOf`, for which TypeGraphQL has no option', () => {
  const declare = () => {
    const { Tills, Choice } = declareShop();
    getMetadataStorage().collectExtensionsClassMetadata({ target: Choice, extensions: { oneOf: true } });
    return Tills;
  };
  const isOneOf = (schema: GraphQLSchema) => (schema.getType('Choice') as { isOneOf?: boolean }).isOneOf;
  expect(isOneOf(buildPlainly([declare()]))).toBe(false);
  getMetadataStorage().clear();
  expect(isOneOf(build([declare()]))).toBe(true);
});

test('payloads have a field `query`, whose type no class of TypeGraphQL stands for', async () => {
  const { Tills } = declareShop();
  expect(objectType(buildPlainly([Tills]), 'SellPayload').getFields().query).toBeUndefined();
  const document = parse('mutation { sell { count query { chosen(choice: {}) } } }');
  const { data } = await execute({ schema: build([Tills]), document });
  expect(data).toEqual({ sell: { count: 1, query: { chosen: 2 } } });
});

describe('what nobody would call is refused when the schema is built', () => {
  test.each<[string, PropertyDecorator & MethodDecorator]>([
    ['@Authorized at Fields.secret', Authorized()],
    ['@UseMiddleware at Fields.secret', UseMiddleware(next)],
  ])('%s', (message, decorator) => {
    @ObjectType()
    class Fields {
      @decorator
      @Field(() => String)
      readonly secret: string = '';
    }
    @Resolver()
    class Reads {
      @Query(() => Fields)
      fields(): Fields {
        return new Fields();
      }
    }
    expect(() => build([Reads])).toThrow(`Nothing would call ${message}:`);
  });

  test.each<[string, ClassDecorator]>([
    ['@Authorized at Reads', Authorized()],
    ['@UseMiddleware at Reads', UseMiddleware(next)],
  ])('%s, at a class of resolvers', (message, decorator) => {
    @decorator
    @Resolver()
    class Reads {
      @Query(() => Int)
      count(): number {
        return 1;
      }
    }
    expect(() => build([Reads])).toThrow(`Nothing would call ${message}:`);
  });

  test.each<[string, Partial<SchemaOptions>]>([
    ['authChecker', { authChecker: () => false }],
    ['authMode', { authMode: 'null' }],
    ['globalMiddlewares', { globalMiddlewares: [next] }],
  ])('the option %s', (name, options) => {
    const { Tills } = declareShop();
    expect(() => build([Tills], options)).toThrow(`Nothing would call ${name}:`);
  });

  test('parameters that TypeGraphQL would fill by code of its own', () => {
    const { Tills } = declareShop();
    getMetadataStorage().collectHandlerParamMetadata({
      kind: 'custom',
      target: Tills,
      methodName: 'sell',
      index: 0,
      resolver: () => 1,
      options: {},
    });
    expect(() => build([Tills])).toThrow('A parameter of the kind "custom" is not supported.');
  });
});
