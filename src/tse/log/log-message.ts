import { element, integerContent, objectIdentifier, unprintableCharacter } from '../signature/der.js';
import { ElementReader, readNumber, readOctets, readText, type TaggedField } from './element-reader.js';
import { LogMessageError } from './log-message-error.js';
import { signatureAlgorithms, type SignatureAlgorithm } from '../signature/signature.js';

/**
 * The time at which a message was signed, in the form of its TSE. `seconds` count from 1970. Texts are as in ASN.1:
 * `200522113302Z` for `utcTime`, `20200522113302Z` or `20200522113302.123Z` for `generalizedTime`.
 */
export type LogTime =
  | { readonly format: 'unixTime'; readonly seconds: number }
  | { readonly format: 'utcTime' | 'generalizedTime'; readonly text: string };

/** The common part of all log messages (`tse-formats.md §1.1`). */
export interface LogFrame {
  /** Serial number of the TSS, 32 bytes; see `tssSerialNumber`. */
  readonly serialNumber: Uint8Array;
  readonly signatureAlgorithm: SignatureAlgorithm;
  readonly signatureCounter: bigint;
  readonly logTime: LogTime;
}

/** One revision of a transaction. */
export interface TransactionLog extends LogFrame {
  readonly kind: 'transaction';
  readonly operation: 'Start' | 'Update' | 'Finish';
  /** The client's serial number, not its UUID. */
  readonly clientId: string;
  readonly processData: Uint8Array;
  /**
   * At most 100 characters. If absent, the message has no such element. A start without data signs one space
   * (`tse-formats.md §3.4`).
   */
  readonly processType?: string;
  readonly transactionNumber: bigint;
}

/** An event of the TSS itself; `systemOperations` builds type and data. */
export interface SystemLog extends LogFrame {
  readonly kind: 'system';
  readonly operationType: string;
  readonly systemOperationData: Uint8Array;
}

/** A message of the secure element about itself, with vendor-specific data. */
export interface AuditLog extends LogFrame {
  readonly kind: 'audit';
  readonly seAuditData: Uint8Array;
}

/** A TSE log message without its signature. */
export type LogMessage = TransactionLog | SystemLog | AuditLog;

export { LogMessageError } from './log-message-error.js';

const serialNumberLength = 32;
const maxProcessTypeLength = 100;
const operations = ['Start', 'Update', 'Finish'] as const;
const version = element(0x02, Uint8Array.of(2));
const certifiedDataTypes = {
  transaction: objectIdentifier('0.4.0.127.0.7.3.7.1.1'),
  system: objectIdentifier('0.4.0.127.0.7.3.7.1.2'),
  audit: objectIdentifier('0.4.0.127.0.7.3.7.1.3'),
};
const algorithmIdentifiers = {
  'ecdsa-plain-SHA224': algorithmIdentifier('ecdsa-plain-SHA224'),
  'ecdsa-plain-SHA256': algorithmIdentifier('ecdsa-plain-SHA256'),
  'ecdsa-plain-SHA384': algorithmIdentifier('ecdsa-plain-SHA384'),
  'ecdsa-plain-SHA512': algorithmIdentifier('ecdsa-plain-SHA512'),
};

const algorithmsByIdentifier = new Map(
  // The cast is safe: Object.keys returns only keys of the table.
  (Object.keys(signatureAlgorithms) as SignatureAlgorithm[]).map((algorithm) => [
    Buffer.from(objectIdentifier(signatureAlgorithms[algorithm].oid)).toString('hex'),
    algorithm,
  ]),
);

/**
 * The bytes that a TSE signs: every element from the version to the log time, with tag and length (`tse-formats.md
 * §1.2`).
 * @throws LogMessageError when a field breaks the rules of the standard
 */
export function signedBytes(log: LogMessage): Uint8Array {
  checkFields(log);
  return rebuildSignedBytes(log);
}

/**
 * {@link signedBytes} without its checks, to verify messages of other devices: some serial numbers of tills have
 * characters that a PrintableString does not allow.
 */
export function rebuildSignedBytes(log: LogMessage): Uint8Array {
  return Buffer.concat([
    version,
    certifiedDataTypes[log.kind],
    ...certifiedFields(log),
    element(0x04, log.serialNumber),
    algorithmIdentifiers[log.signatureAlgorithm],
    ...(log.kind === 'audit' ? [element(0x04, log.seAuditData)] : []),
    element(0x02, integerContent(log.signatureCounter)),
    timeElement(log.logTime),
  ]);
}

