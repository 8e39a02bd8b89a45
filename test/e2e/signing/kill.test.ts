import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demo } from '../../../src/sandbox/index.js';
import { sized } from '../../support/run-size.js';
import { freePort, type SandboxProcess, startSandboxProcess } from '../support/sandbox-process.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

const SALES = sized(60, 500);
/** Most that an orderly end may take, in milliseconds; connections that are kept alive are held for 72 seconds. */
const MOMENT = 4_000;
const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL' as const, amount: '1.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH' as const, amount: '1.00' }],
};

let variables: Record<string, string>;
let sandbox: SandboxProcess;
let gateway: TestGateway;

beforeAll(async () => {
  const [middleware, backend] = [await freePort(), await freePort()];
  variables = {
    SANDBOX_MIDDLEWARE_PORT: String(middleware),
    SANDBOX_BACKEND_PORT: String(backend),
    SANDBOX_DSFINVK_PORT: '0',
    SANDBOX_CONTROL_PORT: '0',
    SANDBOX_DATA: mkdtempSync(join(tmpdir(), 'fiskaly-graphql-kill-')),
  };
  sandbox = await startSandboxProcess(variables);
  gateway = await startTestGateway({
    FISKALY_API_KEY: demo.apiKey,
    FISKALY_API_SECRET: demo.apiSecret,
    FISKALY_MIDDLEWARE_URL: `http://127.0.0.1:${middleware}/api/v2`,
    FISKALY_BACKEND_URL: `http://127.0.0.1:${backend}/api/v2`,
  });
});

afterAll(async () => {
  await gateway.close();
  sandbox.process.kill('SIGKILL'); // if a test that failed has left it
  await sandbox.exited;
  rmSync(variables.SANDBOX_DATA!, { recursive: true, force: true });
});

test(`killing the sandbox during a burst of ${SALES} signings loses no answered sale, repeats none and leaves no counter gap`, async () => {
  const before = (await gateway.client.Tss({ uuid: demo.tssId })).tss!;
  const sales = Array.from({ length: SALES }, () => ({
    tssUuid: demo.tssId,
    clientUuid: demo.clientId,
    transactionUuid: randomUUID(),
    receipt,
  }));
  const signed = new Map<string, string>();
  let outcomes = { SIGNED: 0, NOT_SIGNED: 0, UNKNOWN: 0 };
  const sign = async (input: (typeof sales)[number]) => {
    const { signReceipt } = await gateway.client.SignReceipt({ input });
    outcomes[signReceipt.outcome] += 1;
    if (signReceipt.outcome !== 'SIGNED') return;
    const { value } = signReceipt.transaction!.signature!;
    const earlier = signed.get(input.transactionUuid);
    if (earlier !== undefined) expect(value).toBe(earlier);
    signed.set(input.transactionUuid, value!);
  };

  const queue = [...sales];
  let killed = false;
  const till = async () => {
    for (let sale = queue.shift(); sale; sale = queue.shift()) {
      await sign(sale);
      if (signed.size >= SALES / 4 && !killed) {
        killed = true;
        sandbox.process.kill('SIGKILL');
      }
    }
  };
  await Promise.all(Array.from({ length: 25 }, till));
  await sandbox.exited;
  expect(outcomes.NOT_SIGNED + outcomes.UNKNOWN).toBeGreaterThan(0);
  const answered = new Map(signed);

  sandbox = await startSandboxProcess(variables);
  // Every till sends each of its sales again, answered or not, and goes on as long as it is told that trying again may
  // help.
  outcomes = { SIGNED: 0, NOT_SIGNED: 0, UNKNOWN: 0 };
  let open = sales;
  for (let round = 1; round <= 20 && open.length > 0; round += 1) {
    signed.clear();
    queue.push(...sales);
    await Promise.all(Array.from({ length: 25 }, till));
    open = sales.filter(({ transactionUuid }) => !signed.has(transactionUuid));
    if (open.length > 0) await new Promise((resolve) => setTimeout(resolve, 500));
  }

  expect(open).toEqual([]);
  expect(outcomes.UNKNOWN).toBe(0);
  expect(answered.size).toBeGreaterThan(0);
  for (const [uuid, value] of answered) expect(signed.get(uuid)).toBe(value);
  expect(new Set(signed.values()).size).toBe(SALES);
  const after = (await gateway.client.Tss({ uuid: demo.tssId })).tss!;
  // Two signatures a sale, its start and its finish: no more, so none was repeated; no fewer, so none is missing.
  expect(Number(after.signatureCounter) - Number(before.signatureCounter)).toBe(2 * SALES);
  expect(Number(after.transactionCounter) - Number(before.transactionCounter)).toBe(SALES);
}, 120_000);

test('SIGTERM ends the sandbox alone at once, although a gateway keeps its connections', async () => {
  sandbox.process.kill('SIGTERM');
  const begun = performance.now();
  expect(await sandbox.exited).toEqual([0, null]);
  expect(performance.now() - begun).toBeLessThan(MOMENT);
});
