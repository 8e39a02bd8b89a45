import type { Readable } from 'node:stream';
import type { Datasources } from '../../datasources/index.js';
import type { ExportVerification } from '../../tse/archive/verify-export.js';

/** What each resolver may use: made anew for each operation, so nothing of one caller reaches another. */
export interface Context {
  /** The upstream, with the caller's credential, the operation's deadline and loaders of its own. */
  readonly datasources: Datasources;
  /** Whether a receipt that looks odd is refused instead of signed with a warning. */
  readonly refuseSuspiciousReceipts: boolean;
  /** Makes a link to the archive of an export, good for a short while and no longer than the archive. */
  readonly downloadLink: (
    tssUuid: string,
    exportUuid: string,
    fileExpiresAt: Date | undefined,
  ) => Promise<{ readonly url: string; readonly expiresAt: Date }>;
  /** Verifies the archive of an export, in the time that the operation has left. */
  readonly verifyArchive: (open: () => Promise<Readable>) => Promise<ExportVerification>;
  /**
   * Computes what takes longer than reading a field, when the event loop has room for it (see `Turns`).
   * @throws UpstreamError `DEADLINE_EXCEEDED` when the operation's time is up, or its caller gone, before its turn
   *   comes
   */
  readonly compute: <Result>(work: () => Result) => Result | Promise<Result>;
  /** Whether the caller has closed the connection, so that nobody gets the answer. */
  readonly callerIsGone: () => boolean;
  /** Whether the upstream is the embedded sandbox. */
  readonly sandbox: boolean;
}
