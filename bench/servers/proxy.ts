import { createServer } from 'node:http';
import { Pool } from 'undici';
import type { Schemas } from '../../src/contract/sign-de.js';
import { listen } from './listen.js';

// The bare proxy: a handwritten server without GraphQL, only for the screens of the benchmark. It is a plain Node.js
// server that calls the upstream's REST API: each list by itself, and each object once, in parallel, over pooled
// connections. It gets the same request as a GraphQL server, but reads only the operation's name and the variables.
// It returns the JSON that the GraphQL query would return. It has no safety of any kind. With `CLIENT=fetch` it uses
// the global fetch instead of undici's pool.
const upstream = process.env.UPSTREAM ?? '';
const pool = new Pool(new URL(upstream).origin, { connections: 64 });

type Row<Name extends keyof Schemas> = Schemas[Name];
interface List<Item> {
  readonly data: readonly Item[];
}

async function get<Answer>(path: string, authorization: string): Promise<Answer> {
  const headers = { authorization, accept: 'application/json' };
  if (process.env.CLIENT === 'fetch') {
    return (await (await fetch(`${upstream}${path}`, { headers })).json()) as Answer;
  }
  const { body } = await pool.request({ method: 'GET', path: `/api/v2${path}`, headers });
  return (await body.json()) as Answer;
}

const date = (seconds: number | undefined) => (seconds === undefined ? null : new Date(seconds * 1_000));
const pairs = (metadata: Record<string, string> = {}) =>
  Object.entries(metadata).map(([key, value]) => ({ key, value }));

const transaction = (row: Row<'TxResponse'>) => {
  const receipt = row.schema?.standard_v1?.receipt;
  return {
    uuid: row._id,
    number: String(row.number),
    state: row.state,
    revision: row.revision,
    latestRevision: row.latest_revision,
    environment: row._env,
    tssSerialNumber: row.tss_serial_number,
    clientSerialNumber: row.client_serial_number,
    startedAt: date(row.time_start),
    endedAt: date(row.time_end),
    receipt: receipt && {
      type: receipt.receipt_type,
      amountsPerVatRate: receipt.amounts_per_vat_rate.map(({ vat_rate, amount }) => ({ vatRate: vat_rate, amount })),
      amountsPerPaymentType: (receipt.amounts_per_payment_type ?? []).map((each) => ({
        paymentType: each.payment_type,
        amount: each.amount,
        currencyCode: each.currency_code ?? 'EUR',
      })),
    },
    signature: {
      value: row.signature.value,
      counter: String(row.signature.counter),
      algorithm: row.signature.algorithm,
    },
  };
};
const client = ({ _id, serial_number, state }: Row<'ClientResponse'>) => ({
  uuid: _id,
  serialNumber: serial_number,
  state,
});
const tss = ({ _id, serial_number, state }: Row<'TssResponse'>) => ({ uuid: _id, serialNumber: serial_number, state });

const one = (token: string, { tss, uuid }: Variables) => get<Row<'TxResponse'>>(`/tss/${tss}/tx/${uuid}`, token);

interface Variables {
  readonly tss?: string;
  readonly uuid?: string;
}

const screens: Readonly<Record<string, (token: string, variables: Variables) => Promise<object>>> = {
  Hello: () => Promise.resolve({ __typename: 'Query' }),

  One: async (token, variables) => ({ transaction: transaction(await one(token, variables)) }),

  OneWithMetadata: async (token, variables) => {
    const row = await one(token, variables);
    return { transaction: { ...transaction(row), metadata: pairs(row.metadata) } };
  },

  List: async (token) => {
    const pages = await Promise.all(
      [0, 100].map((offset) => get<List<Row<'TxResponse'>>>(`/tx?limit=100&offset=${offset}`, token)),
    );
    const asked = new Map<string, Promise<unknown>>();
    const once = <Answer>(path: string) => {
      // a path always has the same type of answer
      const answer = (asked.get(path) ?? get<Answer>(path, token)) as Promise<Answer>;
      asked.set(path, answer);
      return answer;
    };
    const [first, second] = await Promise.all(
      pages.map(async ({ data }) => ({
        nodes: await Promise.all(
          data.map(async (row) => {
            const [ofClient, ofTss] = await Promise.all([
              once<Row<'ClientResponse'>>(`/tss/${row.tss_id}/client/${row.client_id}`),
              once<Row<'TssResponse'>>(`/tss/${row.tss_id}`),
            ]);
            return { ...transaction(row), client: client(ofClient), tss: tss(ofTss) };
          }),
        ),
      })),
    );
    return { first, second };
  },

  Nested: async (token) => {
    const { data } = await get<List<Row<'TssResponse'>>>('/tss?limit=10', token);
    const nodes = await Promise.all(
      data.map(async (ofTss) => {
        const clients = await get<List<Row<'ClientResponse'>>>(`/tss/${ofTss._id}/client?limit=20`, token);
        return {
          ...tss(ofTss),
          metadata: pairs(ofTss.metadata),
          clients: {
            nodes: await Promise.all(
              clients.data.map(async (each) => {
                const path = `/tss/${ofTss._id}/client/${each._id}/tx?limit=10&order_by=number&order=asc`;
                const sales = await get<List<Row<'TxResponse'>>>(path, token);
                return {
                  ...client(each),
                  metadata: pairs(each.metadata),
                  transactions: {
                    nodes: sales.data.map((row) => ({
                      uuid: row._id,
                      number: String(row.number),
                      state: row.state,
                      startedAt: date(row.time_start),
                      metadata: pairs(row.metadata),
                    })),
                  },
                };
              }),
            ),
          },
        };
      }),
    );
    return { tssList: { nodes } };
  },

  Screen: async (token) => {
    const [shops, sales] = await Promise.all([
      get<List<Row<'TssResponse'>>>('/tss?limit=10', token),
      get<List<Row<'TxResponse'>>>('/tx?limit=20&order_by=time_start&order=desc', token),
    ]);
    const nodes = await Promise.all(
      shops.data.map(async (each) => {
        const open = await get<List<Row<'TxResponse'>>>(`/tss/${each._id}/tx?limit=5&states[0]=ACTIVE`, token);
        const [used, maximum] = [each.number_active_transactions ?? 0, each.max_number_active_transactions];
        return {
          uuid: each._id,
          description: each.description ?? null,
          health: { state: each.state, openTransactions: { used, maximum } },
          openTransactions: { nodes: open.data.map(({ _id }) => ({ uuid: _id })) },
        };
      }),
    );
    const last = sales.data.map((row) => ({
      ...transaction(row),
      qrCode: row.qr_code_data === undefined ? null : { data: row.qr_code_data },
    }));
    return { tssList: { nodes }, transactions: { nodes: last } };
  },
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
      operationName: string;
      variables: Variables;
    };
    const screen = screens[operationName];
    if (!screen) {
      response.writeHead(404).end();
      return;
    }
    screen(request.headers.authorization ?? '', variables).then(
      (data) => {
        const bytes = Buffer.from(JSON.stringify({ data }));
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes);
      },
      (error: unknown) => response.writeHead(502).end(String(error)),
    );
  });
});
listen(server);
