import { randomUUID } from 'node:crypto';
import { readConfig } from '../../../src/config/config.js';
import type { ContractOperation } from '../../../src/contract/contract.js';
import { type OperationId, signDeContract } from '../../../src/contract/sign-de.js';
import { endpoints } from '../../../src/datasources/sign-de/endpoints.js';
import { startGateway } from '../../../src/gateway.js';
import { buildSchema } from '../../../src/resolvers/build-schema.js';
import { clientRow, exportRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { hang, type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { ask } from '../support/ask.js';
import { type Answer, post } from '../support/start.js';

const operations = signDeContract().operations;
const [TSS, CLIENT, TRANSACTION, EXPORT] = Array.from({ length: 4 }, () => randomUUID()) as [
  string,
  string,
  string,
  string,
];
const PIN = '123456';

/**
 * What a caller asks for so that an operation of the upstream is called: a document, and a link in its answer that is
 * followed.
 */
interface Scenario {
  readonly document: string;
  readonly input?: object;
  readonly link?: (data: NonNullable<Answer['data']>) => string;
  /** Whether the operation is called only after another that needs the Middleware. */
  readonly afterMiddleware?: boolean;
}

const query = (fields: string): Scenario => ({ document: `{ ${fields} }` });
const mutation = (name: string, input: object, fields = ''): Scenario => ({
  document: `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${fields} userErrors { code message } } }`,
  input,
});
const inTss = (name: string, input: object = {}, fields?: string) => mutation(name, { tssUuid: TSS, ...input }, fields);
const tss = (fields: string) => query(`tss(uuid: "${TSS}") { ${fields} }`);
const client = (fields: string) => query(`client(tssUuid: "${TSS}", uuid: "${CLIENT}") { ${fields} }`);
const transaction = (fields: string) => query(`transaction(tssUuid: "${TSS}", uuid: "${TRANSACTION}") { ${fields} }`);
const exportOf = (fields: string) => query(`export(tssUuid: "${TSS}", uuid: "${EXPORT}") { ${fields} }`);
const list = '(first: 1) { nodes { uuid } }';
const metadata = [{ key: 'route', value: 'any' }];

/** One for every operation of the contract: a new one without a scenario does not compile. */
const scenarios: Readonly<Record<OperationId, Scenario>> = {
  authenticateApi: mutation('authenticate', { apiKey: { key: 'key', secret: 'secret' } }),
  createTss: inTss('createTss'),
  retrieveTss: tss('uuid'),
  listTss: query(`tssList${list}`),
  updateTss: inTss('personalizeTss'),
  changeAdminPin: inTss('changeAdminPin', { adminPuk: '1234567890', newAdminPin: PIN }),
  authenticateAdmin: inTss('authenticateAdmin', { adminPin: PIN }),
  logoutAdmin: inTss('logoutAdmin'),
  createClient: inTss('createClient', { clientUuid: CLIENT, serialNumber: 'till' }),
  retrieveClient: client('uuid'),
  updateClient: inTss('registerClient', { clientUuid: CLIENT }),
  listClients: tss(`clients${list}`),
  listAllClients: query(`clients${list}`),
  upsertTransaction: inTss('startTransaction', { clientUuid: CLIENT, transactionUuid: TRANSACTION }),
  retrieveTransaction: transaction('uuid'),
  retrieveTransactionLog: transaction('signedLog { bytes }'),
  listTransactions: tss(`transactions${list}`),
  listAllTransactions: query(`transactions${list}`),
  listClientTransactions: client(`transactions${list}`),
  triggerExport: inTss('triggerExport', { exportUuid: EXPORT }),
  cancelExport: inTss('cancelExport', { exportUuid: EXPORT }),
  retrieveExport: exportOf('uuid'),
  retrieveExportFile: { ...exportOf('download { url }'), link: (data) => String(data.export.download.url) },
  listExports: tss(`exports${list}`),
  listAllExports: query(`exports${list}`),
  // What was just written may lack its metadata, which is read then.
  retrieveTssMetadata: { ...inTss('personalizeTss', {}, 'tss { metadata { key } }'), afterMiddleware: true },
  updateTssMetadata: inTss('updateTssMetadata', { metadata }),
  retrieveClientMetadata: {
    ...inTss('registerClient', { clientUuid: CLIENT }, 'client { metadata { key } }'),
    afterMiddleware: true,
  },
  updateClientMetadata: inTss('updateClientMetadata', { clientUuid: CLIENT, metadata }),
  retrieveTransactionMetadata: {
    ...inTss(
      'startTransaction',
      { clientUuid: CLIENT, transactionUuid: TRANSACTION },
      'transaction { metadata { key } }',
    ),
    afterMiddleware: true,
  },
  updateTransactionMetadata: inTss('updateTransactionMetadata', { transactionUuid: TRANSACTION, metadata }),
  retrieveExportMetadata: inTss('triggerExport', { exportUuid: EXPORT }, 'export { metadata { key } }'),
  updateExportMetadata: inTss('updateExportMetadata', { exportUuid: EXPORT, metadata }),
};

/** The operation that a request is for, by the contract. */
function operationFor({ method, path }: Received): ContractOperation {
  const matches = [...operations.values()].filter(
    (each) => each.method === method && new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path),
  );
  if (!matches[0]) throw new Error(`${method} ${path} is not of the contract.`);
  return matches[0];
}

/** What a healthy host answers. */
function answer(received: Received): Reply {
  const { id } = operationFor(received);
  if (id === 'authenticateApi') {
    const claims = { env: 'TEST', organization_id: randomUUID() };
    return { json: { access_token: randomUUID(), access_token_expires_in: 3_600, access_token_claims: claims } };
  }
  if (id === 'retrieveTransactionLog' || id === 'retrieveExportFile') {
    const type = id === 'retrieveExportFile' ? 'application/x-tar' : 'application/octet-stream';
    return (response) => void response.writeHead(200, { 'content-type': type }).end('bytes');
  }
  if (id.endsWith('Metadata')) return { json: { route: 'any' } };
  const start = transactionRow(TSS, CLIENT, TRANSACTION, 1, { state: 'ACTIVE', revision: 1, latest_revision: 1 });
  const done = exportRow(TSS, EXPORT, { state: id === 'cancelExport' ? 'CANCELLED' : 'COMPLETED' });
  if (id.startsWith('list')) {
    if (id.endsWith('Transactions')) return page('TRANSACTION', [start], received.query);
    if (id.endsWith('Clients')) return page('CLIENT', [clientRow(TSS, CLIENT)], received.query);
    if (id.endsWith('Exports')) return page('EXPORT', [done], received.query);
    return page('TSS', [tssRow(TSS)], received.query);
  }
  if (id.endsWith('Transaction')) return { json: start };
  if (id.endsWith('Client')) return { json: clientRow(TSS, CLIENT) };
  if (id.endsWith('Export')) return { json: done };
  if (id.endsWith('Admin') || id === 'changeAdminPin') return { json: {} };
  if (id === 'createTss') return { json: { ...tssRow(TSS, { state: 'CREATED' }), admin_puk: '1234567890' } };
  if (id !== 'updateTss') return { json: tssRow(TSS, { state: 'CREATED' }) };
  return { json: { ...tssRow(TSS, { state: 'UNINITIALIZED' }), time_uninit: 1_700_000_001 } };
}

/** How the two hosts are. */
const weathers = {
  'both hosts healthy': {},
  'the Backend down': { BACKEND: 'down' },
  'the Backend hanging': { BACKEND: 'hanging' },
  'the Middleware down': { MIDDLEWARE: 'down' },
  'the Middleware hanging': { MIDDLEWARE: 'hanging' },
} as const satisfies Record<string, Partial<Record<Received['host'], 'down' | 'hanging'>>>;
type Weather = keyof typeof weathers;

/** Milliseconds of a try at most, so that a host that hangs is not waited for longer. */
const TIME_OF_A_TRY = 5_000;
for (const endpoint of Object.values(endpoints)) {
  Object.assign(endpoint, { timeout: Math.min(endpoint.timeout, TIME_OF_A_TRY) });
}

/** Refuses connections. Not the port of a server that was stopped: one of the many servers here would be given it. */
const NOBODY = 'http://127.0.0.1:1/api/v2';

/** An upstream in some weather, and a gateway before it. */
async function open(weather: Weather) {
  const hosts: Partial<Record<Received['host'], string>> = weathers[weather];
  const stub = await StubUpstream.start((received) => (hosts[received.host] === 'hanging' ? hang : answer(received)));
  const address = (host: Received['host'], url: string) => (hosts[host] === 'down' ? NOBODY : url);
  const backendUrl = address('BACKEND', stub.settings.backendUrl);
  const middlewareUrl = address('MIDDLEWARE', stub.settings.middlewareUrl);
  const gateway = await startGateway(
    readConfig({
      PORT: '0',
      GRAPHIQL: 'off',
      LOG_LEVEL: 'silent',
      // A second try comes when the time of the first is over.
      QUERY_TIMEOUT_SECONDS: '15',
      MUTATION_TIMEOUT_SECONDS: '15',
      FISKALY_API_KEY: 'key',
      FISKALY_API_SECRET: 'secret',
      FISKALY_BACKEND_URL: backendUrl,
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
    }),
  );
  return { stub, gateway, backendUrl };
}

/** What became of one scenario in one weather. */
interface Cell {
  /** Where requests arrived that were for the operation in question, in their order. */
  readonly arrivals: readonly string[];
  /** The answer, where it did not work. */
  readonly failure?: string;
}

async function fill(id: OperationId, { stub, gateway }: Awaited<ReturnType<typeof open>>): Promise<Cell> {
  const { document, input, link } = scenarios[id];
  const token = randomUUID();
  const headers = { authorization: `Bearer ${token}` };
  const { text, data } = await post(`${gateway.url}/graphql`, document, input ? { input } : {}, headers);
  const hasFailed = /"errors":|"code":/.test(text) || (link && (await fetch(gateway.url + link(data!))).status !== 200);
  // Other cells of this gateway have other tokens; a login has none.
  const arrived = stub.received.filter(
    (received) => operationFor(received).id === id && received.token === (id === 'authenticateApi' ? undefined : token),
  );
  return { arrivals: arrived.map(({ host }) => host), ...(hasFailed && { failure: text }) };
}

const ids = [...operations.keys()];
const isOpenToBoth = (id: OperationId) => operations.get(id)!.host === 'any' && id !== 'authenticateApi';
/** Whether the weather is bad at the host that an operation goes to first. */
const isStruck = (id: OperationId, weather: Weather) =>
  (isOpenToBoth(id) ? 'BACKEND' : 'MIDDLEWARE') in weathers[weather];
/** Whether there is nothing to be seen: what comes before the operation fails. */
const isMoot = (id: OperationId, weather: Weather) =>
  scenarios[id].afterMiddleware === true && 'MIDDLEWARE' in weathers[weather];
const table = new Map<string, Cell>();
const cell = (id: OperationId, weather: Weather) => table.get(`${id}, ${weather}`)!;

/**
 * Fills cells through one gateway: some at once, because they may wait, and more one after another, because a call must
 * not wait for others longer than a try lasts.
 */
async function fillAll(
  weather: Weather,
  some: readonly OperationId[],
  opened: Awaited<ReturnType<typeof open>>,
): Promise<void> {
  try {
    const left = [...some];
    const fillNext = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined; id = left.shift()) {
        table.set(`${id}, ${weather}`, await fill(id, opened));
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, some.length) }, fillNext));
  } finally {
    await opened.gateway.close();
  }
}

