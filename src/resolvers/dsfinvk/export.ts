import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { DsfinvkExportListQuery } from '../../datasources/dsfinvk/export.js';
import type { Schemas } from '../../received/dsfinvk.js';
import type { Connection } from '../../schema/common/connection.js';
import { ExportDownload } from '../../schema/common/export-download.js';
import { toFilter } from '../../schema/common/known.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { UUID } from '../../schema/common/scalars.js';
import type { UserError } from '../../schema/common/user-error.js';
import { businessDays } from '../../schema/dsfinvk/day-range.js';
import {
  DsfinvkExport,
  DsfinvkExportConnection,
  type DsfinvkExportFilter,
  DsfinvkExportListArguments,
  DsfinvkExportOrderField,
  dsfinvkFileName,
} from '../../schema/dsfinvk/export.js';
import {
  CancelDsfinvkExportInput,
  CancelDsfinvkExportPayload,
  toExportTrigger,
  TriggerDsfinvkExportInput,
  TriggerDsfinvkExportPayload,
  triggerExportProblems,
} from '../../schema/dsfinvk/export-mutations.js';
import { DsfinvkState } from '../../schema/dsfinvk/job-state.js';
import type { Context } from '../common/context.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { runMutation } from '../common/run-mutation.js';
import { invalid } from '../common/to-user-error.js';
import { metadataEntriesOf } from './metadata-of.js';

/** DSFinV-K exports: look-ups, the list, and their mutations. */
@Resolver(() => DsfinvkExport)
export class DsfinvkExportResolver {
  @Query(() => DsfinvkExport, { nullable: true, description: 'One DSFinV-K export by its UUID.' })
  async dsfinvkExport(
    @Arg('uuid', () => UUID, { description: 'UUID of the export.' }) uuid: string,
    @Ctx() { datasources }: Context,
  ): Promise<DsfinvkExport> {
    return new DsfinvkExport(await datasources.dsfinvkExports.load(uuid));
  }

  @Query(() => DsfinvkExportConnection, { nullable: true, description: 'All DSFinV-K exports.' })
  dsfinvkExports(
    @Args(() => DsfinvkExportListArguments) page: DsfinvkExportListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<DsfinvkExport>> {
    const read = (query: DsfinvkExportListQuery, isAnew: boolean) =>
      context.datasources.dsfinvkExports.list(query, isAnew);
    return readNounPage(context, EXPORT_LIST, [], page, read, info);
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the export.' })
  metadata(@Root() { json }: DsfinvkExport): readonly MetadataEntry[] {
    return metadataEntriesOf(json);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: "The upstream's address of the archive; null if the export is not COMPLETED. Costs a call.",
  })
  async upstreamDownloadUrl(@Root() { json, state }: DsfinvkExport, @Ctx() { datasources }: Context) {
    return state === DsfinvkState.COMPLETED ? await datasources.dsfinvkExports.downloadUrl(json._id) : null;
  }

  @FieldResolver(() => ExportDownload, {
    nullable: true,
    description: 'The download link of the archive on this gateway; null if the export is not COMPLETED.',
  })
  async download(
    @Root() { uuid, state, json, expiresAt }: DsfinvkExport,
    @Ctx() { downloadLink }: Context,
  ): Promise<ExportDownload | null> {
    if (state !== DsfinvkState.COMPLETED) return null;
    const dsfinvk = json.format === 'zip' ? 'zip' : 'tar';
    return { ...(await downloadLink({ dsfinvk }, uuid, expiresAt)), fileName: dsfinvkFileName(uuid, dsfinvk) };
  }

  @Mutation(() => TriggerDsfinvkExportPayload, {
    description:
      'Triggers an export of COMPLETED closings. If you repeat it with the same UUID, nothing is exported twice: the payload then has the export, and EXPORT_CONFLICT.',
  })
  triggerDsfinvkExport(
    @Arg('input', () => TriggerDsfinvkExportInput, { description: 'The export.' }) input: TriggerDsfinvkExportInput,
    @Ctx() context: Context,
  ): Promise<TriggerDsfinvkExportPayload> {
    return settle(context, input.exportUuid, invalid(triggerExportProblems(input)), () =>
      context.datasources.dsfinvkExports.trigger(input.exportUuid, toExportTrigger(input)),
    );
  }

  @Mutation(() => CancelDsfinvkExportPayload, {
    description: 'Cancels an export, or deletes its archive. You may repeat it.',
  })
  cancelDsfinvkExport(
    @Arg('input', () => CancelDsfinvkExportInput, { description: 'The export.' }) input: CancelDsfinvkExportInput,
    @Ctx() context: Context,
  ): Promise<CancelDsfinvkExportPayload> {
    return settle(context, input.exportUuid, [], () => context.datasources.dsfinvkExports.cancel(input.exportUuid));
  }
}

async function settle(
  { datasources }: Context,
  exportUuid: string,
  refusals: readonly UserError[],
  act: () => Promise<Schemas['Export']>,
): Promise<TriggerDsfinvkExportPayload> {
  const payload = await runMutation<Omit<TriggerDsfinvkExportPayload, 'userErrors'>>(
    refusals,
    async () => ({ export: new DsfinvkExport(await act()) }),
    { export: null },
  );
  if (!payload.userErrors.some(({ code }) => code === 'EXPORT_CONFLICT')) return payload;
  return {
    userErrors: payload.userErrors,
    get export() {
      return datasources.dsfinvkExports.load(exportUuid).then((json) => new DsfinvkExport(json));
    },
  };
}

const EXPORT_LIST: NounList<
  Schemas['Export'],
  DsfinvkExport,
  DsfinvkExportOrderField,
  DsfinvkExportFilter,
  Partial<DsfinvkExportListQuery>
> = {
  name: 'dsfinvkExports',
  defaultField: DsfinvkExportOrderField.REQUESTED_AT,
  textFields: [DsfinvkExportOrderField.STATE],
  nameOf: ({ _id: id }) => id,
  toRow: (json) => new DsfinvkExport(json),
  toQuery: ({ states, clientUuid, businessDays: days }) => ({
    ...(states && { states: toFilter(states, DsfinvkState.UNKNOWN) }),
    ...(clientUuid && { client_id: clientUuid }),
    ...businessDays(days, 'businessDays'),
  }),
};
