import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { DSFINVK_VERSION, readMetadata, storedMetadata } from '../object-data.js';

/** The kinds of master data: the member `_type` of their answers. */
export type MasterKind = 'VAT_DEFINITION' | 'CASH_REGISTER' | 'PURCHASER_AGENCY';

/** A revision of master data as it is stored; see `store-tables.ts`. */
export interface MasterRow {
  readonly key: number;
  /** UUID, or the VAT key in digits. */
  readonly id: string;
  readonly metadata: string;
  readonly revision: number;
  /** JSON. */
  readonly content: string;
  readonly time_creation: number;
  readonly time_update: number;
}

/** The codes of the 404 of each kind, and what its messages call it. */
const KINDS: Readonly<Record<MasterKind, readonly [code: string, name: string]>> = {
  VAT_DEFINITION: ['E_VAT_DEFINITION_NOT_FOUND', 'VAT definition'],
  CASH_REGISTER: ['E_CASH_REGISTER_NOT_FOUND', 'cash register'],
  PURCHASER_AGENCY: ['E_PURCHASER_AGENCY_NOT_FOUND', 'purchaser agency'],
};

/** Finds master data of the caller, in its newest revision. */
export function lookUpMaster(
  { store }: Engine,
  caller: Caller,
  kind: MasterKind,
  id: string | number,
): MasterRow | undefined {
  const sql = 'SELECT * FROM master_data WHERE organization = ? AND kind = ? AND id = ?';
  return store.one<MasterRow>(sql, caller.organization, kind, String(id).toLowerCase());
}

/**
 * Finds the master data that a path or body names, in its newest or in a given revision.
 * @throws Refusal 404 when there is none, or not that revision
 */
export function findMaster(
  engine: Engine,
  caller: Caller,
  kind: MasterKind,
  id: string | number,
  revision?: number,
): MasterRow {
  const newest = lookUpMaster(engine, caller, kind, id);
  if (!newest) throw missing(kind, id);
  if (revision === undefined) return newest;
  const old = engine.store.one<Pick<MasterRow, 'revision' | 'content' | 'time_update'>>(
    'SELECT revision, content, time_update FROM master_revision WHERE master = ? AND revision = ?',
    newest.key,
    revision,
  );
  if (!old) throw missing(kind, `${id} of revision ${revision}`);
  return { ...newest, ...old };
}

/**
 * All master data of a kind as it was when a revision was the newest of all; in the order of creation.
 * @param newest key of that revision
 */
export function mastersAsOf(
  { store }: Pick<Engine, 'store'>,
  organization: number,
  kind: MasterKind,
  newest: number,
): readonly MasterRow[] {
  return store.all<MasterRow>(
    `SELECT master_data.key, id, metadata, master_revision.revision, master_revision.content, time_creation,
        master_revision.time_update
      FROM master_data JOIN master_revision ON master_revision.key =
        (SELECT max(key) FROM master_revision AS each WHERE each.master = master_data.key AND each.key <= ?)
      WHERE organization = ? AND kind = ? ORDER BY master_data.key`,
    newest,
    organization,
    kind,
  );
}

/** The refusal of master data that does not exist. */
export function missing(kind: MasterKind, id: string | number): Refusal {
  const [code, name] = KINDS[kind];
  return new Refusal(404, code, `There is no ${name} ${id}.`);
}

/**
 * Creates master data, or adds a revision to it if its content changes; only inside a write. Metadata that is sent
 * replaces what is stored; it makes no revision (`dsfinvk-v1.md §3`).
 * @throws Refusal 400 for metadata above the limits
 */
export function saveMaster(
  engine: Engine,
  caller: Caller,
  kind: MasterKind,
  id: string | number,
  content: object,
  metadata: Schemas['Metadata'] | undefined,
): MasterRow {
  const { store } = engine;
  const now = engine.now();
  const text = JSON.stringify(content);
  const known = lookUpMaster(engine, caller, kind, id);
  const pairs = known && metadata === undefined ? known.metadata : storedMetadata(metadata);
  if (known && isDeepStrictEqual(JSON.parse(known.content), JSON.parse(text))) {
    store.run('UPDATE master_data SET metadata = ? WHERE key = ?', pairs, known.key);
    return { ...known, metadata: pairs };
  }
  const row = store.returning<MasterRow>(
    `INSERT INTO master_data (organization, kind, id, metadata, revision, content, time_creation, time_update)
      VALUES (?, ?, ?, ?, 0, ?, ?, ?)
      ON CONFLICT DO UPDATE SET metadata = excluded.metadata, revision = revision + 1, content = excluded.content,
        time_update = excluded.time_update
      RETURNING *`,
    caller.organization,
    kind,
    String(id).toLowerCase(),
    pairs,
    text,
    now,
    now,
  );
  store.run(
    'INSERT INTO master_revision (master, revision, content, time_update) VALUES (?, ?, ?, ?)',
    row.key,
    row.revision,
    text,
    now,
  );
  return row;
}

/** The members that the answers of all kinds have. */
export function masterAnswer<Kind extends MasterKind>(
  kind: Kind,
  { environment }: Pick<Caller, 'environment'>,
  row: MasterRow,
) {
  return {
    revision: row.revision,
    metadata: readMetadata(row.metadata),
    time_creation: row.time_creation,
    time_update: row.time_update,
    _type: kind,
    _env: environment,
    _version: DSFINVK_VERSION,
  };
}

/**
 * Replaces the metadata of master data and answers it; only inside a write.
 * @throws Refusal 404 when there is none, 400 for metadata above the limits
 */
export function putMasterMetadata(
  engine: Engine,
  caller: Caller,
  kind: MasterKind,
  id: string | number,
  sent: Schemas['MetadataOpen'],
): Record<string, string> {
  const { key } = findMaster(engine, caller, kind, id);
  const metadata = storedMetadata(sent, 'body');
  engine.store.run('UPDATE master_data SET metadata = ? WHERE key = ?', metadata, key);
  return readMetadata(metadata);
}

/** Answers the metadata of master data. @throws Refusal 404 when there is none */
export function getMasterMetadata(
  engine: Engine,
  caller: Caller,
  kind: MasterKind,
  id: string | number,
): Record<string, string> {
  return readMetadata(findMaster(engine, caller, kind, id).metadata);
}
