import { Client } from '../../schema/sign-de/client.js';
import { Export } from '../../schema/sign-de/export/export.js';
import {
  ClientMetadata,
  ExportMetadata,
  TransactionMetadata,
  TssMetadata,
} from '../../schema/sign-de/metadata-mutations.js';
import { Transaction } from '../../schema/sign-de/transaction/transaction.js';
import { Tss } from '../../schema/sign-de/tss.js';
import { metadataResolverOf } from '../common/metadata-mutation.js';

/** Mutations on metadata, in the order of the schema. */
export const metadataMutationResolvers = [
  metadataResolverOf(TssMetadata, {
    update: ({ metadata }, { tssUuid }, pairs) => metadata.update('tss', { tss_id: tssUuid }, pairs),
    read: async ({ tss }, { tssUuid }) => new Tss(await tss.load(tssUuid)),
  }),
  metadataResolverOf(ClientMetadata, {
    update: ({ metadata }, { tssUuid, clientUuid }, pairs) =>
      metadata.update('client', { tss_id: tssUuid, client_id: clientUuid }, pairs),
    read: async ({ clients }, { tssUuid, clientUuid }) => new Client(await clients.load(tssUuid, clientUuid)),
  }),
  metadataResolverOf(TransactionMetadata, {
    update: ({ metadata }, { tssUuid, transactionUuid }, pairs) =>
      metadata.update('transaction', { tss_id: tssUuid, tx_id_or_number: transactionUuid }, pairs),
    read: async ({ transactions }, { tssUuid, transactionUuid }) =>
      new Transaction(await transactions.load(tssUuid, transactionUuid)),
  }),
  metadataResolverOf(ExportMetadata, {
    update: ({ metadata }, { tssUuid, exportUuid }, pairs) =>
      metadata.update('export', { tss_id: tssUuid, export_id: exportUuid }, pairs),
    read: async ({ exports }, { tssUuid, exportUuid }) => new Export(await exports.load(tssUuid, exportUuid)),
  }),
] as const;
