import type { OperationId } from '../../contract/read-contract.js';
import { type Answer, isObject } from '../../received.js';
import { UpstreamError } from './upstream-error.js';

/** Whether a member that identifies something is there. */
type Check = (value: unknown) => boolean;
/** What identifies an object of the upstream, by its members. */
type Identity = readonly (readonly [member: string, check: Check])[];

const text: Check = (value) => typeof value === 'string' && value !== '';
const wholeNumber: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** The graph shows revisions as `Int`. */
const revision: Check = (value) => wholeNumber(value) && Number(value) >= 1 && Number(value) <= 2 ** 31 - 1;

const ANYTHING: Identity = [];
const SESSION: Identity = [['access_token', text]];
const TSS: Identity = [
  ['_id', text],
  ['state', text],
];
const CLIENT: Identity = [
  ['_id', text],
  ['tss_id', text],
  ['state', text],
];
const TRANSACTION: Identity = [
  ['_id', text],
  ['tss_id', text],
  ['number', wholeNumber],
  ['state', text],
  ['revision', revision],
  ['latest_revision', revision],
];
/** Of which TSS it is the answer may leave out (`sign-de-v2.md §12`). */
const EXPORT: Identity = [
  ['_id', text],
  ['state', text],
];

/** Of what kind the answer of each operation is. */
const ANSWERS: Readonly<Record<OperationId, 'bytes' | { readonly one: Identity } | { readonly listOf: Identity }>> = {
  authenticateApi: { one: SESSION },
  authenticateAdmin: { one: ANYTHING },
  logoutAdmin: { one: ANYTHING },
  changeAdminPin: { one: ANYTHING },
  createTss: { one: TSS },
  retrieveTss: { one: TSS },
  updateTss: { one: TSS },
  listTss: { listOf: TSS },
  createClient: { one: CLIENT },
  retrieveClient: { one: CLIENT },
  updateClient: { one: CLIENT },
  listClients: { listOf: CLIENT },
  listAllClients: { listOf: CLIENT },
  retrieveTransaction: { one: TRANSACTION },
  upsertTransaction: { one: TRANSACTION },
  listTransactions: { listOf: TRANSACTION },
  listClientTransactions: { listOf: TRANSACTION },
  listAllTransactions: { listOf: TRANSACTION },
  retrieveTransactionLog: 'bytes',
  triggerExport: { one: EXPORT },
  retrieveExport: { one: EXPORT },
  cancelExport: { one: EXPORT },
  listExports: { listOf: EXPORT },
  listAllExports: { listOf: EXPORT },
  retrieveExportFile: 'bytes',
  retrieveTssMetadata: { one: ANYTHING },
  updateTssMetadata: { one: ANYTHING },
  retrieveClientMetadata: { one: ANYTHING },
  updateClientMetadata: { one: ANYTHING },
  retrieveTransactionMetadata: { one: ANYTHING },
  updateTransactionMetadata: { one: ANYTHING },
  retrieveExportMetadata: { one: ANYTHING },
  updateExportMetadata: { one: ANYTHING },
};

/**
 * A 200 answer as far as it can be relied on: it is an object, a list or bytes where the contract promises that, and
 * what identifies an object is there. Whatever else
 * is missing or of another type fails the fields that show it (`schema/read-member.ts`): an upstream that has a bad
 * day must not stop tills.
 * @returns undefined for an answer that tells nothing; in a list, an error in the place of each row that does not
 */
export function readAnswer<Operation extends OperationId>(
  operation: Operation,
  answer: unknown,
): Answer<Operation> | undefined {
  const wanted: (typeof ANSWERS)[OperationId] = ANSWERS[operation];
  // Here and below: what was looked at is what the type says is sure.
  if (wanted === 'bytes')
    return answer instanceof Uint8Array && answer.length > 0 ? (answer as Answer<Operation>) : undefined;
  if (!isObject(answer)) return undefined;
  if ('one' in wanted) return lackOf(answer, wanted.one) === undefined ? (answer as Answer<Operation>) : undefined;
  const { data } = answer;
  if (!Array.isArray(data)) return undefined;
  const rows: readonly unknown[] = data;
  if (rows.every((row) => lackOf(row, wanted.listOf) === undefined)) return answer as Answer<Operation>;
  const toldOf = rows.map((row) => {
    const lack = lackOf(row, wanted.listOf);
    return lack === undefined ? row : untoldRow(operation, lack);
  });
  return { ...answer, data: toldOf } as Answer<Operation>;
}

/** What an object lacks of its identity; undefined where that is whole. */
function lackOf(json: unknown, identity: Identity): string | undefined {
  if (!isObject(json)) return 'object';
  for (const [member, check] of identity) if (!check(json[member])) return member;
  return undefined;
}

function untoldRow(operation: OperationId, lack: string): UpstreamError {
  const problem = lack === 'object' ? 'that is no object' : `whose \`${lack}\` is missing or not what it should be`;
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: `The upstream lists a row ${problem}, so it cannot be told which one it is; the other rows are not concerned.`,
    upstream: { operation },
  });
}