/**
 * The whole message as a TSE exports it: the signed bytes and the signature in one SEQUENCE.
 * @throws LogMessageError as {@link signedBytes} does
 */
export function encodeLogMessage(log: LogMessage, signature: Uint8Array): Uint8Array {
  return element(0x30, Buffer.concat([signedBytes(log), element(0x04, signature)]));
}

function certifiedFields(log: LogMessage): readonly Uint8Array[] {
  switch (log.kind) {
    case 'transaction':
      return [
        element(0x80, Buffer.from(`${log.operation}Transaction`)),
        element(0x81, Buffer.from(log.clientId)),
        element(0x82, log.processData),
        ...(log.processType === undefined ? [] : [element(0x83, Buffer.from(log.processType))]),
        element(0x85, integerContent(log.transactionNumber)),
      ];
    case 'system':
      return [element(0x80, Buffer.from(log.operationType)), element(0x81, log.systemOperationData)];
    case 'audit':
      return [];
  }
}

function timeElement(time: LogTime): Uint8Array {
  switch (time.format) {
    case 'unixTime':
      return element(0x02, integerContent(BigInt(time.seconds)));
    case 'utcTime':
      return element(0x17, Buffer.from(time.text));
    case 'generalizedTime':
      return element(0x18, Buffer.from(time.text));
  }
}

function algorithmIdentifier(algorithm: SignatureAlgorithm): Uint8Array {
  return element(0x30, objectIdentifier(signatureAlgorithms[algorithm].oid));
}

function checkFields(log: LogMessage): void {
  checkSerialNumber(log.serialNumber);
  checkNumber('signatureCounter', log.signatureCounter);
  if (log.logTime.format === 'unixTime') {
    const { seconds } = log.logTime;
    if (!Number.isSafeInteger(seconds) || seconds < 0) {
      throw new LogMessageError('logTime', `${seconds} is no count of whole seconds since 1970`);
    }
  } else {
    checkTimeText(log.logTime);
  }
  if (log.kind === 'transaction') {
    checkPrintable('clientId', log.clientId);
    checkNumber('transactionNumber', log.transactionNumber);
    checkPrintable('processType', log.processType ?? '');
    if ((log.processType ?? '').length > maxProcessTypeLength) {
      throw new LogMessageError('processType', `must have at most ${maxProcessTypeLength} characters`);
    }
  } else if (log.kind === 'system') {
    checkPrintable('operationType', log.operationType);
  }
}

function checkSerialNumber(serialNumber: Uint8Array): void {
  if (serialNumber.length !== serialNumberLength) {
    throw new LogMessageError('serialNumber', `must have ${serialNumberLength} bytes`);
  }
}

function checkPrintable(field: string, text: string): void {
  const character = unprintableCharacter(text);
  if (character !== undefined) {
    throw new LogMessageError(field, `a PrintableString cannot hold the character ${JSON.stringify(character)}`);
  }
}

function checkNumber(field: string, value: bigint): void {
  if (value < 0n) throw new LogMessageError(field, 'must not be negative');
}

function checkTimeText(time: Exclude<LogTime, { format: 'unixTime' }>): void {
  const pattern = time.format === 'utcTime' ? /^\d{10}(\d\d)?Z$/ : /^\d{14}(\.\d+)?Z$/;
  if (!pattern.test(time.text)) throw new LogMessageError('logTime', `must have the form of ${time.format}`);
}

/** A parsed message. */
export interface ReadLogMessage {
  readonly log: LogMessage;
  /** The signed bytes as they are in the message, BER or DER. */
  readonly signedBytes: Uint8Array;
  readonly signature: Uint8Array;
  /** The oddities of the message, one sentence each; absent if there are none. The signature covers them all. */
  readonly oddities?: readonly string[];
}

/**
 * Reads a message of any vendor. Joins process data in pieces (BER; `tse-formats.md §1.1`), and skips reserved fields
 * that no till should send. Reports both in `oddities`. Does not check the signature.
 * @throws LogMessageError when `bytes` are not a log message of version 2; no other error
 */
