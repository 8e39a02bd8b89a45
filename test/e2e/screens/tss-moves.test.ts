import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const STATES = ['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED', 'DEFECTIVE', 'EVICTED', 'DELETED'] as const;
/** Moves of the state machine (`sign-de-v2.md §6`), its repeats included. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  personalizeTss: ['CREATED', 'UNINITIALIZED'],
  initializeTss: ['UNINITIALIZED', 'INITIALIZED'],
  disableTss: ['UNINITIALIZED', 'INITIALIZED', 'DISABLED'],
};
const NEXT: Readonly<Record<string, string>> = {
  CREATED: 'it can only change to UNINITIALIZED',
  UNINITIALIZED: 'it can only change to INITIALIZED or DISABLED',
  INITIALIZED: 'it can only change to DISABLED',
  DISABLED: 'its state is final',
};

let state: Schemas['TssState'];
let stub: StubUpstream;
let gateway: TestGateway;
beforeAll(async () => {
  stub = await StubUpstream.start(({ method, path, body }) => {
    if (path === '/auth') return { json: { access_token: `backend-${randomUUID()}` } };
    if (path.includes('/admin')) return { json: {} };
    return { json: tssRow('tss', { state: method === 'GET' ? state : body.state, time_uninit: 1 }) };
  });
  gateway = await startTestGateway({
    FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
    FISKALY_BACKEND_URL: stub.settings.backendUrl,
  });
});
afterAll(() => gateway.close());
beforeEach(() => stub.takeCount());

const tssUuid = randomUUID();
const inputs: Readonly<Record<string, object>> = {
  personalizeTss: {},
  initializeTss: { adminPin: '123456' },
  disableTss: { adminPin: '123456', confirmTssUuid: tssUuid },
};
const move = (name: string, headers: Record<string, string> = { authorization: 'Bearer own' }) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation ($input: ${type}) { ${name}(input: $input) { tss { state } userErrors { code message } } }`;
  return gateway.post(query, { input: { tssUuid, ...inputs[name] } }, headers);
};

describe.each(Object.keys(ALLOWED))('%s', (name) => {
  test.each(STATES)('from %s is made, or refused after one look with the moves that there are', async (from) => {
    state = from;
    const { data, errors } = await move(name);
    expect(errors).toBeUndefined();
    const { tss, userErrors } = data![name];
    if (from in NEXT && !ALLOWED[name]!.includes(from)) {
      expect(tss).toBeNull();
      expect(userErrors).toMatchObject([
        { code: 'ILLEGAL_TSS_STATE_CHANGE', message: expect.stringContaining(NEXT[from]!) },
      ]);
      expect(stub.received.map(({ method }) => method)).toEqual(['GET']);
    } else {
      // States that only the service sets are for the upstream to refuse, which says why; this one does not.
      expect(userErrors).toEqual([]);
    }
  });

  test('with a session of the Backend is refused without any call', async () => {
    const { data } = await gateway.post(
      `mutation { authenticate(input: { refreshToken: "r" }, baseUrl: "${stub.settings.backendUrl}") { session { accessToken } } }`,
    );
    stub.takeCount();
    const answer = await move(name, { authorization: `Bearer ${data!.authenticate.session.accessToken}` });
    expect(answer.data![name].userErrors).toMatchObject([{ code: 'BACKEND_SESSION' }]);
    expect(stub.received).toEqual([]);
  });
});

test('a TSS that is disabled already is shown as it is when that is asked for again, which no admin could do', async () => {
  state = 'DISABLED';
  const { data } = await move('disableTss');
  expect(data!.disableTss).toEqual({ tss: { state: 'DISABLED' }, userErrors: [] });
  expect(stub.lines).toEqual([`GET /tss/${tssUuid} BACKEND`]);
});
