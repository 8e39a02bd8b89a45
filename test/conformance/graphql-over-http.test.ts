import { serverAudits } from 'graphql-http';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({ SANDBOX_DEMO: 'off' });
});
afterAll(() => gateway.close());

const audits = serverAudits({
  url: () => `${gateway.url}/graphql`,
  // The audits send requests that a browser could send without asking; with this header they pass the CSRF prevention.
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'apollo-require-preflight': 'true' },
    }),
});

test('graphql-http has 61 audits', () => {
  expect(audits).toHaveLength(61);
});

test.each(audits.map((audit) => [audit.name, audit] as const))('GraphQL over HTTP: %s', async (_name, audit) => {
  const result = await audit.fn();
  expect([result.status, 'reason' in result ? result.reason : '']).toEqual(['ok', '']);
});
