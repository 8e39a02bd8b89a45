import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Program, startProgram } from '../../../bench/program.js';
import { demo } from '../../../src/sandbox/index.js';
import { freePort } from '../support/sandbox-process.js';
import { post, startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
let vite: Program;
let root: string;
let page: string;
beforeAll(async () => {
  gateway = await startTestGateway();
  root = mkdtempSync(join(tmpdir(), 'vite-proxy-'));
  const proxy = { '/graphql': { target: gateway.url, ws: true } };
  writeFileSync(join(root, 'vite.config.mjs'), `export default ${JSON.stringify({ server: { proxy } })};`);
  vite = await startProgram(['node_modules/vite/bin/vite.js', root, '--port', String(await freePort())], {
    NO_COLOR: '1',
  });
  page = vite.url.origin;
}, 60_000);
afterAll(async () => {
  await vite.stop();
  await gateway.close();
  rmSync(root, { recursive: true, force: true });
});

test('a page that Vite serves asks the gateway at its own origin, through the proxy of the guide', async () => {
  const { data } = await post(`${page}/graphql`, '{ viewer { sandbox } }', {}, { origin: page });
  expect(data).toEqual({ viewer: { sandbox: true } });
});

test('and subscribes there too', async () => {
  class FromPage extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      super(url, protocols, { origin: page });
    }
  }
  const client = createClient({
    url: `${page.replace('http', 'ws')}/graphql`,
    webSocketImpl: FromPage,
    retryAttempts: 0,
  });
  const events = client.iterate({ query: `subscription { tssChanged(tssUuid: "${demo.tssId}") { uuid } }` });
  expect((await events.next()).value).toEqual({ data: { tssChanged: { uuid: demo.tssId } } });
  await events.return?.();
  await client.dispose();
});
