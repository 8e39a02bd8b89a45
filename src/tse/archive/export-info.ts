/** The content of `info.csv`: facts about the TSS of the export (`tse-formats.md §2.2`). */
export interface ExportInfo {
  /** May be empty. */
  readonly description: string;
  readonly manufacturer: string;
  readonly version: string;
}

const VALUE = '"((?:[^"]|"")*)"';
const LINE = new RegExp(`^"description:",${VALUE},"manufacturer:",${VALUE},"version:",${VALUE}\\n?$`, 'u');

/** Writes `info.csv`: one line without a line end, with quotes inside values doubled. */
export function writeExportInfo({ description, manufacturer, version }: ExportInfo): string {
  return `"description:",${quote(description)},"manufacturer:",${quote(manufacturer)},"version:",${quote(version)}`;
}

/** Reads text in the form of {@link writeExportInfo}, with or without a line feed at the end; else `undefined`. */
export function readExportInfo(text: string): ExportInfo | undefined {
  const [, description, manufacturer, version] = LINE.exec(text) ?? [];
  if (description === undefined || manufacturer === undefined || version === undefined) return undefined;
  return { description: unquote(description), manufacturer: unquote(manufacturer), version: unquote(version) };
}

function quote(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function unquote(value: string): string {
  return value.replaceAll('""', '"');
}

/** The content of `info.csv` and the oddities of its form; or a sentence that says why it cannot be read. */
export type ReadInfo =
  { readonly info: ExportInfo; readonly oddities: readonly string[] } | { readonly problem: string };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const LABELS = ['description', 'manufacturer', 'version'] as const;
const BYTE_ORDER_MARK = '\ufeff';

/**
 * Reads the `info.csv` of any vendor: with or without quotes, with any line ends and any separator of CSV files. It
 * must be UTF-8 and have each label once.
 */
export function readInfoFile(content: Uint8Array): ReadInfo {
  let decoded: string;
  try {
    decoded = utf8.decode(content);
  } catch {
    return { problem: 'This is not UTF-8.' };
  }
  const exact = readExportInfo(decoded);
  if (exact) return { info: exact, oddities: [] };
  const text = decoded.startsWith(BYTE_ORDER_MARK) ? decoded.slice(1) : decoded;
  const separator = /^[ "]*(?:description|manufacturer|version):?[ "]*([,;\t])/i.exec(text)?.[1];
  const fields = separator === undefined ? undefined : splitFields(text, separator);
  const info = fields && separator !== undefined ? findValues(fields, separator) : undefined;
  if (!fields || !info) return { problem: 'This is not the one line that it should be.' };
  const oddities = [
    ...(text === decoded ? [] : ['a byte order mark']),
    ...(separator === ',' ? [] : ['other separators than commas']),
    ...(fields.every(({ isQuoted }) => isQuoted) ? [] : ['values or labels without quotes']),
    ...(/\r|\n[\s\S]/.test(text) ? ['other line ends than one line feed'] : []),
  ];
  return { info, oddities: oddities.length > 0 ? oddities : ['other fields, or fields in another order'] };
}

interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** The fields of all lines; `undefined` if a quoted value is not closed, or continues after its quotes. */
function splitFields(text: string, separator: string): readonly CsvField[] | undefined {
  const fields: CsvField[] = [];
  const field = new RegExp(
    ` *"((?:[^"]|"")*)" *(?:[${separator}\\r\\n]|$)|((?! *")[^${separator}\\r\\n]*)(?:[${separator}\\r\\n]|$)`,
    'uy',
  );
  for (let start = 0; start < text.length; start = field.lastIndex) {
    field.lastIndex = start;
    const [found, quoted, plain = ''] = field.exec(text) ?? [];
    if (found === undefined) return undefined;
    if (quoted !== undefined) fields.push({ text: unquote(quoted), isQuoted: true });
    // Skips the empty fields that a line end of two characters, or one at the end of the file, produces.
    else if (plain.trim() !== '' || found.endsWith(separator)) fields.push({ text: plain.trim(), isQuoted: false });
  }
  return fields;
}

/**
 * The values of the three labels. A value without quotes may hold the separator. Text after a quoted value is not
 * part of it.
 */
function findValues(fields: readonly CsvField[], separator: string): ExportInfo | undefined {
  const labels = fields.map(({ text }) => text.replace(/:$/, '').trim().toLowerCase());
  const places = LABELS.map((label) => labels.indexOf(label));
  if (LABELS.some((label, index) => places[index] === -1 || labels.indexOf(label) !== labels.lastIndexOf(label))) {
    return undefined;
  }
  const [description = '', manufacturer = '', version = ''] = places.map((place) => {
    const next = Math.min(...places.filter((other) => other > place), fields.length);
    const [first, ...more] = fields.slice(place + 1, next);
    if (!first) return '';
    return first.isQuoted ? first.text : [first, ...more].map(({ text }) => text).join(separator);
  });
  return { description, manufacturer, version };
}
