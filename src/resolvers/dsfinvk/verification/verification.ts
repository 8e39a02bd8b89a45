import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { UUID } from '../../../schema/common/scalars.js';
import { DsfinvkVerification, toDsfinvkVerification } from '../../../schema/dsfinvk/verification.js';
import type { Context } from '../../common/context.js';
import { verifyDownload } from '../../common/verify-download.js';

/** `verifyDsfinvkExport`: checks the archive of an export like an auditor's software. */
@Resolver()
export class DsfinvkVerificationResolver {
  @Query(() => DsfinvkVerification, {
    nullable: true,
    description:
      "Checks the archive of a COMPLETED export of DSFinV-K like an auditor's software: files, sums, references and signatures. If an archive takes longer than the timeout of queries, use `POST /verify-dsfinvk`.",
  })
  async verifyDsfinvkExport(
    @Arg('uuid', () => UUID, { description: 'UUID of the export.' }) uuid: string,
    @Ctx() { datasources, verifyDsfinvkArchive }: Context,
  ): Promise<DsfinvkVerification> {
    const check = await verifyDownload({
      open: () => datasources.dsfinvkExports.openArchive(uuid),
      verify: verifyDsfinvkArchive,
      operation: 'getExportDownload',
      route: '/verify-dsfinvk',
    });
    return toDsfinvkVerification(check);
  }
}
