/** What `info.csv` tells of the TSS that an export is from (`tse-formats.md §2.2`). */
export interface ExportInfo {
  /** May be empty. */
  readonly description: string;
  readonly manufacturer: string;
  readonly version: string;
}

const VALUE = '"((?:[^"]|"")*)"';
const LINE = new RegExp(`^"description:",${VALUE},"manufacturer:",${VALUE},"version:",${VALUE}\\n?$`, 'u');

/** The content of `info.csv`: one line without an end, quotes inside values doubled. */
export function writeExportInfo({ description, manufacturer, version }: ExportInfo): string {
  return `"description:",${quote(description)},"manufacturer:",${quote(manufacturer)},"version:",${quote(version)}`;
}

/** Reads what {@link writeExportInfo} wrote, with or without a line feed at the end; `undefined` when it is anything else. */
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
