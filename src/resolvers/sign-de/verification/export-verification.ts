import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { AnswerStream } from '../../../upstream/transport/transport.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { ExportVerification, toExportVerification } from '../../../schema/sign-de/verification/export-verification.js';
import { UUID } from '../../../schema/common/scalars.js';
import type { Context } from '../../common/context.js';

/** `verifyExport`: checks the archive of an export as an auditor does. */
@Resolver()
export class ExportVerificationResolver {
  @Query(() => ExportVerification, {
    nullable: true,
    description:
      "Checks the archive of a COMPLETED export as an auditor does, while it comes in from the upstream; nothing is stored. Some 10,000 signatures a second: one that takes longer than a query may run is for `POST /verify-export`. Counts as a download in the upstream's limit of 12 a minute and export.",
  })
  async verifyExport(
    @Arg('tssUuid', () => UUID, { description: 'UUID of the TSS.' }) tssUuid: string,
    @Arg('exportUuid', () => UUID, { description: 'UUID of the export.' }) exportUuid: string,
    @Ctx() { datasources, verifyArchive }: Context,
  ): Promise<ExportVerification> {
    let file: AnswerStream | undefined;
    try {
      const found = await verifyArchive(async () => {
        file = await datasources.exports.openFile(tssUuid, exportUuid);
        return file.content;
      });
      return toExportVerification(found);
    } catch (error) {
      if (error instanceof UpstreamError || !file) throw error;
      throw isTimeout(error) ? tooSlow() : file.content.errored ? lost() : error;
    }
  }
}

/** Whether the operation's deadline ended the verification. */
function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function tooSlow(): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message:
      'The archive takes longer to verify than a query may run. Download it and send it to `POST /verify-export`, or trigger exports of fewer signatures.',
  });
}

function lost(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_LOST',
    message: 'The connection broke before the archive was complete.',
    retryable: true,
    upstream: { operation: 'retrieveExportFile' },
  });
}