/** Cells that are filled at once through one gateway. */
const AT_ONCE = 4;

/** Parts of some length. */
const inParts = <Item>(all: readonly Item[], length: number): readonly (readonly Item[])[] =>
  all.flatMap((_, index) => (index % length === 0 ? [all.slice(index, index + length)] : []));

beforeAll(async () => {
  const all = (Object.keys(weathers) as Weather[]).flatMap((weather) => [
    { weather, some: ids.filter((id) => !isStruck(id, weather) && !isMoot(id, weather)) },
    // Only so many through one gateway that no breaker of one cell meets another: ten failures in a row open it, a call
    // to the Middleware has three of them, and before a call to the Backend come none or one.
    ...inParts(
      ids.filter((id) => isStruck(id, weather)),
      'BACKEND' in weathers[weather] ? AT_ONCE : 2,
    ).map((some) => ({ weather, some })),
  ]);
  // Nobody is asked while others still start, which may keep this process longer than a try lasts.
  const opened = await Promise.all(all.map(({ weather }) => open(weather)));
  await Promise.all(all.map(({ weather, some }, index) => fillAll(weather, some, opened[index]!)));
}, 300_000);

test('the contract has 33 operations, eight of which go to the Middleware only: the seven that sign or administrate, and the login', () => {
  expect(ids).toHaveLength(33);
  expect(Object.keys(scenarios).toSorted()).toEqual([...ids].toSorted());
  expect(ids.filter((id) => !isOpenToBoth(id))).toHaveLength(8);
});

