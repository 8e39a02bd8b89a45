import { GraphQLError, type GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Query, Resolver, Root } from 'type-graphql';
import type { ExportJson, ExportListQuery } from '../../../datasources/sign-de/export.js';
import { rowName } from '../../../datasources/sign-de/row-name.js';
import type { Connection } from '../../../schema/common/connection.js';
import {
  Export,
  ExportConnection,
  exportFileName,
  type ExportFilter,
  ExportListArguments,
  ExportOrderField,
  ExportState,
} from '../../../schema/sign-de/export/export.js';
import { MetadataEntry } from '../../../schema/common/metadata.js';
import { ExportDownload } from '../../../schema/common/export-download.js';
import { UUID } from '../../../schema/common/scalars.js';
import { Tss } from '../../../schema/sign-de/tss.js';
import type { Context } from '../../common/context.js';
import { metadataOf } from '../../common/metadata.js';
import { type NounList, readNounPage } from '../../common/noun-page.js';
import { wantedBy } from '../wanted-by.js';

/** Exports: look-ups, lists, and related objects. */
@Resolver(() => Export)
export class ExportResolver {
  @Query(() => Export, {
    nullable: true,
    description: 'One export by its UUID. The upstream allows 12 such reads and downloads per minute and export.',
  })
  async export(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) tssUuid: string,
    @Arg('uuid', () => UUID, { description: 'UUID of the export.' }) uuid: string,
    @Ctx() { datasources }: Context,
  ): Promise<Export> {
    return new Export(await datasources.exports.load(tssUuid, uuid));
  }

  @Query(() => ExportConnection, { nullable: true, description: 'Exports of all TSS that the credential can see.' })
  exports(
    @Args(() => ExportListArguments) page: ExportListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<Export>> {
    return readExports(context, undefined, page, info);
  }

  @Query(() => Export, {
    nullable: true,
    description:
      'Waits until an export is completed or cancelled or has failed, and returns it. If the time is over first, returns its current state; send the query again then. The gateway respects the rate limit of the upstream.',
  })
  async awaitExport(
    @Arg('tssUuid', () => UUID, { description: 'UUID of its TSS.' }) tssUuid: string,
    @Arg('uuid', () => UUID, { description: 'UUID of the export.' }) uuid: string,
    @Arg('timeout', () => Int, {
      defaultValue: 10,
      description: 'Maximum time to wait, in seconds. The timeout of queries also limits the wait.',
    })
    timeout: number,
    @Ctx() { datasources }: Context,
  ): Promise<Export> {
    if (timeout < 0) {
      throw new GraphQLError(`Argument "timeout" must be 0 or more seconds, but is ${timeout}.`, {
        extensions: { code: 'BAD_USER_INPUT', argumentName: 'timeout' },
      });
    }
    return new Export(await datasources.exports.awaitEnd(tssUuid, uuid, timeout * 1_000));
  }

  @FieldResolver(() => Tss, { nullable: true, description: 'The TSS whose logs the export contains.' })
  async tss(@Root() { tssUuid }: Export, @Ctx() { datasources }: Context): Promise<Tss> {
    return new Tss(await datasources.tss.load(tssUuid));
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the export.' })
  metadata(
    @Root() found: Export,
    @Ctx() { datasources }: Context,
  ): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
    return metadataOf(found.knownMetadata, () =>
      datasources.metadata.read('export', { tss_id: found.tssUuid, export_id: found.uuid }),
    );
  }

  @FieldResolver(() => ExportDownload, {
    nullable: true,
    description:
      'The download link of the archive. Null if there is no archive: the export is not COMPLETED, or the archive has expired.',
  })
  async download(@Root() found: Export, @Ctx() { downloadLink }: Context): Promise<ExportDownload | null> {
    if (!found.hasFile) return null;
    return {
      ...(await downloadLink({ tssUuid: found.tssUuid }, found.uuid, found.expiresAt)),
      fileName: exportFileName(found.uuid),
    };
  }
}

const EXPORT_LIST: NounList<ExportJson, Export, ExportOrderField, ExportFilter, Partial<ExportListQuery>> = {
  name: 'exports',
  defaultField: ExportOrderField.REQUESTED_AT,
  textFields: [ExportOrderField.STATE],
  nameOf: rowName,
  toRow: (json) => new Export(json),
  toQuery: (filter) => wantedBy(filter, ExportState.UNKNOWN),
  time: {
    member: 'requestedAt',
    orderBy: 'REQUESTED_AT',
    rangeOf: ({ requestedAt }) => requestedAt,
    valueOf: ({ time_request: requested }) => requested,
  },
};

/** Reads one page of the exports of a TSS, or of all TSS. */
export function readExports(
  context: Context,
  tssId: string | undefined,
  page: ExportListArguments,
  info: GraphQLResolveInfo,
): Promise<Connection<Export>> {
  const read = (query: ExportListQuery, isAnew: boolean) => context.datasources.exports.list(tssId, query, isAnew);
  return readNounPage(context, EXPORT_LIST, [tssId], page, read, info);
}
