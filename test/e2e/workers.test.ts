import { Agent, fetch } from 'undici';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { exportRow, page, transactionRow, tssRow } from '../datasources/rows.js';
import { refuse, type Reply } from '../datasources/stub-upstream.js';
import { startProgram } from './program.js';
import { freePort } from './sandbox-process.js';
import { startStubbedWorkers } from './stub-gateway.js';

// Each test starts processes, which takes seconds where others want the same cores.
jest.setTimeout(120_000);

const tss = '10000000-0000-4000-8000-000000000001';
const client = '20000000-0000-4000-8000-000000000001';
const login = (token: string) => ({
  json: {
    access_token: token,
    access_token_expires_in: 3_600,
    refresh_token: 'refresh',
    refresh_token_expires_in: 7_200,
    access_token_claims: { env: 'TEST', organization_id: client },
  },
});

/** Asks over a connection of its own: workers take connections in turn here, so two of these meet two of them. */
async function ask(url: string, query: string, token?: string): Promise<Record<string, any>> {
  const dispatcher = new Agent({ pipelining: 0 });
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
    dispatcher,
  });
  const body = (await response.json()) as Record<string, any>;
  await dispatcher.close();
  return body;
}

/** Processes that a process has started. */
async function childrenOf(pid: number): Promise<number[]> {
  const { readFileSync } = await import('node:fs');
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
}

test('limits of calls a minute are kept by all workers together', async () => {
  const { gateway, stub } = await startStubbedWorkers(
    2,
    ({ path, query }) =>
      path.endsWith('/tx')
        ? page('TRANSACTION', [transactionRow(tss, client, client, 1)], query)
        : { json: tssRow(tss) },
    { QUERY_TIMEOUT_SECONDS: '10' },
  );
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, index) =>
      ask(gateway.url, `{ tss(uuid: "${tss}") { transactions(first: ${index + 1}) { nodes { uuid } } } }`, 'token'),
    ),
  );
  const lists = stub.received.filter(({ path }) => path.endsWith('/tx')).length;
  const refused = answers.filter(({ errors = [] }) =>
    errors.some(({ extensions }: { extensions: { code: string } }) => extensions.code === 'RATE_LIMITED'),
  );
  await gateway.close();
  expect({ lists, refused: refused.length }).toEqual({ lists: 20, refused: 10 });
});

test('the gateway logs in once for all workers, and once more when its token is refused', async () => {
  let [logins, good] = [0, ''];
  const { gateway, stub } = await startStubbedWorkers(3, ({ path, token, query }) => {
    if (path === '/auth') return login((good = `token-${(logins += 1)}`));
    return token === good ? page('TSS', [tssRow(tss)], query) : refuse(401);
  });
  const askAll = () => Promise.all(Array.from({ length: 9 }, () => ask(gateway.url, '{ tssList { nodes { uuid } } }')));
  const first = await askAll();
  expect(logins).toBe(1);
  good = 'none';
  const second = await askAll();
  const third = await askAll();
  await gateway.close();
  expect(logins).toBe(2);
  for (const answer of [...first, ...second, ...third])
    expect(answer).toEqual({ data: { tssList: { nodes: [{ uuid: tss }] } } });
  expect(stub.lines).toContain('POST /auth MIDDLEWARE');
});

test('wrong PINs are counted over all workers, and the fifth is not sent', async () => {
  const { gateway, stub } = await startStubbedWorkers(2, () => refuse(401, 'E_ADMIN_LOGIN_FAILED'));
  const mutation = `mutation { authenticateAdmin(input: { tssUuid: "${tss}", adminPin: "000000" }) { userErrors { code } } }`;
  const codes: string[] = [];
  for (let tries = 0; tries < 7; tries += 1) {
    const { data } = await ask(gateway.url, mutation, 'token');
    codes.push(data.authenticateAdmin.userErrors[0].code);
  }
  await gateway.close();
  expect(codes).toEqual([...Array<string>(4).fill('WRONG_ADMIN_PIN'), ...Array<string>(3).fill('TOO_MANY_WRONG_PINS')]);
  expect(stub.received).toHaveLength(4);
});

test('a session that one worker has opened at the Backend is known as such to all', async () => {
  const { gateway, stub } = await startStubbedWorkers(3, () => login('backend-token'));
  const opened = await ask(
    gateway.url,
    `mutation { authenticate(input: { apiKey: { key: "a", secret: "b" } }, baseUrl: "${stub.settings.backendUrl}") { userErrors { code message } } }`,
  );
  stub.takeCount();
  const mutation = `mutation { disableTss(input: { tssUuid: "${tss}", confirmTssUuid: "${tss}", adminPin: "123456" }) { userErrors { code } } }`;
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(gateway.url, mutation, 'backend-token')));
  await gateway.close();
  expect(opened).toMatchObject({ data: { authenticate: { userErrors: [] } } });
  for (const { data } of answers) expect(data.disableTss.userErrors).toMatchObject([{ code: 'BACKEND_SESSION' }]);
  expect(stub.received).toEqual([]);
});

