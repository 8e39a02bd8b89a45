import type { OperationId } from '../../contract/sign-de.js';
import { type AnswerKind, type Check, type Identity, text, wholeNumber } from '../../upstream/call/answer-check.js';

/** Checks a revision. Its GraphQL type is `Int`, so larger numbers are invalid. */
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
/** The answer may lack the id of its TSS (`sign-de-v2.md §12`). */
const EXPORT: Identity = [
  ['_id', text],
  ['state', text],
];

/** The members that are checked in the answer of each operation. The types in `received.ts` rely on these checks. */
export const answers: Readonly<Record<OperationId, AnswerKind>> = {
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
