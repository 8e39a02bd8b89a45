import { type GraphQLSchema, isObjectType, parse } from 'graphql';
import { readConfig } from '../../../src/config/config.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { checkedCost, fieldCosts } from '../../../src/server/pipeline/cost.js';

let schema: GraphQLSchema;
beforeAll(() => {
  schema = buildSchema();
});

const costOf = (query: string, most = Infinity) => checkedCost(most, schema, parse(query), null, {});
const UUID = '"5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e"';
const aliases = (field: string) => `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: ${field}`).join(' ')} }`;

test.each<[string, string, number]>([
  [
    'TSS → clients → transactions → metadata with default pages',
    '{ tssList { nodes { clients { nodes { transactions { nodes { number metadata { key value } } } } } } } }',
    8_420,
  ],
  [
    'the same with client and TSS of each row, which come with it',
    '{ tssList { nodes { clients { nodes { transactions { nodes { number client { serialNumber } tss { description } metadata { key value } } } } } } } }',
    8_420,
  ],
  ['a page of values', '{ transactions(first: 100) { nodes { number state receipt { type } } } }', 100],
  ['a page of QR codes as text', '{ transactions(first: 100) { nodes { qrCode { data } } } }', 100],
  [
    'a page with all that is computed',
    '{ transactions(first: 100) { nodes { verification { valid } qrCode { svg } printout { qrCode { svg } } } } }',
    2_500,
  ],
  [
    'one receipt as an auditor sees it',
    `{ transaction(tssUuid: ${UUID}, number: 1) { verification { valid } qrCode { svg } } }`,
    18,
  ],
  ['1,500 QR codes', aliases('transactions(first: 100) { nodes { qrCode { svg } } }'), 16_500],
  ['1,500 QR codes by edges', aliases('transactions(first: 100) { edges { node { qrCode { svg } } } }'), 16_500],
  ['1,500 printouts with codes', aliases('transactions(first: 100) { nodes { printout { qrCode { svg } } } }'), 18_000],
  ['1,500 signatures', aliases('transactions(first: 100) { nodes { verification { valid } } }'), 6_000],
  ['revisions of a page', '{ transactions { nodes { revisions { number } } } }', 6_020],
  ['15 receipts checked', aliases('verifyReceipt(qr: "V0") { valid }'), 300],
  [
    'a preview of a sale',
    '{ processDataPreview(input: { raw: { processType: "x", processData: "AAAA" } }) { text } }',
    1,
  ],
  [
    'a preview of 100 kB',
    `{ processDataPreview(input: { raw: { processType: "x", processData: "${'A'.repeat(100_000)}" } }) { text } }`,
    501,
  ],
])('%s: what it costs', (_what, query, cost) => {
  expect(costOf(query)).toBe(cost);
});

test('the default limit has room for the most natural query, and none for 1,500 QR codes', () => {
  const { maximumQueryCost } = readConfig({});
  expect(maximumQueryCost).toBe(10_000);
  expect(() => costOf(aliases('transactions(first: 100) { nodes { qrCode { svg } } }'), maximumQueryCost)).toThrow(
    /would cost 16500 units, but at most 10000 are allowed.*"first"/,
  );
});

test('every field in the table of costs is one of the schema', () => {
  for (const name of Object.keys(fieldCosts)) {
    const [type = '', field = ''] = name.split('.');
    const found = schema.getType(type);
    expect(isObjectType(found) && field in found.getFields() ? name : `${name} is missing`).toBe(name);
  }
});
