import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fastify } from 'fastify';
import { limitBodyTime } from '../../../src/server/host/body-time.js';

const app = fastify({ requestTimeout: 60_000 });
limitBodyTime(app, 300);
app.post('/standard', (_request, reply) => reply.send('whole'));
app.post('/patient', { config: { bodyTime: 10_000 } }, (_request, reply) => reply.send('whole'));
app.post('/slow', async (_request, reply) => {
  await sleep(600);
  return reply.send('whole');
});
beforeAll(() => app.listen({ host: '127.0.0.1', port: 0 }));
afterAll(() => app.close());

function post(path: string): ClientRequest {
  const { port } = app.server.address() as AddressInfo;
  const headers = { 'content-type': 'text/plain', 'content-length': 2 };
  return request({ port, path, method: 'POST', headers, agent: false });
}

async function answer(sending: ClientRequest): Promise<number | undefined> {
  const [response] = (await once(sending, 'response')) as [IncomingMessage];
  return response.statusCode;
}

test('A body that does not come in whole in time ends with its connection', async () => {
  const sending = post('/standard');
  sending.write('a');
  await expect(answer(sending)).rejects.toThrow(/hang up|ECONNRESET/);
});

test('A route may give it more time', async () => {
  const sending = post('/patient');
  sending.write('a');
  await sleep(600);
  sending.end('b');
  expect(await answer(sending)).toBe(200);
});

test('How long the answer takes is nobody’s business here', async () => {
  const sending = post('/slow');
  sending.end('ab');
  expect(await answer(sending)).toBe(200);
});
