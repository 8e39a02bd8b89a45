import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import { jest } from '@jest/globals';
import { X509CertificateGenerator } from '@peculiar/x509';
import type { Datasources, Upstreams } from '../../src/datasources/index.js';
import { Secret } from '../../src/secret.js';
import { transactionRow, tssRow } from './rows.js';
import {
  failure,
  hang,
  open,
  operationOf,
  ownToken,
  refuse,
  type Reply,
  reset,
  StubUpstream,
} from './stub-upstream.js';

beforeAll(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});
afterAll(() => {
  jest.restoreAllMocks();
});

const write = { state: 'ACTIVE', client_id: 'client' } as const;
const good = (path: string): Reply => ({
  json: path.includes('/tx/') ? transactionRow('tss', 'client', 'tx', 1) : path.endsWith('/auth') ? {} : tssRow('tss'),
});

/** A key and a certificate for it that only vouches for itself. */
async function selfSigned(): Promise<{ key: string; certificate: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=127.0.0.1',
    keys,
    signingAlgorithm: algorithm,
  });
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
  return {
    key: `-----BEGIN PRIVATE KEY-----\n${key}\n-----END PRIVATE KEY-----`,
    certificate: certificate.toString('pem'),
  };
}

const text =
  (status: number, type: string, body: string): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

interface Outcome {
  readonly code: string;
  readonly calls: number;
  /** Whether the write may have been done; never for reads. */
  readonly ambiguous?: true;
  readonly retryAfter?: number;
}
const once = (code: string, more: Partial<Outcome> = {}): Outcome => ({ code, calls: 1, ...more });
const thrice = (code: string, more: Partial<Outcome> = {}): Outcome => ({ code, calls: 3, ...more });
const unclear = { ambiguous: true } as const;

/**
 * A fault that meets every call; what a read, a write that may be repeated, and a PIN login (which may only where it
 * was turned away) come to.
 */
type Fault = readonly [title: string, reply: () => Reply, read: Outcome, upsert: Outcome, pin: Outcome];

const lost = 'UPSTREAM_ANSWER_LOST';
const invalid = 'UPSTREAM_ANSWER_INVALID';
const fault = 'UPSTREAM_ERROR';
const lostFor = [thrice(lost), thrice(lost, unclear), once(lost, unclear)] as const;
const garbledFor = [thrice(invalid), thrice(invalid, unclear), once(invalid, unclear)] as const;
const wrongFor = [once(invalid), once(invalid, unclear), once(invalid, unclear)] as const;
const brokenFor = [thrice(fault), thrice(fault, unclear), once(fault, unclear)] as const;
const forAll = (outcome: Outcome) => [outcome, outcome, outcome] as const;

