import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';

/** What `index.xml` says about a column. */
export interface DescribedColumn {
  readonly name: string;
  /** E.g. `A50`, `N2`. */
  readonly type: string;
}

/** What `index.xml` says about a table. */
export interface DescribedTable {
  readonly file: string;
  readonly decimalSign: string;
  readonly grouping: string;
  readonly delimiter: string;
  readonly quote: string;
  /** First row with data. */
  readonly from: number;
  readonly columns: readonly DescribedColumn[];
}

/** The content of `index.xml`. */
export interface IndexDescription {
  /** Name of the DTD in DOCTYPE. */
  readonly dtd: string | undefined;
  readonly tables: readonly DescribedTable[];
}

/** `index.xml` cannot be used. */
export class IndexError extends Error {
  override readonly name = 'IndexError';
}

const parser = new XMLParser({
  processEntities: false,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  isArray: (name) => ['Media', 'Table', 'VariableColumn', 'VariablePrimaryKey'].includes(name),
});

const text = z.string().transform((value) => value.trim());
const column = z.looseObject({
  Name: text,
  MaxLength: text.optional(),
  Numeric: z.union([z.looseObject({ Accuracy: text.optional() }), z.string()]).optional(),
});
const table = z.looseObject({
  URL: text,
  DecimalSymbol: z.string().optional(),
  DigitGroupingSymbol: z.string().optional(),
  Range: z.looseObject({ From: text }).optional(),
  VariableLength: z.looseObject({
    ColumnDelimiter: z.string().optional(),
    TextEncapsulator: z.string().optional(),
    VariablePrimaryKey: z.array(column).optional(),
    VariableColumn: z.array(column).optional(),
  }),
});
const dataSet = z.looseObject({
  DataSet: z.looseObject({ Media: z.array(z.looseObject({ Table: z.array(table).optional() })) }),
});

/**
 * Reads `index.xml` (dsfinvk-v1.md §10). Entities that the document declares are refused: no index needs them, and
 * they can grow without limit.
 * @throws IndexError
 */
export function readIndex(xml: string): IndexDescription {
  if (xml.includes('<!ENTITY')) throw new IndexError('it declares entities.');
  // Its successor is another package. This one is part of the parser that is installed.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const problem = XMLValidator.validate(xml);
  if (problem !== true) throw new IndexError(problem.err.msg);
  let content: unknown;
  try {
    content = parser.parse(xml);
  } catch (error) {
    throw new IndexError(error instanceof Error ? error.message : String(error));
  }
  const read = dataSet.safeParse(content);
  if (!read.success) throw new IndexError(`it has another structure (${read.error.issues[0]?.path.join('.') ?? ''}).`);
  const [, dtd] = /<!DOCTYPE\s+\S+\s+SYSTEM\s+["']([^"']*)["']/.exec(xml) ?? [];
  const tables = read.data.DataSet.Media.flatMap((media) => media.Table ?? []);
  return { dtd, tables: tables.map(described) };
}

function described({ URL: url, ...rest }: z.infer<typeof table>): DescribedTable {
  const { VariableLength: layout } = rest;
  const columns = [...(layout.VariablePrimaryKey ?? []), ...(layout.VariableColumn ?? [])];
  return {
    file: url.slice(url.lastIndexOf('/') + 1),
    decimalSign: characterOf(rest.DecimalSymbol, ','),
    grouping: characterOf(rest.DigitGroupingSymbol, '.'),
    delimiter: characterOf(layout.ColumnDelimiter, ';'),
    quote: characterOf(layout.TextEncapsulator, '"'),
    from: Number(rest.Range?.From ?? 2) || 1,
    columns: columns.map(({ Name, MaxLength, Numeric }) => ({
      name: Name,
      type:
        Numeric === undefined
          ? `A${MaxLength ?? ''}`
          : `N${typeof Numeric === 'string' ? '0' : (Numeric.Accuracy ?? '0')}`,
    })),
  };
}

/** A single character, which may be written as a reference. */
function characterOf(value: string | undefined, usual: string): string {
  const [, number] = /^&#(\d{1,5});$/.exec(value ?? '') ?? [];
  const character = number === undefined ? value?.replace('&quot;', '"') : String.fromCharCode(Number(number));
  return character?.length === 1 ? character : usual;
}
