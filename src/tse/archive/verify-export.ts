import { verify } from 'node:crypto';
import { type ExportCertificate, ExportCertificates, type Signer } from './export-certificates.js';
import { type CheckCount, ExportFindings, type ExportNote, type ExportProblem } from './export-findings.js';
import { type ExportInfo, readInfoFile } from './export-info.js';
import {
  INFO_FILE,
  isCardCertificateFileName,
  isCertificateFileName,
  isMessageFileName,
  logFileName,
  nameFit,
} from './export-names.js';
import { LogMessageError, type LogMessage, parseLogMessage, type ReadLogMessage } from '../log/log-message.js';
import { logTimeInMilliseconds } from '../log/log-time.js';
import { type CounterRange, summarizeCounters } from '../log/signature-counters.js';
import { signatureAlgorithms } from '../signature/signature.js';
import { readTar, type ReadTarFile, TarError } from './tar-reader.js';

export type { CheckCount, ExportCheck, ExportNote, ExportProblem } from './export-findings.js';
export { EXPORT_CHECKS } from './export-findings.js';

/** The result of {@link verifyExport}. Times are in milliseconds since 1970. */
export interface ExportVerification {
  /** Whether nothing failed. Gaps are not a failure: a filtered export has them. */
  readonly valid: boolean;
  /** Whether the archive was read to its end. If not, the last problem of `ARCHIVE` says why. */
  readonly complete: boolean;
  readonly files: number;
  readonly info: ExportInfo | undefined;
  /** Number of messages of each kind. */
  readonly counts: Readonly<Record<LogMessage['kind'], number>>;
  /** Log times of the earliest and the latest message. */
  readonly logTimes?: { readonly first: number; readonly last: number };
  /** Lowest and highest signature counter; absent without messages. */
  readonly counters?: CounterRange;
  /** The first hundred ranges of missing signature counters between the lowest and the highest. */
  readonly gaps: readonly CounterRange[];
  /** Number of missing signature counters in all gaps. */
  readonly missing: number;
  /** The certificates in the order of the archive. */
  readonly certificates: readonly ExportCertificate[];
  readonly checks: readonly CheckCount[];
  /** The first hundred problems; the checks hold their number. */
  readonly problems: readonly ExportProblem[];
  /** Oddities that are not failures: the first ten of each kind, at most a hundred. Absent without notes. */
  readonly notes?: readonly ExportNote[];
}

/** Maximum size of the messages that wait for a later certificate, in bytes. */
const MAXIMUM_WAITING = 16 * 1_048_576;
/** Largest `info.csv`, in bytes. */
const MAXIMUM_INFO_SIZE = 4_096;
/** Characters of a name that are shown. */
const MAXIMUM_NAME_LENGTH = 255;

/**
 * Checks a TAR export as an auditor's tool does (`tse-formats.md §2`): see {@link EXPORT_CHECKS}. Does not check
 * whether the root can be trusted or whether a certificate was revoked. Reads the archive once, as a stream. Keeps only
 * the counter of a message in memory, unless its certificate comes later. A broken archive is a finding, not an error.
 * @throws errors of `archive` unchanged
 */
export async function verifyExport(archive: AsyncIterable<Uint8Array>): Promise<ExportVerification> {
  const check = new ExportCheck();
  try {
    for await (const file of readTar(archive)) check.add(file);
    return check.finish(true);
  } catch (error) {
    if (!(error instanceof TarError)) throw error;
    check.fail(error.message);
    return check.finish(false);
  }
}

/** A message that waits for its key. */
interface SignedFile {
  readonly name: string;
  readonly message: ReadLogMessage;
}

class ExportCheck {
  readonly #findings = new ExportFindings();
  readonly #certificates = new ExportCertificates(this.#findings);
  readonly #signers = new Map<string, Signer | undefined>();
  /** Messages whose certificate was not read yet, by the serial number of the TSS. */
  readonly #waiting = new Map<string, SignedFile[]>();
  #waitingSize = 0;
  readonly #counts = { transaction: 0, system: 0, audit: 0 };
  readonly #counters: number[] = [];
  #logTimes: { first: number; last: number } | undefined;
  #info: ExportInfo | undefined;
  #files = 0;
  #modifiedAt: Date | undefined;
  #isOfOneTime = true;

