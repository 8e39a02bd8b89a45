import { sign } from 'node:crypto';
import type { Schemas } from '../../../src/contract/sign-de.js';
import { parseLogMessage, signedBytes, type TransactionLog } from '../../../src/tse/log/log-message.js';
import { signPlain } from '../../../src/tse/signature/signature.js';
import { verifyTransaction } from '../../../src/tse/receipt/verify-transaction.js';
import { exampleKey, fromHex, vectors } from '../vectors.js';

type Transaction = Schemas['TxResponse'];

const logs = vectors.messages
  .map(({ log }) => parseLogMessage(fromHex(log)))
  .flatMap(({ log, signature }) => (log.kind === 'transaction' ? [{ log, signature }] : []));
const start = transactionOf(logs[0]!.log, logs[0]!.signature);
const finish = transactionOf(logs[2]!.log, logs[2]!.signature);

describe('verifying a transaction', () => {
  test('accepts every revision of the worked example', () => {
    expect(logs).toHaveLength(7);
    for (const { log, signature } of logs) {
      expect(verifyTransaction(transactionOf(log, signature))).toEqual({ valid: true, curve: 'P-256' });
    }
  });

  test('accepts a start without process data, whether its schema is empty or absent', () => {
    const bare = { ...start };
    delete bare.schema;
    expect(verifyTransaction(bare)).toEqual({ valid: true, curve: 'P-256' });
    expect(verifyTransaction({ ...start, schema: {} })).toEqual({ valid: true, curve: 'P-256' });
  });

  test('rebuilds the process data of a receipt that comes without its raw form', () => {
    const receipt: Schemas['StandardV1Receipt'] = {
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: [{ vat_rate: 'REDUCED_1', amount: '2.55' }],
      amounts_per_payment_type: [{ payment_type: 'CASH', amount: '2.55', currency_code: 'EUR' }],
    };
    expect(verifyTransaction({ ...finish, schema: { standard_v1: { receipt } } })).toMatchObject({ valid: true });
  });

  test('takes the counter as number and as digits', () => {
    const { signature } = finish;
    expect(verifyTransaction({ ...finish, signature: { ...signature, counter: 9 } })).toMatchObject({ valid: true });
    expect(verifyTransaction({ ...finish, signature: { ...signature, counter: '9' } })).toMatchObject({ valid: true });
  });

  test.each<[string, Transaction]>([
    ['client', { ...finish, client_serial_number: 'till 2' }],
    ['number', { ...finish, number: 2 }],
    ['TSS serial number', { ...finish, tss_serial_number: finish.tss_serial_number.replace('5', '6') }],
    ['process data', { ...finish, schema: { raw: { process_type: 'Kassenbeleg-V1', process_data: 'QQ==' } } }],
    ['process type', { ...finish, schema: { raw: { ...finish.schema!.raw!, process_type: 'SonstigerVorgang' } } }],
    ['absent schema', { ...finish, schema: {} }],
    ['operation', { ...finish, log: { ...finish.log, operation: 'Update' } }],
    ['time', { ...finish, log: { ...finish.log, timestamp: finish.log.timestamp + 1 } }],
    ['counter', { ...finish, signature: { ...finish.signature, counter: 10 } }],
    ['signature', { ...finish, signature: { ...finish.signature, value: start.signature.value } }],
  ])('finds out another %s', (_member, transaction) => {
    expect(verifyTransaction(transaction)).toMatchObject({ valid: false, reason: 'SIGNATURE_MISMATCH' });
  });

  test('says of a signature in DER that it verifies only when read so', () => {
    const value = sign('sha256', signedBytes(logs[2]!.log), exampleKey).toString('base64');
    const transaction = { ...finish, signature: { ...finish.signature, value } };
    expect(verifyTransaction(transaction)).toMatchObject({ valid: false, reason: 'DER_SIGNATURE' });
  });

  test.each<[string, Transaction]>([
    ['a negative number', { ...finish, number: -1 }],
    ['a number with a fraction', { ...finish, number: 1.5 }],
    ['a counter that is no number', { ...finish, signature: { ...finish.signature, counter: 'nine' } }],
    ['a key that is none', { ...finish, signature: { ...finish.signature, public_key: 'YQ==' } }],
    ['a signature that is no base64', { ...finish, signature: { ...finish.signature, value: '?' } }],
    ['raw data that is no base64', { ...finish, schema: { raw: { process_type: 'x', process_data: '?' } } }],
  ])('calls %s malformed', (_problem, transaction) => {
    expect(verifyTransaction(transaction)).toMatchObject({ valid: false, reason: 'MALFORMED' });
  });

  test.each<[string, Transaction]>([
    ['taximeter data without its raw form', { ...finish, schema: { dsfinvtw_v1: {} } }],
    // Values that today's contract does not list, as a later server may send them.
    [
      'another algorithm',
      { ...finish, signature: { ...finish.signature, algorithm: 'ecsdsa' as 'ecdsa-plain-SHA256' } },
    ],
    ['another time format', { ...finish, log: { ...finish.log, timestamp_format: 'utcTime' as 'unixTime' } }],
  ])('calls %s unsupported', (_kind, transaction) => {
    expect(verifyTransaction(transaction)).toMatchObject({ valid: false, reason: 'UNSUPPORTED' });
  });

  test('accepts taximeter data with its raw form', () => {
    const log: TransactionLog = { ...logs[2]!.log, processType: 'Fahrer-V1', processData: Buffer.from('x') };
    const transaction = transactionOf(log, signPlain(exampleKey, signedBytes(log)));
    const schema = { ...transaction.schema, dsfinvtw_v1: {} };
    expect(verifyTransaction({ ...transaction, schema })).toMatchObject({ valid: true });
  });
});

/** The resource a signed revision makes (`tse-formats.md §5`). */
function transactionOf(log: TransactionLog, signature: Uint8Array): Transaction {
  const timestamp = log.logTime.format === 'unixTime' ? log.logTime.seconds : 0;
  const process_data = Buffer.from(log.processData).toString('base64');
  const bare = log.processType === ' ';
  return {
    tss_id: '6f0f2b0c-51f0-4c55-9e07-0c7d2b9e4d10',
    tss_serial_number: vectors.serial_number,
    client_id: '0c8f6c4e-7d7a-4f0b-9a53-6c1f6a2d9e11',
    client_serial_number: log.clientId,
    state: log.operation === 'Finish' ? 'FINISHED' : 'ACTIVE',
    revision: 1,
    latest_revision: 1,
    _type: 'TRANSACTION',
    _id: '5b2f3f0e-3b5e-4a5e-8f6a-3f1c2d4e5f60',
    _env: 'TEST',
    _version: '2.2.2',
    number: Number(log.transactionNumber),
    time_start: timestamp,
    schema: bare ? {} : { raw: { process_type: log.processType ?? '', process_data } },
    log: { operation: log.operation, timestamp, timestamp_format: 'unixTime' },
    signature: {
      value: Buffer.from(signature).toString('base64'),
      algorithm: 'ecdsa-plain-SHA256',
      counter: Number(log.signatureCounter),
      public_key: vectors.public_key_base64,
    },
  };
}
