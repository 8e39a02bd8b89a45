import { randomUUID } from 'node:crypto';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const LOGIN = `mutation ($input: AuthenticateInput!, $baseUrl: String) {
  authenticate(input: $input, baseUrl: $baseUrl) { session { accessToken refreshToken host environment } userErrors { code } }
}`;
const SIGN = `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome userErrors { code } } }`;
const LABEL = `mutation ($input: UpdateTssMetadataInput!) { updateTssMetadata(input: $input) { metadata { key } userErrors { code } } }`;
const apiKey = { key: demo.apiKey, secret: demo.apiSecret };
const sale = () => ({
  tssUuid: demo.tssId,
  clientUuid: demo.clientId,
  transactionUuid: randomUUID(),
  receipt: {
    amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }],
    amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }],
  },
});

/** Where to log in, by name. */
const addresses = {
  'nowhere in particular': () => undefined,
  'the Middleware': () => gateway.upstream.middlewareUrl,
  'the Backend': () => gateway.upstream.backendUrl,
};

describe.each(Object.entries(addresses))('a login at %s', (name, baseUrl) => {
  const host = name === 'the Backend' ? 'BACKEND' : 'MIDDLEWARE';

  test.each(['by API key', 'by refresh token'])(
    '%s opens a session that may do what sessions of that host may',
    async (by) => {
      const login = async (input: object) => {
        const { data } = await gateway.post(LOGIN, { input, baseUrl: baseUrl() });
        expect(data!.authenticate).toMatchObject({ session: { host, environment: 'TEST' }, userErrors: [] });
        return data!.authenticate.session as { readonly accessToken: string; readonly refreshToken: string };
      };
      const byKey = await login({ apiKey });
      const session = by === 'by API key' ? byKey : await login({ refreshToken: byKey.refreshToken });
      const headers = { authorization: `Bearer ${session.accessToken}` };

      const { data: viewer } = await gateway.post(
        '{ viewer { environment organizationUuid credential role tssUuids gatewayKey } }',
        {},
        headers,
      );
      expect(viewer!.viewer).toMatchObject({
        environment: 'TEST',
        credential: 'OWN_TOKEN',
        role: 'ADMIN',
        tssUuids: null,
        gatewayKey: null,
      });
      const label = await gateway.post(
        LABEL,
        { input: { tssUuid: demo.tssId, metadata: [{ key: 'by', value: by }] } },
        headers,
      );
      expect(label.data!.updateTssMetadata.userErrors).toEqual([]);

      const { data, errors, extensions } = await gateway.post(SIGN, { input: sale() }, headers);
      if (host === 'MIDDLEWARE') expect(data!.signReceipt).toEqual({ outcome: 'SIGNED', userErrors: [] });
      else {
        expect(errors).toMatchObject([{ extensions: { code: 'BACKEND_SESSION' } }]);
        expect(extensions!.upstream.calls).toBe(0);
      }
    },
  );
});

test('a refresh at the Middleware of a session of the Backend gives one that may sign', async () => {
  const first = await gateway.post(LOGIN, { input: { apiKey }, baseUrl: gateway.upstream.backendUrl });
  const { refreshToken } = first.data!.authenticate.session;
  const second = await gateway.post(LOGIN, { input: { refreshToken } });
  const headers = { authorization: `Bearer ${second.data!.authenticate.session.accessToken}` };
  const { data } = await gateway.post(SIGN, { input: sale() }, headers);
  expect(data!.signReceipt.outcome).toBe('SIGNED');
});
