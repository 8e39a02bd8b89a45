import { once } from 'node:events';
import { request } from 'node:http';
import { WebSocket } from 'ws';

/** Sizes of the requests that are compared, in bytes. */
export const LARGE = 1_000_000;
const SMALL = LARGE / 8;
/** Maximum CPU time of the large request, in milliseconds. Quadratic code takes minutes. */
const MOST = 1_500;

/** CPU time of this process during `act`, in milliseconds; the minimum of several runs. */
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
 * Sends a request in two sizes. Eight times the size may take at most 24 times the CPU time (quadratic code takes 64
 * times), with at least 20 ms assumed for the small one, and never more than {@link MOST}. Gateway, sandbox and client
 * share one process, so the measurement does not depend on other load of the machine.
 */
export async function expectGrowth(
  make: (size: number) => string,
  act: (body: Buffer) => Promise<unknown>,
): Promise<void> {
  const [small, large] = [Buffer.from(make(SMALL)), Buffer.from(make(LARGE))];
  const little = await cpuOf(() => act(small));
  expect(await cpuOf(() => act(large))).toBeLessThan(Math.min(Math.max(little, 20) * 24, MOST));
}

/** An unparsed answer. */
export interface Sent {
  readonly status: number;
  readonly text: string;
}

/** Sends a body unchanged, with minimal work. */
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
 * Sends the operation of an HTTP body over WebSocket.
 * @returns the first message, or the reason why the connection was closed
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
/** Joins as many items as fill a size. */
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
