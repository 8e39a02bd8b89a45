import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { tssRow } from '../datasources/rows.js';
import { StubUpstream } from '../datasources/stub-upstream.js';
import { freePort } from '../e2e/support/sandbox-process.js';
import { post } from '../e2e/support/start.js';

/** A fault of the gateway itself, which no answer of an upstream can bring about: a time cannot be written. */
const FAULT = "data:text/javascript,Date.prototype.toISOString = () => { throw new TypeError('a fault'); }; export {};";

test('an error that nobody expected is in the log under the id that the caller was given, one the caller is told is not', async () => {
  const stub = await StubUpstream.start(({ path }) => ({
    ...(path === '/tss/00000000-0000-4000-8000-000000000404' && { status: 404 }),
    json: tssRow('tss'),
  }));
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', FAULT, 'dist/main.js'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      LOG_LEVEL: 'error',
      FISKALY_MIDDLEWARE_URL: stub.settings.middlewareUrl,
      FISKALY_BACKEND_URL: stub.settings.backendUrl,
    },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!output.includes('Backend')) await new Promise((resolve) => setTimeout(resolve, 50));
  const read = (last: string) =>
    post(
      `http://127.0.0.1:${port}/graphql`,
      `{ tss(uuid: "00000000-0000-4000-8000-000000000${last}") { createdAt } }`,
      {},
      { authorization: 'Bearer token' },
    );

  const expected = await read('404');
  const unexpected = await read('001');
  child.kill('SIGTERM');
  await once(child, 'exit');

  expect(expected.errors).toMatchObject([{ extensions: { code: 'REFUSED_BY_UPSTREAM' } }]);
  expect(unexpected.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    msg: 'unexpected error',
    requestId: unexpected.errors![0]!.extensions.requestId,
    err: { stack: expect.stringContaining('scalars') },
  });
});