describe.each(ids.filter(isOpenToBoth))('%s', (id) => {
  test.each<[Weather, string[]]>([
    ['both hosts healthy', ['BACKEND']],
    ['the Backend down', ['MIDDLEWARE']],
    ['the Backend hanging', ['BACKEND', 'MIDDLEWARE']],
  ])('with %s arrives at %j, and works', (weather, arrivals) => {
    expect(cell(id, weather)).toEqual({ arrivals });
  });

  const seen = (['the Middleware down', 'the Middleware hanging'] as const).filter((weather) => !isMoot(id, weather));
  for (const weather of seen) {
    test(`with ${weather} arrives at the Backend, and works`, () => {
      expect(cell(id, weather)).toEqual({ arrivals: ['BACKEND'] });
    });
  }
});

describe.each(ids.filter((id) => !isOpenToBoth(id)))('%s', (id) => {
  test.each<Weather>(['both hosts healthy', 'the Backend down', 'the Backend hanging'])(
    'with %s arrives at the Middleware, and works',
    (weather) => {
      expect(cell(id, weather)).toEqual({ arrivals: ['MIDDLEWARE'] });
    },
  );

  test('with the Middleware down arrives nowhere, and fails', () => {
    expect(cell(id, 'the Middleware down')).toEqual({ arrivals: [], failure: expect.any(String) });
  });

  test('with the Middleware hanging arrives there and never at the Backend', () => {
    expect(new Set(cell(id, 'the Middleware hanging').arrivals)).toEqual(new Set(['MIDDLEWARE']));
  });
});

