import { transactionRows } from './data.js';

const TRANSACTION = `
  uuid number state revision latestRevision environment tssSerialNumber clientSerialNumber startedAt endedAt
  receipt { type amountsPerVatRate { vatRate amount } amountsPerPaymentType { paymentType amount currencyCode } }
  signature { value counter algorithm }
`;

/**
 * The upstream of a workload: with unevenly or evenly busy clients, or one that is far away and needs 20 milliseconds
 * for each answer.
 */
export type Upstream = 'uneven' | 'even' | 'far';

/** A request that every server gets. */
export interface Workload {
  /** Name on the command line. */
  readonly name: string;
  readonly title: string;
  /** Name of the operation in all queries. The bare proxy reads only this name and the variables. */
  readonly operationName: string;
  /** Query for the gateway. */
  readonly query: string;
  /** Query for servers with plain lists, with `limit` and `offset`. */
  readonly plainQuery: string;
  /** Query for servers with the upstream's own names; undefined if they cannot answer it. */
  readonly rawQuery?: string;
  /** Whether every answer of the upstream differs from all earlier ones. */
  readonly isFresh?: boolean;
  /** Query for the gateway whose `endCursor` is the variable `after`. It is sent once, before the measurement. */
  readonly firstPage?: string;
  /** Variables of one request. */
  readonly variables?: (index: number) => Readonly<Record<string, string>>;
  /** Number of parallel requests. */
  readonly connections: number;
  /** Default: `uneven`. */
  readonly upstream?: Upstream;
  /** Number of callers that send requests in turn, each with its own token. */
  readonly callers: number;
}

/** The query style of a server. */
interface Style {
  /** The arguments and the selection of a list. */
  readonly list: (rows: number, order: '' | 'byNumber' | 'newest', selection: string) => string;
  readonly secondHundred: (selection: string) => string;
  readonly listVariables: string;
  readonly oneVariables: string;
  readonly tssArgument: string;
}

const CONNECTIONS: Style = {
  list: (rows, order, selection) => {
    const orders = {
      '': '',
      byNumber: ', orderBy: { field: NUMBER }',
      newest: ', orderBy: { field: STARTED_AT, direction: DESC }',
    };
    return `(first: ${rows}${orders[order]}) { nodes { ${selection} } }`;
  },
  secondHundred: (selection) => `(first: 100, after: $after) { nodes { ${selection} } }`,
  listVariables: '($after: String)',
  oneVariables: '($tss: UUID!, $uuid: UUID!)',
  tssArgument: 'tssUuid',
};

const PLAIN: Style = {
  list: (rows, order, selection) => `(limit: ${rows}${order === 'newest' ? ', newest: true' : ''}) { ${selection} }`,
  secondHundred: (selection) => `(limit: 100, offset: 100) { ${selection} }`,
  listVariables: '',
  oneVariables: '($tss: String!, $uuid: String!)',
  tssArgument: 'tss',
};

const hello = () => 'query Hello { __typename }';
const one = ({ oneVariables, tssArgument }: Style) =>
  `query One${oneVariables} { transaction(${tssArgument}: $tss, uuid: $uuid) { ${TRANSACTION} } }`;
