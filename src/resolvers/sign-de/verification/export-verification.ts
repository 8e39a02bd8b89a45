import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { AnswerStream } from '../../../upstream/transport/transport-answer.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { ExportVerification, toExportVerification } from '../../../schema/sign-de/verification/export-verification.js';
import { UUID } from '../../../schema/common/scalars.js';
import type { Context } from '../../common/context.js';

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
      'The verification of the archive takes longer than the timeout of queries. Download the archive and send it to `POST /verify-export`, or trigger exports with fewer signatures.',
  });
}

function lost(): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_LOST',
    message: 'The connection to the upstream was lost before the archive was complete.',
    retryable: true,
    upstream: { operation: 'retrieveExportFile' },
  });
}
