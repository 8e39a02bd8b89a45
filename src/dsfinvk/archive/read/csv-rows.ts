import { createReadStream } from 'node:fs';
import { CsvError, parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import type { Findings } from '../rules/findings.js';

/** Maximum length of one row, in characters. The longest row of the standard has some 10,000. */
const MAXIMUM_ROW = 1_048_576;
/** Part of a file that its line ends and quotes are judged by, in characters. */
const SAMPLE = 65_536;

/**
 * Reads a CSV file row by row. Takes any line ends, with and without byte order mark and quotes, and says so. A file
 * that is broken ends with a finding.
 */
export async function* readCsv(
  name: string,
  path: string,
  { delimiter, quote }: { readonly delimiter: string; readonly quote: string },
  findings: Findings,
): AsyncGenerator<readonly string[]> {
  const parser = parse({
    delimiter,
    quote,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MAXIMUM_ROW,
  });
  // The iterator below throws the error of the whole pipeline.
  pipeline(Readable.from(decoded(name, path, quote, findings)), parser, () => undefined);
  let row = 0;
  try {
    for await (const fields of parser) {
      row += 1;
      yield fields as string[]; // without columns and casts, csv-parse yields lists of text
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : '';
    if (error instanceof NotUtf8) findings.add('ENCODING', { file: name, row: row + 1 });
    else if (error instanceof CsvError) findings.add('CSV_BROKEN', { file: name, row: row + 1, values: { problem } });
    else throw error;
  }
}

async function* decoded(name: string, path: string, quote: string, findings: Findings): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let isFirst = true;
  for await (const piece of createReadStream(path, { highWaterMark: SAMPLE })) {
    let text = textOf(decoder, piece as Buffer); // without an encoding, a file yields buffers
    if (isFirst) {
      if (text.startsWith('\u{FEFF}')) findings.add('BYTE_ORDER_MARK', { file: name });
      text = text.replace(/^\u{FEFF}/u, '');
      const outside = text.split(quote).filter((_part, index) => index % 2 === 0);
      if (outside.some((part) => /\r(?!\n|$)|(?:^|[^\r])\n/.test(part))) findings.add('LINE_ENDS', { file: name });
      if (!text.includes(quote) && /\n./.test(text)) findings.add('NO_QUOTES', { file: name });
    }
    isFirst = false;
    yield text;
  }
  yield textOf(decoder);
}

class NotUtf8 extends Error {}

/** @param bytes the next bytes; without them, the end of the file */
function textOf(decoder: InstanceType<typeof TextDecoder>, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw new NotUtf8();
  }
}
