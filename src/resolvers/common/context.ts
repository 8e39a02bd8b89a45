import type { Readable } from 'node:stream';
import type { Datasources } from '../../datasources/index.js';
import type { ArchiveCheck } from '../../dsfinvk/archive/check/check-archive.js';
import type { ExportVerification } from '../../tse/archive/verify-export.js';

/** The objects that resolvers may use. Each operation gets its own context, so that callers stay separate. */
export interface Context {
  /** Access to the upstream, with the caller's credential, the operation's deadline and its own loaders. */
  readonly datasources: Datasources;
  /** Whether a receipt with warnings is rejected instead of signed. */
  readonly refuseSuspiciousReceipts: boolean;
  /**
   * Creates a download link for the archive of an export: of a TSS, or of DSFinV-K in a format. The link expires after
   * 15 minutes, or earlier if the archive expires earlier.
   */
  readonly downloadLink: (
    source: { readonly tssUuid: string } | { readonly dsfinvk: 'tar' | 'zip' },
    exportUuid: string,
    fileExpiresAt: Date | undefined,
  ) => Promise<{ readonly url: string; readonly expiresAt: Date }>;
  /** Verifies the archive of an export, within the operation's deadline. */
  readonly verifyArchive: (open: () => Promise<Readable>) => Promise<ExportVerification>;
  /** Checks an archive of DSFinV-K, within the operation's deadline. */
  readonly verifyDsfinvkArchive: (open: () => Promise<Readable>) => Promise<ArchiveCheck>;
  /**
   * Runs CPU work that takes longer than reading a field, when it is the turn of this operation (see `Turns`).
   * @throws UpstreamError `DEADLINE_EXCEEDED` if the time is up, or the caller has disconnected, before the work begins
   */
  readonly compute: <Result>(work: () => Result) => Result | Promise<Result>;
  /** Whether the caller has disconnected, so that nobody gets the answer. */
  readonly callerIsGone: () => boolean;
  /** Whether the upstream is the embedded sandbox. */
  readonly sandbox: boolean;
}
