import { randomUUID } from 'node:crypto';
import { TEST_LIMITS } from '../../src/sandbox/index.js';
import { sized } from '../support/run-size.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox } from './support/running-sandbox.js';
import { receipt, setUpClient, setUpTss } from './support/set-up.js';

/** Most transactions that are ACTIVE. */
const ACTIVE = sized(100, TEST_LIMITS.activeTransactions);

test('2000 transactions may be ACTIVE, and one more once one has ended', async () => {
  // A sandbox says that it has this limit; the normal run tries what happens there with a smaller one.
  const usual = await ContractClient.login((await runSandbox()).middlewareUrl);
  const { tss_id: usualTss } = await setUpTss(usual);
  expect(await usual.ok('retrieveTss', { path: { tss_id: usualTss } })).toMatchObject({
    max_number_active_transactions: 2000,
  });
  const sandbox = await runSandbox({ limits: { activeTransactions: ACTIVE } });
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const path = { tss_id: (await setUpTss(till)).tss_id };
  const id = await setUpClient(till, path.tss_id);
  const begin = (tx: string) =>
    ({
      path: { ...path, tx_id_or_number: tx },
      query: { tx_revision: 1 },
      body: { state: 'ACTIVE', client_id: id },
    }) as const;
  const ids = Array.from({ length: ACTIVE }, () => randomUUID());
  for (let from = 0; from < ids.length; from += 100) {
    await Promise.all(ids.slice(from, from + 100).map((tx) => till.ok('upsertTransaction', begin(tx))));
  }
  const more = randomUUID();
  expect(await till.refusal('upsertTransaction', begin(more))).toEqual([400, 'E_TX_LIMIT_REACHED']);
  const end = {
    ...begin(ids[0]!),
    query: { tx_revision: 2 },
    body: { state: 'CANCELLED', client_id: id, schema: receipt() },
  } as const;
  await till.ok('upsertTransaction', end);
  await till.ok('upsertTransaction', begin(more));
  expect(await till.ok('retrieveTss', { path })).toMatchObject({
    max_number_active_transactions: ACTIVE,
    number_active_transactions: ACTIVE,
    transaction_counter: String(ACTIVE + 1),
  });
}, 120_000);