export function parseLogMessage(bytes: Uint8Array): ReadLogMessage {
  const elements = new ElementReader(bytes);
  elements.constant('version', { 2: version });
  const kind = elements.constant('kind', certifiedDataTypes);
  const fields = elements.tagged();
  const certified =
    kind === 'transaction' ? readTransaction(fields) : kind === 'system' ? readSystem(fields) : undefined;
  const serialNumber = elements.content('serialNumber', 0x04);
  checkSerialNumber(serialNumber);
  const signatureAlgorithm = readAlgorithm(elements.content('signatureAlgorithm', 0x30));
  const data = certified ?? { kind: 'audit' as const, seAuditData: elements.content('seAuditData', 0x04) };
  const signatureCounter = elements.number('signatureCounter', 0x02);
  const logTime = readTime(elements);
  const signed = elements.bytesSoFar();
  const signature = elements.content('signature', 0x04);
  elements.end();
  const oddities = odditiesOf(fields, kind);
  return {
    log: { ...data, serialNumber, signatureAlgorithm, signatureCounter, logTime },
    signedBytes: signed,
    signature,
    ...(oddities.length > 0 && { oddities }),
  };
}

function readTransaction(fields: ReadonlyMap<number, TaggedField>): Omit<TransactionLog, keyof LogFrame> {
  const operationType = readText('operation', fieldOf(fields, 0, 'operation'));
  const operation = operations.find((name) => operationType === `${name}Transaction`);
  if (!operation)
    throw new LogMessageError('operation', 'must be StartTransaction, UpdateTransaction or FinishTransaction');
  return {
    kind: 'transaction',
    operation,
    clientId: readText('clientId', fieldOf(fields, 1, 'clientId')),
    processData: fieldOf(fields, 2, 'processData'),
    ...(fields.has(3) && { processType: readText('processType', fieldOf(fields, 3, 'processType')) }),
    transactionNumber: readNumber('transactionNumber', fieldOf(fields, 5, 'transactionNumber')),
  };
}

function readSystem(fields: ReadonlyMap<number, TaggedField>): Omit<SystemLog, keyof LogFrame> {
  return {
    kind: 'system',
    operationType: readText('operationType', fieldOf(fields, 0, 'operationType')),
    // The content consists of elements, even if the field is marked as primitive.
    systemOperationData: requiredField(fields, 1, 'systemOperationData').content,
  };
}

function fieldOf(fields: ReadonlyMap<number, TaggedField>, number: number, name: string): Uint8Array {
  return readOctets(name, requiredField(fields, number, name));
}

function requiredField(fields: ReadonlyMap<number, TaggedField>, number: number, name: string): TaggedField {
  const field = fields.get(number);
  if (!field) throw new LogMessageError(name, 'is missing');
  return field;
}

/** Names of the fields, by tag (`tse-formats.md §1.1`). Reserved fields are reported as oddities. */
const fieldNames: Readonly<Record<LogMessage['kind'], readonly string[]>> = {
  transaction: [
    'operationType',
    'clientId',
    'processData',
    'processType',
    'additionalExternalData',
    'transactionNumber',
    'additionalInternalData',
  ],
  system: ['operationType', 'systemOperationData', 'additionalInternalData'],
  audit: [],
};

function odditiesOf(fields: ReadonlyMap<number, TaggedField>, kind: LogMessage['kind']): readonly string[] {
  const numbers = [...fields.keys()];
  const names = fieldNames[kind];
  const inOrder = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? 0));
  return [
    ...(inOrder ? [] : ['Its fields are in another order than that of TR-03151.']),
    ...[...fields].flatMap(([number, { isInPieces }]) => {
      const name = names[number];
      if (name === undefined) return [`It has a field that TR-03151 does not know (tag ${number}).`];
      return [
        ...(name.startsWith('additional') ? [`It has ${name}, which TR-03151 reserves and no till should send.`] : []),
        ...(isInPieces ? [`Its ${name} is in pieces (BER), as devices write what reached them so.`] : []),
      ];
    }),
  ];
}

/** Finds the algorithm by its OBJECT IDENTIFIER. These algorithms have no parameters, but NULL is accepted. */
function readAlgorithm(content: Uint8Array): SignatureAlgorithm {
  const identifier = Buffer.from(content).toString('hex');
  const found = algorithmsByIdentifier.get(identifier.endsWith('0500') ? identifier.slice(0, -4) : identifier);
  if (found) return found;
  throw new LogMessageError('signatureAlgorithm', `must be one of ${[...algorithmsByIdentifier.values()].join(', ')}`);
}

function readTime(elements: ElementReader): LogTime {
  if (elements.nextTag() === 0x02) {
    const seconds = Number(elements.number('logTime', 0x02));
    if (!Number.isSafeInteger(seconds)) throw new LogMessageError('logTime', 'is beyond the calendar');
    return { format: 'unixTime', seconds };
  }
  const format = elements.nextTag() === 0x17 ? 'utcTime' : 'generalizedTime';
  const time = { format, text: elements.text('logTime', 0x17, 0x18) } as const;
  checkTimeText(time);
  return time;
}
