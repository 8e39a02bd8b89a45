import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ MAXIMUM_WRONG_PINS: '5' }); // to see the upstream block the PIN
});
afterAll(() => gateway.close());

const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '1.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '1.00' }],
};
const SIGN = `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome transaction { uuid } userErrors { code message field retryable } } }`;
const CREATE_CLIENT = `mutation ($input: CreateClientInput!) { createClient(input: $input) { client { uuid } userErrors { code message field } } }`;
const sale = (changes: object = {}) => ({
  tssUuid: demo.tssId,
  clientUuid: demo.clientId,
  transactionUuid: randomUUID(),
  receipt,
  ...changes,
});

describe('credentials', () => {
  test('a token that the upstream does not accept is UNAUTHENTICATED', async () => {
    const { data, errors } = await gateway.post(
      '{ tssList { nodes { uuid } } }',
      {},
      { authorization: 'Bearer not.a.token' },
    );
    expect(data).toEqual({ tssList: null });
    expect(errors).toMatchObject([{ path: ['tssList'], extensions: { code: 'UNAUTHENTICATED', retryable: false } }]);
  });

  test('a token that the upstream does not accept ends a signing as an error, not as an outcome', async () => {
    const { errors } = await gateway.post(SIGN, { input: sale() }, { authorization: 'Bearer not.a.token' });
    expect(errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  test.each(['Basic dXNlcjpwYXNz', 'Bearer', 'Bearer a b', 'Bearer ümlaut', `Bearer ${'x'.repeat(9000)}`])(
    'the malformed header "%.20s" is refused before any call, and says what would be right',
    async (authorization) => {
      const latin1 = Buffer.from(authorization, 'utf8').toString('latin1');
      const { status, errors } = await gateway.post('{ viewer { environment } }', {}, { authorization: latin1 });
      expect(status).toBe(401);
      expect(errors).toMatchObject([
        { message: expect.stringContaining('Bearer'), extensions: { code: 'UNAUTHENTICATED' } },
      ]);
    },
  );

  test('a session of the Backend reads, but is refused for signing before any call', async () => {
    const { authenticate } = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
      baseUrl: gateway.upstream.backendUrl,
    });
    expect(authenticate.session).toMatchObject({ host: 'BACKEND', environment: 'TEST' });
    const headers = { authorization: `Bearer ${authenticate.session!.accessToken}` };
    const read = await gateway.post('{ tssList { nodes { uuid } } }', {}, headers);
    expect(read.data!.tssList.nodes).toHaveLength(1);
    const { errors, extensions } = await gateway.post(SIGN, { input: sale() }, headers);
    expect(errors).toMatchObject([{ extensions: { code: 'BACKEND_SESSION' } }]);
    expect(extensions!.upstream.calls).toBe(0);
  });

  test('an address to log in at that is not on the list is refused and the list is named', async () => {
    const { authenticate } = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
      baseUrl: 'http://user:hunter2@169.254.169.254/api/v2',
    });
    expect(authenticate).toMatchObject({ session: null, userErrors: [{ code: 'BASE_URL_NOT_ALLOWED' }] });
    expect(JSON.stringify(authenticate)).not.toContain('hunter2');
    expect(authenticate.userErrors[0]!.message).toContain(gateway.upstream.middlewareUrl);
  });

  test('a wrong API secret is CREDENTIALS_REFUSED', async () => {
    const { authenticate } = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: 'wrong-secret-marker' } },
    });
    expect(authenticate).toMatchObject({ session: null, userErrors: [{ code: 'CREDENTIALS_REFUSED' }] });
    expect(JSON.stringify(authenticate)).not.toContain('wrong-secret-marker');
  });

  test('a refresh token opens a new session, and both tokens work', async () => {
    const first = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
    });
    const second = await gateway.client.Authenticate({
      input: { refreshToken: first.authenticate.session!.refreshToken! },
    });
    for (const { authenticate } of [first, second]) {
      const headers = { authorization: `Bearer ${authenticate.session!.accessToken}` };
      const { data } = await gateway.post('{ viewer { environment credential organizationUuid } }', {}, headers);
      expect(data!.viewer).toEqual({
        environment: 'TEST',
        credential: 'OWN_TOKEN',
        organizationUuid: demo.organizationId,
      });
    }
  });
});

