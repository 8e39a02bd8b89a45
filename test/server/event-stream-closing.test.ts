import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { startTestGateway } from '../e2e/support/start.js';
import { tssRow } from '../datasources/rows.js';
import { StubUpstream } from '../datasources/stub-upstream.js';

const query = 'subscription ($tss: UUID!) { tssChanged(tssUuid: $tss) { uuid } }';

test.each(['live', 'aborted', 'idle'])(
  'closing the gateway waits at most a moment for a reader that is %s',
  async (reader) => {
    const upstream = await StubUpstream.start(({ path }) => ({ json: tssRow(path.split('/')[2] ?? '') }));
    const gateway = await startTestGateway({
      FISKALY_MIDDLEWARE_URL: upstream.settings.middlewareUrl,
      FISKALY_BACKEND_URL: upstream.settings.backendUrl,
    });
    const body = JSON.stringify({ query, variables: { tss: randomUUID() } });
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', authorization: 'Bearer one' };
    const ending = new AbortController();
    if (reader === 'idle') {
      const { hostname, port, host } = new URL(gateway.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      const lines = Object.entries({ host, ...headers, 'content-length': body.length }).map(
        ([name, value]) => `${name}: ${value}`,
      );
      socket.write(`POST /graphql/stream HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
      socket.pause();
      while (upstream.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    } else {
      const response = await fetch(`${gateway.url}/graphql/stream`, {
        method: 'POST',
        headers,
        body,
        signal: ending.signal,
      });
      await response.body!.getReader().read();
      if (reader === 'aborted') ending.abort();
    }
    const before = performance.now();
    await gateway.close();
    expect(performance.now() - before).toBeLessThan(10_000); // a reader that takes nothing is cut after 30 seconds anyway
  },
);
