import { randomUUID } from 'node:crypto';
import { readConfig } from '../src/config/config.js';
import { startGateway } from '../src/gateway.js';
import { demo } from '../src/sandbox/index.js';
import { connect } from '../sdk/index.js';
import { printReceipt, type Sale } from './receipt.js';

const sale: Sale = {
  shop: 'Café Beispiel',
  address: 'Lindenstraße 7, 10969 Berlin',
  lines: [
    { text: 'Cappuccino', quantity: 2, amount: '7.80', vatRate: 'NORMAL' },
    { text: 'Apfelkuchen', quantity: 1, amount: '4.20', vatRate: 'REDUCED_1' },
    { text: 'Mineralwasser', quantity: 1, amount: '2.90', vatRate: 'NORMAL' },
  ],
  vat: [
    { vatRate: 'NORMAL', amount: '10.70' },
    { vatRate: 'REDUCED_1', amount: '4.20' },
  ],
  payments: [
    { paymentType: 'CASH', amount: '10.00' },
    { paymentType: 'NON_CASH', amount: '4.90' },
  ],
};

/**
 * Signs a receipt through the typed client and prints it as a till would. Uses the gateway that runs on PORT. If there
 * is none, starts one on free ports, with the sandbox and its demo data.
 */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const running = await isGateway(`http://127.0.0.1:${config.port}`);
  const gateway = running
    ? undefined
    : await startGateway(readConfig({ SANDBOX_DATA: '.data/demo', ...process.env, ...FREE_PORTS }));
  try {
    const client = connect(`${gateway?.url ?? `http://127.0.0.1:${config.port}`}/graphql`);
    const { signReceipt } = await client.SignReceipt(
      {
        input: {
          tssUuid: demo.tssId,
          clientUuid: demo.clientId,
          transactionUuid: randomUUID(),
          receipt: { amountsPerVatRate: sale.vat, amountsPerPaymentType: sale.payments },
        },
      },
      {},
      AbortSignal.timeout(10_000),
    );
    if (signReceipt.outcome !== 'SIGNED' || !signReceipt.transaction) {
      throw new Error(`Not signed: ${signReceipt.userErrors.map(({ message }) => message).join(' ')}`);
    }
    process.stdout.write(printReceipt(sale, signReceipt.transaction));
  } finally {
    await gateway?.close();
  }
}

const FREE_PORTS = {
  PORT: '0',
  SANDBOX_MIDDLEWARE_PORT: '0',
  SANDBOX_BACKEND_PORT: '0',
  SANDBOX_DSFINVK_PORT: '0',
  SANDBOX_CONTROL_PORT: '0',
};

async function isGateway(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(500) })).ok;
  } catch {
    return false;
  }
}

await main();
