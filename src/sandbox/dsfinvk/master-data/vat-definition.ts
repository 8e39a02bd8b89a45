import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import { VAT_KEYS, type VatKey } from '../../../dsfinvk/vat-keys.js';
import type { Engine } from '../../engine/engine.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { listItems } from '../list-answer.js';
import { DSFINVK_VERSION } from '../object-data.js';
import {
  findMaster,
  lookUpMaster,
  masterAnswer,
  mastersAsOf,
  missing,
  saveMaster,
  type MasterRow,
} from './master-data.js';

/** When the predefined keys were made, Unix seconds: the year in which receipts became obligatory. */
const PREDEFINED_SINCE = 1_577_836_800;

/** What is stored of an own VAT definition. */
interface VatRate {
  readonly percentage: number;
  readonly description?: string;
}

/** Whether a VAT key exists: predefined, or the caller's own. */
export function hasVatDefinition(engine: Engine, caller: Caller, key: number): boolean {
  return predefined(key) !== undefined || lookUpMaster(engine, caller, 'VAT_DEFINITION', key) !== undefined;
}

function predefined(key: number): VatKey | undefined {
  return VAT_KEYS.find((known) => known.key === key);
}

/** Answers one VAT definition. @throws Refusal 404 when there is none with this key, or not this revision */
export function retrieveVatDefinition(
  engine: Engine,
  { caller, path, query }: OperationCall<Operations['retrieveVatDefinition']>,
): Schemas['VatDefinition'] {
  const key = path.vat_definition_export_id;
  const known = predefined(key);
  if (!known) return ownAnswer(caller, findMaster(engine, caller, 'VAT_DEFINITION', key, query.revision));
  if ((query.revision ?? 0) !== 0) throw missing('VAT_DEFINITION', `${key} of revision ${query.revision ?? 0}`);
  return predefinedAnswer(caller, known);
}

/** Creates or changes an own VAT definition; only inside a write. The path allows no predefined key. */
export function upsertVatDefinition(
  engine: Engine,
  { caller, path, body: { metadata, percentage, description } }: OperationCall<Operations['upsertVatDefinition']>,
): Schemas['VatDefinition'] {
  const content = { percentage, ...(description !== undefined && { description }) };
  return ownAnswer(
    caller,
    saveMaster(engine, caller, 'VAT_DEFINITION', path.vat_definition_export_id, content, metadata),
  );
}

/** Predefined and own VAT definitions, as {@link mastersAsOf}. */
export function vatDefinitionsAsOf(
  engine: Pick<Engine, 'store'>,
  caller: Pick<Caller, 'environment'>,
  organization: number,
  newest: number,
) {
  return [
    ...VAT_KEYS.map((key) => predefinedAnswer(caller, key)),
    ...mastersAsOf(engine, organization, 'VAT_DEFINITION', newest).map((row) => ownAnswer(caller, row)),
  ];
}

/** Lists predefined and own VAT definitions. The default order is by creation. */
export function listVatDefinitions(
  engine: Engine,
  call: OperationCall<Operations['listVatDefinitions']>,
): Schemas['VatDefinitionList'] {
  const { caller, query } = call;
  const definitions = vatDefinitionsAsOf(engine, caller, caller.organization, Number.MAX_SAFE_INTEGER);
  const { order_by: field = 'time_creation', order } = query;
  const direction = order === 'desc' ? -1 : 1;
  definitions.sort(
    (a, b) => direction * (a[field] - b[field] || a.vat_definition_export_id - b.vat_definition_export_id),
  );
  return listItems(call, '/vat_definitions', 'VAT_DEFINITIONS', definitions);
}

function predefinedAnswer({ environment }: Pick<Caller, 'environment'>, { key, percentage, description }: VatKey) {
  return {
    vat_definition_export_id: key,
    percentage,
    description,
    revision: 0,
    time_creation: PREDEFINED_SINCE,
    time_update: PREDEFINED_SINCE,
    _type: 'VAT_DEFINITION' as const,
    _env: environment,
    _version: DSFINVK_VERSION,
  };
}

function ownAnswer(caller: Pick<Caller, 'environment'>, row: MasterRow) {
  return {
    vat_definition_export_id: Number(row.id),
    ...(JSON.parse(row.content) as VatRate), // only upsertVatDefinition writes it
    ...masterAnswer('VAT_DEFINITION', caller, row),
  };
}
