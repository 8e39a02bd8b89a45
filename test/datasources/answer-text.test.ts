import type { Reply } from './stub-upstream.js';
import { failure, open, operationOf, StubUpstream } from './stub-upstream.js';
import { tssRow } from './rows.js';

/** Answers bytes as JSON. */
const bytes =
  (body: Buffer): Reply =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  };
const row = (more: string, encoding: BufferEncoding = 'utf8') =>
  Buffer.from(JSON.stringify(tssRow('tss')).replace(/\}$/, `,"description":"${more}"}`), encoding);

test('an answer that is not UTF-8 is none: no character of it is replaced', async () => {
  const stub = await StubUpstream.start(() => bytes(row('K\xe4se', 'latin1')));
  expect(await failure(operationOf(open(stub.settings)).tss.load('tss'))).toMatchObject({
    code: 'UPSTREAM_ANSWER_INVALID',
  });
});

test('a byte order mark before an answer is none of it', async () => {
  const stub = await StubUpstream.start(() => bytes(row('Käse')));
  expect(await operationOf(open(stub.settings)).tss.load('tss')).toMatchObject({ description: 'Käse' });
  const marked = await StubUpstream.start(() => bytes(Buffer.concat([Buffer.from('\u{FEFF}'), row('Käse')])));
  expect(await operationOf(open(marked.settings)).tss.load('tss')).toMatchObject({ description: 'Käse' });
});

test('an answer of a hundred thousand levels is read, and given again, like any other', async () => {
  const levels = 100_000;
  const deep = JSON.stringify(tssRow('tss')).replace(/\}$/, `,"new":${'['.repeat(levels)}${']'.repeat(levels)}}`);
  const stub = await StubUpstream.start(() => bytes(Buffer.from(deep)));
  for (let time = 0; time < 3; time += 1) {
    expect((await operationOf(open(stub.settings)).tss.load('tss'))._id).toBe('tss');
  }
});
