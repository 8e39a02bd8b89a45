import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import type { Schemas } from '../../src/contract/sign-de.js';
import { demo, type Sandbox } from '../../src/sandbox/index.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox } from './support/running-sandbox.js';
import { setUpClient, setUpTss } from './support/set-up.js';

let sandbox: Sandbox;
let client: ContractClient;
const tss = `/tss/${demo.tssId}`;
const json = { 'content-type': 'application/json' };

beforeAll(async () => {
  sandbox = await runSandbox({ demo: true });
  client = await ContractClient.login(sandbox.middlewareUrl);
});

async function error(method: string, path: string, body?: string): Promise<Schemas['Error']> {
  const answer = await client.raw(method, path, body === undefined ? {} : { body, headers: json });
  expect(answer.json).toMatchObject({ status_code: answer.status });
  return answer.json as Schemas['Error'];
}

describe('What is malformed is refused, in the words of the real service', () => {
  test.each([
    ['GET', '/tss/42', undefined, 'E_FAILED_SCHEMA_VALIDATION', 'params.tss_id should match format "uuid"'],
    [
      'GET',
      '/tss/urn:uuid:c0ffee00-0000-4000-8000-000000000001',
      undefined,
      'E_FAILED_SCHEMA_VALIDATION',
      'params.tss_id should match format "uuid"',
    ],
    ['PUT', '/tss/42', '{}', 'E_FAILED_SCHEMA_VALIDATION', 'params.tss_id should match format "uuid"'],
    ['PATCH', '/tss/42', '{"state":"DISABLED"}', 'E_PARSER', 'params.tss_id should match format "uuid"'],
    ['POST', '/tss/42/admin/auth', '{"admin_pin":"123456"}', 'E_PARSER', 'params.tss_id should match format "uuid"'],
    [
      'GET',
      `${tss}/tx/latest`,
      undefined,
      'E_FAILED_SCHEMA_VALIDATION',
      'params.tx_id_or_number should match format "uuid"',
    ],
    ['GET', `${tss}/tx?limit=0`, undefined, 'E_FAILED_SCHEMA_VALIDATION', 'querystring.limit should be >= 1'],
    ['GET', `${tss}/tx?limit=101`, undefined, 'E_FAILED_SCHEMA_VALIDATION', 'querystring.limit should be <= 100'],
    ['GET', `${tss}/tx?limit=ten`, undefined, 'E_FAILED_SCHEMA_VALIDATION', 'querystring.limit should be integer'],
    ['GET', `${tss}/tx?offset=-1`, undefined, 'E_FAILED_SCHEMA_VALIDATION', 'querystring.offset should be >= 0'],
    [
      'GET',
      `${tss}/tx?states=OPEN`,
      undefined,
      'E_FAILED_SCHEMA_VALIDATION',
      'querystring.states[0] should be equal to one of the allowed values',
    ],
    [
      'GET',
      `${tss}/tx?order_by=amount`,
      undefined,
      'E_FAILED_SCHEMA_VALIDATION',
      'querystring.order_by should be equal to one of the allowed values',
    ],
    ['PATCH', tss, '{}', 'E_FAILED_SCHEMA_VALIDATION', "body should have required property 'state'"],
    [
      'PATCH',
      tss,
      '{"state":"CREATED"}',
      'E_FAILED_SCHEMA_VALIDATION',
      'body.state should be equal to one of the allowed values',
    ],
    [
      'PATCH',
      tss,
      '{"state":"INITIALIZED","name":"x"}',
      'E_FAILED_SCHEMA_VALIDATION',
      'body should NOT have additional properties',
    ],
    [
      'POST',
      `${tss}/admin/auth`,
      '{"admin_pin":"12345"}',
      'E_FAILED_SCHEMA_VALIDATION',
      'body.admin_pin should NOT have fewer than 6 characters',
    ],
    ['PATCH', `${tss}/metadata`, '{"a":{}}', 'E_FAILED_SCHEMA_VALIDATION', 'body.a should be string'],
    [
      'PATCH',
      `${tss}/metadata`,
      `{"${'k'.repeat(41)}":"v"}`,
      'E_FAILED_SCHEMA_VALIDATION',
      'body should NOT have keys longer than 40 characters',
    ],
    [
      'PATCH',
      `${tss}/metadata`,
      `{"k":"${'v'.repeat(501)}"}`,
      'E_FAILED_SCHEMA_VALIDATION',
      'body.k should NOT have more than 500 characters',
    ],
    [
      'PATCH',
      `${tss}/metadata`,
      '{"k":',
      'E_FAILED_SCHEMA_VALIDATION',
      'body should be valid JSON, at most 100 levels deep',
    ],
    ['PATCH', `${tss}/metadata`, '"text"', 'E_FAILED_SCHEMA_VALIDATION', 'body should be object'],
  ])('%s %s %s', async (method, path, body, code, message) => {
    expect(await error(method, path, body)).toMatchObject({ status_code: 400, error: 'Bad Request', code, message });
  });

  test.each<readonly [misfit: object, message: unknown]>([
    [{ schema: {} }, "body.schema should have required property 'standard_v1'"],
    [{ state: 'OPEN' }, 'body.state should be equal to one of the allowed values'],
    [
      {
        schema: {
          standard_v1: {
            receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '1.5' }] },
          },
        },
      },
      'body.schema.standard_v1.receipt.amounts_per_vat_rate[0].amount should match pattern "^-?\\d+(\\.\\d{2,5})$"',
    ],
    [
      {
        schema: {
          standard_v1: {
            receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate: [{ vat_rate: 'HALF', amount: '1.50' }] },
          },
        },
      },
      'body.schema.standard_v1.receipt.amounts_per_vat_rate[0].vat_rate should be equal to one of the allowed values',
    ],
    ...(
      [
        [{ trip_receipt: { vehicle_id: 'B-1' } }, "trip_receipt should have required property 'meter_type'"],
        [{ trip_receipt: { wheels: 4 } }, "trip_receipt should have required property 'meter_type'"],
        [{ trip_receipt: 'none' }, 'trip_receipt should be object'],
        [
          {
            trip_receipt: {
              meter_type: 'TAXIMETER',
              vehicle_id: 'B-1',
              tariff_id: '0',
              trip_type: 'TARIFF',
              trip_data: { trip_start: 1, trip_end: 2, distance_traveled: '1.000', fare: '5', surcharge: '0.00' },
            },
          },
          "trip_receipt should have required property 'amounts_per_vat_rate'",
        ],
        [
          {
            trip_receipt: {
              meter_type: 'TAXIMETER',
              vehicle_id: 'B-1',
              tariff_id: '0',
              trip_type: 'TARIFF',
              trip_data: { trip_start: 1, trip_end: 2, distance_traveled: '1.000', fare: '5', surcharge: '0.00' },
              amounts_per_vat_rate: [],
            },
          },
          "trip_receipt.trip_data should have required property 'total_billed'",
        ],
        [{ power_up: { system: {} } }, "power_up should have required property 'counter_unit'"],
        [{ power_off: { generic_data: {} } }, "power_off should have required property 'system'"],
        [{ driver_status: { driver_id: 'x' } }, "driver_status should have required property 'type'"],
        [{ driver_status: { type: 'LOGOFF' } }, "driver_status should have required property 'driver_id'"],
        [
          { driver_status: { type: 'LOGIN', driver_id: 'x' } },
          'driver_status.type should be equal to one of the allowed values',
        ],
        [{ empty_trip: {} }, "empty_trip should have required property 'kilometer_reading'"],
        [
          { break: { kilometer_reading: '1' } },
          String.raw`break.kilometer_reading should match pattern "^\d{1,16}\.\d{3}$"`,
        ],
        [{ other: 'x'.repeat(513) }, 'other should NOT have more than 512 characters'],
        [{ other: { text: 'x' } }, 'other should be string'],
      ] as const
    ).map(([member, message]) => [{ schema: { dsfinvtw_v1: member } }, `body.schema.dsfinvtw_v1.${message}`] as const),
    [{ schema: { standard_v1: {} } }, "body.schema.standard_v1 should have required property 'receipt'"],
    [
      { schema: { standard_v1: { receipt: { receipt_type: 'RECEIPT' } } } },
      "body.schema.standard_v1.receipt should have required property 'amounts_per_vat_rate'",
    ],
    [
      { schema: { standard_v1: { order: { line_items: [{ quantity: '1', text: 'Tea' }] } } } },
      "body.schema.standard_v1.order.line_items[0] should have required property 'price_per_unit'",
    ],
    [{ schema: { standard_v1: { other: 'text' } } }, 'body.schema.standard_v1.other should be object'],
    [
      { schema: { standard_v1: { order: { line_items: [] }, other: {} } } },
      "body.schema.standard_v1 should have only one of 'order', 'other'",
    ],
    [{ schema: { raw: { process_data: '' } } }, "body.schema.raw should have required property 'process_type'"],
    [
      { schema: { raw: { process_type: 'x', process_data: '' }, standard_v1: {} } },
      'body.schema should NOT have more than 1 properties',
    ],
    [{ schema: 'receipt' }, 'body.schema should be object'],
    [{ schema: { raw: { process_type: 'x', process_data: 'plain text' } } }, expect.stringContaining('base64')],
    [{ schema: { raw: { process_type: 'a_b', process_data: '' } } }, expect.stringContaining('"_"')],
  ])('a transaction with %j', async (misfit, message) => {
    const body = { state: 'ACTIVE', client_id: demo.clientId, ...misfit };
    expect(await error('PUT', `${tss}/tx/${randomUUID()}?tx_revision=1`, JSON.stringify(body))).toMatchObject({
      status_code: 400,
      message,
    });
  });

  test.each([
    [{}, "body should have required property 'api_key'"],
    [{ api_key: 'key' }, "body should have required property 'api_secret'"],
    [{ api_key: 'key', api_secret: 1 }, 'body.api_secret should be string'],
    [{ refresh_token: 1 }, 'body.refresh_token should be string'],
    [{ api_key: 'a', api_secret: 'b', refresh_token: 'c' }, "body should have only one of 'api_key', 'refresh_token'"],
  ])('a login with %j', async (body, message) => {
    expect(await error('POST', '/auth', JSON.stringify(body))).toMatchObject({ status_code: 400, message });
  });

  test('an unknown path and an unknown method', async () => {
    expect(await error('GET', '/shops')).toMatchObject({ status_code: 404, code: 'E_NOT_FOUND', error: 'Not Found' });
    expect(await error('DELETE', tss)).toMatchObject({ status_code: 404, code: 'E_NOT_FOUND' });
    expect(await error('GET', '/tss/%E0%A4%A')).toMatchObject({ status_code: 400 });
  });

  test('a body over 1 MB', async () => {
    const padding = ' '.repeat(1024 * 1024);
    const large = await error('PATCH', `${tss}/metadata`, `{}${padding}`);
    expect(large).toMatchObject({ status_code: 413, error: 'Payload Too Large' });
    expect(large).not.toHaveProperty('code');
  });

  test('raw data in plain text has the code that the parser of the real service gives', async () => {
    const schema = { raw: { process_type: 'x', process_data: 'plain text' } };
    const body = JSON.stringify({ state: 'ACTIVE', client_id: demo.clientId, schema });
    expect(await error('PUT', `${tss}/tx/${randomUUID()}?tx_revision=1`, body)).toMatchObject({ code: 'E_PARSER' });
  });
});