test('a caller with the token of the gateway itself is known as such to all: it must bring the PIN', async () => {
  const { gateway, stub } = await startStubbedWorkers(3, ({ path, query }) =>
    path === '/auth' ? login('own-token') : path === '/tss' ? page('TSS', [tssRow(tss)], query) : { json: tssRow(tss) },
  );
  // One worker logs in.
  await ask(gateway.url, '{ tssList { nodes { uuid } } }');
  stub.takeCount();
  const mutation = `mutation { disableTss(input: { tssUuid: "${tss}", confirmTssUuid: "${tss}" }) { userErrors { code } } }`;
  const answers = await Promise.all(Array.from({ length: 6 }, () => ask(gateway.url, mutation, 'own-token')));
  await gateway.close();
  const codes = answers.map(({ data, errors }) => data?.disableTss.userErrors[0].code ?? JSON.stringify(errors));
  expect(codes.join(' ')).toMatch(/^(?:\w*PIN\w* ?){6}$/);
  expect(stub.lines.filter((line) => line.startsWith('PATCH'))).toEqual([]);
});

test('a link to an archive that one worker has made is good at all of them, with the credential it was made with', async () => {
  const { gateway, stub } = await startStubbedWorkers(2, ({ path }) =>
    path.endsWith('/file')
      ? (response) => response.writeHead(200, { 'content-type': 'application/x-tar' }).end('archive')
      : { json: exportRow(tss, client, { state: 'COMPLETED', time_expiration: Math.floor(Date.now() / 1_000) + 600 }) },
  );
  const { data } = await ask(
    gateway.url,
    `{ export(tssUuid: "${tss}", uuid: "${client}") { download { url } } }`,
    'one-token',
  );
  for (let times = 0; times < 4; times += 1) {
    const dispatcher = new Agent({ pipelining: 0 });
    const response = await fetch(`${gateway.url}${data.export.download.url}`, { dispatcher });
    expect([response.status, await response.text()]).toEqual([200, 'archive']);
    await dispatcher.close();
  }
  await gateway.close();
  expect(stub.received.filter(({ path }) => path.endsWith('/file')).map(({ token }) => token)).toEqual(
    Array<string>(4).fill('one-token'),
  );
});

test('a worker that dies gives its locks to the others and is followed by another', async () => {
  let isHanging = true;
  const { gateway, stub, program } = await startStubbedWorkers(2, ({ path }) =>
    isHanging && path.endsWith('/admin/auth')
      ? () => undefined
      : { json: path.endsWith('/admin/auth') ? {} : tssRow(tss) },
  );
  const workers = await childrenOf(program.process.pid!);
  expect(workers).toHaveLength(2);
  const mutation = `mutation { authenticateAdmin(input: { tssUuid: "${tss}", adminPin: "123456" }) { userErrors { code } } }`;
  // One of both has the turn and waits for the upstream; the other one waits for the turn.
  const both = [ask(gateway.url, mutation, 'token'), ask(gateway.url, mutation, 'token')].map((each) =>
    each.catch((error: unknown) => error),
  );
  while (stub.received.length === 0) await sleep(20);
  await sleep(1_000);
  isHanging = false;
  process.kill(workers[0]!, 'SIGKILL');
  await Promise.race(both);
  // Whichever it was that died, a third is let in before long, which it would not be if the dead one had kept its turn.
  process.kill(
    (await childrenOf(program.process.pid!)).find((pid) => pid === workers[1])!,
    'SIGKILL',
  );
  await Promise.all(both);
  for (let waited = 0; (await childrenOf(program.process.pid!)).length < 2 && waited < 100; waited += 1)
    await sleep(100);
  const again = async (): Promise<Record<string, any>> =>
    ask(gateway.url, mutation, 'token').catch(async () => {
      await sleep(200);
      return again();
    });
  expect(await again()).toMatchObject({ data: { authenticateAdmin: { userErrors: [] } } });
  await gateway.close();
  expect(program.output()).toMatch(/Worker \d+ ended with SIGKILL; another is started\./);
});

test('connections wait for no worker that is stuck, and none hangs when it dies', async () => {
  const { gateway, program } = await startStubbedWorkers(2, ({ query }) => page('TSS', [tssRow(tss)], query), {
    NODE_OPTIONS: '', // connections are taken as they are, and not in turn
  });
  const [stuck] = await childrenOf(program.process.pid!);
  process.kill(stuck!, 'SIGSTOP');
  const asked = Array.from({ length: 6 }, () => ask(gateway.url, '{ tssList { nodes { uuid } } }', 'token'));
  for (const answer of await Promise.all(asked))
    expect(answer).toEqual({ data: { tssList: { nodes: [{ uuid: tss }] } } });
  process.kill(stuck!, 'SIGKILL');
  while (!program.output().includes('another is started')) await sleep(50);
  expect(await ask(gateway.url, '{ tssList { nodes { uuid } } }', 'token')).toHaveProperty('data');
  await gateway.close();
});

