import type { Operations, Schemas } from '../../../contract/dsfinvk.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import type { OperationCall } from '../../faces/operation-call.js';
import type { Caller } from '../../session/session.js';
import { listRows } from '../list-answer.js';
import { isUuid } from '../object-data.js';
import { findMaster, lookUpMaster, masterAnswer, missing, saveMaster, type MasterRow } from './master-data.js';

/** What is stored of a register: the members of its answer that its requests set, the kind flattened. */
export type RegisterContent = Pick<
  Schemas['CashRegister'],
  | 'tss_id'
  | 'master_client_id'
  | 'serial_number'
  | 'signature_algorithm'
  | 'signature_timestamp_format'
  | 'transaction_data_encoding'
  | 'public_key'
  | 'certificate'
> &
  Required<
    Pick<
      Schemas['CashRegister'],
      'cash_register_type' | 'brand' | 'model' | 'software' | 'base_currency_code' | 'processing_flags'
    >
  >;

/** Reads the stored content of a register. */
export function registerContent({ content }: Pick<MasterRow, 'content'>): RegisterContent {
  return JSON.parse(content) as RegisterContent; // only upsertCashRegister writes it
}

/** Answers one register. @throws Refusal 404 when there is none with this id, or not this revision */
export function retrieveCashRegister(
  engine: Engine,
  { caller, path, query }: OperationCall<Operations['retrieveCashRegister']>,
): Schemas['CashRegister'] {
  return registerAnswer(caller, findMaster(engine, caller, 'CASH_REGISTER', path.client_id, query.revision));
}

/** Lists the registers. The default order is by creation. */
export function listCashRegisters(
  engine: Engine,
  call: OperationCall<Operations['listCashRegisters']>,
): Schemas['CashRegisterList'] {
  const { order_by: field = 'time_creation' } = call.query;
  return listRows(engine.store, call, '/cash_registers', 'CASH_REGISTERS', {
    select: 'SELECT * FROM master_data',
    where: [{ sql: "organization = ? AND kind = 'CASH_REGISTER'", values: [call.caller.organization] }],
    orderBy: [field === 'cash_register_type' ? "json_extract(content, '$.cash_register_type')" : field, 'key'],
    answerOf: (row: MasterRow) => registerAnswer(call.caller, row),
  });
}

/**
 * Creates or changes a register; only inside a write (`dsfinvk-v1.md §6`).
 * @throws Refusal 404 when the client, the TSS or the master register is missing, 403 when the TSS is in the other
 *   environment of the organization, 409 for a change of its kind or of who runs its TSS
 */
export function upsertCashRegister(
  engine: Engine,
  { caller, path, body }: Pick<OperationCall<Operations['upsertCashRegister']>, 'caller' | 'path' | 'body'>,
): Schemas['CashRegister'] {
  const { client_id: clientId } = path;
  const { cash_register_type: kind, metadata, processing_flags: flags } = body;
  const { type, ...details } = detailsOf(kind);
  if (details.tss_id !== undefined) demandSignDe(engine, caller, details.tss_id, clientId);
  if (details.master_client_id !== undefined) demandMaster(engine, caller, details.master_client_id, clientId);
  const known = lookUpMaster(engine, caller, 'CASH_REGISTER', clientId);
  if (known) refuseOtherKind(registerContent(known), type, details);
  const content: RegisterContent = {
    cash_register_type: type,
    ...details,
    brand: body.brand,
    model: body.model,
    software: body.software,
    base_currency_code: body.base_currency_code,
    processing_flags: { UmsatzsteuerNichtErmittelbar: flags?.UmsatzsteuerNichtErmittelbar ?? false },
  };
  return registerAnswer(caller, saveMaster(engine, caller, 'CASH_REGISTER', clientId, content, metadata));
}

type Kind = Operations['upsertCashRegister']['requestBody']['content']['application/json']['cash_register_type'];
type Details = Omit<
  RegisterContent,
  'cash_register_type' | 'brand' | 'model' | 'software' | 'base_currency_code' | 'processing_flags'
>;

/** The members of each kind. The contract does not forbid others; they are ignored. */
function detailsOf(kind: Kind): Details & { readonly type: Schemas['CashRegisterKind'] } {
  if (kind.type === 'SLAVE_WITHOUT_TSS') {
    const { type, serial_number: serial } = kind;
    return {
      type,
      master_client_id: kind.master_client_id.toLowerCase(),
      ...(serial !== undefined && { serial_number: serial }),
    };
  }
  if (kind.type === 'SLAVE_WITH_TSS') {
    const { type, master_client_id: master, tss_id: tss } = kind;
    return { type, master_client_id: master.toLowerCase(), tss_id: tss.toLowerCase() };
  }
  // The contract takes a MASTER with the members of both if the TSS of SIGN DE has no right id.
  if ('tss_id' in kind && isUuid(kind.tss_id)) return { type: kind.type, tss_id: kind.tss_id.toLowerCase() };
  const external = kind as Schemas['MasterCashRegister']; // the other kind of MASTER
  return {
    type: external.type,
    serial_number: external.serial_number,
    signature_algorithm: external.signature_algorithm,
    signature_timestamp_format: external.signature_timestamp_format,
    transaction_data_encoding: external.transaction_data_encoding,
    public_key: external.public_key,
    certificate: external.certificate,
  };
}

function demandSignDe({ store }: Engine, caller: Caller, tssId: string, clientId: string): void {
  const tss = store.one<{ key: number; organization: number; owner: string; own: string }>(
    `SELECT tss.key, tss.organization, owner.id AS owner, own.id AS own
      FROM tss JOIN organization AS owner ON owner.key = tss.organization, organization AS own
      WHERE tss.id = ? AND own.key = ?`,
    tssId,
    caller.organization,
  );
  if (tss && tss.organization !== caller.organization && tss.owner === tss.own) {
    throw new Refusal(403, 'E_FORBIDDEN', `The TSS ${tssId} is in the other environment of this organization.`);
  }
  // A TSS of another organization does not exist for this one.
  if (tss?.organization !== caller.organization) {
    throw new Refusal(404, 'E_TSS_NOT_FOUND', `There is no TSS ${tssId} in SIGN DE.`);
  }
  if (!store.one('SELECT 1 FROM client WHERE id = ? AND tss = ?', clientId, tss.key)) {
    throw new Refusal(404, 'E_CLIENT_NOT_FOUND', `The TSS ${tssId} has no client ${clientId} in SIGN DE.`);
  }
}

function demandMaster(engine: Engine, caller: Caller, masterId: string, clientId: string): void {
  const master = lookUpMaster(engine, caller, 'CASH_REGISTER', masterId);
  const isMaster = master !== undefined && registerContent(master).cash_register_type === 'MASTER';
  if (!isMaster || masterId === clientId) throw missing('CASH_REGISTER', `${masterId} that is a MASTER`);
}

function refuseOtherKind(
  known: RegisterContent,
  type: Schemas['CashRegisterKind'],
  { tss_id: tss }: Pick<RegisterContent, 'tss_id'>,
): void {
  const hasSameSigner = (known.tss_id === undefined) === (tss === undefined);
  if (known.cash_register_type === type && hasSameSigner) return;
  const message = `The register is ${known.cash_register_type}; its kind and who runs its TSS cannot be changed.`;
  throw new Refusal(409, 'E_CASH_REGISTER_CONFLICT', message);
}

/** The form of a register in an answer. */
export function registerAnswer(caller: Pick<Caller, 'environment'>, row: MasterRow): Schemas['CashRegister'] {
  return { client_id: row.id, ...registerContent(row), ...masterAnswer('CASH_REGISTER', caller, row) };
}
