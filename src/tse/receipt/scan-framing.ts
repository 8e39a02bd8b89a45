/**
 * Changes by scanners and cables in the text of a QR code that can be undone. See docs/reference/formats.md.
 *
 * `BYTE_ORDER_MARK`: a byte order mark before the text.
 * `SYMBOLOGY_PREFIX`: the AIM identifier before the text (`]Q1`).
 * `ECI_ESCAPE`: the number of a character set (`\000026`) before or in the text; backslashes are then doubled.
 * `BLANKS`: blanks, tabs, line ends and control characters that are not part of the text.
 * `CHARACTER_SET`: UTF-8 read as Latin-1 or windows-1252, or text that was signed in these.
 * `LINE_ENDS`: line ends of the process data replaced or dropped.
 * `UNICODE_FORM`: letters with accents composed or decomposed.
 */
export const SCAN_CORRECTIONS = [
  'BYTE_ORDER_MARK',
  'SYMBOLOGY_PREFIX',
  'ECI_ESCAPE',
  'BLANKS',
  'CHARACTER_SET',
  'LINE_ENDS',
  'UNICODE_FORM',
] as const;

/** One of {@link SCAN_CORRECTIONS}. */
export type ScanCorrection = (typeof SCAN_CORRECTIONS)[number];

/**
 * Prefixes that can come before the payload, which begins with `V0`. If UTF-8 was read as Latin-1, the byte order mark
 * has three characters.
 */
const PREFIXES: readonly (readonly [ScanCorrection, RegExp])[] = [
  ['BYTE_ORDER_MARK', /^(?:\ufeff|\ufffe|ï»¿)/],
  ['SYMBOLOGY_PREFIX', /^\][A-Z][0-9A-Z]/i],
  ['ECI_ESCAPE', /^\\\d{6}/],
];
/** Maximum number of prefixes to remove; no scanner adds as many. */
const MAXIMUM_PREFIXES = 12;
/** Longest prefix, in characters. */
const LONGEST_PREFIX = 7;

/** Removes everything before and after the payload, which begins with `V0` and ends in base64. */
export function withoutFrame(scanned: string): { readonly text: string; readonly corrections: Set<ScanCorrection> } {
  const corrections = new Set<ScanCorrection>();
  let text = trimmed(scanned);
  if (text !== scanned) corrections.add('BLANKS');
  for (let count = 0; count < MAXIMUM_PREFIXES; count += 1) {
    const start = text.slice(0, LONGEST_PREFIX);
    const found = PREFIXES.find(([, pattern]) => pattern.test(start));
    if (!found) break;
    const [correction, pattern] = found;
    corrections.add(correction);
    const rest = text.slice(pattern.exec(start)?.[0].length);
    text = trimmed(rest);
    if (text !== rest) corrections.add('BLANKS');
  }
  return { text, corrections };
}

/** Removes blanks and control characters at both ends. */
export function trimmed(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && isBlank(text.charAt(start))) start += 1;
  while (end > start && isBlank(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Removes all blanks and control characters. */
export function withoutBlanks(text: string): string {
  return Array.from(text)
    .filter((character) => !isBlank(character))
    .join('');
}

/**
 * Whether a character is white space, a control character (C0, C1) or a character without width. A byte order mark is
 * not.
 */
export function isBlank(character: string): boolean {
  if (character > ' ' && character < '\x7f') return false; // most characters end here
  return character !== '\ufeff' && /[\s\p{Cc}\u200b\u2060]/u.test(character);
}
