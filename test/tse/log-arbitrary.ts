import fc from 'fast-check';
import type { LogFrame, LogMessage, LogTime } from '../../src/tse/log/log-message.js';

const printableCharacters = Array.from("ABCXYZabcxyz0189 '()+,-./:=?");
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...Array.from('0123456789')), minLength: length, maxLength: length });

const logTime: fc.Arbitrary<LogTime> = fc.oneof(
  fc.record({ format: fc.constant('unixTime' as const), seconds: fc.maxSafeNat() }),
  fc.record({ format: fc.constant('utcTime' as const), text: digits(12).map((text) => `${text}Z`) }),
  fc.record({ format: fc.constant('generalizedTime' as const), text: digits(14).map((text) => `${text}Z`) }),
  fc.record({
    format: fc.constant('generalizedTime' as const),
    text: digits(17).map((text) => `${text.slice(0, 14)}.${text.slice(14)}Z`),
  }),
);
const frame = {
  serialNumber: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  signatureAlgorithm: fc.constantFrom('ecdsa-plain-SHA256', 'ecdsa-plain-SHA384', 'ecdsa-plain-SHA512'),
  signatureCounter: fc.bigInt({ min: 0n, max: 2n ** 70n }),
  logTime,
} satisfies { [Field in keyof LogFrame]: fc.Arbitrary<LogFrame[Field]> };

/** Text that a PrintableString can hold, at most 100 characters. */
export const printableText = fc.string({ unit: fc.constantFrom(...printableCharacters), maxLength: 100 });

/**
 * Log messages of every kind with any content that the standard allows; data up to 70 000 bytes, so that lengths take
 * one to four octets.
 */
export const anyLog: fc.Arbitrary<LogMessage> = fc.oneof(
  fc.record(
    {
      ...frame,
      kind: fc.constant('transaction' as const),
      operation: fc.constantFrom('Start' as const, 'Update' as const, 'Finish' as const),
      clientId: printableText,
      processData: data(),
      processType: printableText,
      transactionNumber: fc.bigInt({ min: 0n, max: 2n ** 70n }),
    },
    { requiredKeys: [...keysOf(frame), 'kind', 'operation', 'clientId', 'processData', 'transactionNumber'] },
  ),
  fc.record({
    ...frame,
    kind: fc.constant('system' as const),
    operationType: printableText,
    systemOperationData: data(),
  }),
  fc.record({ ...frame, kind: fc.constant('audit' as const), seAuditData: data() }),
);

function data(): fc.Arbitrary<Uint8Array> {
  const long = fc.nat({ max: 70_000 }).map((length) => new Uint8Array(length).fill(0x41));
  return fc.oneof({ weight: 60, arbitrary: fc.uint8Array({ maxLength: 300 }) }, { weight: 1, arbitrary: long });
}

function keysOf<Shape extends object>(shape: Shape): (keyof Shape)[] {
  return Object.keys(shape) as (keyof Shape)[]; // a literal of this file: it has no other keys
}
