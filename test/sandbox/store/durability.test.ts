import { ContractClient } from '../support/contract-client.js';
import { runSandbox, temporaryFolder } from '../support/running-sandbox.js';
import { forkSandbox } from '../support/sandbox-process.js';
import { PIN, sell, setUpClient, setUpTss } from '../support/set-up.js';

test('A restart keeps everything: resources, sessions, admin mode and the count of wrong PINs', async () => {
  const dataFolder = temporaryFolder();
  const first = await runSandbox({ dataFolder });
  const before = await ContractClient.login(first.middlewareUrl);
  const path = await setUpTss(before);
  const client_id = await setUpClient(before, path.tss_id);
  const sold = await sell(before, path.tss_id, client_id);
  const created = await setUpTss(before, 'CREATED');
  for (let tries = 0; tries < 4; tries += 1) {
    await before.refusal('authenticateAdmin', { path, body: { admin_pin: 'wrong pin' } });
  }
  await first.close();

  const second = await runSandbox({ dataFolder });
  const after = before.at(second.middlewareUrl);
  expect(await after.ok('retrieveTransaction', { path: { ...path, tx_id_or_number: sold._id } })).toEqual(sold);
  expect(await after.ok('createTss', { path: created })).toMatchObject({ admin_puk: created.admin_puk });
  await after.ok('updateClient', { path: { ...path, client_id }, body: { state: 'REGISTERED' } });
  await after.refusal('authenticateAdmin', { path, body: { admin_pin: 'wrong pin' } });
  const refusal = await after.refusal('authenticateAdmin', { path, body: { admin_pin: PIN } });
  expect(refusal).toEqual([423, 'E_ADMIN_PIN_BLOCKED']);
  const next = await sell(after, path.tss_id, client_id);
  expect(next.number).toBe(sold.number + 1);
});

test('A second process on the same folder is refused, until the first is gone, even by kill -9', async () => {
  const dataFolder = temporaryFolder();
  const first = await forkSandbox(dataFolder);
  // This process is the second.
  await expect(runSandbox({ dataFolder })).rejects.toMatchObject({
    name: 'SandboxStartError',
    message: expect.stringContaining('sandbox.sqlite is in use by another process'),
  });
  await first.kill();
  await (await runSandbox({ dataFolder })).close();
});
