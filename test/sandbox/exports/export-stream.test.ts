import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import type { Sandbox } from '../../../src/sandbox/index.js';
import { ContractClient } from '../support/contract-client.js';
import { reach, trigger } from '../support/exports.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { sell, setUpClient, setUpTss } from '../support/set-up.js';

/** More than all buffers between sandbox and reader hold: about 40 MB of archive. */
const MESSAGES = 40_000;

let sandbox: Sandbox;
let till: ContractClient;
let tss_id: string;
let client_id: string;
let export_id: string;
/** What the face sends, newest last. */
const sent: Readable[] = [];

beforeAll(async () => {
  const dataFolder = temporaryFolder();
  const first = await runSandbox({ dataFolder });
  till = await ContractClient.login(first.middlewareUrl);
  ({ tss_id } = await setUpTss(till));
  client_id = await setUpClient(till, tss_id);
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
  export_id = await trigger(till, tss_id);
  await reach(till, tss_id, export_id, 'COMPLETED');
});

/** Copies the newest message until there are many: nobody looks at signatures here. */
function fillLog(dataFolder: string): void {
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'));
  database.exec(`
    INSERT INTO log (tss, signature_counter, log_time, message)
      SELECT newest.tss, newest.signature_counter + value, log_time, message
        FROM (SELECT * FROM log ORDER BY tss DESC, signature_counter DESC LIMIT 1) AS newest,
          (WITH RECURSIVE numbers (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM numbers WHERE value < ${MESSAGES})
            SELECT value FROM numbers);
    UPDATE tss SET signature_counter = signature_counter + ${MESSAGES};
  `);
  database.close();
}

async function openFile(): Promise<IncomingMessage> {
  const { access_token } = await new ContractClient(sandbox.middlewareUrl).ok('authenticateApi', {
    body: { api_key: 'test_sandbox_demo', api_secret: 'sandbox-demo-secret' },
  });
  const url = `${sandbox.middlewareUrl}/tss/${tss_id}/export/${export_id}/file`;
  const request = get(url, { headers: { authorization: `Bearer ${access_token}` } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return response;
}

test('An archive comes whole, as long as it said', async () => {
  const response = await openFile();
  let size = 0;
  for await (const chunk of response) size += (chunk as Buffer).length;
  expect(response.headers['content-length']).toBe(String(size));
  expect(size).toBeGreaterThan(MESSAGES * 1024);
});

test('A reader that takes nothing holds up neither signing nor anybody else, and when it goes the reading ends', async () => {
  const response = await openFile();
  response.pause();
  const { state } = await sell(till, tss_id, client_id);
  expect(state).toBe('FINISHED');
  const payload = sent.at(-1)!;
  expect(payload.destroyed).toBe(false);
  expect(payload.readableEnded).toBe(false);
  const closed = once(payload, 'close');
  response.destroy();
  await closed;
  expect(payload.readableEnded).toBe(false);
});

test('Signing goes on while an archive is read at full speed', async () => {
  const response = await openFile();
  let ended = false;
  response.on('end', () => (ended = true)).resume();
  await sell(till, tss_id, client_id);
  expect(ended).toBe(false);
  await once(response, 'end');
});

test('A sandbox that closes does not wait for a reader that takes nothing', async () => {
  const response = await openFile();
  response.pause();
  const broken = once(response, 'error');
  await sandbox.close();
  response.resume();
  await broken;
  expect(response.complete).toBe(false);
});
