import { makeExecutableSchema } from '@graphql-tools/schema';
import DataLoader from 'dataloader';
import fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';
import { toClient, toTransaction, toTss } from '../servers/plain-rows.ts';

// mercurius with its JIT: types as SDL, a resolver for each edge, a DataLoader for each kind of object (mercurius' own
// loaders make a text of each key, which takes longer), undici's pool for calls.
const upstream = new URL(process.env.UPSTREAM ?? '');
const pool = new Pool(upstream.origin, { connections: 64 });

const typeDefs = /* GraphQL */ `
  type Query {
    transaction(tss: String!, uuid: String!): Transaction!
    transactions(limit: Int!, offset: Int = 0, newest: Boolean = false): [Transaction!]!
    tssList(limit: Int!): [Tss!]!
  }
  type Tss {
    uuid: String!
    description: String
    serialNumber: String!
    state: String!
    metadata: [Pair!]!
    health: Health!
    clients(limit: Int!): [Client!]!
    openTransactions(limit: Int!): [Transaction!]!
  }
  type Client {
    uuid: String!
    serialNumber: String!
    state: String!
    metadata: [Pair!]!
    transactions(limit: Int!): [Transaction!]!
  }
  type Transaction {
    uuid: String!
    number: String!
    state: String!
    revision: Int!
    latestRevision: Int!
    environment: String!
    tssSerialNumber: String!
    clientSerialNumber: String!
    startedAt: String!
    endedAt: String
    receipt: Receipt
    signature: Signature!
    qrCode: QrCode
    metadata: [Pair!]!
    client: Client!
    tss: Tss!
  }
  type Receipt {
    type: String!
    amountsPerVatRate: [VatAmount!]!
    amountsPerPaymentType: [PaymentAmount!]!
  }
  type VatAmount {
    vatRate: String!
    amount: String!
  }
  type PaymentAmount {
    paymentType: String!
    amount: String!
    currencyCode: String!
  }
  type Signature {
    value: String!
    counter: String!
    algorithm: String!
  }
  type QrCode {
    data: String!
  }
  type Health {
    state: String!
    openTransactions: OpenTransactions!
  }
  type OpenTransactions {
    used: Int!
    maximum: Int!
  }
  type Pair {
    key: String!
    value: String!
  }
`;

const resolvers = {
  Query: {
    transaction: async (_, { tss, uuid }, { get }) => toTransaction(await get(`/tss/${tss}/tx/${uuid}`)),
    transactions: async (_, { limit, offset, newest }, { get }) => {
      const order = newest ? '&order_by=time_start&order=desc' : '';
      return (await get(`/tx?limit=${limit}&offset=${offset}${order}`)).data.map(toTransaction);
    },
    tssList: async (_, { limit }, { get }) => (await get(`/tss?limit=${limit}`)).data.map(toTss),
  },
  Tss: {
    clients: async ({ uuid }, { limit }, { get }) =>
      (await get(`/tss/${uuid}/client?limit=${limit}`)).data.map(toClient),
    openTransactions: async ({ uuid }, { limit }, { get }) =>
      (await get(`/tss/${uuid}/tx?limit=${limit}&states[0]=ACTIVE`)).data.map(toTransaction),
  },
  Client: {
    transactions: async ({ tssUuid, uuid }, { limit }, { get }) => {
      const path = `/tss/${tssUuid}/client/${uuid}/tx?limit=${limit}&order_by=number&order=asc`;
      return (await get(path)).data.map(toTransaction);
    },
  },
  Transaction: {
    client: ({ tssUuid, clientUuid }, _, { clients }) => clients.load(`/tss/${tssUuid}/client/${clientUuid}`),
    tss: ({ tssUuid }, _, { tss }) => tss.load(`/tss/${tssUuid}`),
  },
};

/** What one request needs: its calls have the caller's token, and its loaders read each object once. */
function context({ headers: { authorization = '' } }) {
  const headers = { authorization, accept: 'application/json' };
  const get = async (path) => {
    const { body } = await pool.request({ method: 'GET', path: upstream.pathname + path, headers });
    return body.json();
  };
  const load = (map) => new DataLoader((paths) => Promise.all(paths.map(async (path) => map(await get(path)))));
  return { get, clients: load(toClient), tss: load(toTss) };
}

const app = fastify();
app.register(mercurius, { schema: makeExecutableSchema({ typeDefs, resolvers }), jit: 1, context });
await app.listen({ port: 0, host: '127.0.0.1' });
const [{ port }] = app.addresses();
process.stdout.write(`http://127.0.0.1:${port}/graphql\n`);
process.once('SIGTERM', () => process.exit());
