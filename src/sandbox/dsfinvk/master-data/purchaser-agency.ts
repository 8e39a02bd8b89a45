import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import { characterCount } from '../../../character-count.js';
import { memberOf } from '../../../json-value.js';
import type { Engine } from '../../engine/engine.js';
import { equals } from '../../engine/list.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { listRows } from '../list-answer.js';
import { findMaster, masterAnswer, saveMaster, type MasterRow } from './master-data.js';

/** What is stored of an agency: the members of its answer that its requests set. */
export type AgencyContent = Required<
  Pick<Schemas['PurchaserAgency'], 'name' | 'address' | 'purchaser_agency_export_id' | 'client_id'>
> &
  Pick<Schemas['PurchaserAgency'], 'tax_number' | 'vat_id_number'>;

/** Reads the stored content of an agency. */
export function agencyContent({ content }: Pick<MasterRow, 'content'>): AgencyContent {
  return JSON.parse(content) as AgencyContent; // only upsertPurchaserAgency writes it
}

/** Answers one agency. @throws Refusal 404 when there is none with this id, or not this revision */
export function retrievePurchaserAgency(
  engine: Engine,
  { caller, path, query }: OperationCall<Operations['retrievePurchaserAgency']>,
): Schemas['PurchaserAgency'] {
  return agencyAnswer(caller, findMaster(engine, caller, 'PURCHASER_AGENCY', path.purchaser_agency_id, query.revision));
}

/** Lists the agencies, of one register or of all. The default order is by creation. */
export function listPurchaserAgencies(
  engine: Engine,
  call: OperationCall<Operations['listPurchaserAgencies']>,
): Schemas['PurchaserAgencyList'] {
  const { order_by: field = 'time_creation', client_id: clientId } = call.query;
  return listRows(engine.store, call, '/purchaser_agencies', 'PURCHASER_AGENCIES', {
    select: 'SELECT * FROM master_data',
    where: [
      { sql: "organization = ? AND kind = 'PURCHASER_AGENCY'", values: [call.caller.organization] },
      equals("json_extract(content, '$.client_id')", clientId?.toLowerCase()),
    ],
    orderBy: [field.startsWith('time_') ? field : `json_extract(content, '$.${field}')`, 'key'],
    answerOf: (row: MasterRow) => agencyAnswer(call.caller, row),
  });
}

/**
 * Creates or changes an agency; only inside a write (`dsfinvk-v1.md §7`).
 * @throws Refusal 404 when its register is missing
 */
export function upsertPurchaserAgency(
  engine: Engine,
  { caller, path, body }: OperationCall<Operations['upsertPurchaserAgency']>,
): Schemas['PurchaserAgency'] {
  const { street, postal_code, city, country_code } = body.address;
  const content: AgencyContent = {
    name: body.name,
    address: { street, postal_code, city, country_code },
    purchaser_agency_export_id: body.purchaser_agency_export_id,
    client_id: body.client_id.toLowerCase(),
    ...taxIdOf(body),
  };
  findMaster(engine, caller, 'CASH_REGISTER', content.client_id);
  const { purchaser_agency_id: id } = path;
  return agencyAnswer(caller, saveMaster(engine, caller, 'PURCHASER_AGENCY', id, content, body.metadata));
}

type Body = OperationCall<Operations['upsertPurchaserAgency']>['body'];

/** The contract takes a body with both if exactly one of them is right. */
function taxIdOf(body: Body): Pick<AgencyContent, 'tax_number' | 'vat_id_number'> {
  const [taxNumber, vatId] = [memberOf(body, 'tax_number'), memberOf(body, 'vat_id_number')];
  const hasTaxNumber = typeof taxNumber === 'string' && taxNumber !== '' && characterCount(taxNumber) <= 20;
  return hasTaxNumber ? { tax_number: taxNumber } : { vat_id_number: String(vatId) };
}

/** The form of an agency in an answer. */
export function agencyAnswer(caller: Pick<Caller, 'environment'>, row: MasterRow): Schemas['PurchaserAgency'] {
  return { purchaser_agency_id: row.id, ...agencyContent(row), ...masterAnswer('PURCHASER_AGENCY', caller, row) };
}
