import fastify from 'fastify';
import mercurius from 'mercurius';
import { Pool } from 'undici';
import { toClient, toTransaction, toTss } from '../servers/plain-rows.js';

// mercurius with its JIT, as in its documentation: types as SDL, a loader for each edge, undici's pool for calls.
const upstream = new URL(process.env.UPSTREAM ?? '');
const pool = new Pool(upstream.origin, { connections: 64 });

const schema = /* GraphQL */ `
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

const app = fastify();
app.register(mercurius, {
  schema,
  jit: 1,
  context: ({ headers: { authorization = '' } }) => ({
    get: async (path) => {
      const headers = { authorization, accept: 'application/json' };
      const { body } = await pool.request({ method: 'GET', path: upstream.pathname + path, headers });
      return body.json();
    },
  }),
  resolvers: {
    Query: {
      transaction: async (_, { tss, uuid }, { get }) => toTransaction(await get(`/tss/${tss}/tx/${uuid}`)),
      transactions: async (_, { limit, offset, newest }, { get }) => {
        const order = newest ? '&order_by=time_start&order=desc' : '';
        return (await get(`/tx?limit=${limit}&offset=${offset}${order}`)).data.map(toTransaction);
      },
      tssList: async (_, { limit }, { get }) => (await get(`/tss?limit=${limit}`)).data.map(toTss),
    },
  },
  loaders: {
    Tss: {
      clients: (queries, { get }) =>
        Promise.all(
          queries.map(async ({ obj, params }) =>
            (await get(`/tss/${obj.uuid}/client?limit=${params.limit}`)).data.map(toClient),
          ),
        ),
      openTransactions: (queries, { get }) =>
        Promise.all(
          queries.map(async ({ obj, params }) =>
            (await get(`/tss/${obj.uuid}/tx?limit=${params.limit}&states[0]=ACTIVE`)).data.map(toTransaction),
          ),
        ),
    },
    Client: {
      transactions: (queries, { get }) =>
        Promise.all(
          queries.map(async ({ obj, params }) => {
            const path = `/tss/${obj.tssUuid}/client/${obj.uuid}/tx?limit=${params.limit}&order_by=number&order=asc`;
            return (await get(path)).data.map(toTransaction);
          }),
        ),
    },
    Transaction: {
      client: (queries, { get }) =>
        Promise.all(once(queries, (obj) => `/tss/${obj.tssUuid}/client/${obj.clientUuid}`, get, toClient)),
      tss: (queries, { get }) => Promise.all(once(queries, (obj) => `/tss/${obj.tssUuid}`, get, toTss)),
    },
  },
});

/** Reads each object once, even if several rows need it. */
function once(queries, pathOf, get, map) {
  const read = new Map();
  return queries.map(({ obj }) => {
    const path = pathOf(obj);
    if (!read.has(path)) read.set(path, get(path).then(map));
    return read.get(path);
  });
}

await app.listen({ port: 0, host: '127.0.0.1' });
const [{ port }] = app.addresses();
process.stdout.write(`http://127.0.0.1:${port}/graphql\n`);
process.once('SIGTERM', () => process.exit());
