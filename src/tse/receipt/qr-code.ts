import { rebuildSignedBytes, type LogTime } from '../log/log-message.js';
import { isSignatureAlgorithm, readPublicPoint, tssSerialNumber } from '../signature/signature.js';
import { canonicalBase64, invalid, verifySignedBytes, type Verification } from './verification.js';

export type { Verification, VerificationFailure } from './verification.js';

/** The form of the log time in the signed message (`tse-formats.md §4`). */
export const logTimeFormats = [
  'unixTime',
  'utcTime',
  'utcTimeWithSeconds',
  'generalizedTime',
  'generalizedTimeWithMilliseconds',
] as const;

/** One of {@link logTimeFormats}. */
export type LogTimeFormat = (typeof logTimeFormats)[number];

/** The fields of a receipt's QR code, in their order, after the version `V0` (`tse-formats.md §4`). */
export interface QrPayload {
  /** Serial number of the client, without `;`. */
  readonly clientSerialNumber: string;
  /** Without `;`. */
  readonly processType: string;
  /** The signed text. The text of an order contains `;`. */
  readonly processData: string;
  /** Digits. */
  readonly transactionNumber: string;
  /** Digits; the counter of the Finish message. */
  readonly signatureCounter: string;
  /** Log time of the Start message, `YYYY-MM-DDThh:mm:ss.fffZ`. No signature of the payload covers it. */
  readonly startTime: string;
  /** Log time of the Finish message, in the same form. */
  readonly logTime: string;
  /** `ecdsa-plain-SHA256` or another algorithm of TR-03151, which may be unknown here. */
  readonly signatureAlgorithm: string;
  readonly logTimeFormat: LogTimeFormat;
  /** Base64. */
  readonly signature: string;
  /** Base64 of the uncompressed point. */
  readonly publicKey: string;
}

/**
 * A text that is not a QR payload, or values that do not fit into one. `field` is a member of {@link QrPayload}, or
 * `version`.
 */