test('SIGTERM lets what is in flight end, in all workers, and leaves no process', async () => {
  const told = Promise.withResolvers<undefined>();
  const { gateway, stub, program } = await startStubbedWorkers(2, async ({ query }) => {
    await told.promise;
    await sleep(700); // in which the workers hear of it
    return page('TSS', [tssRow(tss)], query);
  });
  const workers = await childrenOf(program.process.pid!);
  // Different ones, since equal reads in flight are one call.
  const asked = [1, 2, 3, 4].map((first) =>
    ask(gateway.url, `{ tssList(first: ${first}) { nodes { uuid } } }`, 'token'),
  );
  while (stub.received.length < 4) await sleep(20);
  program.process.kill('SIGTERM');
  told.resolve(undefined);
  for (const answer of await Promise.all(asked))
    expect(answer).toEqual({ data: { tssList: { nodes: [{ uuid: tss }] } } });
  expect(await program.exited).toEqual([0, null]);
  for (const pid of workers) expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});

test('under a program that forks its processes itself, WORKERS is refused with what would be right', async () => {
  // Node.js knows forks of cluster by this variable.
  const started = startProgram([], { NODE_UNIQUE_ID: '1', WORKERS: '2', FISKALY_BACKEND_URL: 'http://127.0.0.1:1' });
  await expect(started).rejects.toThrow(/WORKERS is for processes of their own; .* leave it at 1/);
});

test('a port that is taken is told once, and leaves no process', async () => {
  const port = String(await freePort());
  const other = await startStubbedWorkers(2, () => ({ json: {} }), { PORT: port });
  const second = startProgram([], {
    WORKERS: '2',
    PORT: port,
    GRAPHIQL: 'off',
    FISKALY_BACKEND_URL: 'http://127.0.0.1:1',
  });
  const error: unknown = await second.catch((each: unknown) => each);
  await other.gateway.close();
  expect(String(error)).toContain('Set PORT to another one');
  expect(String(error).match(/EADDRINUSE/g)).toHaveLength(1);
});

describe('where answers may be given again', () => {
  const query = `{ tss(uuid: "${tss}") { description } }`;
  const write = `mutation {
    updateTssMetadata(input: { tssUuid: "${tss}", metadata: [{ key: "a", value: "b" }] }) { userErrors { code } }
  }`;

  /** Two workers that both hold what was there before. */
  async function start(onWrite: () => Reply | Promise<Reply>) {
    let description = 'old';
    const started = await startStubbedWorkers(
      2,
      ({ method }) => {
        if (method !== 'PATCH') return { json: tssRow(tss, { description }) };
        description = 'new';
        return onWrite();
      },
      { MAXIMUM_ANSWER_AGE_SECONDS: '10' },
    );
    const read = async () => (await ask(started.gateway.url, query, 'token')).data.tss.description as string;
    for (let time = 0; time < 10; time += 1) expect(await read()).toBe('old');
    // Each worker has asked twice: by Apollo, and by the fast lane, which keeps it.
    expect(started.stub.takeCount()).toBe(4);
    return { ...started, read };
  }

  test('a write in one worker is seen in all of them', async () => {
    const { gateway, read } = await start(() => ({ json: { a: 'b' } }));
    expect(await ask(gateway.url, write, 'token')).toEqual({ data: { updateTssMetadata: { userErrors: [] } } });
    for (let time = 0; time < 6; time += 1) expect(await read()).toBe('new');
    await gateway.close();
  });

  test('a write of a worker that has died before it was answered is seen soon', async () => {
    const { gateway, stub, program, read } = await start(() => () => undefined);
    const kept = performance.now();
    // One at each worker.
    const both = [1, 2].map(() => ask(gateway.url, write, 'token').catch((error: unknown) => error));
    while (stub.received.length < 2) await sleep(10);
    const [worker] = await childrenOf(program.process.pid!);
    process.kill(worker!, 'SIGKILL');
    expect(await Promise.race(both)).toBeInstanceOf(Error);
    while ((await read()) !== 'new') await sleep(10);
    expect(performance.now() - kept).toBeLessThan(9_000); // by itself it would be after ten
    for (let time = 0; time < 4; time += 1) expect(await read()).toBe('new');
    program.process.kill('SIGKILL');
    await program.exited;
    await Promise.all(both);
  });
});
