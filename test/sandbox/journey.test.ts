import { randomUUID } from 'node:crypto';
import { parseLogMessage } from '../../src/tse/log/log-message.js';
import { verifyQrPayload } from '../../src/tse/receipt/qr-code.js';
import { verifyTransaction } from '../../src/tse/receipt/verify-transaction.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox } from './support/running-sandbox.js';
import { PIN, receipt } from './support/set-up.js';

test('The journey of a new customer: from login to a signed receipt and the end of the TSS', async () => {
  const sandbox = await runSandbox();
  const till = await ContractClient.login(sandbox.middlewareUrl);
  const tss = { tss_id: randomUUID() };
  const client_id = randomUUID();
  const tx = { ...tss, tx_id_or_number: randomUUID() };

  const created = await till.ok('createTss', { path: tss, body: { metadata: { shop: 'one' } } });
  expect(created).toMatchObject({
    state: 'CREATED',
    metadata: { shop: 'one' },
    admin_puk: expect.stringMatching(/^\d{10}$/),
  });
  expect(created).not.toHaveProperty('signature_counter');

  const uninitialized = await till.ok('updateTss', { path: tss, body: { state: 'UNINITIALIZED' } });
  expect(uninitialized).toMatchObject({ signature_counter: '6', bsi_certification_id: 'SANDBOX-NOT-CERTIFIED' });
  expect(uninitialized).not.toHaveProperty('description');
  expect(uninitialized).not.toHaveProperty('transaction_counter');

  const { admin_puk } = created;
  expect(await till.ok('changeAdminPin', { path: tss, body: { admin_puk, new_admin_pin: PIN } })).toEqual({});
  expect(await till.ok('authenticateAdmin', { path: tss, body: { admin_pin: PIN } })).toEqual({});
  const initialized = await till.ok('updateTss', { path: tss, body: { state: 'INITIALIZED' } });
  expect(initialized).toMatchObject({
    description: `fiskaly sign cloud-TSE (${tss.tss_id})`,
    signature_counter: '9',
    transaction_counter: '0',
    time_init: expect.any(Number),
  });
  const client = await till.ok('createClient', { path: { ...tss, client_id }, body: { serial_number: 'ERS 1' } });
  expect(client).toMatchObject({ state: 'REGISTERED', serial_number: 'ERS 1' });
  expect(client).not.toHaveProperty('time_update');
  expect(await till.ok('logoutAdmin', { path: tss, body: {} })).toEqual({});

  const write = (tx_revision: number, body: object) =>
    till.ok('upsertTransaction', { path: tx, query: { tx_revision }, body: { client_id, ...body } as never });
  const started = await write(1, { state: 'ACTIVE' });
  expect(started).toMatchObject({
    number: 1,
    revision: 1,
    latest_revision: 1,
    schema: {},
    client_serial_number: 'ERS 1',
    tss_serial_number: created.serial_number,
    log: { operation: 'Start', timestamp: started.time_start, timestamp_format: 'unixTime' },
    signature: { counter: 12, algorithm: 'ecdsa-plain-SHA256', public_key: created.public_key },
  });
  for (const absent of ['metadata', 'time_end', 'qr_code_data']) expect(started).not.toHaveProperty(absent);

  const updated = await write(2, { state: 'ACTIVE', schema: receipt('1.00') });
  expect(updated).toMatchObject({ log: { operation: 'Update' }, signature: { counter: 13 } });
  const finished = await write(3, { state: 'FINISHED', schema: receipt('21.42') });
  expect(finished).toMatchObject({
    log: { operation: 'Finish' },
    signature: { counter: 14 },
    time_end: finished.log.timestamp,
    schema: {
      standard_v1: {
        receipt: { amounts_per_payment_type: [{ payment_type: 'CASH', amount: '21.42', currency_code: 'EUR' }] },
      },
      raw: {
        process_type: 'Kassenbeleg-V1',
        process_data: Buffer.from('Beleg^21.42_0.00_0.00_0.00_0.00^21.42:Bar').toString('base64'),
      },
    },
  });
  expect(verifyQrPayload(finished.qr_code_data!)).toEqual({ valid: true, curve: 'P-256' });

  for (const tx_revision of [1, 2, 3]) {
    const revision = await till.ok('retrieveTransaction', { path: tx, query: { tx_revision } });
    expect(verifyTransaction(revision)).toEqual({ valid: true, curve: 'P-256' });
    const log = await till.send('retrieveTransactionLog', { path: tx, query: { tx_revision } });
    expect(log.headers.get('content-type')).toBe('application/octet-stream');
    expect(parseLogMessage(log.bytes).log).toMatchObject({
      kind: 'transaction',
      clientId: 'ERS 1',
      transactionNumber: 1n,
    });
  }

  await till.ok('authenticateAdmin', { path: tss, body: { admin_pin: PIN } });
  const disabled = await till.ok('updateTss', { path: tss, body: { state: 'DISABLED' } });
  expect(disabled).toMatchObject({ state: 'DISABLED', signature_counter: '16', time_disable: expect.any(Number) });
  expect(await till.ok('retrieveTransaction', { path: tx })).toEqual(finished);
});