describe('the admin', () => {
  test('five wrong PINs block it, the right one is refused then, and the PUK opens it again', async () => {
    const tssUuid = randomUUID();
    const { createTss } = await gateway.client.CreateTss({ input: { tssUuid } });
    await gateway.client.PersonalizeTss({ input: { tssUuid } });
    const newClient = (adminPin?: string) => ({
      tssUuid,
      clientUuid: randomUUID(),
      serialNumber: `T ${randomUUID()}`,
      ...(adminPin && { adminPin }),
    });
    const tryPin = async (pin: string) =>
      (await gateway.post(CREATE_CLIENT, { input: newClient(pin) })).data!.createClient;
    expect(await tryPin('never-set')).toMatchObject({ client: null, userErrors: [{ code: 'ADMIN_PIN_BLOCKED' }] });
    const setPin = (newAdminPin: string, adminPuk = createTss.adminPuk!) =>
      gateway.client.ChangeAdminPin({ input: { tssUuid, adminPuk, newAdminPin } });
    expect((await setPin('right-pin', '0000000000')).changeAdminPin).toMatchObject({
      userErrors: [{ code: 'WRONG_ADMIN_PUK' }],
    });
    expect((await setPin('right-pin')).changeAdminPin.userErrors).toEqual([]);
    await gateway.client.InitializeTss({ input: { tssUuid, adminPin: 'right-pin' } });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const answer = await gateway.post(CREATE_CLIENT, { input: newClient('wrong-pin-marker') });
      expect(answer.data!.createClient).toMatchObject({ client: null, userErrors: [{ code: 'WRONG_ADMIN_PIN' }] });
      expect(answer.text).not.toContain('wrong-pin-marker');
    }
    expect(await tryPin('right-pin')).toMatchObject({ userErrors: [{ code: 'ADMIN_PIN_BLOCKED' }] });
    expect((await setPin('other-pin')).changeAdminPin.userErrors).toEqual([]);
    expect(await tryPin('other-pin')).toMatchObject({ client: { uuid: expect.any(String) }, userErrors: [] });
    await gateway.client.DisableTss({ input: { tssUuid, confirmTssUuid: tssUuid, adminPin: 'other-pin' } });
  });

  test("callers of the gateway's own key must bring the PIN, and may not log the admin in by hand", async () => {
    const { data, extensions } = await gateway.post(CREATE_CLIENT, {
      input: { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber: 'X 1' },
    });
    expect(data!.createClient.userErrors).toMatchObject([{ code: 'ADMIN_PIN_REQUIRED', field: ['adminPin'] }]);
    expect(extensions!.upstream.calls).toBe(0);
    const { authenticateAdmin } = await gateway.client.AuthenticateAdmin({
      input: { tssUuid: demo.tssId, adminPin: demo.adminPin },
    });
    expect(authenticateAdmin.userErrors).toMatchObject([{ code: 'OWN_TOKEN_REQUIRED' }]);
  });

  test('a caller with its own token logs the admin in, acts and logs out; without a login it is ADMIN_REQUIRED', async () => {
    const { authenticate } = await gateway.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
    });
    // The demo key's own token is the gateway's, too; a refresh token opens another session.
    const own = await gateway.client.Authenticate({ input: { refreshToken: authenticate.session!.refreshToken! } });
    const headers = { authorization: `Bearer ${own.authenticate.session!.accessToken}` };
    const create = async () => {
      const { createClient } = await gateway.client.CreateClient(
        { input: { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber: `OWN ${randomUUID()}` } },
        headers,
      );
      return createClient;
    };
    expect(await create()).toMatchObject({ client: null, userErrors: [{ code: 'ADMIN_REQUIRED' }] });
    const login = await gateway.client.AuthenticateAdmin(
      { input: { tssUuid: demo.tssId, adminPin: demo.adminPin } },
      headers,
    );
    expect(login.authenticateAdmin).toMatchObject({ userErrors: [], tss: { uuid: demo.tssId } });
    const created = await create();
    expect(created).toMatchObject({ client: { state: 'REGISTERED' }, userErrors: [] });
    await gateway.client.LogoutAdmin({ input: { tssUuid: demo.tssId } }, headers);
    expect(await create()).toMatchObject({ userErrors: [{ code: 'ADMIN_REQUIRED' }] });
  });

  test("a caller who logged in with the gateway's own key shares its token, so it must bring the PIN as well", async () => {
    const fresh = await startTestGateway();
    await fresh.client.Viewer(); // opens the gateway's own session
    const { authenticate } = await fresh.client.Authenticate({
      input: { apiKey: { key: demo.apiKey, secret: demo.apiSecret } },
    });
    const headers = { authorization: `Bearer ${authenticate.session!.accessToken}` };
    const withPin = { tssUuid: demo.tssId, adminPin: demo.adminPin };
    const answers = await Promise.all([
      fresh.client.CreateClient({
        input: { ...withPin, clientUuid: randomUUID(), serialNumber: `A ${randomUUID()}` },
      }),
      fresh.client.CreateClient(
        { input: { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber: `B ${randomUUID()}` } },
        headers,
      ),
    ]);
    expect(answers.map(({ createClient }) => createClient.userErrors.map(({ code }) => code))).toEqual([
      [],
      ['ADMIN_PIN_REQUIRED'],
    ]);
    const bare = await fresh.client.AuthenticateAdmin({ input: withPin }, headers);
    expect(bare.authenticateAdmin.userErrors).toMatchObject([{ code: 'OWN_TOKEN_REQUIRED' }]);
    await fresh.close();
  });

  test('disabling wants the UUID twice', async () => {
    const { disableTss } = await gateway.client.DisableTss({
      input: { tssUuid: demo.tssId, confirmTssUuid: randomUUID(), adminPin: demo.adminPin },
    });
    expect(disableTss).toMatchObject({ tss: null, userErrors: [{ code: 'INVALID_INPUT', field: ['confirmTssUuid'] }] });
  });
});