const tooLarge = Buffer.alloc(17 * 1_048_576, ' ');
const faults: readonly Fault[] = [
  ['a reset after the request', () => reset, ...lostFor],
  ['an end after the request', () => (response) => response.socket?.end(), ...lostFor],
  [
    'a reset within the headers',
    () => (response) =>
      response.socket?.write('HTTP/1.1 200 OK\r\ncontent-', () => {
        reset(response);
      }),
    ...lostFor,
  ],
  [
    'a reset within the body',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 1000 });
      response.write('{"_id":', () => {
        reset(response);
      });
    },
    ...lostFor,
  ],
  [
    'a body that ends before its length',
    () => (response) => response.socket?.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{}'),
    ...lostFor,
  ],
  ['something that is no HTTP', () => (response) => response.socket?.end('220 mail.example ESMTP\r\n'), ...lostFor],
  ['JSON that was cut', () => text(200, 'application/json', '{"_id": "t'), ...garbledFor],
  ['a page of HTML', () => text(200, 'text/html', '<h1>Welcome</h1>'), ...garbledFor],
  ['JSON under another content type', () => text(200, 'text/plain', JSON.stringify(tssRow('tss'))), ...garbledFor],
  ['204 where a body is due', () => (response) => response.writeHead(204).end(), ...garbledFor],
  ['JSON of another type', () => ({ json: [] }), ...wrongFor],
  ['JSON null', () => ({ json: null }), ...wrongFor],
  [
    'an answer larger than is read',
    () => (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(tooLarge);
    },
    ...wrongFor,
  ],
  [
    'a redirect',
    () => ({ status: 302, json: {}, headers: { location: 'http://127.0.0.1:9/' } }),
    once(invalid),
    once(invalid, unclear),
    once(invalid, unclear),
  ],
  ['400 with a known code', () => refuse(400, 'E_TSS_DISABLED'), ...forAll(once('TSS_DISABLED'))],
  ['400 with a code nobody knows', () => refuse(400, 'E_BRAND_NEW'), ...forAll(once('REFUSED_BY_UPSTREAM'))],
  ['401 without a code', () => refuse(401), ...forAll(once('UNAUTHENTICATED'))],
  [
    '401 with a code',
    () => refuse(401, 'E_UNAUTHORIZED'),
    once('UNAUTHENTICATED'),
    once('UNAUTHENTICATED'),
    once('WRONG_ADMIN_PIN'),
  ],
  ['403 of the upstream', () => refuse(403, 'E_ACCESS_DENIED'), ...forAll(once('ACCESS_DENIED'))],
  ['403 of something in between', () => text(403, 'text/html', '<h1>No</h1>'), ...forAll(once('REFUSED_BY_UPSTREAM'))],
  ['404', () => refuse(404, 'E_TSS_NOT_FOUND'), ...forAll(once('TSS_NOT_FOUND'))],
  ['408', () => refuse(408), ...brokenFor],
  [
    '409 that passes',
    () => refuse(409, 'E_PENDING_TX_CONFLICT'),
    thrice('TRANSACTION_CONFLICT'),
    thrice('TRANSACTION_CONFLICT'),
    once('TRANSACTION_CONFLICT'),
  ],
  ['413', () => refuse(413), ...forAll(once('REFUSED_BY_UPSTREAM'))],
  ['422', () => refuse(422), ...forAll(once('REFUSED_BY_UPSTREAM'))],
  ['423', () => refuse(423, 'E_TSS_DEFECTIVE'), ...forAll(once('TSS_UNUSABLE'))],
  [
    '429 with a short Retry-After',
    () => refuse(429, undefined, '', { 'retry-after': '0' }),
    ...forAll(thrice('RATE_LIMITED', { retryAfter: 0 })),
  ],
  ['429 without Retry-After', () => refuse(429), ...forAll(thrice('RATE_LIMITED'))],
  [
    '429 with a Retry-After longer than anybody waits',
    () => refuse(429, undefined, '', { 'retry-after': '30' }),
    ...forAll(once('RATE_LIMITED', { retryAfter: 30 })),
  ],
  [
    '429 with a Retry-After that has passed',
    () => refuse(429, undefined, '', { 'retry-after': inSeconds(-60) }),
    ...forAll(thrice('RATE_LIMITED', { retryAfter: 0 })),
  ],
  [
    '429 with a Retry-After of years',
    () => refuse(429, undefined, '', { 'retry-after': '99999999999' }),
    ...forAll(once('RATE_LIMITED', { retryAfter: 86_400 })),
  ],
  [
    '429 with a Retry-After that says nothing',
    () => refuse(429, undefined, '', { 'retry-after': '-1.5 soon' }),
    ...forAll(thrice('RATE_LIMITED')),
  ],
  ['499', () => refuse(499), ...brokenFor],
  ['500', () => refuse(500), ...brokenFor],
  ['502 with a known code', () => refuse(502, 'ERROR_IDENTIFY_ERS'), ...brokenFor],
  ['502 of something in between', () => text(502, 'text/html', '<h1>Bad gateway</h1>'), ...brokenFor],
  ['503 of something in between', () => refuse(503), ...brokenFor],
  [
    '503 of the upstream',
    () => refuse(503, 'E_TSS_LOCKED', '', { 'retry-after': '0' }),
    ...forAll(thrice(fault, { retryAfter: 0 })),
  ],
  [
    '503 with a Retry-After longer than anybody waits',
    () => refuse(503, 'E_TSS_LOCKED', '', { 'retry-after': '600' }),
    ...forAll(once(fault, { retryAfter: 600 })),
  ],
  ['504', () => refuse(504), ...brokenFor],
];

