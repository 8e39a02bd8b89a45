import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { connect, type FiskalyClient } from '../../../sdk/index.js';
import { demo, type Sandbox } from '../../../src/sandbox/index.js';
import { ContractClient } from '../../sandbox/support/contract-client.js';
import { reach } from '../../sandbox/support/exports.js';
import { runSandbox, temporaryFolder } from '../../sandbox/support/running-sandbox.js';
import { sell, setUpClient, setUpTss } from '../../sandbox/support/set-up.js';
import { sized } from '../../support/run-size.js';

const SIGNATURES = sized(50_000, 100_000);
/** Most that the memory of the gateway may grow by, in bytes: half of the archive. */
const MEMORY = SIGNATURES * 500;

let sandbox: Sandbox;
let gateway: ChildProcess;
let client: FiskalyClient;
let url: string;
let till: ContractClient;
let tssUuid: string;
let exportUuid: string;
let link: string;
/** Size and SHA-256 of the archive, from the sandbox itself. */
let direct: { size: number; hash: string };
/** The files that the sandbox sends, newest last. */
const sent: Readable[] = [];

beforeAll(async () => {
  const dataFolder = temporaryFolder();
  const first = await runSandbox({ dataFolder });
  till = await ContractClient.login(first.middlewareUrl);
  ({ tss_id: tssUuid } = await setUpTss(till));
  await sell(till, tssUuid, await setUpClient(till, tssUuid));
  await first.close();
  fillLog(dataFolder);
  sandbox = await runSandbox({
    dataFolder,
    configureFace: (face) => {
      face.addHook('onSend', (request, _reply, payload, done) => {
        if (request.url.endsWith('/file')) sent.push(payload as Readable);
        done();
      });
    },
  });
  till = await ContractClient.login(sandbox.middlewareUrl);
  [gateway, url] = await forkGateway(sandbox);
  client = connect(`${url}/graphql`);
  await exportLogs();
}, 180_000);
afterAll(() => gateway.kill());

/** Copies the newest message until there are as many as wanted: nobody looks at signatures here. */
function fillLog(dataFolder: string): void {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'));
  database.exec(`
    INSERT INTO log (tss, signature_counter, log_time, message)
      SELECT newest.tss, newest.signature_counter + value, log_time, message
        FROM (SELECT * FROM log ORDER BY tss DESC, signature_counter DESC LIMIT 1) AS newest,
          (WITH RECURSIVE numbers (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ${SIGNATURES})
            SELECT value FROM numbers);
    UPDATE tss SET signature_counter = signature_counter + ${SIGNATURES};
  `);
  database.close();
}

/** The gateway in a process of its own, so that its memory is its own. */
async function forkGateway({ middlewareUrl, backendUrl }: Sandbox): Promise<[ChildProcess, string]> {
  const child = fork(fileURLToPath(new URL('../support/gateway-child.js', import.meta.url)), {
    execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      GRAPHIQL: 'off',
      FISKALY_API_KEY: demo.apiKey,
      FISKALY_API_SECRET: demo.apiSecret,
      FISKALY_MIDDLEWARE_URL: middlewareUrl,
      FISKALY_BACKEND_URL: backendUrl,
    },
  });
  const [message] = (await once(child, 'message')) as [{ url: string }]; // what gateway-child.js sends first
  return [child, message.url];
}

async function memory(): Promise<number> {
  gateway.send('memory');
  const [message] = (await once(gateway, 'message')) as [{ memory: number }]; // what it sends from then on
  return message.memory;
}

/** Size and SHA-256 of a body, read as it comes. */
async function digest(response: Response): Promise<{ size: number; hash: string }> {
  expect(response.status).toBe(200);
  const hash = createHash('sha256');
  let size = 0;
  for await (const chunk of response.body!) {
    hash.update(chunk as Uint8Array);
    size += (chunk as Uint8Array).length;
  }
  return { size, hash: hash.digest('hex') };
}

async function exportLogs(): Promise<void> {
  exportUuid = randomUUID();
  const { triggerExport } = await client.TriggerExport({ input: { tssUuid, exportUuid } });
  expect(triggerExport.userErrors).toEqual([]);
  await reach(till, tssUuid, exportUuid, 'COMPLETED');
  const { export: done } = await client.Export({ tssUuid, uuid: exportUuid });
  link = url + done!.download!.url;
  const { access_token } = await new ContractClient(sandbox.middlewareUrl).ok('authenticateApi', {
    body: { api_key: demo.apiKey, api_secret: demo.apiSecret },
  });
  direct = await digest(
    await fetch(`${sandbox.backendUrl}/tss/${tssUuid}/export/${exportUuid}/file`, {
      headers: { authorization: `Bearer ${access_token}` },
    }),
  );
}

test(`An export of ${SIGNATURES} signatures comes through the gateway byte for byte, which needs hardly any memory for it`, async () => {
  const before = await memory();
  let peak = before;
  const watch = setInterval(() => void memory().then((now) => (peak = Math.max(peak, now))), 250);
  const through = await digest(await fetch(link));
  clearInterval(watch);
  expect(through).toEqual(direct);
  expect(through.size).toBeGreaterThan(SIGNATURES * 1_024);
  expect(peak - before).toBeLessThan(MEMORY);
}, 180_000);

test('A download that its reader ends also ends at the sandbox, and can be taken up again where it ended', async () => {
  const reader = new AbortController();
  const response = await fetch(link, { signal: reader.signal });
  const tag = response.headers.get('etag')!;
  const hash = createHash('sha256');
  let position = 0;
  for await (const chunk of response.body!) {
    hash.update(chunk as Uint8Array);
    position += (chunk as Uint8Array).length;
    if (position > 10_000_000) break;
  }
  const file = sent.at(-1)!;
  const closed = once(file, 'close');
  reader.abort();
  await closed;
  expect(file.readableEnded).toBe(false);

  const rest = await fetch(link, { headers: { range: `bytes=${position}-`, 'if-range': tag } });
  expect(rest.status).toBe(206);
  for await (const chunk of rest.body!) {
    hash.update(chunk as Uint8Array);
    position += (chunk as Uint8Array).length;
  }
  expect({ size: position, hash: hash.digest('hex') }).toEqual(direct);
}, 180_000);
