import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestGateway } from '../e2e/start.js';

test('the gateway closes at once although clients hold connections that they opened in advance', async () => {
  const gateway = await startTestGateway({ SANDBOX_DEMO: 'off' });
  const unused = connect(Number(new URL(gateway.url).port), '127.0.0.1');
  await once(unused, 'connect');
  expect((await gateway.post('{ __typename }')).status).toBe(200);
  const before = performance.now();
  const ended = once(unused, 'close');
  await gateway.close();
  await ended;
  expect(performance.now() - before).toBeLessThan(10_000); // Node itself would wait for a minute
});