describe('a fault that meets every call', () => {
  const acts = {
    retrieveTss: ({ tss }: Datasources) => tss.load('tss'),
    upsertTransaction: ({ transactions }: Datasources) => transactions.upsert('tss', 'tx', 1, write),
    authenticateAdmin: ({ tss }: Datasources) => tss.authenticateAdmin('tss', new Secret('123456')),
  };
  type Name = keyof typeof acts;
  const paths: Record<Name, string> = {
    retrieveTss: '/tss/tss',
    upsertTransaction: '/tss/tss/tx/tx',
    authenticateAdmin: '/tss/tss/admin/auth',
  };

  async function end(name: Name, upstreams: Upstreams, stub: StubUpstream) {
    const datasources = operationOf(upstreams);
    const error = await failure(acts[name](datasources));
    return { error, calls: datasources.calls, received: stub.received.filter(({ path }) => path === paths[name]) };
  }
  async function meet(reply: Reply) {
    const stub = await StubUpstream.start(() => reply);
    const upstreams = open(stub.settings);
    const [read, upsert, pin] = await Promise.all([
      end('retrieveTss', upstreams, stub),
      end('upsertTransaction', upstreams, stub),
      end('authenticateAdmin', upstreams, stub),
    ]);
    return { retrieveTss: read, upsertTransaction: upsert, authenticateAdmin: pin };
  }

  /** What came of each fault. Some at a time: some wait a second before another try. */
  const found = new Map<string, Awaited<ReturnType<typeof meet>>>();
  beforeAll(async () => {
    const left = [...faults];
    const meetNext = async (): Promise<void> => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) found.set(next[0], await meet(next[1]()));
    };
    await Promise.all(Array.from({ length: 6 }, meetNext));
  });

  test.each(faults)('%s ends reads, writes and PIN logins each as it should', (title, _reply, read, upsert, pin) => {
    const expected = { retrieveTss: read, upsertTransaction: upsert, authenticateAdmin: pin };
    for (const operation of Object.keys(acts) as Name[]) {
      const { code, calls: count, ambiguous = false, retryAfter } = expected[operation];
      const { error, calls, received } = found.get(title)![operation];
      expect(error).toMatchObject({ code, ambiguous, retryAfter, upstream: { operation } });
      expect([operation, received.length]).toEqual([operation, count]);
      expect(calls).toHaveLength(count);
      // A repeat is the same request: same id, same revision, same body.
      expect(new Set(received.map(({ path, query, body }) => JSON.stringify([path, String(query), body]))).size).toBe(
        1,
      );
    }
  });
});

test('a Retry-After date is read as the seconds until then', async () => {
  const stub = await StubUpstream.start(() => refuse(503, undefined, '', { 'retry-after': inSeconds(120) }));
  const { retryAfter } = await failure(operationOf(open(stub.settings)).tss.load('tss'));
  expect(retryAfter).toBeGreaterThan(100);
  expect(retryAfter).toBeLessThanOrEqual(120);
});

test('an unknown code of the upstream is passed on with its status and request id', async () => {
  const stub = await StubUpstream.start(() => refuse(418, 'E_TEAPOT', '', { 'request-id': 'abc123' }));
  const { upstream } = await failure(operationOf(open(stub.settings)).tss.load('tss'));
  expect(upstream).toEqual({
    operation: 'retrieveTss',
    host: 'BACKEND',
    status: 418,
    code: 'E_TEAPOT',
    requestId: 'abc123',
  });
});

