import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { transactionRow, tssRow } from '../../datasources/rows.js';
import { StubUpstream } from '../../datasources/stub-upstream.js';
import { demo } from '../../../src/sandbox/index.js';
import { freePort } from '../support/sandbox-process.js';
import {
  archive,
  CLIENT,
  end,
  EXPORT,
  keepAlive,
  MOMENT,
  ONE,
  orderly,
  refusesConnections,
  SALE,
  sandboxVariables,
  send,
  serve,
  start,
  type Started,
  startUpstream,
  TSS,
} from './shutdown-helpers.js';

/** A download whose beginning has arrived. */
async function download({ port }: Started) {
  const query = `{ export(tssUuid: "${TSS}", uuid: "${EXPORT}") { download { url } } }`;
  const { json } = await send(port, keepAlive(), query).answered;
  const got = request({ port, host: '127.0.0.1', agent: keepAlive(), path: json.data.export.download.url });
  got.end();
  const [response] = (await once(got, 'response')) as [IncomingMessage];
  const received: Buffer[] = [];
  response.on('data', (chunk: Buffer) => received.push(chunk)).on('error', () => undefined);
  while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  return { response, received };
}

describe('a signal', () => {
  test('ends the gateway and its sandbox at once when clients only keep connections, used or not, tells WebSockets 1001, ends event streams without "complete", and waits for no client that is deaf', async () => {
    const port = await freePort();
    const gateway = await start([], { PORT: String(port), ...sandboxVariables() }, port);
    const { answered } = send(port, keepAlive(), '{ tssList { nodes { uuid } } }');
    const { headers } = await answered;
    expect(headers.connection).toBe('keep-alive');
    const unused = connect(port, '127.0.0.1');
    await once(unused, 'connect');
    const half = connect(port, '127.0.0.1');
    await once(half, 'connect');
    half.write('POST /graphql HTTP/1.1\r\nHost: x\r\n'); // and no more of it
    for (const socket of [unused, half]) socket.on('error', () => undefined);
    const subscription = { query: `subscription { tssChanged(tssUuid: "${demo.tssId}") { uuid } }` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    await once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscription }));
    await once(socket, 'message');
    const deaf = connect(port, '127.0.0.1');
    deaf.on('error', () => undefined);
    await once(deaf, 'connect');
    deaf.write(
      'GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n',
    );
    await once(deaf, 'data');
    deaf.pause();
    const events = await fetch(`http://127.0.0.1:${port}/graphql/stream`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify(subscription),
    });
    const reader = events.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const readOn = async (): Promise<boolean> => {
      const { done, value = '' } = await reader.read();
      text += value;
      return !done;
    };
    while (!text.includes('"uuid"')) expect(await readOn()).toBe(true);
    const closed = once(socket, 'close');
    const { took, ...ended } = await end(gateway);
    expect((await closed)[0]).toBe(1001);
    for (let goesOn = true; goesOn;) goesOn = await readOn();
    expect(text).not.toContain('complete');
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
    deaf.destroy();
  });

  // SIGTERM does in test/e2e/signing/kill.test.ts.
  test('(SIGINT) ends the sandbox alone at once too', async () => {
    const sandbox = await start(['sandbox'], sandboxVariables(), 0);
    const [, port] = /Backend +http:\/\/127\.0\.0\.1:(\d+)/.exec(sandbox.output())!;
    await once(send(Number(port), keepAlive()).sent, 'response');
    const unused = connect(Number(port), '127.0.0.1');
    unused.on('error', () => undefined);
    await once(unused, 'connect');
    sandbox.process.kill('SIGINT');
    const { took, ...ended } = await end(sandbox, Promise.resolve());
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
  });

  test('lets what is under way be answered, says that the connection closes, lets a download come to its end, has a sale worked to its end although its caller has gone, and ends the process then', async () => {
    const { stub, call, sendRest } = await startUpstream();
    const gateway = await serve(stub);
    const { response, received } = await download(gateway);
    const { answered } = send(gateway.port, keepAlive(), ONE);
    const { answer } = await call();
    const input = {
      tssUuid: TSS,
      clientUuid: CLIENT,
      transactionUuid: SALE,
      receipt: { amountsPerVatRate: [], amountsPerPaymentType: [] },
    };
    const sale = send(
      gateway.port,
      keepAlive(),
      'mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { outcome } }',
      { input },
    );
    const started = await call();
    sale.answered.catch(() => undefined);
    sale.sent.destroy();
    gateway.process.kill('SIGTERM');
    await refusesConnections(gateway.port);

    answer({ json: tssRow(TSS) });
    const { status, headers, json } = await answered;
    expect({ status, connection: headers.connection, json }).toEqual({
      status: 200,
      connection: 'close',
      json: { data: { tss: { uuid: TSS } } },
    });

    const over = once(response, 'end');
    sendRest();
    await over;
    expect(Buffer.concat(received).toString()).toBe('beginafter');

    const row = (revision: number, state: 'ACTIVE' | 'FINISHED') =>
      transactionRow(TSS, CLIENT, SALE, 1, { revision, latest_revision: revision, state });
    started.answer({ json: row(1, 'ACTIVE') });
    const finished = await call();
    expect(finished.received).toMatchObject({ method: 'PUT', body: { state: 'FINISHED' } });
    finished.answer({ json: row(2, 'FINISHED') });
    const { took, ...ended } = await end(gateway, Promise.resolve());
    expect(ended).toEqual(orderly);
    expect(took).toBeLessThan(MOMENT);
  });

  test('cuts a download off that takes longer than five seconds', async () => {
    const { reply } = archive();
    const stub = await StubUpstream.start((received) => reply(received) ?? { json: tssRow(TSS) });
    const gateway = await serve(stub);
    const { response } = await download(gateway);
    const cut = new Promise((resolve) => response.once('close', resolve));
    const { took, ...ended } = await end(gateway);
    await cut;
    expect(response.complete).toBe(false);
    expect(ended).toEqual(orderly);
    expect(took).toBeGreaterThan(4_500);
    expect(took).toBeLessThan(5_000 + MOMENT);
  });
});