describe('refusals of the upstream', () => {
  test('an unknown TSS is TSS_NOT_FOUND: an error of a query, data of a mutation', async () => {
    const { data, errors } = await gateway.post(
      'query ($uuid: UUID!) { tss(uuid: $uuid) { uuid } viewer { environment } }',
      { uuid: randomUUID() },
    );
    expect(data).toEqual({ tss: null, viewer: { environment: 'TEST' } });
    expect(errors).toMatchObject([
      {
        path: ['tss'],
        extensions: {
          code: 'TSS_NOT_FOUND',
          retryable: false,
          requestId: expect.any(String),
          upstream: { operation: 'retrieveTss', host: 'BACKEND', status: 404, code: 'E_TSS_NOT_FOUND' },
        },
      },
    ]);
    const signing = await gateway.post(SIGN, { input: sale({ tssUuid: randomUUID() }) });
    expect(signing.data!.signReceipt).toMatchObject({
      outcome: 'NOT_SIGNED',
      transaction: null,
      userErrors: [{ code: 'TSS_NOT_FOUND', retryable: false }],
    });
  });

  test('an unknown client and a deregistered one may not sign', async () => {
    const unknown = await gateway.post(SIGN, { input: sale({ clientUuid: randomUUID() }) });
    expect(unknown.data!.signReceipt).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'CLIENT_NOT_FOUND' }],
    });
    const admin = { tssUuid: demo.tssId, adminPin: demo.adminPin, clientUuid: randomUUID() };
    await gateway.client.CreateClient({ input: { ...admin, serialNumber: `GONE ${randomUUID()}` } });
    expect((await gateway.client.DeregisterClient({ input: admin })).deregisterClient).toMatchObject({
      client: { state: 'DEREGISTERED' },
      userErrors: [],
    });
    const deregistered = await gateway.post(SIGN, { input: sale({ clientUuid: admin.clientUuid }) });
    expect(deregistered.data!.signReceipt).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'CLIENT_DEREGISTERED' }],
    });
    await gateway.client.RegisterClient({ input: admin });
    const again = await gateway.post(SIGN, { input: sale({ clientUuid: admin.clientUuid }) });
    expect(again.data!.signReceipt.outcome).toBe('SIGNED');
  });
});

describe('a stopped upstream', () => {
  test('reads fail with a retryable code and signings say NOT_SIGNED, both well within the deadline', async () => {
    const lonely = await startTestGateway({
      FISKALY_API_KEY: 'a-key',
      FISKALY_API_SECRET: 'a-secret-marker',
      FISKALY_MIDDLEWARE_URL: 'http://127.0.0.1:9/api/v2',
      FISKALY_BACKEND_URL: 'http://127.0.0.1:9/api/v2',
    });
    try {
      const started = performance.now();
      const read = await lonely.post('{ tssList { nodes { uuid } } }');
      expect(read.errors).toMatchObject([{ extensions: { code: 'UPSTREAM_UNREACHABLE', retryable: true } }]);
      const signing = await lonely.post(SIGN, { input: sale() });
      expect(signing.data!.signReceipt).toMatchObject({
        outcome: 'NOT_SIGNED',
        userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
      });
      expect(read.text + signing.text).not.toContain('a-secret-marker');
      expect(performance.now() - started).toBeLessThan(15_000);
      expect((await fetch(`${lonely.url}/healthz`)).status).toBe(200);
      expect((await fetch(`${lonely.url}/readyz`)).status).toBe(503);
    } finally {
      await lonely.close();
    }
  });
});