describe('a connection that is refused', () => {
  test('leaves nothing in doubt, and is tried again even for a PIN, which was not sent', async () => {
    const stub = await StubUpstream.start(() => refuse(500));
    await stub.stop('MIDDLEWARE');
    const { tss, transactions, calls } = operationOf(open(stub.settings));
    const upsert = await failure(transactions.upsert('tss', 'tx', 1, write));
    expect(upsert).toMatchObject({ code: 'UPSTREAM_UNREACHABLE', retryable: true, ambiguous: false });
    const pin = await failure(tss.authenticateAdmin('tss', new Secret('123456')));
    expect(pin).toMatchObject({ code: 'UPSTREAM_UNREACHABLE', ambiguous: false });
    expect(calls.map(({ host, status }) => [host, status])).toEqual(Array(6).fill(['MIDDLEWARE', undefined]));
    expect(stub.received).toEqual([]); // the Backend is no place for these
  });

  test('a name that does not resolve is the same', async () => {
    const upstreams = open({
      middlewareUrl: 'http://no.such.host.invalid/',
      backendUrl: 'http://no.such.host.invalid/',
      dsfinvkUrl: 'http://no.such.host.invalid/',
    });
    expect(await failure(operationOf(upstreams).tss.load('tss'))).toMatchObject({ code: 'UPSTREAM_UNREACHABLE' });
  });

  test('a certificate that nobody vouches for is the same: not even the token was sent', async () => {
    const { key, certificate } = await selfSigned();
    let requests = 0;
    const server = createServer({ key, cert: certificate }, () => (requests += 1));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`; // it listens on TCP
    const { transactions } = operationOf(open({ middlewareUrl: url, backendUrl: url, dsfinvkUrl: url }));
    expect(await failure(transactions.upsert('tss', 'tx', 1, write))).toMatchObject({
      code: 'UPSTREAM_UNREACHABLE',
      ambiguous: false,
    });
    expect(requests).toBe(0);
    await new Promise((resolve) => server.close(resolve));
  });
});

test('a write that was lost once and refused then stays ambiguous: the lost try may have been worked on', async () => {
  let tries = 0;
  const stub = await StubUpstream.start(() => ((tries += 1) === 1 ? reset : refuse(400, 'E_TX_UPSERT')));
  const error = await failure(operationOf(open(stub.settings)).transactions.upsert('tss', 'tx', 1, write));
  expect(error).toMatchObject({ code: 'REVISION_CONFLICT', ambiguous: true, retryable: false });
});

test('a write that was lost once and then could not be sent again is told as lost, not as "nothing was sent"', async () => {
  const stub = await StubUpstream.start(() => (response) => {
    void stub.stop('MIDDLEWARE');
    reset(response);
  });
  const { transactions, calls } = operationOf(open(stub.settings));
  const error = await failure(transactions.upsert('tss', 'tx', 1, write));
  expect(error).toMatchObject({ code: lost, ambiguous: true });
  expect(error.message).not.toContain('nothing was sent');
  expect(stub.received).toHaveLength(1);
  expect(calls).toHaveLength(3);
});

test('a lost answer, a 429 and then success are three tries', async () => {
  const script: Reply[] = [reset, refuse(429, undefined, '', { 'retry-after': '0' }), good('/tss/tss/tx/tx')];
  const stub = await StubUpstream.start(() => script.shift()!);
  const transaction = await operationOf(open(stub.settings)).transactions.upsert('tss', 'tx', 1, write);
  expect(transaction.number).toBe(1);
  expect(stub.received).toHaveLength(3);
});

describe('time', () => {
  /**
   * What comes before the time of a try or a pause of five seconds is up. Timers of one process are called in their
   * order, however busy the machine is.
   */
  const soon = <Result>(work: Promise<Result>) => Promise.race([work, sleep(4_500, 'too late')]);

  test('a try that gets no answer, or only a byte now and then, is given up and made anew', async () => {
    const drip: Reply = (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 500);
      response.on('close', () => {
        clearInterval(timer);
      });
    };
    await Promise.all(
      [hang, drip].map(async (slow) => {
        const stub = await StubUpstream.start(({ host, path }) => {
          const isFirst = stub.received.filter((one) => one.path === path).length === 1;
          return isFirst || host === 'BACKEND' ? slow : good(path);
        });
        const { tss, transactions, calls } = operationOf(open(stub.settings));
        await Promise.all([tss.load('tss'), transactions.upsert('tss', 'tx', 1, write)]);
        expect(calls.map(({ operation, host, status }) => `${operation} ${host} ${status ?? '-'}`).sort()).toEqual([
          'retrieveTss BACKEND -',
          'retrieveTss MIDDLEWARE 200',
          'upsertTransaction MIDDLEWARE -',
          'upsertTransaction MIDDLEWARE 200',
        ]);
      }),
    );
  });

  test.each([
    ['a read', false, ({ tss }: Datasources) => tss.load('tss')],
    ['a write', true, ({ transactions }: Datasources) => transactions.upsert('tss', 'tx', 1, write)],
  ])('the deadline of the operation ends %s and hangs up', async (_title, ambiguous, act) => {
    let hungUp: () => void;
    const gone = new Promise<void>((resolve) => (hungUp = resolve));
    const stub = await StubUpstream.start(() => (_response, request) => request.socket.on('close', hungUp));
    const error = await soon(failure(act(operationOf(open(stub.settings), { milliseconds: 1_500 }))));
    expect(error).toMatchObject({ code: 'DEADLINE_EXCEEDED', ambiguous, retryable: true });
    await gone;
    expect(stub.received).toHaveLength(1);
  });

  test('after the deadline nothing is sent, so nothing is in doubt', async () => {
    const stub = await StubUpstream.start(({ path }) => good(path));
    const datasources = open(stub.settings).forOperation(ownToken(), AbortSignal.abort());
    expect(await failure(datasources.transactions.upsert('tss', 'tx', 1, write))).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      ambiguous: false,
    });
    expect(stub.received).toEqual([]);
    expect(datasources.calls).toEqual([]);
  });

  test('a pause that the deadline cuts ends with what it was for', async () => {
    const stub = await StubUpstream.start(() => refuse(503, undefined, '', { 'retry-after': '5' }));
    const error = await soon(failure(operationOf(open(stub.settings), { milliseconds: 1_500 }).tss.load('tss')));
    expect(error).toMatchObject({ code: fault, retryAfter: 5 });
    expect(stub.received).toHaveLength(1);
  });
});

describe('secrets', () => {
  const markers = ['marker-pin', 'marker-puk', 'marker-secret', 'marker-token', 'marker-refresh', 'marker-metadata'];
  const body = (echo: string): Reply => refuse(400, 'E_FAILED_SCHEMA_VALIDATION', echo);
  const replies: readonly (readonly [string, Reply])[] = [
    ['a lost answer', reset],
    ['HTML', text(500, 'text/html', markers.join(' '))],
    ['a refusal that repeats what it was sent', body(`body is wrong: ${markers.join(', ')}`)],
    ['a code of secrets nobody sent', refuse(400, 'E_UNKNOWN', markers.join(', '))],
    ['an answer of another shape', { json: markers }],
  ];
  test.each(replies)('are in no error after %s', async (_title, reply) => {
    const stub = await StubUpstream.start(() => reply);
    const caller = ownToken('marker-token');
    const { tss, metadata, session } = operationOf(open(stub.settings), { caller });
    const [pin, puk, secret, refreshToken] = markers.slice(0, 5).filter((marker) => marker !== 'marker-token');
    const errors = await Promise.all([
      failure(tss.load('tss')),
      failure(tss.authenticateAdmin('tss', new Secret(pin!))),
      failure(tss.changeAdminPin('tss', new Secret(puk!), new Secret(pin!))),
      failure(metadata.update('tss', { tss_id: 'tss' }, { key: 'marker-metadata' })),
      failure(session.authenticate({ apiKey: 'key', apiSecret: new Secret(secret!) }, undefined)),
      failure(session.authenticate({ refreshToken: new Secret(refreshToken!) }, undefined)),
    ]);
    for (const error of errors.slice(1)) {
      const printed = [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), error.stack].join();
      const own = markers.filter((marker) => printed.includes(marker));
      expect(own).toEqual([]);
    }
  });

  test("the upstream's reason is passed on when it repeats nothing of the request", async () => {
    const stub = await StubUpstream.start(() => body('body.new_admin_pin should NOT have fewer than 6 characters'));
    const error = await failure(
      operationOf(open(stub.settings)).tss.changeAdminPin('tss', new Secret('1234567890'), new Secret('123')),
    );
    expect(error.message).toContain('body.new_admin_pin should NOT have fewer than 6 characters');
  });
});
