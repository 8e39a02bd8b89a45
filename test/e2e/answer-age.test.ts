import { setTimeout as sleep } from 'node:timers/promises';
import { clientRow, tssRow } from '../datasources/rows.js';
import { refuse, type Reply } from '../datasources/stub-upstream.js';
import { ask, startStubbedGateway } from './stub-gateway.js';

const tss = '10000000-0000-4000-8000-000000000001';
const client = '20000000-0000-4000-8000-000000000001';
const READ = 'query ($tss: UUID!) { tss(uuid: $tss) { description clients { nodes { state } } } }';
const WRITE = `mutation ($tss: UUID!) {
  updateTssMetadata(input: { tssUuid: $tss, metadata: [{ key: "a", value: "b" }] }) { userErrors { message } }
}`;

/** A gateway whose answers may be so old, and an upstream that counts what it was asked. */
async function start(seconds: string, clients?: () => Reply | Promise<Reply>) {
  let asked = 0;
  const { gateway, stub } = await startStubbedGateway(
    ({ method, path }) => {
      if (method === 'PATCH') return { json: { a: 'b' } };
      if (path.startsWith(`/tss/${tss}/client`)) {
        const page = { data: [clientRow(tss, client)], count: 1, _type: 'CLIENT_LIST', _env: 'TEST', _version: '2' };
        return clients?.() ?? { json: page };
      }
      asked += 1;
      return { json: tssRow(tss, { description: `${asked}` }) };
    },
    { MAXIMUM_ANSWER_AGE_SECONDS: seconds },
  );
  const read = async (token = 'one') => (await ask(gateway, token, READ, { tss })).data?.tss?.description;
  const write = (token = 'one') => ask(gateway, token, WRITE, { tss });
  // Until the document and the client are known, answers are Apollo's, which are not kept.
  await read();
  asked = 0;
  return { gateway, stub, read, write };
}

test('without an age, each query is asked of the upstream', async () => {
  const { gateway, read } = await start('0');
  expect([await read(), await read()]).toEqual(['1', '2']);
  await gateway.close();
});

test('an answer is given again to its credential and to no other, until something is written by whomever', async () => {
  const { gateway, stub, read, write } = await start('60');
  stub.takeCount();
  expect([await read(), await read(), await read()]).toEqual(['1', '1', '1']);
  expect(stub.takeCount()).toBe(2);
  expect([await read('other'), await read('other')]).toEqual(['2', '2']);
  await write('other');
  expect([await read(), await read()]).toEqual(['3', '3']);
  await gateway.close();
});

test('an answer is asked anew when it is too old', async () => {
  const { gateway, read } = await start('1');
  const first = await read();
  await sleep(1_050);
  expect(Number(await read())).toBeGreaterThan(Number(first));
  await gateway.close();
});

test('an answer that a write has overtaken is not given again', async () => {
  const page = { data: [], count: 0, _type: 'CLIENT_LIST', _env: 'TEST', _version: '2' };
  let held: Promise<unknown> = Promise.resolve();
  const { gateway, stub, read, write } = await start('60', async () => {
    await held;
    return { json: page };
  });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  held = promise;
  stub.received.length = 0;
  const overtaken = read();
  while (stub.received.length < 2) await sleep(5);
  await write();
  resolve(undefined);
  expect([await overtaken, await read(), await read()]).toEqual(['1', '2', '2']);
  await gateway.close();
});

test('an answer with errors is not given again', async () => {
  let isDown = false;
  const page = { data: [], count: 0, _type: 'CLIENT_LIST', _env: 'TEST', _version: '2' };
  const { gateway } = await start('60', () => (isDown ? refuse(403, 'E_ACCESS_DENIED') : { json: page }));
  isDown = true;
  expect((await ask(gateway, 'one', READ, { tss })).errors).toHaveLength(1);
  isDown = false;
  const again = await ask(gateway, 'one', READ, { tss });
  expect(again.errors).toBeUndefined();
  isDown = true;
  expect(await ask(gateway, 'one', READ, { tss })).toEqual(again);
  await gateway.close();
});

test('whoever asks what a query costs has it asked', async () => {
  const { gateway, stub, read } = await start('60');
  await read();
  stub.takeCount();
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer one', 'x-explain': '1' },
    body: JSON.stringify({ query: READ, variables: { tss } }),
  });
  expect(await response.json()).toMatchObject({ extensions: { upstream: { calls: 2 } } });
  expect(stub.takeCount()).toBe(2);
  await gateway.close();
});
