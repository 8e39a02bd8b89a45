import { buildQrPayload, parseQrPayload, type QrPayload, QrPayloadError, verifyPayload } from './qr-code.js';
import { SCAN_CORRECTIONS, type ScanCorrection, withoutBlanks, withoutFrame } from './scan-framing.js';
import { encodeIn, type FreeText, readingsOf } from './scan-readings.js';
import { type Failure, invalid, type Verification } from './verification.js';

export type { ScanCorrection } from './scan-framing.js';
export { SCAN_CORRECTIONS } from './scan-framing.js';

/** Result of checking a scan. */
export interface ScannedReceipt {
  readonly verification: Verification;
  /** The reading with a valid signature, or else the most likely one; absent if the text is not a payload. */
  readonly payload?: QrPayload;
  /** The changes that were undone to get a valid signature; empty if the scan itself is valid, or no reading is. */
  readonly corrections: readonly ScanCorrection[];
  /** The changes that were undone without success; empty if the signature is valid. */
  readonly tried: readonly ScanCorrection[];
}

/** Maximum size of a QR code in bytes (ISO/IEC 18004, version 40-L). Each character takes at least one byte. */
const MAXIMUM_SIZE = 2_953;
/** Maximum length of a scan, in characters: enough for UTF-8 read as Latin-1 twice, plus additions by scanners. */
const MAXIMUM_SCAN = 4 * MAXIMUM_SIZE;
/** Maximum number of signatures to check. On the slowest curve, each check takes some milliseconds. */
const MAXIMUM_READINGS = 16;
/** Number of fields after the process data; none of them can hold blanks. */
const LAST_FIELDS = 8;

const tooLong = invalid('MALFORMED', 'No QR code holds as much as this.');

/**
 * Checks a receipt's signature with the scanned text of its QR code. A text with a valid signature is used unchanged.
 * Otherwise known changes by scanners are undone, and the first reading with a valid signature is used. Only the
 * signature decides, so unsigned data is never valid. At most {@link MAXIMUM_READINGS} signatures are checked.
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

/** @param found changes that were certain and are already undone */
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
    if (failure.reason !== 'SIGNATURE_MISMATCH') break; // other failures do not come from the free text
  }
  return { verification: explain(failure, tried), payload, corrections: [], tried: inOrder(tried) };
}

function lengthOf({ clientSerialNumber, processType, processData }: FreeText): number {
  return clientSerialNumber.length + processType.length + processData.length;
}

/** Adds the changes that were tried to the detail. */
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
