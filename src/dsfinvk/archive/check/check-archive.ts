import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { IndexError, readIndex, type IndexDescription } from '../read/index-description.js';
import { unpackArchive, type ArchiveLimits } from '../read/unpack.js';
import { Findings, type Finding, type FindingCount, type Place, type ShownValue } from '../rules/findings.js';
import { columnsOf, TABLE_FILES, type TableFile } from '../tables.js';
import { addIndexes, openDatabase } from './database.js';
import { Loader } from './load.js';
import { QUERIES } from './queries.js';
import { checkSignatures, type SignatureCounts } from './signatures.js';

/** The result of a check. */
export interface ArchiveCheck {
  /** Whether the archive was read to its end and no error was found. Warnings and notes change nothing. */
  readonly valid: boolean;
  /** Whether the archive was read to its end. */
  readonly complete: boolean;
  readonly closings: number;
  readonly transactions: number;
  /** Data rows of all tables. */
  readonly rows: number;
  readonly signatures: SignatureCounts;
  /** The first findings: at most 200 of one rule and 2,000 of all. */
  readonly findings: readonly Finding[];
  /** How often each rule found something. All findings are counted. */
  readonly counts: readonly FindingCount[];
  /** What an archive alone cannot prove, or what this one did not let us check. In English. */
  readonly notChecked: readonly string[];
}

/** What a check may use. */
export interface CheckSettings {
  /** An existing folder. Temporary files are written to a new folder in it, which is removed at the end. */
  readonly folder: string;
  readonly limits?: ArchiveLimits;
}

/** 16 GB: several times a million receipts. An archive has 22 files. */
const DEFAULT_LIMITS: ArchiveLimits = { bytes: 16_000_000_000, files: 100 };
/** Largest `index.xml`, in bytes. That of the standard has 60,000. */
const MAXIMUM_INDEX = 4_000_000;
/** Tables that no archive can do without (dsfinvk-archive.md §2). */
const NEEDED: readonly TableFile[] = ['cashpointclosing.csv', 'location.csv', 'cashregister.csv', 'vat.csv'];

/**
 * Checks a DSFinV-K archive of any origin, TAR or ZIP: its structure against `index.xml` and the standard, each value,
 * each reference, each sum, each signature. Knows nothing of how archives are written here; it shares only the
 * description of the tables. Memory is bounded: rows go to a temporary database. A broken archive is a finding.
 * @throws errors of `archive` and of the file system unchanged
 */
