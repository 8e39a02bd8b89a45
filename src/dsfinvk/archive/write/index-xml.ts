import { columnsOf, TABLE_FILES, TABLES, type Column, type TableFile } from '../tables.js';
import { DTD_FILE } from './dtd.js';

/** Maximum length to declare for a column of text, given that of the standard. */
export type LengthOf = (file: TableFile, column: string, standard: number) => number;

/**
 * Writes `index.xml`, which describes all 20 tables (dsfinvk-v1.md §10). As in the public model it has a byte order
 * mark and CRLF, file names as descriptions, and no supplier (dsfinvk-archive.md §2). No text in it needs an escape.
 */
export function indexXml(lengthOf: LengthOf): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<!DOCTYPE DataSet SYSTEM "${DTD_FILE}">`,
    '<DataSet>',
    '  <Version>1.0</Version>',
    '  <DataSupplier><Name></Name><Location></Location><Comment></Comment></DataSupplier>',
    '  <Media>',
    '    <Name>CD Nummer 1</Name>',
    ...TABLE_FILES.flatMap((file) => tableLines(file, lengthOf)).map((line) => `    ${line}`),
    '  </Media>',
    '</DataSet>',
  ];
  return `\u{FEFF}${lines.join('\r\n')}\r\n`;
}

function tableLines(file: TableFile, lengthOf: LengthOf): readonly string[] {
  return [
    '<Table>',
    `  <URL>${file}</URL>`,
    `  <Name>${TABLES[file].name}</Name>`,
    `  <Description>${file}</Description>`,
    '  <UTF8/>',
    '  <DecimalSymbol>,</DecimalSymbol>',
    '  <DigitGroupingSymbol>.</DigitGroupingSymbol>',
    '  <Range><From>2</From></Range>',
    '  <VariableLength>',
    '    <ColumnDelimiter>;</ColumnDelimiter>',
    '    <RecordDelimiter>&#13;&#10;</RecordDelimiter>',
    '    <TextEncapsulator>"</TextEncapsulator>',
    ...columnsOf(file).flatMap(([name, column]) => [
      '    <VariableColumn>',
      `      <Name>${name}</Name>`,
      `      <Description>${name}</Description>`,
      ...typeLines(column, (standard) => lengthOf(file, name, standard)).map((line) => `      ${line}`),
      '    </VariableColumn>',
    ]),
    '  </VariableLength>',
    '</Table>',
  ];
}

function typeLines(column: Column, lengthOf: (standard: number) => number): readonly string[] {
  if (column.kind !== 'number') return ['<AlphaNumeric/>', `<MaxLength>${lengthOf(column.length)}</MaxLength>`];
  return [column.decimals === 0 ? '<Numeric/>' : `<Numeric><Accuracy>${column.decimals}</Accuracy></Numeric>`];
}