export class QrPayloadError extends Error {
  override readonly name = 'QrPayloadError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}

/** The fields in their order after `V0`, each with its pattern. */
const rules: Readonly<Record<keyof QrPayload, { readonly holds: (value: string) => boolean; readonly rule: string }>> =
  {
    clientSerialNumber: { holds: isPlainField, rule: 'must be text without ";"' },
    processType: { holds: isPlainField, rule: 'must be text without ";"' },
    processData: { holds: (value) => value.isWellFormed(), rule: 'must be text' },
    transactionNumber: { holds: isDigits, rule: 'must be digits' },
    signatureCounter: { holds: isDigits, rule: 'must be digits' },
    startTime: { holds: isTime, rule: 'must have the form YYYY-MM-DDThh:mm:ss.fffZ' },
    logTime: { holds: isTime, rule: 'must have the form YYYY-MM-DDThh:mm:ss.fffZ' },
    signatureAlgorithm: { holds: (value) => /^[A-Z0-9-]+$/i.test(value), rule: 'must be the name of an algorithm' },
    logTimeFormat: {
      holds: (value) => logTimeFormats.some((format) => format === value),
      rule: `must be one of ${logTimeFormats.join(', ')}`,
    },
    signature: { holds: isBase64, rule: 'must be base64' },
    publicKey: { holds: isBase64, rule: 'must be base64' },
  };
// Object.keys returns the keys in the order written above.
const fieldNames = Object.keys(rules) as (keyof QrPayload)[];

/**
 * The text of a receipt's QR code. {@link parseQrPayload} is the inverse.
 * @throws QrPayloadError that names an invalid field
 */
export function buildQrPayload(payload: QrPayload): string {
  checkFields(payload);
  return ['V0', ...fieldNames.map((name) => payload[name])].join(';');
}

/**
 * Reads the fields of a receipt's QR code. Does not check the signature.
 * @throws QrPayloadError that names the first invalid field
 */
export function parseQrPayload(text: string): QrPayload {
  const [version, ...parts] = text.split(';');
  if (version !== 'V0') throw new QrPayloadError('version', 'must be V0');
  const missing = fieldNames[parts.length];
  if (missing) throw new QrPayloadError(missing, 'is missing');
  const values = [...parts.slice(0, 2), parts.slice(2, -8).join(';'), ...parts.slice(-8)];
  // There is one value for each name: the length was checked above.
  const payload = Object.fromEntries(fieldNames.map((name, index) => [name, values[index]])) as Record<
    keyof QrPayload,
    string
  >;
  checkFields(payload);
  return payload;
}

/** Checks a receipt's signature with its QR code alone. Only the start time is not covered by the signature. */
export function verifyQrPayload(text: string): Verification {
  let payload: QrPayload;
  try {
    payload = parseQrPayload(text);
  } catch (error) {
    if (error instanceof QrPayloadError) return invalid('MALFORMED', error.message);
    throw error;
  }
  return verifyPayload(payload);
}

/**
 * Like {@link verifyQrPayload}, for a parsed payload.
 * @param processData the bytes of the process data, if they are not UTF-8
 */
export function verifyPayload(
  payload: QrPayload,
  processData: Uint8Array = Buffer.from(payload.processData),
): Verification {
  const { signatureAlgorithm } = payload;
  if (!isSignatureAlgorithm(signatureAlgorithm)) {
    return invalid('UNSUPPORTED', `The algorithm ${signatureAlgorithm} is not known.`);
  }
  const publicPoint = readPublicPoint(Buffer.from(payload.publicKey, 'base64'));
  if (!publicPoint) return invalid('MALFORMED', 'publicKey: must be an uncompressed point of a curve for TSEs');
  const logTime = signedTime(payload);
  if (!logTime) return invalid('MALFORMED', `logTime: ${payload.logTimeFormat} cannot express ${payload.logTime}`);

  const signed = rebuildSignedBytes({
    kind: 'transaction',
    operation: 'Finish',
    clientId: payload.clientSerialNumber,
    processData,
    processType: payload.processType,
    transactionNumber: BigInt(payload.transactionNumber),
    serialNumber: tssSerialNumber(publicPoint),
    signatureAlgorithm,
    signatureCounter: BigInt(payload.signatureCounter),
    logTime,
  });
  return verifySignedBytes(signed, Buffer.from(payload.signature, 'base64'), publicPoint, signatureAlgorithm);
}

/**
 * The log time in the form of the signed message; `undefined` if the format cannot express it (a fraction of a second,
 * a year), because then the signature would not cover all of it.
 */
function signedTime({ logTime, logTimeFormat }: QrPayload): LogTime | undefined {
  const digits = logTime.replaceAll(/[-:TZ]/g, ''); // YYYYMMDDhhmmss.fff
  if (logTimeFormat === 'generalizedTimeWithMilliseconds') return { format: 'generalizedTime', text: `${digits}Z` };
  if (!digits.endsWith('.000')) return undefined;
  const year = Number(digits.slice(0, 4));
  switch (logTimeFormat) {
    case 'unixTime':
      return year < 1970 ? undefined : { format: 'unixTime', seconds: Date.parse(logTime) / 1000 };
    case 'generalizedTime':
      return { format: 'generalizedTime', text: `${digits.slice(0, 14)}Z` };
    case 'utcTime': // the one known vendor that used it wrote seconds too
    case 'utcTimeWithSeconds':
      return year < 1950 || year > 2049 ? undefined : { format: 'utcTime', text: `${digits.slice(2, 14)}Z` };
  }
}

function checkFields(payload: Readonly<Record<keyof QrPayload, string>>): asserts payload is QrPayload {
  for (const name of fieldNames) {
    const { holds, rule } = rules[name];
    if (!holds(payload[name])) throw new QrPayloadError(name, rule);
  }
}

function isPlainField(value: string): boolean {
  return value.isWellFormed() && !value.includes(';');
}

function isDigits(value: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(value);
}

function isTime(value: string): boolean {
  const time = Date.parse(value);
  return /^\d{4}-/.test(value) && !Number.isNaN(time) && new Date(time).toISOString() === value;
}

function isBase64(value: string): boolean {
  return canonicalBase64(value) !== undefined;
}