test.each<Weather>(['both hosts healthy', 'the Backend down', 'the Backend hanging'])(
  'with %s the gateway opens its own session at the Middleware',
  async (weather) => {
    const { stub, gateway } = await open(weather);
    try {
      const { data } = await post(`${gateway.url}/graphql`, scenarios.listTss.document, {}, {});
      expect(data).toEqual({ tssList: { nodes: [{ uuid: TSS }] } });
      expect(stub.lines.filter((line) => line.includes('/auth'))).toEqual(['POST /auth MIDDLEWARE']);
    } finally {
      await gateway.close();
    }
  },
);

/**
 * Mutations that a session of the Backend may do: whatever is added is refused, unless somebody says otherwise here as
 * well.
 */
const AT_BACKEND: ReadonlySet<string> = new Set([
  'authenticate',
  'createTss',
  'triggerExport',
  'cancelExport',
  'exportAll',
  'updateTssMetadata',
  'updateClientMetadata',
  'updateTransactionMetadata',
  'updateExportMetadata',
]);
const refusable = Object.values(buildSchema().getMutationType()!.getFields()).filter(
  ({ name }) => !AT_BACKEND.has(name),
);

test('with a session of the Backend every mutation that needs the Middleware is refused without any call at either host', async () => {
  const { stub, gateway, backendUrl } = await open('both hosts healthy');
  try {
    const login = await post(
      `${gateway.url}/graphql`,
      'mutation ($input: AuthenticateInput!, $baseUrl: String) { authenticate(input: $input, baseUrl: $baseUrl) { session { accessToken } } }',
      { input: scenarios.authenticateApi.input, baseUrl: backendUrl },
      {},
    );
    const headers = { authorization: `Bearer ${String(login.data!.authenticate.session.accessToken)}` };
    expect(stub.lines).toEqual(['POST /auth BACKEND']);
    stub.takeCount();
    for (const field of refusable) {
      const { query: document, variables } = ask('mutation', field, TSS);
      // The first kind of event is one that is told more than that it was.
      if (field.name === 'signTaximeter') Object.assign(variables.input as object, { taximeter: { other: 'radio' } });
      const { text } = await post(`${gateway.url}/graphql`, document, variables, headers);
      expect([field.name, text]).toEqual([field.name, expect.stringContaining('"BACKEND_SESSION"')]);
      expect([field.name, stub.lines]).toEqual([field.name, []]);
    }
  } finally {
    await gateway.close();
  }
});