  /** @param entry a file or folder of the archive */
  add(entry: ReadTarFile): void {
    this.#files += 1;
    // Programs that repack an export put it into a folder.
    const file = { ...entry, name: entry.name.slice(entry.name.lastIndexOf('/') + 1) };
    if (!this.#checkPlace(entry, file.name)) return;
    if (file.name === INFO_FILE) this.#addInfo(file);
    else if (isCertificateFileName(file.name)) this.#addCertificate(file);
    else if (isMessageFileName(file.name)) this.#addMessage(file);
  }

  /** Reports a problem of the archive itself, which ends the reading. */
  fail(problem: string): void {
    this.#findings.fail('ARCHIVE', problem);
  }

  finish(complete: boolean): ExportVerification {
    if (!this.#info) this.#findings.fail('INFO', `There is no readable ${INFO_FILE}.`);
    if (!this.#isOfOneTime) {
      this.#findings.note(
        'ARCHIVE',
        'Modification times differ, as when writing takes more than a second. No signature covers them.',
      );
    }
    const certificates = this.#certificates.finish();
    for (const file of [...this.#waiting.values()].flat()) {
      this.#findings.fail('SIGNATURES', 'No certificate in the archive is that of its TSS.', file);
    }
    const { range, gaps, missing, repeated } = summarizeCounters(this.#counters);
    for (const counter of repeated) {
      this.#findings.fail('COUNTERS', `The signature counter ${counter} is there more than once.`);
    }
    for (let left = this.#counters.length - repeated.length; left > 0; left -= 1) this.#findings.pass('COUNTERS');
    const { problems, notes, counts: checks, failures } = this.#findings;
    return {
      valid: failures === 0,
      complete,
      files: this.#files,
      info: this.#info,
      counts: this.#counts,
      ...(this.#logTimes && { logTimes: this.#logTimes }),
      ...(range && { counters: range }),
      gaps,
      missing,
      certificates,
      checks,
      problems,
      ...(notes.length > 0 && { notes }),
    };
  }

  /** @returns whether it is a file to read */
  #checkPlace(entry: ReadTarFile, name: string): boolean {
    this.#modifiedAt ??= entry.modifiedAt;
    this.#isOfOneTime &&= entry.modifiedAt.getTime() === this.#modifiedAt.getTime();
    const problem = placeProblem(entry, name);
    if (problem === undefined) this.#findings.pass('ARCHIVE');
    else this.#findings.fail('ARCHIVE', problem, entry);
    const note = problem === undefined ? placeNote(entry, name) : undefined;
    if (note !== undefined) this.#findings.note('ARCHIVE', note, entry);
    return entry.isPlain && !entry.isTooLarge;
  }

  #addInfo(file: ReadTarFile): void {
    const read =
      file.content.length <= MAXIMUM_INFO_SIZE ? readInfoFile(file.content) : { problem: 'This is too long.' };
    if ('problem' in read || this.#info) {
      const problem = 'problem' in read ? read.problem : `There is another ${INFO_FILE}.`;
      this.#findings.fail('INFO', problem, file);
      return;
    }
    this.#info = read.info;
    this.#findings.pass('INFO');
    if (read.oddities.length === 0) return;
    this.#findings.note(
      'INFO',
      `It says what it should in another form than the standard's: ${read.oddities.join(', ')}.`,
      file,
    );
  }

  #addCertificate(file: ReadTarFile): void {
    for (const serialNumber of this.#certificates.add(file)) {
      const signer = this.#certificates.signer(serialNumber);
      this.#signers.set(serialNumber, signer);
      if (signer) for (const waiting of this.#waiting.get(serialNumber) ?? []) this.#checkSignature(waiting, signer);
      this.#waiting.delete(serialNumber);
    }
  }

  #addMessage(file: ReadTarFile): void {
    let message: SignedFile['message'];
    try {
      message = parseLogMessage(file.content);
    } catch (error) {
      if (!(error instanceof LogMessageError)) throw error;
      this.#findings.fail('MESSAGES', `This is no log message (${error.message}).`, file);
      return;
    }
    const { log, oddities = [] } = message;
    this.#findings.pass('MESSAGES');
    for (const oddity of oddities) this.#findings.note('MESSAGES', `${oddity} The signature covers it.`, file);
    this.#counts[log.kind] += 1;
    const counter = Number(log.signatureCounter);
    if (Number.isSafeInteger(counter)) this.#counters.push(counter);
    else this.#findings.fail('COUNTERS', 'The signature counter is beyond what any TSE has counted.', file);
    this.#checkName(file, log);
    const serialNumber = Buffer.from(log.serialNumber).toString('hex');
    const signer = this.#signers.get(serialNumber);
    if (signer) this.#checkSignature({ name: file.name, message }, signer);
    else this.#wait(serialNumber, file, message);
  }

  #checkName(file: ReadTarFile, log: LogMessage): void {
    const fit = nameFit(file.name, log);
    if (fit === 'EXACT') {
      this.#findings.pass('FILE_NAMES');
      return;
    }
    const problem = `The name should be ${logFileName(log).slice(0, MAXIMUM_NAME_LENGTH)}.`;
    if (fit === 'OTHER') this.#findings.fail('FILE_NAMES', problem, file);
    else {
      this.#findings.pass('FILE_NAMES');
      this.#findings.note('FILE_NAMES', `${problem} It says the same in another spelling.`, file);
    }
  }

