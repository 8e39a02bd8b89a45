import { createServer } from 'node:http';
import { clientRows, transactionRows, tssRows } from './data.js';
import { listen } from './listen.js';

// The upstream of the benchmark. Its data is fixed, and each answer is made once and cached as bytes, so that it costs
// almost nothing. `LATENCY` is in milliseconds. A caller whose token begins with "fresh" never gets the same answer
// twice: each has another version. `/calls` returns the number of calls since the last request to `/calls`.
const latency = Number(process.env.LATENCY ?? 0);
const answers = new Map<string, Buffer>();
const transactions = new Map(transactionRows.map((row) => [`${row.tss_id}/${row._id}`, row]));
let calls = 0;
const VERSION = `"_version":"${tssRows[0]?._version}"`;

function answerTo(target: string): unknown {
  const { pathname, searchParams } = new URL(target, 'http://upstream');
  const [first, tssId = '', kind, id, inner] = pathname.replace('/api/v2/', '').split('/');
  const page = (type: string, rows: readonly object[]) => {
    const offset = Number(searchParams.get('offset') ?? 0);
    const data = rows.slice(offset, offset + Number(searchParams.get('limit') ?? 100));
    return { _type: `${type}_LIST`, _env: 'TEST', _version: tssRows[0]?._version, count: rows.length, data };
  };
  const ordered = (rows: readonly (typeof transactionRows)[number][]) =>
    searchParams.get('order') === 'desc' ? rows.toReversed() : rows;
  const states = [...searchParams].filter(([name]) => name.startsWith('states')).map(([, state]) => state);
  const wanted = transactionRows.filter(({ state }) => states.length === 0 || states.includes(state));
  const ofTss = <Row extends { readonly tss_id: string }>(rows: readonly Row[]) =>
    rows.filter(({ tss_id }) => tss_id === tssId);
  if (first === 'auth') {
    const claims = { env: 'TEST', organization_id: tssRows[0]?._id };
    return { access_token: 'token', access_token_expires_in: 86_400, access_token_claims: claims };
  }
  if (first === 'client') return page('CLIENT', clientRows);
  if (first === 'tx') return page('TRANSACTION', ordered(wanted));
  if (tssId === '') return page('TSS', tssRows);
  if (kind === undefined) return tssRows.find(({ _id }) => _id === tssId);
  if (kind === 'tx')
    return id === undefined ? page('TRANSACTION', ordered(ofTss(wanted))) : transactions.get(`${tssId}/${id}`);
  if (id === undefined) return page('CLIENT', ofTss(clientRows));
  if (inner === 'tx') return page('TRANSACTION', ordered(ofTss(wanted).filter(({ client_id }) => client_id === id)));
  return ofTss(clientRows).find(({ _id }) => _id === id);
}

/** The same answer with another version of the same length. */
function freshen(bytes: Buffer): Buffer {
  const fresh = Buffer.from(bytes);
  fresh.write(String(calls % 100_000).padStart(5, '0'), bytes.indexOf(VERSION) + '"_version":"'.length);
  return fresh;
}

const server = createServer((request, response) => {
  request.resume();
  const target = request.url ?? '/';
  if (target === '/calls') {
    response.end(String(calls));
    calls = 0;
    return;
  }
  calls += 1;
  const bytes = answers.get(target) ?? Buffer.from(JSON.stringify(answerTo(target) ?? { status_code: 404 }));
  answers.set(target, bytes);
  const sent = request.headers.authorization?.startsWith('Bearer fresh') ? freshen(bytes) : bytes;
  const send = () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': sent.length }).end(sent);
  };
  if (latency > 0) setTimeout(send, latency);
  else send();
});
listen(server);
