import 'reflect-metadata';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import DataLoader from 'dataloader';
import { Arg, buildSchema, Ctx, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Pool } from 'undici';
import type { Schemas } from '../../src/contract/sign-de.js';
import { toClient, toTransaction, toTss } from './plain-rows.js';

// Apollo Server, TypeGraphQL and DataLoader as in their tutorials: a class for each type, a resolver for each edge, a
// loader for each kind of object. With `CLIENT=undici` it uses undici's pool instead of the global fetch.
const upstream = process.env.UPSTREAM ?? '';
const pool = new Pool(new URL(upstream).origin, { connections: 64 });

interface Context {
  readonly get: <Answer>(path: string) => Promise<Answer>;
  readonly tss: DataLoader<string, Schemas['TssResponse']>;
  readonly clients: DataLoader<string, Schemas['ClientResponse']>;
}

@ObjectType()
class Pair {
  @Field(() => String) readonly key!: string;
  @Field(() => String) readonly value!: string;
}

@ObjectType()
class VatAmount {
  @Field(() => String) readonly vatRate!: string;
  @Field(() => String) readonly amount!: string;
}
@ObjectType()
class PaymentAmount {
  @Field(() => String) readonly paymentType!: string;
  @Field(() => String) readonly amount!: string;
  @Field(() => String) readonly currencyCode!: string;
}
@ObjectType()
class Receipt {
  @Field(() => String) readonly type!: string;
  @Field(() => [VatAmount]) readonly amountsPerVatRate!: VatAmount[];
  @Field(() => [PaymentAmount]) readonly amountsPerPaymentType!: PaymentAmount[];
}
@ObjectType()
class Signature {
  @Field(() => String) readonly value!: string;
  @Field(() => String) readonly counter!: string;
  @Field(() => String) readonly algorithm!: string;
}
@ObjectType()
class QrCode {
  @Field(() => String) readonly data!: string;
}
@ObjectType()
class OpenTransactions {
  @Field(() => Int) readonly used!: number;
  @Field(() => Int) readonly maximum!: number;
}
@ObjectType()
class Health {
  @Field(() => String) readonly state!: string;
  @Field(() => OpenTransactions) readonly openTransactions!: OpenTransactions;
}
@ObjectType()
class Tss {
  @Field(() => String) readonly uuid!: string;
  @Field(() => String, { nullable: true }) readonly description!: string | null;
  @Field(() => String) readonly serialNumber!: string;
  @Field(() => String) readonly state!: string;
  @Field(() => [Pair]) readonly metadata!: Pair[];
  @Field(() => Health) readonly health!: Health;
}
@ObjectType()
class Client {
  @Field(() => String) readonly uuid!: string;
  @Field(() => String) readonly serialNumber!: string;
  @Field(() => String) readonly state!: string;
  @Field(() => [Pair]) readonly metadata!: Pair[];
  readonly tssUuid!: string;
}
@ObjectType()
class Transaction {
  @Field(() => String) readonly uuid!: string;
  @Field(() => String) readonly number!: string;
  @Field(() => String) readonly state!: string;
  @Field(() => Int) readonly revision!: number;
  @Field(() => Int) readonly latestRevision!: number;
  @Field(() => String) readonly environment!: string;
  @Field(() => String) readonly tssSerialNumber!: string;
  @Field(() => String) readonly clientSerialNumber!: string;
  @Field(() => String) readonly startedAt!: string;
  @Field(() => String, { nullable: true }) readonly endedAt!: string | null;
  @Field(() => Receipt, { nullable: true }) readonly receipt!: Receipt | null;
  @Field(() => Signature) readonly signature!: Signature;
  @Field(() => QrCode, { nullable: true }) readonly qrCode!: QrCode | null;
  @Field(() => [Pair]) readonly metadata!: Pair[];
  readonly tssUuid!: string;
  readonly clientUuid!: string;
}

interface List<Row> {
  readonly data: readonly Row[];
}

