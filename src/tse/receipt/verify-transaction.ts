import type { Schemas } from '../../contract/sign-de.js';
import { rebuildSignedBytes } from '../log/log-message.js';
import { processDataOf, ProcessDataError, type ProcessData } from '../process-data/process-data.js';
import { isSignatureAlgorithm, readPublicPoint, tssSerialNumber } from '../signature/signature.js';
import { canonicalBase64, invalid, verifySignedBytes, type Verification } from './verification.js';

export type { Verification, VerificationFailure } from './verification.js';

/**
 * The members of a revision that are needed to check its signature. The JSON of another version may hold values that
 * are not in the contract.
 */
export interface VerifiableTransaction {
  readonly number: number;
  readonly tss_serial_number: string;
  readonly client_serial_number: string;
  /** The schema as received; it can have any type. */
  readonly schema?: unknown;
  readonly signature: {
    readonly value: string;
    readonly algorithm: string;
    readonly counter: number | string;
    readonly public_key: string;
  };
  readonly log: { readonly operation: string; readonly timestamp: number; readonly timestamp_format: string };
}

/** Whether a text is an operation of a transaction log (`tse-formats.md §1.1`). */
function isOperation(operation: string): operation is Schemas['TxLogOperation'] {
  return operation === 'Start' || operation === 'Update' || operation === 'Finish';
}

/**
 * Rebuilds the signed bytes of one revision from its JSON and checks the signature (`tse-formats.md §5`). The
 * signature covers client and TSS serial number, number, process data (`raw` if present), operation, counter and log
 * time. It does not cover `time_start`, `time_end`, `metadata`, `qr_code_data`, ids and states.
 */
export function verifyTransaction(transaction: VerifiableTransaction): Verification {
  const { signature, log } = transaction;
  const { algorithm } = signature;
  const { timestamp_format: timeFormat, operation } = log;
  if (!isSignatureAlgorithm(algorithm)) return invalid('UNSUPPORTED', `The algorithm ${algorithm} is not known.`);
  if (timeFormat !== 'unixTime') return invalid('UNSUPPORTED', `The time format ${timeFormat} is not known here.`);

  if (!isOperation(operation)) return invalid('UNSUPPORTED', `The operation ${operation} is not known here.`);

  const publicPoint = readPublicPoint(canonicalBase64(signature.public_key) ?? new Uint8Array());
  if (!publicPoint) return invalid('MALFORMED', 'The public key is no uncompressed point in base64.');
  const signatureValue = canonicalBase64(signature.value);
  if (!signatureValue) return invalid('MALFORMED', 'The signature is not base64.');
  const serialNumber = tssSerialNumber(publicPoint);
  if (Buffer.from(serialNumber).toString('hex') !== transaction.tss_serial_number) {
    return invalid('SIGNATURE_MISMATCH', 'The TSS serial number does not belong to the public key.');
  }

  let data: ProcessData;
  let signed: Uint8Array;
  try {
    data = processDataOf(transaction.schema);
  } catch (error) {
    if (!(error instanceof ProcessDataError)) throw error;
    const reason = error.path === 'dsfinvtw_v1' ? 'UNSUPPORTED' : 'MALFORMED';
    return invalid(reason, `The process data cannot be rebuilt (${error.message}).`);
  }
  try {
    signed = rebuildSignedBytes({
      kind: 'transaction',
      operation,
      clientId: transaction.client_serial_number,
      ...data,
      transactionNumber: BigInt(transaction.number),
      serialNumber,
      signatureAlgorithm: algorithm,
      signatureCounter: BigInt(signature.counter),
      logTime: { format: 'unixTime', seconds: log.timestamp },
    });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error; // BigInt throws these two
    return invalid('MALFORMED', 'Number, counter and time must be whole numbers that are not negative.');
  }
  return verifySignedBytes(signed, signatureValue, publicPoint, algorithm);
}