describe('input is checked before any call', () => {
  test.each<[string, object, string[], string]>([
    [
      'three-and-more decimals are fine but six are not',
      { receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.000001' }] } },
      ['receipt', 'amountsPerVatRate', '0', 'amount'],
      '2 to 5 decimals',
    ],
    [
      'an amount without decimals',
      { receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1' }] } },
      ['receipt', 'amountsPerVatRate', '0', 'amount'],
      '2 to 5 decimals',
    ],
    [
      'a currency of two letters',
      {
        receipt: {
          amountsPerVatRate: [],
          amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00', currencyCode: 'EU' }],
        },
      },
      ['receipt', 'amountsPerPaymentType', '0', 'currencyCode'],
      'three letters',
    ],
    [
      'a metadata key of 41 characters',
      { metadata: [{ key: 'k'.repeat(41), value: 'v' }] },
      ['metadata', '0', 'key'],
      '1 to 40',
    ],
    [
      'a metadata value of 501 characters',
      { metadata: [{ key: 'k', value: 'v'.repeat(501) }] },
      ['metadata', '0', 'value'],
      'at most 500',
    ],
    [
      '41 metadata pairs',
      { metadata: Array.from({ length: 41 }, (_, index) => ({ key: `k${index}`, value: 'v' })) },
      ['metadata'],
      'At most 40',
    ],
  ])('%s', async (_title, changes, field, message) => {
    const { data, extensions } = await gateway.post(SIGN, { input: sale(changes) });
    expect(data!.signReceipt).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'INVALID_INPUT', field, message: expect.stringContaining(message) }],
    });
    expect(extensions!.upstream.calls).toBe(0);
  });

  test.each(['TILL/1', 'TILL_1', ' TILL', 'TILL ', 'Käse', '', 'x'.repeat(71)])(
    'the serial number "%.12s" is refused',
    async (serialNumber) => {
      const input = { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber, adminPin: demo.adminPin };
      const { data, extensions } = await gateway.post(CREATE_CLIENT, { input });
      expect(data!.createClient).toMatchObject({
        client: null,
        userErrors: [{ code: 'INVALID_INPUT', field: ['serialNumber'] }],
      });
      expect(extensions!.upstream.calls).toBe(0);
    },
  );

  test('an update of revision 1 is refused', async () => {
    const { finishTransaction } = await gateway.client.FinishTransaction({
      input: { ...sale(), receipt: undefined, revision: 1, processData: { receipt } } as never,
    });
    expect(finishTransaction).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'INVALID_INPUT', field: ['revision'] }],
    });
  });

  test.each<[string, object, string]>([
    ['a UUID that is none', sale({ tssUuid: 'nonsense' }), 'input.tssUuid'],
    [
      'a decimal that is none',
      sale({ receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1,00' }] } }),
      'input.receipt.amountsPerVatRate[0].amount',
    ],
    [
      'a float as amount',
      sale({ receipt: { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: 1.5 }] } }),
      'input.receipt.amountsPerVatRate[0].amount',
    ],
    [
      'an unknown VAT rate',
      sale({ receipt: { amountsPerVatRate: [{ vatRate: 'LUXURY', amount: '1.00' }] } }),
      'input.receipt.amountsPerVatRate[0].vatRate',
    ],
    ['a missing field', sale({ clientUuid: undefined }), 'clientUuid'],
  ])('%s is an error that names the field', async (_title, input, place) => {
    const { data, errors } = await gateway.post(SIGN, { input });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ message: expect.stringContaining(place), extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test.each([0, 101, -5])('a page of %d rows is refused and the limit is named', async (first) => {
    const { data, errors } = await gateway.post('query ($first: Int!) { tssList(first: $first) { nodes { uuid } } }', {
      first,
    });
    expect(data).toEqual({ tssList: null });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('from 1 to 100'),
        extensions: { code: 'BAD_USER_INPUT', argumentName: 'first' },
      },
    ]);
  });

  test.each([
    '{ tssList(after: "x") { nodes { uuid } } }',
    '{ node(id: "x") { id } }',
    `{ transaction(tssUuid: "${demo.tssId}") { uuid } }`,
  ])('%s is refused', async (query) => {
    const { errors, extensions } = await gateway.post(query);
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(extensions!.upstream.calls).toBe(0);
  });
});

