import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { page, tssRow } from '../datasources/rows.js';
import { StubUpstream } from '../datasources/stub-upstream.js';
import { startProgram } from '../e2e/support/program.js';
import { freePort } from '../e2e/support/sandbox-process.js';

const CLIENTS = 200;
/** What the upstream takes for an answer, in milliseconds. */
const UPSTREAM = 50;

/**
 * One request over a kept connection.
 * @returns when its answer had come whole, and what it says of the connection; nothing when none came
 */
async function ask(port: number, agent: Agent, index: number) {
  const sent = request({
    port,
    host: '127.0.0.1',
    agent,
    path: '/graphql',
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${index}` },
  });
  sent.end(JSON.stringify({ query: '{ tssList { nodes { uuid state } } }' }));
  try {
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    return { status: response.statusCode, text, connection: response.headers.connection, at: performance.now() };
  } catch {
    return undefined;
  }
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s under load ends the process within half a second of the last answer, and every answer that was begun is whole',
  async (signal) => {
    const stub = await StubUpstream.start(async ({ query }) => {
      await sleep(UPSTREAM);
      return page('TSS', [tssRow('10000000-0000-4000-8000-000000000001')], query);
    });
    const port = await freePort();
    const { process, exited } = await startProgram([], {
      PORT: String(port),
      GRAPHIQL: 'off',
      FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
      FISKALY_BACKEND_URL: stub.settings.backendUrl,
    });
    const answers: NonNullable<Awaited<ReturnType<typeof ask>>>[] = [];
    let signalledAt = Infinity;
    const clients = Array.from({ length: CLIENTS }, async (_, index) => {
      const agent = new Agent({ keepAlive: true });
      for (;;) {
        const answer = await ask(port, agent, index);
        if (!answer) return;
        answers.push(answer);
      }
    });
    while (answers.length < 5 * CLIENTS) await sleep(10);
    process.kill(signal);
    signalledAt = performance.now();
    const [code] = await exited;
    const endedAt = performance.now();
    await Promise.all(clients);
    const after = answers.filter(({ at }) => at > signalledAt);
    expect(code).toBe(0);
    expect(after.length).toBeGreaterThan(0);
    for (const { status, text } of answers) expect([status, text]).toEqual([200, answers[0]!.text]);
    expect(after.at(-1)!.connection).toBe('close');
    expect(endedAt - Math.max(...after.map(({ at }) => at))).toBeLessThan(500);
  },
);
