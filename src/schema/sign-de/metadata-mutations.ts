import { metadataMutationOf } from '../common/metadata-mutation.js';
import { Client } from './client.js';
import { Export } from './export/export.js';
import { Transaction } from './transaction/transaction.js';
import { Tss } from './tss.js';

/** Input and payload of `updateTssMetadata`. */
export const TssMetadata = metadataMutationOf({
  name: 'Tss',
  field: 'tss',
  one: 'a TSS',
  rowClass: () => Tss,
  ids: { tssUuid: 'the TSS' },
});

/** Input and payload of `updateClientMetadata`. */
export const ClientMetadata = metadataMutationOf({
  name: 'Client',
  field: 'client',
  one: 'a client',
  rowClass: () => Client,
  ids: { tssUuid: 'the TSS', clientUuid: 'the client' },
});

/** Input and payload of `updateTransactionMetadata`. */
export const TransactionMetadata = metadataMutationOf({
  name: 'Transaction',
  field: 'transaction',
  one: 'a transaction',
  rowClass: () => Transaction,
  ids: { tssUuid: 'the TSS', transactionUuid: 'the transaction' },
});

/** Input and payload of `updateExportMetadata`. */
export const ExportMetadata = metadataMutationOf({
  name: 'Export',
  field: 'export',
  one: 'an export',
  rowClass: () => Export,
  ids: { tssUuid: 'the TSS', exportUuid: 'the export' },
});
