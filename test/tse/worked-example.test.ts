import { createHash } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { encodeLogMessage, parseLogMessage, signedBytes, type LogMessage } from '../../src/tse/log/log-message.js';
import { processDataOf } from '../../src/tse/process-data/process-data.js';
import { buildQrPayload, verifyQrPayload } from '../../src/tse/receipt/qr-code.js';
import { signPlain, tssSerialNumber, uncompressedPoint, verifyPlain } from '../../src/tse/signature/signature.js';
import { systemOperations } from '../../src/tse/log/system-operations.js';
import { exampleKey, examplePoint, fromHex, toHex, vectors } from './vectors.js';

const client = vectors.client_serial_number;
const administrator = 'tr-admin';
const receipt = processDataOf({
  standard_v1: {
    receipt: {
      receipt_type: 'RECEIPT',
      amounts_per_vat_rate: [{ vat_rate: 'REDUCED_1', amount: '2.55' }],
      amounts_per_payment_type: [{ payment_type: 'CASH', amount: '2.55', currency_code: 'EUR' }],
    },
  },
});
const order = processDataOf({
  standard_v1: {
    order: {
      line_items: [
        { quantity: '2', text: 'Eisbecher "Himbeere"', price_per_unit: '3.99' },
        { quantity: '1', text: 'Eiskaffee', price_per_unit: '2.99' },
      ],
    },
  },
});
const aborted = processDataOf({ standard_v1: { receipt: { receipt_type: 'ABORT', amounts_per_vat_rate: [] } } });
const nothing = processDataOf(undefined);

/** The life of the example TSS as told by its inputs; counters rise from 1. */
const life = [
  system(1735725600, systemOperations.updateTime(1735725597, 1735725599)),
  system(1735725610, systemOperations.unblockUser(administrator)),
  system(1735725611, systemOperations.authenticateUser(administrator, true)),
  system(1735725612, systemOperations.initialize('sandbox TSS (6f0f2b0c-51f0-4c55-9e07-0c7d2b9e4d10)')),
  system(1735725620, systemOperations.registerClient(client)),
  system(1735725621, systemOperations.logOut(administrator)),
  transaction(1735725660, 'Start', 1n, nothing),
  transaction(1735725662, 'Update', 1n, receipt),
  transaction(1735725664, 'Finish', 1n, receipt),
  transaction(1735725700, 'Start', 2n, nothing),
  transaction(1735725705, 'Finish', 2n, order),
  transaction(1735725800, 'Start', 3n, nothing),
  transaction(1735725860, 'Finish', 3n, aborted),
  system(1735725900, systemOperations.authenticateUser(administrator, true)),
  system(1735725901, systemOperations.deregisterClient(client)),
  system(1735725902, systemOperations.disableSecureElement(1735725902)),
].map((build, index) => build(BigInt(index + 1)));

const pairs = vectors.messages.map((vector, index) => ({ ...vector, message: life[index]! }));

describe('the worked example', () => {
  test('has as many messages as the life told here', () => {
    expect(life).toHaveLength(16);
    expect(vectors.messages).toHaveLength(16);
  });

  test.each(pairs)('signs the same bytes for $label', ({ message, signed, sha256 }) => {
    expect(toHex(signedBytes(message))).toBe(signed);
    expect(createHash('sha256').update(signedBytes(message)).digest('hex')).toBe(sha256);
  });

  test.each(pairs)('gets the same deterministic signature (RFC 6979) for $label', ({ message, signature }) => {
    const signed = p256.sign(signedBytes(message), fromHex(vectors.private_key), { lowS: false });
    expect(toHex(signed)).toBe(signature);
  });

  test.each(pairs)('writes the same log file for $label', ({ message, signature, log }) => {
    expect(toHex(encodeLogMessage(message, fromHex(signature)))).toBe(log);
  });

  test.each(pairs)('reads back what went into the log of $label', ({ message, signed, signature, log }) => {
    const parsed = parseLogMessage(fromHex(log));
    expect(parsed.log).toEqual(message);
    expect(toHex(parsed.signedBytes)).toBe(signed);
    expect(toHex(parsed.signature)).toBe(signature);
  });

  test.each(pairs)('verifies $label, with its own signature and a fresh one', ({ message, signature }) => {
    const signed = signedBytes(message);
    const algorithm = message.signatureAlgorithm;
    expect(verifyPlain(examplePoint, algorithm, signed, fromHex(signature))).toBe('P-256');
    expect(verifyPlain(examplePoint, algorithm, signed, signPlain(exampleKey, signed))).toBe('P-256');
  });

  test('derives point and serial number from the key', () => {
    expect(toHex(uncompressedPoint(exampleKey))).toBe(vectors.public_key);
    expect(toHex(tssSerialNumber(examplePoint))).toBe(vectors.serial_number);
  });

  test('builds the same QR payload, which verifies', () => {
    const finish = vectors.messages[8]!;
    const payload = buildQrPayload({
      clientSerialNumber: client,
      processType: receipt.processType,
      processData: Buffer.from(receipt.processData).toString(),
      transactionNumber: '1',
      signatureCounter: '9',
      startTime: '2025-01-01T10:01:00.000Z',
      logTime: '2025-01-01T10:01:04.000Z',
      signatureAlgorithm: 'ecdsa-plain-SHA256',
      logTimeFormat: 'unixTime',
      signature: Buffer.from(finish.signature, 'hex').toString('base64'),
      publicKey: Buffer.from(examplePoint).toString('base64'),
    });
    expect(payload).toBe(vectors.qr_code_data);
    expect(verifyQrPayload(payload)).toEqual({ valid: true, curve: 'P-256' });
  });
});

function frame(seconds: number, signatureCounter: bigint) {
  return {
    serialNumber: fromHex(vectors.serial_number),
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    signatureCounter,
    logTime: { format: 'unixTime', seconds },
  } as const;
}

function system(seconds: number, operation: { operationType: string; systemOperationData: Uint8Array }) {
  return (counter: bigint): LogMessage => ({ kind: 'system', ...operation, ...frame(seconds, counter) });
}

function transaction(
  seconds: number,
  operation: 'Start' | 'Update' | 'Finish',
  transactionNumber: bigint,
  data: { processType: string; processData: Uint8Array },
) {
  return (counter: bigint): LogMessage => ({
    kind: 'transaction',
    operation,
    clientId: client,
    transactionNumber,
    ...data,
    ...frame(seconds, counter),
  });
}
