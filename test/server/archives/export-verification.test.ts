import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { readConfig } from '../../../src/config/config.js';
import { type Gateway, startGateway } from '../../../src/gateway.js';
import { demo } from '../../../src/sandbox/index.js';
import { refuse, type Received, type Reply, StubUpstream } from '../../datasources/stub-upstream.js';
import { post, type TestGateway } from '../../e2e/support/start.js';
import { archive, exampleFiles } from '../../tse/example-export.js';
import { office, startVerifier, till, uploadTo, withKey } from './uploads.js';

const tssUuid = demo.tssId;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startVerifier();
});
afterAll(() => gateway.close());

const upload = (bytes: Uint8Array, headers: Record<string, string> = {}, url = gateway.url) =>
  uploadTo(url, bytes, headers);

/** An upload that goes on for as long as a test wants. */
function begin(headers: Record<string, string | number> = {}): ClientRequest {
  const upload = request(`${gateway.url}/verify-export`, {
    method: 'POST',
    agent: false,
    headers: { 'content-type': 'application/x-tar', ...withKey(till), ...headers },
  });
  upload.on('error', () => undefined); // of those that are broken off
  return upload;
}

const VERIFY = `query ($tssUuid: UUID!, $exportUuid: UUID!) {
  verifyExport(tssUuid: $tssUuid, exportUuid: $exportUuid) {
    valid complete files info { description manufacturer version } messages { transaction system audit }
    firstLogTime lastLogTime counters { first last } missingCounters gaps { first last }
    certificates { subject issuer validFrom validTo } checks { check passed failed }
    problems { check file message } notes { check file message } notChecked
  }
}`;

/** Triggers an export of the demo TSS and waits for its archive. */
async function exportLogs(): Promise<{ exportUuid: string; bytes: Buffer }> {
  const exportUuid = randomUUID();
  const { data } = await gateway.post(
    'mutation ($input: TriggerExportInput!) { triggerExport(input: $input) { userErrors { code } } }',
    { input: { tssUuid, exportUuid } },
    withKey(office),
  );
  expect(data!.triggerExport.userErrors).toEqual([]);
  const done = await gateway.post(
    'query ($tssUuid: UUID!, $uuid: UUID!) { awaitExport(tssUuid: $tssUuid, uuid: $uuid) { download { url } } }',
    { tssUuid, uuid: exportUuid },
    withKey(office),
  );
  const response = await fetch(`${gateway.url}${String(done.data!.awaitExport.download.url)}`);
  return { exportUuid, bytes: Buffer.from(await response.arrayBuffer()) };
}

describe('An archive of the sandbox', () => {
  test('is verified over the graph and, sent to the route, with the very same report, and with a changed byte with another', async () => {
    const { exportUuid, bytes } = await exportLogs();
    const { data, errors } = await gateway.post(VERIFY, { tssUuid, exportUuid }, withKey(till));
    expect(errors).toBeUndefined();
    const report = data!.verifyExport;
    expect(report).toMatchObject({
      valid: true,
      complete: true,
      gaps: [],
      missingCounters: '0',
      problems: [],
      notes: [],
    });
    expect(report.checks.map(({ check }: any) => check)).toContain('SIGNATURES');
    for (const { passed, failed } of report.checks) expect([passed > 0, failed]).toEqual([true, 0]);
    expect(report.info.manufacturer).toMatch(/sandbox/i);

    const { status, headers, body } = await upload(bytes);
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json/);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual(report);

    // The same with one byte changed.
    const at = bytes.lastIndexOf('FinishTransaction') + 60;
    bytes[at] = bytes[at]! ^ 1;
    const changed = await upload(bytes);
    expect([changed.status, changed.body.valid, changed.body.complete]).toEqual([200, false, true]);
    expect(changed.body.problems.length).toBeGreaterThan(0);
  });

  test('is not there for an export that is not, and the query says so', async () => {
    const { data, errors } = await gateway.post(VERIFY, { tssUuid, exportUuid: randomUUID() }, withKey(till));
    expect(data).toEqual({ verifyExport: null });
    expect(errors![0]!.extensions.code).toBe('EXPORT_NOT_FOUND');
  });
});

