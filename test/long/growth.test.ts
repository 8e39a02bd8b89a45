import { bodies, expectGrowth, expectGrowthOfFace, faces, send, subscribe } from '../support/growth.js';
import { startTestGateway, type TestGateway } from '../e2e/support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

describe('the CPU of a request grows with its size and not faster', () => {
  test.each(bodies)('over HTTP: %s', async (_title, make) => {
    await expectGrowth(make, async (body) => {
      const { status, text } = await send(`${gateway.url}/graphql`, body);
      expect([200, 400]).toContain(status);
      expect(text).toMatch(/"(?:errors|userErrors|valid|nodes)":/);
      expect(text.length).toBeLessThan(20_000);
    });
  });

  test.each(bodies)('over the event stream: %s', async (_title, make) => {
    await expectGrowth(make, async (body) => {
      const { text } = await send(`${gateway.url}/graphql/stream`, body, { accept: 'text/event-stream' });
      expect(text).toContain('"errors":');
      expect(text.length).toBeLessThan(20_000);
    });
  });

  test.each(bodies)('over WebSocket: %s', async (_title, make) => {
    await expectGrowth(make, async (body) => {
      expect(await subscribe(`${gateway.url}/graphql`, body)).toMatch(/"type":"error"|^4400 /);
    });
  });

  test.each(faces)('at a face of the sandbox: %s', async (_title, method, path, make) => {
    await expectGrowthOfFace(gateway.upstream.middlewareUrl, method, path, make);
  });
});