  #wait(serialNumber: string, { name, content }: ReadTarFile, message: SignedFile['message']): void {
    this.#waitingSize += name.length + content.length;
    if (this.#waitingSize > MAXIMUM_WAITING) {
      this.#findings.fail('SIGNATURES', 'No certificate before it is that of its TSS, and too many wait for one.', {
        name,
      });
      return;
    }
    const others = this.#waiting.get(serialNumber);
    if (others) others.push({ name, message });
    else this.#waiting.set(serialNumber, [{ name, message }]);
  }

  #checkSignature({ name, message: { log, signedBytes, signature } }: SignedFile, signer: Signer): void {
    const key = { key: signer.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const { hash } = signatureAlgorithms[log.signatureAlgorithm];
    if (verify(hash, signedBytes, key, signature)) this.#findings.pass('SIGNATURES');
    else this.#findings.fail('SIGNATURES', 'The signature does not fit.', { name });
    const time = logTimeInMilliseconds(log.logTime);
    if (time !== undefined && signer.wasValidAt(time)) this.#findings.pass('VALIDITY');
    else this.#findings.fail('VALIDITY', 'The certificate was not valid at the log time.', { name });
    if (time === undefined) return;
    this.#logTimes ??= { first: time, last: time };
    if (time < this.#logTimes.first) this.#logTimes.first = time;
    if (time > this.#logTimes.last) this.#logTimes.last = time;
  }
}

/** Why an entry does not belong in an export; `undefined` if it does. */
function placeProblem({ isPlain, isFolder, isTooLarge }: ReadTarFile, name: string): string | undefined {
  if (isFolder) return undefined;
  if (!isPlain) return 'This is no plain file.';
  if (
    ![isMessageFileName, isCertificateFileName, isCardCertificateFileName].some((is) => is(name)) &&
    name !== INFO_FILE
  ) {
    return 'An export has no such file.';
  }
  return isTooLarge ? 'This is larger than any file of an export, so it was not looked into.' : undefined;
}

/** A note on the unusual place of a file; `undefined` if its place is usual. */
function placeNote({ isFolder, name: path }: ReadTarFile, name: string): string | undefined {
  if (isFolder) return 'This is a folder; an export has none. Archives that were packed again have them.';
  if (path !== name) return 'This lies in a folder; the standard has all files in the root. It was read all the same.';
  if (isCardCertificateFileName(name)) return 'Card verifiable certificates are not looked at.';
  return undefined;
}
