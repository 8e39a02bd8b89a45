import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Pool } from 'undici';
import { startProgram } from './program.js';
import type { Line } from './gateway.js';
import { Till } from './till.js';

const SIGN = `mutation Sign($input: SignReceiptInput!) {
  signReceipt(input: $input) { outcome transaction { uuid number signature { value counter } qrCode { data } } }
}`;

/** Sales of each kind before it counts. */
const WARM_UP = 500;

/**
 * What the gateway adds to the signing of a receipt: the time from asking to having it, through the gateway and by the two REST calls by hand, one caller, sale by sale in turn,
 * against the sandbox with durable commits.
 * @param gateway arguments of Node.js up to the gateway's command
 * @param sales of each kind
 */
export async function measureSigning(gateway: readonly string[], sales: number): Promise<readonly Line[]> {
  const data = mkdtempSync(path.join(tmpdir(), 'signing-bench-'));
  const faces = ['--middleware-port', '0', '--backend-port', '0', '--control-port', '0'];
  const sandbox = await startProgram([...gateway, 'sandbox', ...faces, '--data', data, '--no-limits']);
  const upstream = sandbox.url.href;
  const program = await startProgram(gateway, {
    PORT: '0',
    GRAPHIQL: 'off',
    FISKALY_API_KEY: 'key',
    FISKALY_API_SECRET: 'secret',
    FISKALY_MIDDLEWARE_URL: upstream,
    FISKALY_BACKEND_URL: upstream,
  });
  const till = await Till.logIn(sandbox.url, 1);
  const pool = new Pool(program.url.origin, { connections: 1 });
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
    for (let sale = -WARM_UP; sale < sales; sale += 1) {
      for (const { sell, times } of kinds) {
        const start = performance.now();
        await sell();
        if (sale >= 0) times.push(performance.now() - start);
      }
    }
    return kinds.map(({ name, times }) => {
      times.sort((one, other) => one - other);
      const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(2);
      return {
        signing: name,
        'p50 ms': at(0.5),
        'p99 ms': at(0.99),
        calls: name === 'signReceipt' ? String(calls) : '2',
      };
    });
  } finally {
    await Promise.all([till.close(), pool.close()]);
    await program.stop();
    await sandbox.stop();
    rmSync(data, { recursive: true, force: true });
  }
}
