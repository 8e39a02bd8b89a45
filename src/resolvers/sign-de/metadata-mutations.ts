import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Client } from '../../schema/sign-de/client.js';
import { Export } from '../../schema/sign-de/export/export.js';
import { metadataProblems, toMetadataEntries, toMetadataMap } from '../../schema/common/metadata.js';
import {
  UpdateClientMetadataInput,
  UpdateClientMetadataPayload,
  UpdateExportMetadataInput,
  UpdateExportMetadataPayload,
  UpdateTransactionMetadataInput,
  UpdateTransactionMetadataPayload,
  UpdateTssMetadataInput,
  UpdateTssMetadataPayload,
} from '../../schema/sign-de/metadata-mutations.js';
import { Transaction } from '../../schema/sign-de/transaction/transaction.js';
import { Tss } from '../../schema/sign-de/tss.js';
import type { Context } from '../common/context.js';
import { invalid, settle } from '../common/settle.js';

/** Mutations on metadata; they need neither the admin nor the Middleware. */
@Resolver()
export class MetadataMutationsResolver {
  @Mutation(() => UpdateTssMetadataPayload, { description: 'Adds, changes and removes metadata of a TSS.' })
  updateTssMetadata(
    @Arg('input', () => UpdateTssMetadataInput, { description: 'The TSS and the pairs.' })
    input: UpdateTssMetadataInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpdateTssMetadataPayload> {
    return settle<Omit<UpdateTssMetadataPayload, 'userErrors'>>(
      invalid(metadataProblems(input.metadata)),
      async () => ({
        metadata: toMetadataEntries(await datasources.metadata.updateTss(input.tssUuid, toMetadataMap(input.metadata))),
        get tss() {
          return datasources.tss.load(input.tssUuid).then((json) => new Tss(json));
        },
      }),
      { metadata: null, tss: null },
    );
  }

  @Mutation(() => UpdateClientMetadataPayload, { description: 'Adds, changes and removes metadata of a client.' })
  updateClientMetadata(
    @Arg('input', () => UpdateClientMetadataInput, { description: 'The client and the pairs.' })
    input: UpdateClientMetadataInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpdateClientMetadataPayload> {
    const { tssUuid, clientUuid } = input;
    return settle<Omit<UpdateClientMetadataPayload, 'userErrors'>>(
      invalid(metadataProblems(input.metadata)),
      async () => ({
        metadata: toMetadataEntries(
          await datasources.metadata.updateClient(tssUuid, clientUuid, toMetadataMap(input.metadata)),
        ),
        get client() {
          return datasources.clients.load(tssUuid, clientUuid).then((json) => new Client(json));
        },
      }),
      { metadata: null, client: null },
    );
  }

  @Mutation(() => UpdateTransactionMetadataPayload, {
    description: 'Adds, changes and removes metadata of a transaction.',
  })
  updateTransactionMetadata(
    @Arg('input', () => UpdateTransactionMetadataInput, { description: 'The transaction and the pairs.' })
    input: UpdateTransactionMetadataInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpdateTransactionMetadataPayload> {
    const { tssUuid, transactionUuid } = input;
    return settle<Omit<UpdateTransactionMetadataPayload, 'userErrors'>>(
      invalid(metadataProblems(input.metadata)),
      async () => ({
        metadata: toMetadataEntries(
          await datasources.metadata.updateTransaction(tssUuid, transactionUuid, toMetadataMap(input.metadata)),
        ),
        get transaction() {
          return datasources.transactions.load(tssUuid, transactionUuid).then((json) => new Transaction(json));
        },
      }),
      { metadata: null, transaction: null },
    );
  }

  @Mutation(() => UpdateExportMetadataPayload, { description: 'Adds, changes and removes metadata of an export.' })
  updateExportMetadata(
    @Arg('input', () => UpdateExportMetadataInput, { description: 'The export and the pairs.' })
    input: UpdateExportMetadataInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpdateExportMetadataPayload> {
    const { tssUuid, exportUuid } = input;
    return settle<Omit<UpdateExportMetadataPayload, 'userErrors'>>(
      invalid(metadataProblems(input.metadata)),
      async () => ({
        metadata: toMetadataEntries(
          await datasources.metadata.updateExport(tssUuid, exportUuid, toMetadataMap(input.metadata)),
        ),
        get export() {
          return datasources.exports.load(tssUuid, exportUuid).then((json) => new Export(json));
        },
      }),
      { metadata: null, export: null },
    );
  }
}
