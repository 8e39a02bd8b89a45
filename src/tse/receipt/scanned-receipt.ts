import { buildQrPayload, parseQrPayload, type QrPayload, QrPayloadError, verifyPayload } from './qr-code.js';
import { SCAN_CORRECTIONS, type ScanCorrection, withoutBlanks, withoutFrame } from './scan-framing.js';
import { encodeIn, type FreeText, readingsOf } from './scan-readings.js';
import { type Failure, invalid, type Verification } from './verification.js';

export type { ScanCorrection } from './scan-framing.js';
export { SCAN_CORRECTIONS } from './scan-framing.js';

/** Result of checking a scan. */
export interface ScannedReceipt {
  readonly verification: Verification;
  /** The reading whose signature fits, otherwise the likeliest; absent if the text cannot be read as a payload. */
  readonly payload?: QrPayload;
  /** What had to be undone before the signature fitted; empty if it fitted as scanned, or never. */
  readonly corrections: readonly ScanCorrection[];
  /** What was undone without success; empty if the signature fits. */
  readonly tried: readonly ScanCorrection[];
}

/** Most bytes of a QR code (ISO/IEC 18004, version 40-L). Each character takes at least one. */
const MAXIMUM_SIZE = 2_953;
/** Longest scan that is read, in characters: UTF-8 that was read as Latin-1 twice, with what scanners add. */
const MAXIMUM_SCAN = 4 * MAXIMUM_SIZE;
/** Most readings whose signature is checked; on the slowest curve each takes some milliseconds. */
const MAXIMUM_READINGS = 16;
/** Number of fields after the process data; none of them can hold blanks. */
const LAST_FIELDS = 8;

const tooLong = invalid('MALFORMED', 'No QR code holds as much as this.');

/**
 * Checks a receipt's signature with the text of its QR code as scanned. If the text verifies, it is used unchanged.
 * Otherwise known changes by scanners are undone, and the first reading whose signature fits is used. The signature
 * alone decides, so nothing is valid that was not signed. At most {@link MAXIMUM_READINGS} signatures are checked.
 */
export function verifyScan(scanned: string): ScannedReceipt {
  if (scanned.length > MAXIMUM_SCAN) return { verification: tooLong, corrections: [], tried: [] };
  const { text, corrections } = withoutFrame(scanned);
  const fields = text.split(';').map((field, index, all) => {
    const mayHoldBlanks = index > 0 && index < all.length - LAST_FIELDS;
    return mayHoldBlanks ? field : withoutBlanks(field);
  });
  const cleaned = fields.join(';');
  if (cleaned !== text) corrections.add('BLANKS');
  try {
    return verifyReadings(parseQrPayload(cleaned), corrections);
  } catch (error) {
    if (!(error instanceof QrPayloadError)) throw error;
    return { verification: invalid('MALFORMED', error.message), corrections: [], tried: inOrder(corrections) };
  }
}

/** @param found what was undone already, without any doubt */
function verifyReadings(payload: QrPayload, found: ReadonlySet<ScanCorrection>): ScannedReceipt {
  const { clientSerialNumber, processType, processData } = payload;
  const freeText: FreeText = { clientSerialNumber, processType, processData, signedIn: 'utf-8' };
  const otherLength = buildQrPayload(payload).length - lengthOf(freeText);
  const readings = readingsOf(freeText).filter(({ text }) => otherLength + lengthOf(text) <= MAXIMUM_SIZE);
  const tried = new Set(found);
  let failure: Failure = tooLong;
  for (const [index, { text, corrections }] of readings.slice(0, MAXIMUM_READINGS).entries()) {
    const { signedIn, ...fields } = text;
    const reading = { ...payload, ...fields };
    const bytes = signedIn === 'utf-8' ? undefined : encodeIn(reading.processData, signedIn);
    const verification = verifyPayload(reading, bytes);
    if (verification.valid) {
      return { verification, payload: reading, corrections: inOrder(new Set([...found, ...corrections])), tried: [] };
    }
    for (const correction of corrections) tried.add(correction);
    if (index === 0) failure = verification;
    if (failure.reason !== 'SIGNATURE_MISMATCH') break; // nothing in the free text can correct another failure
  }
  return { verification: explain(failure, tried), payload, corrections: [], tried: inOrder(tried) };
}

function lengthOf({ clientSerialNumber, processType, processData }: FreeText): number {
  return clientSerialNumber.length + processType.length + processData.length;
}

/** Adds to the detail what was tried. */
function explain(failure: Failure, tried: ReadonlySet<ScanCorrection>): Failure {
  if (failure.reason !== 'SIGNATURE_MISMATCH' || tried.size === 0) return failure;
  const names = inOrder(tried).map((correction) => NAMES[correction]);
  return invalid(failure.reason, `${failure.detail} Undoing what scanners do did not help: ${names.join(', ')}.`);
}

const NAMES: Readonly<Record<ScanCorrection, string>> = {
  BYTE_ORDER_MARK: 'byte order mark',
  SYMBOLOGY_PREFIX: 'AIM prefix',
  ECI_ESCAPE: 'ECI escape',
  BLANKS: 'blanks and control characters',
  CHARACTER_SET: 'character set',
  LINE_ENDS: 'line ends',
  UNICODE_FORM: 'Unicode form',
};

function inOrder(corrections: ReadonlySet<ScanCorrection>): readonly ScanCorrection[] {
  return SCAN_CORRECTIONS.filter((correction) => corrections.has(correction));
}