describe('What real clients send is taken (integration-guide.md §12)', () => {
  test.each([
    '?',
    '??limit=2',
    '?states[]=ACTIVE',
    '?states=ACTIVE&states=FINISHED',
    '?states%5B0%5D=ACTIVE',
    '?states=ACTIVE',
    '?colour=blue',
  ])('the query %s', async (query) => {
    expect((await client.raw('GET', `${tss}/tx${query}`)).status).toBe(200);
  });

  test('leading question marks do not hide the first parameter', async () => {
    const { json } = await client.raw('GET', `${tss}/tx???limit=2&states[]=FINISHED`);
    expect((json as Schemas['TxListResponse']).data).toHaveLength(2);
  });

  test.each(['{}', ''])('a GET with the body %j', async (body) => {
    const { access_token } = await client.ok('authenticateApi', {
      body: { api_key: demo.apiKey, api_secret: demo.apiSecret },
    });
    const headers = { ...json, authorization: `Bearer ${access_token}`, 'content-length': body.length };
    const sent = request(`${sandbox.middlewareUrl}${tss}`, { headers }).end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
  });

  test('an empty body with a content type', async () => {
    const answer = await client.raw('POST', `${tss}/admin/logout`, { headers: json, body: '' });
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect((await client.raw('PATCH', `${tss}/metadata`, { headers: json })).status).toBe(200);
  });

  test('a list for an empty object, also inside', async () => {
    expect((await client.raw('PATCH', `${tss}/metadata`, { headers: json, body: '[]' })).status).toBe(200);
    const body = JSON.stringify({
      state: 'ACTIVE',
      client_id: demo.clientId,
      metadata: [],
      schema: {
        standard_v1: { receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate: [], amounts_per_payment_type: [] } },
      },
    });
    const answer = await client.raw('PUT', `${tss}/tx/${randomUUID()}?tx_revision=1`, { headers: json, body });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.json).toMatchObject({ schema: { standard_v1: { receipt: { amounts_per_vat_rate: [] } } } });
  });

  test('numbers as metadata, null and the empty string to delete', async () => {
    const path = { tss_id: demo.tssId };
    const patch = async (body: object) => (await client.send('updateTssMetadata', { path, body })).json;
    const before = await client.ok('retrieveTssMetadata', { path });
    expect(await patch({ table: 7, price: 1.5, note: 'x' })).toEqual({
      ...before,
      table: '7',
      price: '1.5',
      note: 'x',
    });
    expect(await patch({ table: null, price: '' })).toEqual({ ...before, note: 'x' });
    expect(await patch({ note: null, unknown: null })).toEqual(before);
  });

  test('ids in capitals and of version 5', async () => {
    const path = { tss_id: demo.tssId.toUpperCase(), client_id: demo.clientId.toUpperCase() };
    expect(await client.ok('retrieveClient', { path })).toMatchObject({ _id: demo.clientId, tss_id: demo.tssId });
    const tx = '886313E1-3B8A-5372-9B90-0C9AEE199E5D';
    const body = { state: 'ACTIVE', client_id: demo.clientId.toUpperCase() } as const;
    const started = await client.ok('upsertTransaction', {
      path: { ...path, tx_id_or_number: tx },
      query: { tx_revision: 1 },
      body,
    });
    expect(started).toMatchObject({ _id: tx.toLowerCase(), client_id: demo.clientId });
  });

  test('a key that could reach into prototypes is stored like any other', async () => {
    const body = '{"__proto__":"x","constructor":"y"}';
    await client.raw('PATCH', `${tss}/metadata`, { headers: json, body });
    const { bytes } = await client.raw('GET', `${tss}/metadata`);
    expect(bytes.toString()).toContain('"__proto__":"x"');
    expect(({} as { x?: string }).x).toBeUndefined();
  });
});

