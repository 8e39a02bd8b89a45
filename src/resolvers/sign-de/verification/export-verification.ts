import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { ExportVerification, toExportVerification } from '../../../schema/sign-de/verification/export-verification.js';
import { UUID } from '../../../schema/common/scalars.js';
import type { Context } from '../../common/context.js';
import { verifyDownload } from '../../common/verify-download.js';

/** `verifyExport`: checks the archive of an export like an auditor. */
@Resolver()
export class ExportVerificationResolver {
  @Query(() => ExportVerification, {
    nullable: true,
    description:
      "Checks the archive of a COMPLETED export like an auditor. The archive is checked while the gateway downloads it, and it is not stored. The gateway checks about 10,000 signatures per second. If an archive takes longer than the timeout of queries, use `POST /verify-export`. Counts as a download for the upstream's limit of 12 per minute and export.",
  })
  async verifyExport(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) tssUuid: string,
    @Arg('exportUuid', () => UUID, { description: 'UUID of the export.' }) exportUuid: string,
    @Ctx() { datasources, verifyArchive }: Context,
  ): Promise<ExportVerification> {
    const found = await verifyDownload({
      open: () => datasources.exports.openFile(tssUuid, exportUuid),
      verify: verifyArchive,
      operation: 'retrieveExportFile',
      route: '/verify-export',
    });
    return toExportVerification(found);
  }
}
