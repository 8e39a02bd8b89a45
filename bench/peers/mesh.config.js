import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';
// GraphQL Mesh: operations and types as JSON schemas, edges with `@resolveTo`. Hive Gateway serves the composed
// supergraph.
const endpoint = process.env.UPSTREAM;
const string = { type: 'string' },
  integer = { type: 'integer' };
const metadata = { type: 'object', additionalProperties: true, title: 'Metadata' };
const definitions = {
  Tss: {
    title: 'Tss',
    type: 'object',
    properties: { _id: string, state: string, serial_number: string, metadata: metadata },
  },
  Client: {
    title: 'Client',
    type: 'object',
    properties: { _id: string, tss_id: string, state: string, serial_number: string, metadata: metadata },
  },
  Transaction: {
    title: 'Transaction',
    type: 'object',
    properties: {
      _id: string,
      _env: string,
      number: integer,
      state: string,
      revision: integer,
      latest_revision: integer,
      tss_id: string,
      client_id: string,
      tss_serial_number: string,
      client_serial_number: string,
      time_start: integer,
      time_end: integer,
      schema: {
        title: 'Schema',
        type: 'object',
        properties: {
          standard_v1: {
            title: 'Standard',
            type: 'object',
            properties: {
              receipt: {
                title: 'Receipt',
                type: 'object',
                properties: {
                  receipt_type: string,
                  amounts_per_vat_rate: {
                    type: 'array',
                    items: { title: 'VatAmount', type: 'object', properties: { vat_rate: string, amount: string } },
                  },
                  amounts_per_payment_type: {
                    type: 'array',
                    items: {
                      title: 'PaymentAmount',
                      type: 'object',
                      properties: { payment_type: string, amount: string, currency_code: string },
                    },
                  },
                },
              },
            },
          },
        },
      },
      signature: {
        title: 'Signature',
        type: 'object',
        properties: { value: string, counter: string, algorithm: string },
      },
      metadata: metadata,
    },
  },
};
const answer = (name) => definitions[name];
const list = (name) => ({
  title: `${name}List`,
  type: 'object',
  properties: { data: { type: 'array', items: definitions[name] } },
});
const get = (field, path, responseSchema, argTypeMap) => ({
  type: 'Query',
  field,
  method: 'GET',
  path,
  responseSchema,
  argTypeMap,
});
export const composeConfig = defineConfig({
  subgraphs: [
    {
      sourceHandler: loadJSONSchemaSubgraph('fiskaly', {
        endpoint,
        operationHeaders: { authorization: '{context.headers.authorization}' },
        operations: [
          get('transaction', '/tss/{args.tss}/tx/{args.uuid}', answer('Transaction'), { tss: string, uuid: string }),
          get('transactions', '/tx?limit={args.limit}&offset={args.offset}', list('Transaction'), {
            limit: integer,
            offset: integer,
          }),
          get('tssList', '/tss?limit={args.limit}', list('Tss'), { limit: integer }),
          get('tss', '/tss/{args.tss}', answer('Tss'), { tss: string }),
          get('client', '/tss/{args.tss}/client/{args.client}', answer('Client'), { tss: string, client: string }),
          get('clientsOf', '/tss/{args.tss}/client?limit={args.limit}', list('Client'), {
            tss: string,
            limit: integer,
          }),
          get(
            'transactionsOf',
            '/tss/{args.tss}/client/{args.client}/tx?limit={args.limit}&order_by=number&order=asc',
            list('Transaction'),
            { tss: string, client: string, limit: integer },
          ),
        ],
      }),
    },
  ],
  additionalTypeDefs: /* GraphQL */ `
    extend type Transaction {
      client: Client
        @resolveTo(
          sourceName: "fiskaly"
          sourceTypeName: "Query"
          sourceFieldName: "client"
          requiredSelectionSet: "{ tss_id client_id }"
          sourceArgs: { tss: "{root.tss_id}", client: "{root.client_id}" }
        )
      tss: Tss
        @resolveTo(
          sourceName: "fiskaly"
          sourceTypeName: "Query"
          sourceFieldName: "tss"
          requiredSelectionSet: "{ tss_id }"
          sourceArgs: { tss: "{root.tss_id}" }
        )
    }
    extend type Tss {
      clients(limit: Int!): ClientList
        @resolveTo(
          sourceName: "fiskaly"
          sourceTypeName: "Query"
          sourceFieldName: "clientsOf"
          requiredSelectionSet: "{ _id }"
          sourceArgs: { tss: "{root._id}", limit: "{args.limit}" }
        )
    }
    extend type Client {
      transactions(limit: Int!): TransactionList
        @resolveTo(
          sourceName: "fiskaly"
          sourceTypeName: "Query"
          sourceFieldName: "transactionsOf"
          requiredSelectionSet: "{ _id tss_id }"
          sourceArgs: { tss: "{root.tss_id}", client: "{root._id}", limit: "{args.limit}" }
        )
    }
  `,
});
