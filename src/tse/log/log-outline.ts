import { unsignedInteger } from '../signature/der.js';
import { LogMessageError } from './log-message-error.js';
import type { AuditLog, LogFrame, LogTime, SystemLog, TransactionLog } from './log-message.js';

/** The members of a {@link LogMessage} that its file name needs. */
export type LogOutline = Pick<LogFrame, 'signatureCounter' | 'logTime'> &
  (
    | Pick<TransactionLog, 'kind' | 'operation' | 'clientId' | 'transactionNumber'>
    | Pick<SystemLog, 'kind' | 'operationType'>
    | Pick<AuditLog, 'kind'>
  );

/**
 * Reads the outline of a message that `encodeLogMessage` wrote. It is about twenty times faster than `parseLogMessage`,
 * which matters for exports of a million messages. It relies on DER and checks almost nothing, so messages of other
 * vendors need `parseLogMessage`.
 * @throws LogMessageError when the bytes end early or are not such a message
 */
export function outlineOf(message: Uint8Array): LogOutline {
  const elements = new Elements(message);
  elements.enter(); // the outer SEQUENCE
  elements.skip(); // version
  const certifiedDataType = elements.next();
  const certified = readCertified(certifiedDataType.at(-1) ?? 0, elements);
  elements.skip(); // serialNumber
  elements.skip(); // signatureAlgorithm
  if (certified.kind === 'audit') elements.skip(); // seAuditData
  const signatureCounter = unsignedInteger(elements.next()) ?? 0n;
  return { ...certified, signatureCounter, logTime: readTime(elements) };
}

/** A message without its signature counter and log time. */
type Certified = LogOutline extends infer Kind
  ? Kind extends LogOutline
    ? Omit<Kind, 'signatureCounter' | 'logTime'>
    : never
  : never;

function readCertified(kind: number, elements: Elements): Certified {
  switch (kind) {
    case 1: {
      const operationType = elements.text();
      const clientId = elements.text();
      elements.skip(); // processData
      if (elements.nextTag() === 0x83) elements.skip(); // processType
      const transactionNumber = unsignedInteger(elements.next()) ?? 0n;
      return { kind: 'transaction', operation: readOperation(operationType), clientId, transactionNumber };
    }
    case 2: {
      const operationType = elements.text();
      elements.skip(); // systemOperationData
      return { kind: 'system', operationType };
    }
    case 3:
      return { kind: 'audit' };
    default:
      throw new LogMessageError('kind', 'is not known');
  }
}

function readOperation(operationType: string): TransactionLog['operation'] {
  switch (operationType) {
    case 'StartTransaction':
      return 'Start';
    case 'UpdateTransaction':
      return 'Update';
    case 'FinishTransaction':
      return 'Finish';
    default:
      throw new LogMessageError('operation', 'is not known');
  }
}

function readTime(elements: Elements): LogTime {
  const tag = elements.nextTag();
  if (tag === 0x02) return { format: 'unixTime', seconds: Number(unsignedInteger(elements.next())) };
  return { format: tag === 0x17 ? 'utcTime' : 'generalizedTime', text: elements.text() };
}

/** Reads the elements of a DER encoding one after another. */
class Elements {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  nextTag(): number | undefined {
    return this.#bytes[this.#offset];
  }

  text(): string {
    const start = this.skip();
    return this.#bytes.toString('utf8', start, this.#offset);
  }

  next(): Buffer {
    const start = this.skip();
    return this.#bytes.subarray(start, this.#offset);
  }

  /** Moves past the next element, and returns where its content starts. */
  skip(): number {
    const length = this.enter();
    const start = this.#offset;
    this.#offset += length;
    if (this.#offset > this.#bytes.length) throw new LogMessageError('message', 'ends early');
    return start;
  }

  /** Moves past tag and length of the next element, and returns the length. */
  enter(): number {
    const first = this.#bytes[this.#offset + 1] ?? 0;
    this.#offset += 2;
    if (first < 0x80) return first;
    const octets = first & 0x7f;
    if (octets === 0 || octets > 4 || this.#offset + octets > this.#bytes.length) {
      throw new LogMessageError('message', 'has a length that cannot be read');
    }
    const length = this.#bytes.readUIntBE(this.#offset, octets);
    this.#offset += octets;
    return length;
  }
}