describe('what is no operation', () => {
  const send = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) });
    return ((await response.json()) as any).errors;
  };

  test('a name that the document does not have', async () => {
    const errors = await send({ query: 'query One { __typename } query Two { __typename }', operationName: 'Three' });
    expect(errors).toMatchObject([{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE', retryable: false } }]);
  });

  test('a document that is only named by its hash', async () => {
    const persistedQuery = { version: 1, sha256Hash: 'a'.repeat(64) };
    const errors = await send({ extensions: { persistedQuery } });
    expect(errors).toMatchObject([{ extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED', retryable: false } }]);
  });
});

describe('a message for the cashier', () => {
  const MESSAGE = 'cashierMessage { german english }';

  test('is with the errors that selling meets, in German and English', async () => {
    const { data } = await gateway.post(SIGN.replace('code message', `code message ${MESSAGE}`), {
      input: sale({ clientUuid: randomUUID() }),
    });
    expect(data!.signReceipt.userErrors).toMatchObject([
      {
        code: 'CLIENT_NOT_FOUND',
        cashierMessage: {
          german: 'Diese Kasse ist der TSE nicht bekannt. Bitte den Kassenbetreuer rufen.',
          english: 'The TSS does not know this till. Please call whoever looks after the till.',
        },
      },
    ]);
  });

  test('is with those that selling meets at top level', async () => {
    const { errors } = await gateway.post(SIGN, { input: sale() }, { authorization: 'Bearer not.a.token' });
    expect(errors![0]!.extensions.cashierMessage.german).toBe(
      'Die Kasse ist nicht angemeldet. Bitte den Kassenbetreuer rufen.',
    );
  });

  test('is with no error that only an admin can meet', async () => {
    const { data } = await gateway.post(CREATE_CLIENT.replace('code message', `code message ${MESSAGE}`), {
      input: { tssUuid: demo.tssId, clientUuid: randomUUID(), serialNumber: 'x' },
    });
    expect(data!.createClient.userErrors).toMatchObject([{ code: 'ADMIN_PIN_REQUIRED', cashierMessage: null }]);
  });
});

describe('secrets', () => {
  test('are in no answer, whatever is wrong beside them', async () => {
    const marker = 'S3CR3T-marker';
    const documents: [string, object][] = [
      [
        'mutation ($input: ChangeAdminPinInput!) { changeAdminPin(input: $input) { userErrors { message } } }',
        { input: { tssUuid: 'nonsense', adminPuk: `${marker}-puk`, newAdminPin: marker } },
      ],
      [
        'mutation ($input: ChangeAdminPinInput!) { changeAdminPin(input: $input) { userErrors { message } } }',
        { input: { adminPuk: `${marker}-puk`, newAdminPin: marker } },
      ],
      [
        'mutation ($input: ChangeAdminPinInput!) { changeAdminPin(input: $input) { userErrors { message } } }',
        { input: { tssUuid: randomUUID(), adminPuk: { nested: marker }, newAdminPin: 12, unknown: marker } },
      ],
      [
        'mutation ($input: AuthenticateInput!) { authenticate(input: $input) { userErrors { message } } }',
        { input: { apiKey: { secret: marker } } },
      ],
      [
        'mutation ($input: AuthenticateInput!) { authenticate(input: $input) { userErrors { message } } }',
        { input: { apiKey: { key: 'k', secret: marker }, refreshToken: marker } },
      ],
      [
        'mutation ($input: AuthenticateInput!) { authenticate(input: $input) { userErrors { message } } }',
        { input: { refreshToken: marker } },
      ],
      [
        'mutation ($input: [AuthenticateInput!]!) { authenticate(input: $input) { userErrors { message } } }',
        { input: marker },
      ],
      [
        'mutation ($input: AuthenticateInput!) { authenticate(input: $input) { userErrors { message } } }',
        { input: `a; ${marker} at "input.x"; y` },
      ],
      [
        `mutation { changeAdminPin(input: { tssUuid: 5, adminPuk: "${marker}", newAdminPin: ["${marker}"] }) { userErrors { message } } }`,
        {},
      ],
      [
        `mutation { authenticate(input: { refreshToken: "${marker}", apiKey: { secret: "${marker}" } }) { userErrors { message } } }`,
        {},
      ],
      [`mutation { authenticate(input: "${marker}") { userErrors { message } } }`, {}],
    ];
    for (const [query, variables] of documents) {
      const { text } = await gateway.post(query, variables, { authorization: `Bearer ${marker}` });
      expect(text).not.toContain(marker);
    }
  });
});