test('Every answer has a request id of its own and says how long it took', async () => {
  const answers = await Promise.all([client.raw('GET', '/tss'), client.raw('GET', '/nothing')]);
  const ids = answers.map(({ headers }) => headers.get('request-id'));
  expect(new Set(ids).size).toBe(2);
  for (const { headers } of answers) {
    expect(headers.get('request-id')).toMatch(/^[0-9a-f]{32}$/);
    expect(Number(headers.get('response-time'))).toBeGreaterThanOrEqual(0);
    expect(headers.get('access-control-allow-origin')).toBe('*');
  }
});

test('JSON that is nested without end is refused as malformed, with and without a session', async () => {
  const deep = (open: string, close: string) => open.repeat(150_000) + '1' + close.repeat(150_000);
  const { middlewareUrl } = await runSandbox();
  const till = await ContractClient.login(middlewareUrl);
  for (const client of [till, new ContractClient(middlewareUrl)]) {
    for (const body of [deep('{"a":', '}'), `{"api_key":${deep('[', ']')}}`]) {
      const { status, json } = await client.raw('POST', '/auth', {
        body,
        headers: { 'content-type': 'application/json' },
      });
      expect([status, json]).toEqual([400, expect.objectContaining({ code: 'E_FAILED_SCHEMA_VALIDATION' })]);
    }
  }
});