const oneWithMetadata = ({ oneVariables, tssArgument }: Style) => `query OneWithMetadata${oneVariables} {
  transaction(${tssArgument}: $tss, uuid: $uuid) { ${TRANSACTION} metadata { key value } }
}`;
const list = (style: Style) => `query List${style.listVariables} {
  first: transactions${style.list(100, '', '...Sale')}
  second: transactions${style.secondHundred('...Sale')}
}
fragment Sale on Transaction { ${TRANSACTION} client { uuid serialNumber state } tss { uuid serialNumber state } }`;
const nested = (style: Style) => {
  const transactions = style.list(10, 'byNumber', 'uuid number state startedAt metadata { key value }');
  const clients = style.list(20, '', `uuid serialNumber state metadata { key value } transactions${transactions}`);
  return `query Nested {
    tssList${style.list(10, '', `uuid serialNumber state metadata { key value } clients${clients}`)}
  }`;
};
const screen = (style: Style) => {
  const open = style.list(5, '', 'uuid');
  const health = 'health { state openTransactions { used maximum } }';
  return `query Screen {
    tssList${style.list(10, '', `uuid description ${health} openTransactions${open}`)}
    transactions${style.list(20, 'newest', `${TRANSACTION} qrCode { data }`)}
  }`;
};
const RAW_TRANSACTION = `
  _id number state revision latest_revision _env tss_serial_number client_serial_number time_start time_end
  schema { standard_v1 { receipt { receipt_type amounts_per_vat_rate { vat_rate amount }
    amounts_per_payment_type { payment_type amount currency_code } } } }
  signature { value counter algorithm }
`;
const RAW = {
  hello: hello(),
  one: `query One($tss: String!, $uuid: String!) { transaction(tss: $tss, uuid: $uuid) { ${RAW_TRANSACTION} } }`,
  oneWithMetadata: `query OneWithMetadata($tss: String!, $uuid: String!) {
    transaction(tss: $tss, uuid: $uuid) { ${RAW_TRANSACTION} metadata }
  }`,
  list: `query List {
    first: transactions(limit: 100, offset: 0) { data { ...Sale } }
    second: transactions(limit: 100, offset: 100) { data { ...Sale } }
  }
  fragment Sale on Transaction { ${RAW_TRANSACTION} client { _id serial_number state } tss { _id serial_number state } }`,
  nested: `query Nested {
    tssList(limit: 10) { data { _id serial_number state metadata
      clients(limit: 20) { data { _id serial_number state metadata
        transactions(limit: 10) { data { _id number state time_start metadata } } } } } }
  }`,
};
const asked = (operationName: string, query: (style: Style) => string, rawQuery?: string) => ({
  operationName,
  query: query(CONNECTIONS),
  plainQuery: query(PLAIN),
  ...(rawQuery !== undefined && { rawQuery }),
});

/** Variables for one transaction after another. Consecutive ones are far apart in the list. */
const each = (rows: number) => (index: number) => {
  const row = transactionRows[(index * 7_919) % rows];
  return { tss: row?.tss_id ?? '', uuid: row?._id ?? '' };
};
const ALL = { callers: 1_000, connections: 32 };
const ONE = { ...asked('One', one, RAW.one), connections: 32 };
// No caller reads the same transaction twice: there are ten million pairs of a caller and a transaction.
const NEW = { variables: each(transactionRows.length), callers: 1_009 };
const LIST = {
  ...asked('List', list, RAW.list),
  firstPage: '{ transactions(first: 100) { pageInfo { endCursor } } }',
  callers: 1_000,
  connections: 16,
};
const NESTED = { ...asked('Nested', nested, RAW.nested), callers: 1_000, connections: 4 };
const FRESH = { isFresh: true };
const EVEN = { isFresh: true, upstream: 'even' as const };
const FAR = { callers: 1, connections: 1, upstream: 'far' as const };

/** All workloads. */
export const workloads: readonly Workload[] = [
  { name: 'hello', title: 'hello', ...asked('Hello', hello, RAW.hello), ...ALL },
  { name: 'one-new', title: 'one transaction, not read before', ...ONE, ...NEW },
  {
    name: 'one-metadata',
    title: 'one transaction with its metadata, not read before',
    ...asked('OneWithMetadata', oneWithMetadata, RAW.oneWithMetadata),
    ...NEW,
    connections: 32,
  },
  { name: 'one', title: 'one transaction, LIVE, ended, read before', ...ONE, variables: each(1_000), callers: 1 },
  { name: 'list', title: '200 transactions with client and TSS', ...LIST },
  { name: 'list-new', title: 'the list, no answer of the upstream as before', ...LIST, ...FRESH },
  { name: 'nested', title: '10 TSS, 200 clients, 2,000 transactions', ...NESTED },
  { name: 'nested-new', title: 'nested, no answer of the upstream as before', ...NESTED, ...FRESH },
  { name: 'screen', title: 'screen of a back office', ...asked('Screen', screen), ...ALL, connections: 16 },
  { name: 'list-shared', title: 'the list, 128 at once of one caller', ...LIST, callers: 1, connections: 128 },
  { name: 'list-even', title: 'the list, evenly busy tills, no answer of the upstream as before', ...LIST, ...EVEN },
  { name: 'nested-even', title: 'nested, evenly busy tills, no answer of the upstream as before', ...NESTED, ...EVEN },
  { name: 'list-far', title: 'the list, upstream at +20 ms', ...LIST, ...FAR },
  { name: 'nested-far', title: 'nested, upstream at +20 ms', ...NESTED, ...FAR },
];