describe('An upload', () => {
  test('of an archive of another maker is verified with its own certificates', async () => {
    const { body } = await upload(await buffer(archive(exampleFiles)));
    expect(body).toMatchObject({ valid: true, counters: { first: '1', last: '16' } });
    expect(body.certificates.map(({ subject }: any) => subject)).toEqual(['CN=Test TSE', 'CN=Test CA']);
  });

  test('that is larger than allowed is refused, whether it says so or not', async () => {
    for (const headers of [{ 'content-length': 1_000_001 }, { 'transfer-encoding': 'chunked' }]) {
      const sending = begin(headers);
      sending.write(Buffer.concat([await buffer(archive(exampleFiles)), Buffer.alloc(900_000)]));
      if ('transfer-encoding' in headers) sending.write(Buffer.alloc(200_000));
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      const [{ message, extensions }] = JSON.parse((await buffer(response)).toString()).errors;
      expect([response.statusCode, extensions.code]).toEqual([413, 'ARCHIVE_TOO_LARGE']);
      expect(message).toContain('1 MB');
      sending.destroy();
    }
  });

  test('of any other kind of content is refused', async () => {
    for (const type of ['application/json', 'multipart/form-data; boundary=x', 'application/gzip', 'text/plain']) {
      const { status, body } = await upload(Buffer.from('{"url":"http://127.0.0.1/"}'), { 'content-type': type });
      expect([status, body.errors[0].extensions.code]).toEqual([415, 'BAD_REQUEST']);
    }
  });

  test.each([
    ['without a credential', { authorization: '' }],
    ['with a gateway key that is none', withKey('fgk_unknown')],
    ['with a malformed credential', { authorization: 'Basic eA==' }],
  ])('%s is refused before it is read', async (_, headers) => {
    const sending = begin(headers.authorization === '' ? {} : headers);
    if (headers.authorization === '') sending.removeHeader('authorization');
    sending.flushHeaders(); // no byte of the archive is sent
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    const [{ extensions }] = JSON.parse((await buffer(response)).toString()).errors;
    expect([response.statusCode, extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    sending.destroy();
  });

  test('beyond two at a time is refused at once, and one that is broken off makes room', async () => {
    const slow = [begin({ expect: '100-continue' }), begin({ expect: '100-continue' })];
    await Promise.all(slow.map((sending) => once(sending, 'continue'))); // both have arrived
    for (const sending of slow) sending.write(Buffer.alloc(100));
    const refused = await upload(await buffer(archive(exampleFiles)));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.body.errors[0].extensions).toMatchObject({ code: 'RATE_LIMITED', retryable: true, retryAfter: 5 });
    const { errors } = await gateway.post(VERIFY, { tssUuid, exportUuid: randomUUID() }, withKey(till));
    expect(errors![0]!.extensions.code).toBe('RATE_LIMITED');

    slow[0]!.destroy();
    for (let status = 503; status !== 200;) {
      await sleep(50);
      ({ status } = await upload(await buffer(archive(exampleFiles))));
    }
    slow[1]!.destroy();
  });
});

describe('Over an upstream that fails', () => {
  let stub: StubUpstream;
  let other: Gateway;
  let serveFile: Reply;
  beforeAll(async () => {
    stub = await StubUpstream.start(({ path, token }: Received): Reply => {
      if (path.endsWith('/file')) return serveFile;
      return token === 'good'
        ? { json: { data: [], count: 0, _type: 'TSS_LIST', _env: 'TEST', _version: '1' } }
        : refuse(401, 'E_UNAUTHORIZED');
    });
    const { middlewareUrl, backendUrl } = stub.settings;
    other = await startGateway(
      readConfig({
        PORT: '0',
        FISKALY_MIDDLEWARE_URL: middlewareUrl,
        FISKALY_BACKEND_URL: backendUrl,
        QUERY_TIMEOUT_SECONDS: '3',
        LOG_LEVEL: 'silent',
      }),
    );
  });
  afterAll(() => other.close());

  const ask = () =>
    post(`${other.url}/graphql`, VERIFY, { tssUuid, exportUuid: randomUUID() }, { authorization: 'Bearer good' });
  const sendPart = async (response: ServerResponse, end: (response: ServerResponse) => void) => {
    response.writeHead(200, { 'content-type': 'application/x-tar', 'content-length': '1000000' });
    response.write((await buffer(archive(exampleFiles))).subarray(0, 5_000), () => {
      end(response);
    });
  };

  test('an archive that breaks off is an error of the upstream, not a finding', async () => {
    serveFile = (response) => void sendPart(response, () => response.destroy());
    const { errors } = await ask();
    expect(errors![0]!.extensions).toMatchObject({ code: 'UPSTREAM_ANSWER_LOST', retryable: true });
  });

  test('an archive that takes longer than a query may is told where to go, and its transfer ends', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<unknown>();
    serveFile = (response) => {
      response.once('close', resolve);
      void sendPart(response, () => undefined);
    };
    const { errors } = await ask();
    expect(errors![0]!.extensions).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: false });
    expect(errors![0]!.message).toContain('/verify-export');
    await closed;
  });

  test('an upload with a token that the upstream does not know is refused, with one that it knows taken', async () => {
    const bytes = await buffer(archive(exampleFiles));
    const refused = await upload(bytes, { authorization: 'Bearer bad' }, other.url);
    expect([refused.status, refused.body.errors[0].extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    stub.takeCount();
    const taken = await upload(bytes, { authorization: 'Bearer good' }, other.url);
    expect([taken.status, taken.body.valid]).toEqual([200, true]);
    expect(stub.takeCount()).toBe(1);
  });
});
