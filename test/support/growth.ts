import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';
import { sized } from './run-size.js';

/** The largest body that is taken, in bytes. */
export const LARGE = 1_000_000;
/** Sizes of the requests that are compared, in bytes. */
const [SMALL, COMPARED] = [sized(50_000, LARGE / 8), sized(400_000, LARGE)];
/**
 * Maximum CPU time of the large request, in milliseconds: twice the time on a busy machine. Quadratic work takes
 * minutes.
 */
const MOST = sized(1_500, 4_000);

/** CPU of this process while something is done, in milliseconds; the least of some times. */
export async function cpuOf(act: () => Promise<unknown>, times = 2): Promise<number> {
  let least = Infinity;
  for (let time = 0; time < times; time += 1) {
    const before = process.cpuUsage();
    await act();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/**
 * Expects something to take less CPU than so many milliseconds: once in some tries, so that what else this process does
 * then does not count.
 */
export async function expectCpu(act: () => Promise<unknown>, most: number, tries = 2): Promise<void> {
  let least = Infinity;
  for (let left = tries; left > 0 && least >= most; left -= 1) least = Math.min(least, await cpuOf(act, 1));
  expect(least).toBeLessThan(most);
}

/**
 * Has a request sent in two sizes: eight times the size may take 24 times the CPU of a request that takes at least 20
 * ms (what is quadratic takes 64 times), and never more than {@link MOST}. Gateway, sandbox and client are one process,
 * so what is measured is theirs, whatever else the machine does.
 */
export async function expectGrowth(
  make: (size: number) => string,
  act: (body: Buffer) => Promise<unknown>,
): Promise<void> {
  const [small, large] = [Buffer.from(make(SMALL)), Buffer.from(make(COMPARED))];
  const little = await cpuOf(() => act(small));
  await expectCpu(() => act(large), Math.min(Math.max(little, 20) * 24, MOST));
}

/** An answer as it came. */
export interface Sent {
  readonly status: number;
  readonly text: string;
}

/** Sends a body as it is, with no more work than that. */
export function send(url: string, body: Buffer, headers: Record<string, string> = {}, method = 'POST'): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { 'content-type': 'application/json', ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => {
        resolve({ status: answer.statusCode!, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/**
 * Asks for what a body of HTTP asks for over WebSocket.
 * @returns the first message, or the reason for which the connection was closed
 */
export async function subscribe(url: string, body: Buffer): Promise<string> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const closed = once(socket, 'close').then(([code, reason]) => `${String(code)} ${String(reason)}`);
  socket.send(Buffer.concat([Buffer.from('{"id":"1","type":"subscribe","payload":'), body, Buffer.from('}')]), {
    binary: false,
  });
  const answer = await Promise.race([once(socket, 'message').then(([data]) => String(data)), closed]);
  socket.terminate();
  return answer;
}

const x = (size: number) => 'x'.repeat(size);
/** As many as take a size together. */
const many = (size: number, make: (index: number) => string, joint = ',') =>
  Array.from({ length: Math.floor(size / (make(100_000).length + joint.length)) }, (_, index) => make(index)).join(
    joint,
  );

const TSS = 'query ($v: UUID!) { tss(uuid: $v) { uuid } }';
const SIGN = 'mutation ($v: SignReceiptInput!) { signReceipt(input: $v) { outcome userErrors { message } } }';
const PREVIEW = 'query ($v: ProcessDataInput!) { processDataPreview(input: $v) { userErrors { message } } }';
const EXPORT = 'mutation ($v: TriggerExportInput!) { triggerExport(input: $v) { userErrors { message } } }';
const UUID = '"c0ffee00-0000-4000-8000-000000000001"';
const sale = (receipt: string) =>
  `{"tssUuid":${UUID},"clientUuid":${UUID},"transactionUuid":${UUID},"receipt":${receipt}}`;
const withVariable = (query: string, value: string) => `{"query":${JSON.stringify(query)},"variables":{"v":${value}}}`;
const withQuery = (query: string) => JSON.stringify({ query });

/** Bodies of `/graphql` and `/graphql/stream` by their size; each is refused. */
export const bodies: readonly (readonly [title: string, body: (size: number) => string])[] = [
  ...[
    ['a', 'letters'],
    [' at "', 'parts of a message of graphql-js'],
    ['; ', 'ends of sentences'],
    ['\\n', 'line ends'],
    ['\\"', 'quotes'],
    ['1', 'digits'],
    [' value: ', 'words of a message'],
    ['😀', 'characters beyond 16 bits'],
  ].map(
    ([part, title]) =>
      [
        `a UUID of ${title!}`,
        (size: number) => withVariable(TSS, `"${part!.repeat(Math.floor(size / Buffer.byteLength(part!)))}"`),
      ] as const,
  ),
  ['an object as UUID', (size) => withVariable(TSS, `{"u":"${x(size)}"}`)],
  ['a list as UUID', (size) => withVariable(TSS, `[${many(size, () => '1')}]`)],
  ['a number as UUID', (size) => withVariable(TSS, '9'.repeat(size))],
  ['a fraction as UUID', (size) => withVariable(TSS, `0.${'1'.repeat(size)}`)],
  ['JSON given as a string', (size) => withVariable(SIGN, JSON.stringify(sale(`{"x":"${x(size)}"}`)))],
  [
    'all variables as a string',
    (size) => `{"query":${JSON.stringify(TSS)},"variables":${JSON.stringify(`{"v":"${x(size)}"}`)}}`,
  ],
  ['unknown members', (size) => withVariable(SIGN, `{${many(size, (index) => `"m${index}":1`)}}`)],
  ['a long unknown member', (size) => withVariable(SIGN, `{"${x(size)}":1}`)],
  ['unknown members below', (size) => withVariable(SIGN, sale(`{${many(size, (index) => `"m${index}":1`)}}`))],
  ['unknown variables', (size) => `{"query":"{ __typename x }","variables":{${many(size, (i) => `"m${i}":1`)}}}`],
  [
    'a Decimal',
    (size) => withVariable(SIGN, sale(`{"amountsPerVatRate":[{"vatRate":"NORMAL","amount":"${'1'.repeat(size)}"}]}`)),
  ],
  [
    'Decimals',
    (size) =>
      withVariable(SIGN, sale(`{"amountsPerVatRate":[${many(size, () => '{"vatRate":"NORMAL","amount":"x"}')}]}`)),
  ],
  [
    'an enum value',
    (size) => withVariable(SIGN, sale(`{"amountsPerVatRate":[{"vatRate":"${x(size)}","amount":"1.00"}]}`)),
  ],
  [
    'enum values',
    (size) =>
      withVariable(SIGN, sale(`{"amountsPerVatRate":[${many(size, () => '{"vatRate":"NORMALE","amount":"1.00"}')}]}`)),
  ],
  [
    'a number of Int',
    (size) => withVariable('query ($v: Int) { tssList(first: $v) { nodes { uuid } } }', '9'.repeat(size)),
  ],
  [
    'a text of Int',
    (size) => withVariable('query ($v: Int) { tssList(first: $v) { nodes { uuid } } }', `"${x(size)}"`),
  ],
  ['a cursor', (size) => withVariable('query ($v: String) { tssList(after: $v) { nodes { uuid } } }', `"${x(size)}"`)],
  ['an id', (size) => withVariable('query ($v: ID!) { node(id: $v) { id } }', `"${x(size)}"`)],
  ['ids', (size) => withVariable('query ($v: [ID!]!) { nodes(ids: $v) { id } }', `[${many(size, () => '"x"')}]`)],
  [
    'a BigInt',
    (size) =>
      withVariable(
        EXPORT,
        `{"tssUuid":${UUID},"exportUuid":${UUID},"selection":{"transactionNumber":"${'1'.repeat(size)}"}}`,
      ),
  ],
  [
    'a BigInt as a number',
    (size) =>
      withVariable(
        EXPORT,
        `{"tssUuid":${UUID},"exportUuid":${UUID},"selection":{"transactionNumber":${'1'.repeat(size)}}}`,
      ),
  ],
  [
    'a DateTime',
    (size) =>
      withVariable(
        EXPORT,
        `{"tssUuid":${UUID},"exportUuid":${UUID},"selection":{"logTimes":{"from":"2026-01-01T00:00:00.${'0'.repeat(size)}Z"}}}`,
      ),
  ],
  [
    'Base64',
    (size) => withVariable(PREVIEW, `{"raw":{"processType":"Kassenbeleg-V1","processData":"${'A'.repeat(size)}!"}}`),
  ],
  ['a process type', (size) => withVariable(PREVIEW, `{"raw":{"processType":"${x(size)}","processData":""}}`)],
  [
    'raw data of a receipt',
    (size) =>
      withVariable(
        PREVIEW,
        `{"raw":{"processType":"Kassenbeleg-V1","processData":"${Buffer.from(`Beleg^0.00_0.00_0.00_0.00_0.00^${many(size * 0.7, () => '1.00:Bar', '_')}!`).toString('base64')}"}}`,
      ),
  ],
  [
    'raw data of an order',
    (size) =>
      withVariable(
        PREVIEW,
        `{"raw":{"processType":"Bestellung-V1","processData":"${Buffer.from(many(size * 0.7, () => '1;"x""x";1.00', '\r') + '!').toString('base64')}"}}`,
      ),
  ],
  [
    'lines of an order',
    (size) =>
      withVariable(
        PREVIEW,
        `{"order":{"lines":[${many(size, () => '{"quantity":"1","text":"x","pricePerUnit":"1.00"}')}]}}`,
      ),
  ],
  [
    'a text of an order',
    (size) => withVariable(PREVIEW, `{"order":{"lines":[{"quantity":"1","text":"${x(size)}","pricePerUnit":"1.00"}]}}`),
  ],
  [
    'a free object of many members',
    (size) => withVariable(PREVIEW, `{"other":{${many(size, (index) => `"m${index}":12345678901234567890`)}}}`),
  ],
  ['a free object of a long number', (size) => withVariable(PREVIEW, `{"other":{"m":0.${'1'.repeat(size)}}}`)],
  ['numbers with exponents', (size) => withVariable(PREVIEW, `{"other":{"m":[${many(size, () => '1e400')}]}}`)],
  ['escapes', (size) => withVariable(TSS, `"${'\\u0041'.repeat(size / 6)}"`)],
  ['half characters', (size) => withVariable(PREVIEW, `{"other":{"m":[${many(size, () => '"\\ud800"')}]}}`)],
  [
    'a scanned receipt',
    (size) => withVariable('query ($v: String!) { verifyReceipt(qr: $v) { valid } }', `"V0${';x'.repeat(size / 2)}"`),
  ],
  [
    'line ends after a scanned receipt',
    (size) => withVariable('query ($v: String!) { verifyReceipt(qr: $v) { valid } }', `"V0${'\\n'.repeat(size / 2)}x"`),
  ],
  [
    'a base URL',
    (size) =>
      `{"query":${JSON.stringify('mutation ($v: String!) { authenticate(input: { refreshToken: "x" }, baseUrl: $v) { userErrors { message } } }')},"variables":{"v":"http://x${'/'.repeat(size)}y"}}`,
  ],
  [
    'metadata',
    (size) =>
      withVariable(
        'mutation ($v: [MetadataEntryInput!]!) { updateTssMetadata(input: { tssUuid: "c0ffee00-0000-4000-8000-000000000001", metadata: $v }) { userErrors { message } } }',
        `[${many(size, () => '{"key":"k","value":"v"}')}]`,
      ),
  ],
  ['opening brackets', (size) => `{"query":"{ __typename }","variables":${'['.repeat(size)}`],
  [
    'nested members',
    (size) => `{"query":"{ __typename }","variables":{"v":${'{"v":'.repeat(size / 6)}1${'}'.repeat(size / 6)}}}`,
  ],
  ['blanks', (size) => `{${' '.repeat(size)}`],
  ['backslashes', (size) => `{"query":"${'\\\\'.repeat(size / 2)}"}`],
  [
    'an operation name',
    (size) => JSON.stringify({ query: 'query A { __typename } query B { __typename }', operationName: x(size) }),
  ],
  ['a field', (size) => withQuery(`{ ${x(size)} }`)],
  ['a type', (size) => withQuery(`query ($v: ${x(size)}) { tss(uuid: $v) { uuid } }`)],
  ['an argument', (size) => withQuery(`{ tss(${x(size)}: 1) { uuid } }`)],
  ['a directive', (size) => withQuery(`{ __typename @${x(size)} }`)],
  ['a fragment', (size) => withQuery(`{ ...${x(size)} }`)],
  ['a type of a fragment', (size) => withQuery(`{ ... on ${x(size)} { __typename } }`)],
  ['a variable', (size) => withQuery(`{ tss(uuid: $${x(size)}) { uuid } }`)],
  ['an alias', (size) => withQuery(`{ ${x(size)}: nothing }`)],
  ['a literal text', (size) => withQuery(`{ tss(uuid: "${x(size)}") { uuid } }`)],
  ['a literal of line ends', (size) => withQuery(`{ tss(uuid: """${'\n'.repeat(size / 2)}""") { uuid } }`)],
  ['a literal of quotes', (size) => withQuery(`{ tss(uuid: "${'\\"'.repeat(size / 4)}") { uuid } }`)],
  ['a literal number', (size) => withQuery(`{ tssList(first: ${'9'.repeat(size)}) { nodes { uuid } } }`)],
  [
    'a literal enum value',
    (size) => withQuery(`{ tssList(orderBy: { field: ${x(size)}, direction: ASC }) { nodes { uuid } } }`),
  ],
  ['a literal member', (size) => withQuery(`{ tssList(orderBy: { ${x(size)}: 1 }) { nodes { uuid } } }`)],
  ['a text that does not end', (size) => withQuery(`{ tss(uuid: "${x(size)}`)],
  ['a block that does not end', (size) => withQuery(`{ tss(uuid: """${x(size)}`)],
  ['a comment', (size) => withQuery(`# ${x(size)}\n{ nothing }`)],
  ['line ends before a mistake', (size) => withQuery(`${'\n'.repeat(size / 2)}{ nothing }`)],
  ['more tokens than are read', (size) => withQuery(`{ ${'a '.repeat(size / 2)} }`)],
  ['lists in a literal', (size) => withQuery(`{ tss(uuid: ${'['.repeat(size)}`)],
];

/** Of the demo, written out so that tests that only measure need not load the sandbox. */
const CLIENT = 'c0ffee00-0000-4000-8000-0000000000c1';
const LOGIN = Buffer.from('{"api_key":"test_sandbox_demo","api_secret":"sandbox-demo-secret"}');
const TSS_PATH = '/tss/c0ffee00-0000-4000-8000-000000000001';
const transaction = (schema: string) => `{"state":"ACTIVE","client_id":"${CLIENT}","schema":${schema}}`;

/** Bodies of calls of the sandbox's faces by their size; each is refused. */
export const faces: readonly (readonly [
  title: string,
  method: string,
  path: string,
  body: (size: number) => string,
])[] = [
  [
    'metadata of many pairs',
    'PATCH',
    `${TSS_PATH}/metadata`,
    (size) => `{${many(size, (index) => `"k${index}":"v"`)}}`,
  ],
  ['a key of metadata', 'PATCH', `${TSS_PATH}/metadata`, (size) => `{"${x(size)}":"v"}`],
  ['a value of metadata', 'PATCH', `${TSS_PATH}/metadata`, (size) => `{"k":"${x(size)}"}`],
  ['numbers in metadata', 'PATCH', `${TSS_PATH}/metadata`, (size) => `{"k":[${many(size, () => '1e400')}]}`],
  ['a long number', 'PATCH', `${TSS_PATH}/metadata`, (size) => `{"k":0.${'1'.repeat(size)}}`],
  ['nested lists', 'PATCH', `${TSS_PATH}/metadata`, (size) => '['.repeat(size)],
  ['quotes', 'PATCH', `${TSS_PATH}/metadata`, (size) => '"'.repeat(size)],
  ['backslashes', 'PATCH', `${TSS_PATH}/metadata`, (size) => `{"k":"${'\\\\'.repeat(size / 2)}`],
  [
    'an amount',
    'PUT',
    `${TSS_PATH}/tx/{id}?tx_revision=1`,
    (size) =>
      transaction(
        `{"standard_v1":{"receipt":{"receipt_type":"RECEIPT","amounts_per_vat_rate":[{"vat_rate":"NORMAL","amount":"${'1'.repeat(size)}"}]}}}`,
      ),
  ],
  [
    'unknown members',
    'PUT',
    `${TSS_PATH}/tx/{id}?tx_revision=1`,
    (size) => transaction(`{"standard_v1":{${many(size, (index) => `"m${index}":1`)}}}`),
  ],
  [
    'raw data',
    'PUT',
    `${TSS_PATH}/tx/{id}?tx_revision=1`,
    (size) => transaction(`{"raw":{"process_type":"x","process_data":"${'A'.repeat(size)}!"}}`),
  ],
  ['a serial number', 'PUT', `${TSS_PATH}/client/{id}`, (size) => `{"serial_number":"${x(size)}"}`],
];

/** Has a face of the sandbox refuse a body in two sizes. */
export async function expectGrowthOfFace(
  middlewareUrl: string,
  ...[method, path, make]: [method: string, path: string, make: (size: number) => string]
): Promise<void> {
  const { access_token } = JSON.parse((await send(`${middlewareUrl}/auth`, LOGIN)).text) as { access_token: string };
  const url = middlewareUrl + path.replace('{id}', 'c0ffee00-0000-4000-8000-0000000000ff');
  await expectGrowth(make, async (body) => {
    const { status, text } = await send(url, body, { authorization: `Bearer ${access_token}` }, method);
    expect(status).toBe(400);
    expect(text.length).toBeLessThan(1_000);
  });
}
