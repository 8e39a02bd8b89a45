import type { Readable } from 'node:stream';
import type { AnswerStream } from '../../upstream/transport/transport-answer.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** What a verification of an export needs, and what its errors name. */
interface Download<Result> {
  /** Opens the archive at the upstream. */
  readonly open: () => Promise<AnswerStream>;
  readonly verify: (open: () => Promise<Readable>) => Promise<Result>;
  /** The operation that reads the archive. */
  readonly operation: string;
  /** The route for archives that take longer than a query may. */
  readonly route: string;
}

/**
 * Verifies the archive of an export while it is downloaded.
 * @throws UpstreamError of the download; `DEADLINE_EXCEEDED` if the archive is too large for a query;
 *   `UPSTREAM_ANSWER_LOST` if the download broke off
 */
export async function verifyDownload<Result>({ open, verify, operation, route }: Download<Result>): Promise<Result> {
  let file: AnswerStream | undefined;
  try {
    return await verify(async () => {
      file = await open();
      return file.content;
    });
  } catch (error) {
    if (error instanceof UpstreamError || !file) throw error;
    throw isTimeout(error) ? tooSlow(route) : file.content.errored ? lost(operation) : error;
  }
}

/** Whether the operation's deadline ended the verification. */
function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

function tooSlow(route: string): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: `The verification of the archive takes longer than the timeout of queries. Download the archive and send it to \`POST ${route}\`, or trigger smaller exports.`,
  });
}

function lost(operation: string): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_LOST',
    message: 'The connection to the upstream was lost before the archive was complete.',
    retryable: true,
    upstream: { operation },
  });
}