test('Headers that are too large are refused in the form of all refusals', async () => {
  const { middlewareUrl } = await runSandbox();
  const { status, json } = await new ContractClient(middlewareUrl).raw('GET', '/tss', {
    headers: { long: 'x'.repeat(20_000) },
  });
  expect([status, json]).toEqual([431, expect.objectContaining({ status_code: 431, message: expect.any(String) })]);
});

test('Half a character in taximeter data is refused, not signed as another', async () => {
  const { middlewareUrl } = await runSandbox();
  const till = await ContractClient.login(middlewareUrl);
  const { tss_id } = await setUpTss(till);
  const client_id = await setUpClient(till, tss_id);
  const schema = { dsfinvtw_v1: { other: '\ud800' } };
  const path = { tss_id, tx_id_or_number: randomUUID() };
  const { status } = await till.send('upsertTransaction', { path, body: { state: 'ACTIVE', client_id, schema } });
  expect(status).toBe(400);
});

describe('What the HTTP server refuses by itself', () => {
  /** Sends bytes, ends the connection on this side, and gives the answers as they came. */
  async function sendBytes(url: string, bytes: string): Promise<{ status: number; json: Partial<Schemas['Error']> }> {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname).setEncoding('utf8');
    socket.end(bytes.replaceAll('HOST', `${hostname}:${port}`));
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    const [head = '', body = ''] = text.split('\r\n\r\n', 2);
    expect(head).toMatch(/content-type: application\/json/i);
    return { status: Number(head.split(' ')[1]), json: JSON.parse(body) as Partial<Schemas['Error']> };
  }
  const MALFORMED = 'E_FAILED_SCHEMA_VALIDATION';
  const login = JSON.stringify({ api_key: demo.apiKey, api_secret: demo.apiSecret });
  const typed = (type: string, body: string) =>
    `POST /api/v2/auth HTTP/1.1\r\nHost: HOST\r\n${type}Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`;
  const lines = (...more: readonly string[]) => [...more, 'Connection: close', '', ''].join('\r\n');

  const cases: readonly (readonly [what: string, bytes: string, status: number, code: string | undefined])[] = [
    ['a form', typed('Content-Type: application/x-www-form-urlencoded\r\n', 'api_key=a'), 400, MALFORMED],
    ['a form of parts', typed('Content-Type: multipart/form-data; boundary=x\r\n', '--x--'), 400, MALFORMED],
    ['JSON that calls itself text', typed('Content-Type: text/plain\r\n', login), 400, MALFORMED],
    ['JSON that calls itself nothing', typed('', login), 400, MALFORMED],
    ['a content type that is none', typed('Content-Type: json\r\n', login), 400, MALFORMED],
    ['JSON in Latin-1', typed('Content-Type: application/json; charset=latin1\r\n', login), 400, MALFORMED],
    [
      'JSON that is compressed',
      typed('Content-Type: application/json\r\nContent-Encoding: gzip\r\n', login),
      400,
      MALFORMED,
    ],
    ['XML', typed('Content-Type: application/xml\r\n', '<a/>'), 400, MALFORMED],
    ['half of JSON', typed('Content-Type: application/json\r\n', '{"api_key":'), 400, MALFORMED],
    ['a path that is badly escaped', lines('GET /api/v2/tss/%E0%A4%A HTTP/1.1', 'Host: HOST'), 400, MALFORMED],
    ['an unknown path', lines('GET /api/v2/shops HTTP/1.1', 'Host: HOST'), 404, 'E_NOT_FOUND'],
    ['a path beside the API', lines('GET / HTTP/1.1', 'Host: HOST'), 404, 'E_NOT_FOUND'],
    ['a method that the path lacks', lines('DELETE /api/v2/tss HTTP/1.1', 'Host: HOST'), 404, 'E_NOT_FOUND'],
    ['a method that nobody uses', lines('PROPFIND /api/v2/tss HTTP/1.1', 'Host: HOST'), 404, 'E_NOT_FOUND'],
    ['a method that there is not', lines('SELL /api/v2/tss HTTP/1.1', 'Host: HOST'), 400, MALFORMED],
    ['no HTTP', 'Hello?\r\n\r\n', 400, MALFORMED],
    ['a long id', lines(`GET /api/v2/tss/${'1'.repeat(5000)} HTTP/1.1`, 'Host: HOST', 'AUTH'), 400, MALFORMED],
    [
      'a length that is no number',
      lines('POST /api/v2/auth HTTP/1.1', 'Host: HOST', 'Content-Length: many'),
      400,
      'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    ],
    [
      'two lengths',
      lines('POST /api/v2/auth HTTP/1.1', 'Host: HOST', 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    ],
    [
      'less than its length says',
      `${lines('POST /api/v2/auth HTTP/1.1', 'Host: HOST', 'Content-Type: application/json', 'Content-Length: 900')}{}`,
      400,
      'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    ],
    [
      'more than may be',
      lines('POST /api/v2/auth HTTP/1.1', 'Host: HOST', 'Content-Type: application/json', 'Content-Length: 9000000'),
      413,
      undefined,
    ],
    [
      'headers that are too large',
      lines('GET / HTTP/1.1', 'Host: HOST', `Long: ${'x'.repeat(20_000)}`),
      431,
      undefined,
    ],
    ['no host', lines('GET /api/v2/tss HTTP/1.1'), 401, 'E_UNAUTHORIZED'],
    ['an expectation', lines('GET /api/v2/tss HTTP/1.1', 'Host: HOST', 'Expect: all'), 401, 'E_UNAUTHORIZED'],
  ];

  test.each(cases)("is told at the faces in the contract's form and codes: %s", async (_what, bytes, status, code) => {
    for (const url of [sandbox.middlewareUrl, sandbox.backendUrl]) {
      const answer = await sendBytes(url, bytes.replace('AUTH', `Authorization: ${client.authorization}`));
      const error: unknown = expect.any(String);
      expect(answer).toEqual({
        status,
        json: { status_code: status, error, message: error, ...(code !== undefined && { code }) },
      });
    }
  });

  test.each(cases)('is told at the control port in its own form: %s', async (_what, bytes) => {
    const { status, json } = await sendBytes(
      sandbox.controlUrl,
      bytes.replace('/auth', '/faults').replace('/api/v2', ''),
    );
    expect(status === 200 || Object.keys(json)).toEqual(status === 200 || ['error']);
  });

  test('is not an empty body, whatever its content type says', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'application/xml']) {
      const headers = { 'content-type': type };
      const answer = await client.raw('POST', `${tss}/admin/logout`, { headers, body: '' });
      expect([type, answer.status, answer.json]).toEqual([type, 200, {}]);
    }
  });
});
