import { isBlank, type ScanCorrection, trimmed } from './scan-framing.js';

/** The fields of a payload that hold free text. The text alone does not show whether it was damaged. */
export interface FreeText {
  readonly clientSerialNumber: string;
  readonly processType: string;
  readonly processData: string;
  /** The character set in which the process data was signed. */
  readonly signedIn: 'utf-8' | 'windows-1252';
}

/** One way to read a scan. */
export interface Reading {
  readonly text: FreeText;
  readonly corrections: readonly ScanCorrection[];
  /** How unlikely the reading is; 0 is the text as scanned. */
  readonly cost: number;
}

/** Changes a text into another reading; `undefined` if the change does not apply. */
type Change = (text: FreeText) => FreeText | undefined;
type Choice = readonly [correction: ScanCorrection, cost: number, change: Change];

/** Readings with a higher cost are not tried, e.g. two unlikely changes, or three changes with one unlikely. */
const MAXIMUM_COST = 4;

const LINE_END = /\r\n|[\r\n]/g;

/** Possible changes, in the order in which they are undone. At most one choice of each step is used. */
const STEPS: readonly (readonly Choice[])[] = [
  [
    ['CHARACTER_SET', 1, inAllFields((text) => readAsUtf8(text, 'windows-1252'))],
    ['CHARACTER_SET', 2, inAllFields((text) => readAsUtf8(text, 'iso-8859-15'))],
    ['CHARACTER_SET', 3, inAllFields((text) => readAsUtf8(readAsUtf8(text, 'windows-1252'), 'windows-1252'))],
  ],
  // From left to right: the second of two backslashes does not begin an escape.
  [['ECI_ESCAPE', 1, inAllFields((text) => text.replaceAll(/\\(?:(\\)|\d{6})/g, '$1'))]],
  [['BLANKS', 1, inAllFields(trimmed)]],
  [
    ['LINE_ENDS', 1, inProcessData((text) => orderLines(text)?.join('\r'))],
    ['LINE_ENDS', 2, inProcessData((text) => text.replaceAll(LINE_END, '\r'))],
    ['LINE_ENDS', 2, inProcessData((text) => text.replaceAll(LINE_END, '\n'))],
    ['LINE_ENDS', 3, inProcessData((text) => text.replaceAll(LINE_END, '\r\n'))],
    ['LINE_ENDS', 3, inProcessData((text) => text.replaceAll(LINE_END, ''))],
  ],
  [
    ['UNICODE_FORM', 2, inAllFields((text) => text.normalize('NFC'))],
    ['UNICODE_FORM', 2, inAllFields((text) => text.normalize('NFD'))],
  ],
  [['CHARACTER_SET', 2, signedInWindows1252]],
];

/** All distinct readings, the most likely first. The first one is the text as scanned. */
export function readingsOf(text: FreeText): readonly Reading[] {
  const asScanned: Reading = { text, corrections: [], cost: 0 };
  const readings = STEPS.reduce<readonly Reading[]>(withChoices, [asScanned]);
  return [...readings].sort((one, other) => one.cost - other.cost);
}

/** Adds each combination of a reading with a choice of a step, without duplicates and readings that cost too much. */
function withChoices(readings: readonly Reading[], step: readonly Choice[]): readonly Reading[] {
  const found = new Map(readings.map((reading) => [keyOf(reading.text), reading]));
  for (const { text, corrections, cost } of readings) {
    for (const [correction, extraCost, change] of step) {
      const changed = cost + extraCost <= MAXIMUM_COST ? change(text) : undefined;
      if (!changed) continue;
      const reading = {
        text: changed,
        corrections: corrections.includes(correction) ? corrections : [...corrections, correction],
        cost: cost + extraCost,
      };
      const key = keyOf(changed);
      if (reading.cost < (found.get(key)?.cost ?? Infinity)) found.set(key, reading);
    }
  }
  return [...found.values()];
}

function keyOf({ clientSerialNumber, processType, processData, signedIn }: FreeText): string {
  return [signedIn, clientSerialNumber, processType, processData].join(';'); // only the last field can hold `;`
}

function inAllFields(change: (text: string) => string): Change {
  return ({ clientSerialNumber, processType, processData, signedIn }) => ({
    clientSerialNumber: change(clientSerialNumber),
    processType: change(processType),
    processData: change(processData),
    signedIn,
  });
}

function inProcessData(change: (text: string) => string | undefined): Change {
  return (text) => {
    const processData = change(text.processData);
    return processData === undefined ? undefined : { ...text, processData };
  };
}

function signedInWindows1252(text: FreeText): FreeText | undefined {
  return isAscii(text.processData) || !encodeIn(text.processData, 'windows-1252')
    ? undefined
    : { ...text, signedIn: 'windows-1252' };
}

function isAscii(text: string): boolean {
  return /^\p{ASCII}*$/u.test(text);
}

/**
 * The lines of an order (`tse-formats.md §3.2`), with any separator or none between them; `undefined` if the text is
 * not an order.
 */
function orderLines(text: string): readonly string[] | undefined {
  const line = /-?\d+(?:\.\d+)?;"(?:[^"]|"")*";-?\d+\.\d{2}/y;
  const lines: string[] = [];
  for (let position = 0; position < text.length;) {
    if (isBlank(text.charAt(position))) {
      position += 1;
      continue;
    }
    line.lastIndex = position;
    const [found] = line.exec(text) ?? [];
    if (found === undefined) return undefined;
    lines.push(found);
    position = line.lastIndex;
  }
  return lines.length > 0 ? lines : undefined;
}

type SingleByteSet = 'windows-1252' | 'iso-8859-15';

/** Bytes beyond ASCII, by the code of their character. */
const BYTES: Readonly<Record<SingleByteSet, ReadonlyMap<number, number>>> = {
  'windows-1252': bytesOfSet('windows-1252'),
  'iso-8859-15': bytesOfSet('iso-8859-15'),
};

function bytesOfSet(label: SingleByteSet): ReadonlyMap<number, number> {
  const decoder = new TextDecoder(label);
  const bytes = Array.from({ length: 128 }, (_, index) => 128 + index);
  return new Map(bytes.map((byte) => [decoder.decode(Uint8Array.of(byte)).charCodeAt(0), byte]));
}

/**
 * The bytes of a text in a character set of one byte each, or in Latin-1; `undefined` if the set lacks one of its
 * characters.
 */
export function encodeIn(text: string, set: SingleByteSet): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const byte = code < 0x80 ? code : (BYTES[set].get(code) ?? code);
    if (byte > 0xff) return undefined;
    bytes[index] = byte;
  }
  return bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Restores a text whose UTF-8 was decoded in another character set. Returns the text unchanged if that is impossible.
 */
function readAsUtf8(text: string, set: SingleByteSet): string {
  const bytes = isAscii(text) ? undefined : encodeIn(text, set);
  try {
    return bytes ? utf8.decode(bytes) : text;
  } catch {
    return text;
  }
}