@Resolver()
class Root_ {
  @Query(() => Transaction)
  async transaction(
    @Arg('tss', () => String) tss: string,
    @Arg('uuid', () => String) uuid: string,
    @Ctx() { get }: Context,
  ): Promise<Transaction> {
    return toTransaction(await get(`/tss/${tss}/tx/${uuid}`));
  }

  @Query(() => [Transaction])
  async transactions(
    @Arg('limit', () => Int) limit: number,
    @Arg('offset', () => Int, { defaultValue: 0 }) offset: number,
    @Arg('newest', () => Boolean, { defaultValue: false }) newest: boolean,
    @Ctx() { get }: Context,
  ): Promise<Transaction[]> {
    const order = newest ? '&order_by=time_start&order=desc' : '';
    const { data } = await get<List<Schemas['TxResponse']>>(`/tx?limit=${limit}&offset=${offset}${order}`);
    return data.map(toTransaction);
  }

  @Query(() => [Tss])
  async tssList(@Arg('limit', () => Int) limit: number, @Ctx() { get }: Context): Promise<Tss[]> {
    return (await get<List<Schemas['TssResponse']>>(`/tss?limit=${limit}`)).data.map(toTss);
  }
}

@Resolver(() => Tss)
class TssResolver {
  @FieldResolver(() => [Client])
  async clients(@Root() tss: Tss, @Arg('limit', () => Int) limit: number, @Ctx() { get }: Context): Promise<Client[]> {
    return (await get<List<Schemas['ClientResponse']>>(`/tss/${tss.uuid}/client?limit=${limit}`)).data.map(toClient);
  }

  @FieldResolver(() => [Transaction])
  async openTransactions(
    @Root() tss: Tss,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { get }: Context,
  ): Promise<Transaction[]> {
    const { data } = await get<List<Schemas['TxResponse']>>(`/tss/${tss.uuid}/tx?limit=${limit}&states[0]=ACTIVE`);
    return data.map(toTransaction);
  }
}

@Resolver(() => Client)
class ClientResolver {
  @FieldResolver(() => [Transaction])
  async transactions(
    @Root() client: Client,
    @Arg('limit', () => Int) limit: number,
    @Ctx() { get }: Context,
  ): Promise<Transaction[]> {
    const path = `/tss/${client.tssUuid}/client/${client.uuid}/tx?limit=${limit}&order_by=number&order=asc`;
    return (await get<List<Schemas['TxResponse']>>(path)).data.map(toTransaction);
  }
}

@Resolver(() => Transaction)
class TransactionResolver {
  @FieldResolver(() => Client)
  async client(@Root() { tssUuid, clientUuid }: Transaction, @Ctx() { clients }: Context): Promise<Client> {
    return toClient(await clients.load(`/tss/${tssUuid}/client/${clientUuid}`));
  }

  @FieldResolver(() => Tss)
  async tss(@Root() { tssUuid }: Transaction, @Ctx() { tss }: Context): Promise<Tss> {
    return toTss(await tss.load(`/tss/${tssUuid}`));
  }
}

const schema = await buildSchema({
  resolvers: [Root_, TssResolver, ClientResolver, TransactionResolver],
  validate: false,
});
const server = new ApolloServer<Context>({ schema });
const { url } = await startStandaloneServer(server, {
  listen: { port: 0, host: '127.0.0.1' },
  context: ({ req }) => {
    const headers = { authorization: req.headers.authorization ?? '', accept: 'application/json' };
    const get = async <Answer>(path: string): Promise<Answer> => {
      if (process.env.CLIENT !== 'undici') return (await (await fetch(upstream + path, { headers })).json()) as Answer;
      const { body } = await pool.request({ method: 'GET', path: `/api/v2${path}`, headers });
      return (await body.json()) as Answer;
    };
    const load = <Answer>() =>
      new DataLoader<string, Answer>((paths) => Promise.all(paths.map((path) => get<Answer>(path))));
    return Promise.resolve({ get, tss: load<Schemas['TssResponse']>(), clients: load<Schemas['ClientResponse']>() });
  },
});
process.stdout.write(`${url}\n`);
process.once('SIGTERM', () => process.exit());