export async function checkArchive(
  archive: AsyncIterable<Uint8Array>,
  { folder: parent, limits = DEFAULT_LIMITS }: CheckSettings,
): Promise<ArchiveCheck> {
  const folder = await mkdtemp(path.join(parent, 'dsfinvk-check-'));
  const findings = new Findings();
  let database: DatabaseSync | undefined;
  try {
    const { files, complete } = await unpackArchive(archive, folder, limits, findings);
    const index = await indexOf(files, findings);
    checkFiles(files, index, findings);
    database = openDatabase(path.join(folder, 'database'), TABLE_FILES);
    const loader = new Loader(database, findings);
    for (const file of TABLE_FILES) {
      const source = files.get(file);
      const table = index?.tables.find((described) => described.file === file);
      const count = source === undefined ? 0 : await loader.load({ file, path: source, table });
      if (count === 0 && NEEDED.includes(file)) findings.add('TABLE_EMPTY', { file });
    }
    addIndexes(database);
    runQueries(database, findings);
    const signatures = checkSignatures(database, findings);
    const { counts } = findings;
    return {
      valid: complete && counts.every(({ severity }) => severity !== 'error'),
      complete,
      closings: countOf(database, 'SELECT COUNT(*) n FROM closing'),
      transactions: countOf(database, 'SELECT COUNT(*) n FROM t_transactions'),
      rows: loader.rows,
      signatures,
      findings: findings.listed,
      counts,
      notChecked: notChecked(database, signatures),
    };
  } finally {
    database?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function indexOf(files: ReadonlyMap<string, string>, findings: Findings): Promise<IndexDescription | undefined> {
  const file = files.get('index.xml');
  if (file === undefined) {
    findings.add('INDEX_MISSING');
    return undefined;
  }
  try {
    if ((await stat(file)).size > MAXIMUM_INDEX) throw new IndexError('it is too large.');
    return readIndex((await readFile(file, 'utf8')).replace(/^\u{FEFF}/u, ''));
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    findings.add('INDEX_BROKEN', { file: 'index.xml', values: { problem: error.message } });
    return undefined;
  }
}

function checkFiles(files: ReadonlyMap<string, string>, index: IndexDescription | undefined, findings: Findings): void {
  if (!index) return;
  const listed = new Map(index.tables.map((table) => [table.file, table]));
  const dtds = [...files.keys()].filter((name) => name.endsWith('.dtd'));
  if (index.dtd !== undefined && !dtds.includes(index.dtd)) {
    findings.add(dtds.length > 0 ? 'DTD_NAME' : 'DTD_MISSING', { file: 'index.xml', values: { name: index.dtd } });
  }
  for (const name of files.keys()) {
    const isTable = TABLE_FILES.some((file) => file === name);
    if (isTable && !listed.has(name)) findings.add('TABLE_NOT_LISTED', { file: name });
    else if (!isTable && name !== 'index.xml' && !dtds.includes(name)) findings.add('UNKNOWN_FILE', { file: name });
  }
  for (const file of TABLE_FILES) {
    const table = listed.get(file);
    if (!table) continue;
    if (!files.has(file)) findings.add('TABLE_MISSING', { file });
    if (table.decimalSign !== ',') findings.add('DECIMAL_SIGN', { file });
    const standard = new Map(columnsOf(file));
    for (const { name, type } of table.columns) {
      const column = standard.get(name);
      if (!column) continue;
      const expected = column.kind === 'number' ? `N${column.decimals}` : `A${column.length}`;
      // What was signed may be longer than its column.
      if (type !== expected && name !== 'TSE_VORGANGSDATEN') {
        findings.add('COLUMN_TYPE', {
          file: 'index.xml',
          column: `${file} ${name}`,
          values: { found: type, expected },
        });
      }
    }
  }
}

function runQueries(database: DatabaseSync, findings: Findings): void {
  for (const { code, sql } of QUERIES) {
    try {
      for (const found of database.prepare(sql).iterate()) {
        const { file, row, column, ...values } = found;
        findings.add(code, {
          ...placeOf(file, row, column),
          values: values as Readonly<Record<string, ShownValue>>, // no query has blobs
        });
      }
    } catch (error) {
      // SQLite adds 64-bit integers exactly, or fails.
      if (!(error instanceof Error && error.message.includes('overflow'))) throw error;
      findings.add('SUMS_TOO_LARGE');
    }
  }
}

function placeOf(file: unknown, row: unknown, column: unknown): Place {
  return {
    file: typeof file === 'string' ? file : undefined,
    row: typeof row === 'number' ? row : undefined,
    column: typeof column === 'string' ? column : undefined,
  };
}

function countOf(database: DatabaseSync, sql: string): number {
  return Number(database.prepare(sql).get()?.n ?? 0);
}

function notChecked(database: DatabaseSync, { notChecked: signatures }: SignatureCounts): readonly string[] {
  const outside = countOf(
    database,
    `SELECT COUNT(*) n FROM t_references r WHERE r.REF_TYP = 'Transaktion' AND r.REF_BON_ID <> '' AND NOT EXISTS
      (SELECT 1 FROM closing c WHERE LOWER(c.Z_KASSE_ID) = LOWER(r.REF_Z_KASSE_ID) AND c.Z_NR = r.REF_Z_NR)`,
  );
  return [
    'Whether the certificates of the TSE can be trusted, and whether they were revoked.',
    'Whether closings before the first one or after the last one of a register are missing.',
    ...(outside > 0 ? [`${outside} references to closings that are not in the archive.`] : []),
    ...(signatures > 0 ? [`${signatures} signatures: their process data, key or algorithm is missing here.`] : []),
  ];
}
