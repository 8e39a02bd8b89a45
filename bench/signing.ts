import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { type Program, startProgram } from './program.js';
import type { Line } from './lines.js';
import { Till } from './till.js';

const SIGN = `mutation Sign($input: SignReceiptInput!) {
  signReceipt(input: $input) { outcome transaction { uuid number signature { value counter } qrCode { data } } }
}`;

/** A gateway and a sandbox with durable commits. Both run with the Node.js arguments of `npm start`. */
interface Arrangement {
  readonly name: string;
  readonly gateway: URL;
  readonly sandbox: URL;
}

/**
 * Measures how much time the gateway adds to the signing of a receipt. One caller sells in turn through the gateway and
 * with two REST calls by hand. The sandbox commits durably. It is measured embedded in the gateway, as `npm start` runs
 * it, and as a separate process, which is most similar to a real upstream.
 * @param gateway arguments of Node.js up to the gateway's command
 * @param sales number of sales of each kind
 * @param warmUp number of sales of each kind before the measured ones
 */
export async function measureSigning(
  gateway: readonly string[],
  sales: number,
  warmUp = 500,
): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for (const start of [startEmbedded, startApart]) {
    const data = mkdtempSync(path.join(tmpdir(), 'signing-bench-'));
    const running: Program[] = [];
    try {
      const arrangement = await start(gateway, data, running);
      lines.push(...(await measure(arrangement, sales, warmUp)));
    } finally {
      for (const program of running.toReversed()) await program.stop();
      rmSync(data, { recursive: true, force: true });
    }
  }
  return lines;
}

async function startEmbedded(gateway: readonly string[], data: string, running: Program[]): Promise<Arrangement> {
  const ports = {
    PORT: '0',
    SANDBOX_MIDDLEWARE_PORT: '0',
    SANDBOX_BACKEND_PORT: '0',
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
  };
  const program = await startProgram(gateway, { ...ports, GRAPHIQL: 'off', SANDBOX_DATA: data });
  running.push(program);
  const [own, middleware] = program.urls;
  if (!own || !middleware) throw new Error('The gateway does not name its upstream.');
  return { name: 'embedded', gateway: own, sandbox: middleware };
}

async function startApart(gateway: readonly string[], data: string, running: Program[]): Promise<Arrangement> {
  const ports = ['--middleware-port', '0', '--backend-port', '0', '--control-port', '0'];
  const sandbox = await startProgram([...gateway, 'sandbox', ...ports, '--data', data, '--no-limits']);
  running.push(sandbox);
  const program = await startProgram(gateway, {
    PORT: '0',
    GRAPHIQL: 'off',
    FISKALY_API_KEY: 'key',
    FISKALY_API_SECRET: 'secret',
    FISKALY_MIDDLEWARE_URL: sandbox.url.href,
    FISKALY_BACKEND_URL: sandbox.url.href,
  });
  running.push(program);
  return { name: 'a program of its own', gateway: program.url, sandbox: sandbox.url };
}

async function measure(
  { name, gateway, sandbox }: Arrangement,
  sales: number,
  warmUp: number,
): Promise<readonly Line[]> {
  const till = await Till.logIn(sandbox, 1);
  const pool = new Pool(gateway.origin, { connections: 1 });
  try {
    const tss = await till.setUp();
    const throughGateway = async (headers: Readonly<Record<string, string>> = {}) => {
      const amount = '11.90';
      const input = {
        tssUuid: tss,
        clientUuid: till.clientOf(tss),
        transactionUuid: randomUUID(),
        receipt: {
          type: 'RECEIPT',
          amountsPerVatRate: [{ vatRate: 'NORMAL', amount }],
          amountsPerPaymentType: [{ paymentType: 'CASH', amount }],
        },
      };
      const { body } = await pool.request({
        method: 'POST',
        path: '/graphql',
        headers: { authorization: `Bearer ${till.token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: SIGN, variables: { input } }),
      });
      const text = await body.text();
      if (!text.includes('"SIGNED"')) throw new Error(text);
      return Number(/"calls":(\d+)/.exec(text)?.[1]);
    };
    const calls = await throughGateway({ 'x-explain': '1' });
    const kinds = [
      { name: 'two REST calls by hand', sell: () => till.sell(tss), times: [] as number[] },
      { name: 'signReceipt', sell: () => throughGateway(), times: [] as number[] },
    ];
    for (let sale = -warmUp; sale < sales; sale += 1) {
      for (const { sell, times } of kinds) {
        const start = performance.now();
        await sell();
        if (sale >= 0) times.push(performance.now() - start);
      }
    }
    let byHand: number | undefined;
    return kinds.map((kind) => {
      const times = kind.times.toSorted((one, other) => one - other);
      const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
      byHand ??= at(0.5);
      return {
        sandbox: name,
        signing: kind.name,
        'p50 ms': at(0.5).toFixed(2),
        'p99 ms': at(0.99).toFixed(2),
        'adds, p50 ms': (at(0.5) - byHand).toFixed(2),
        calls: kind.name === 'signReceipt' ? String(calls) : '2',
      };
    });
  } finally {
    await Promise.all([till.close(), pool.close()]);
  }
}
