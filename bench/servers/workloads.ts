import { transactionRows } from './data.js';

const TRANSACTION = `
  uuid number state revision latestRevision environment tssSerialNumber clientSerialNumber startedAt endedAt
  receipt { type amountsPerVatRate { vatRate amount } amountsPerPaymentType { paymentType amount currencyCode } }
  signature { value counter algorithm }
`;

/** What is asked of every server. */
export interface Workload {
  /** As it is called on the command line and by the bare proxy. */
  readonly name: string;
  readonly title: string;
  /** As the gateway takes it. */
  readonly query: string;
  /** As servers take it whose lists are plain lists, with `limit` and `offset`. */
  readonly plainQuery: string;
  /** Variables of one request, and what the bare proxy is told of them. */
  readonly variables?: (index: number) => Readonly<Record<string, string>>;
  /** Requests in flight. */
  readonly connections?: number;
  /** Whether the upstream takes 20 milliseconds to answer. */
  readonly isFar?: boolean;
  /** How many callers take turns, each with a token of its own. */
  readonly callers: number;
}

/** How a server wants to be asked for lists. */
interface Style {
  /** A list: of how many rows, in which order, and what of each. */
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
const both = (query: (style: Style) => string) => ({ query: query(CONNECTIONS), plainQuery: query(PLAIN) });

/** The hundredth row, after which the second page of the list begins: cursors of this API are positions. */
const after = { after: Buffer.from('row:99').toString('base64url') };

/** All workloads. */
export const workloads: readonly Workload[] = [
  { name: 'hello', title: 'hello', ...both(hello), callers: 1_000 },
  {
    name: 'one',
    title: 'one transaction',
    ...both(one),
    variables: (index) => {
      const row = transactionRows[(index * 7_919) % transactionRows.length];
      return { tss: row?.tss_id ?? '', uuid: row?._id ?? '' };
    },
    callers: 1_000,
  },
  {
    name: 'list',
    title: '200 transactions with client and TSS',
    ...both(list),
    variables: () => after,
    callers: 1_000,
  },
  { name: 'nested', title: '10 TSS, 200 clients, 2,000 transactions', ...both(nested), callers: 1_000 },
  { name: 'screen', title: 'screen of a back office', ...both(screen), callers: 1_000 },
  {
    name: 'list-shared',
    title: 'the list, 128 at once of one caller',
    ...both(list),
    variables: () => after,
    callers: 1,
    connections: 128,
  },
  {
    name: 'list-far',
    title: 'the list, upstream at +20 ms',
    ...both(list),
    variables: () => after,
    callers: 1,
    connections: 1,
    isFar: true,
  },
  { name: 'nested-far', title: 'nested, upstream at +20 ms', ...both(nested), callers: 1, connections: 1, isFar: true },
];
