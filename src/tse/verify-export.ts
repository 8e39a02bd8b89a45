import { verify, X509Certificate } from 'node:crypto';
import { chainProblems } from './certificate-chain.js';
import { readExportInfo, type ExportInfo } from './export-info.js';
import {
  INFO_FILE,
  isCertificateFileName,
  isNameOfCertificate,
  logFileName,
  withoutFileCount,
} from './export-names.js';
import { LogMessageError, parseLogMessage, type LogMessage } from './log-message.js';
import { signatureAlgorithms, tssSerialNumber, uncompressedPoint } from './signature.js';
import { readTar, type ReadTarFile } from './tar.js';

/** Something in an export that is not as it should be. */
export interface ExportProblem {
  /** Name of the file; absent when it is about the archive as a whole. */
  readonly file?: string;
  /** A sentence for people. */
  readonly problem: string;
}

/** What {@link verifyExport} found. */
export interface ExportVerification {
  /** Whether there is no problem. Gaps are none: a filtered export has them. */
  readonly valid: boolean;
  readonly info: ExportInfo | undefined;
  /** Messages of each kind. */
  readonly counts: Readonly<Record<LogMessage['kind'], number>>;
  /** Lowest and highest signature counter; absent when there is no message. */
  readonly counters?: { readonly first: number; readonly last: number };
  /** Signature counters that are missing between the lowest and the highest, as ranges with both ends missing. */
  readonly gaps: readonly { readonly first: number; readonly last: number }[];
  /** Subjects of the certificates in the order of the archive, parts joined with commas. */
  readonly certificates: readonly string[];
  /** The first hundred problems; more would say nothing new. */
  readonly problems: readonly ExportProblem[];
}

const MAX_PROBLEMS = 100;

/**
 * Checks a TAR export as an auditor's tool does (`tse-formats.md §2`): every message's form, name, signature and log time (in
 * Unix form) against the certificate, the certificates' names and chain, `info.csv`, and the counters. Reads the archive once, as
 * a stream; of a message only its counter stays in memory. Certificates have to stand before the messages, as in real exports.
 * @throws Error when the bytes are no TAR archive, or end too early
 */
export async function verifyExport(archive: AsyncIterable<Uint8Array>): Promise<ExportVerification> {
  const check = new ExportCheck();
  for await (const file of readTar(archive)) check.add(file);
  return check.finish();
}

class ExportCheck {
  readonly #problems: ExportProblem[] = [];
  readonly #certificates: X509Certificate[] = [];
  /** By the serial number of the TSS, hex. */
  readonly #signers = new Map<string, X509Certificate>();
  readonly #counts = { transaction: 0, system: 0, audit: 0 };
  readonly #counters: number[] = [];
  #info: ExportInfo | undefined;
  #modifiedAt: Date | undefined;

  add(file: ReadTarFile): void {
    this.#modifiedAt ??= file.modifiedAt;
    if (file.type !== 'file' || file.name.includes('/')) this.#complain('This is no plain file in the root.', file);
    if (file.modifiedAt.getTime() !== this.#modifiedAt.getTime()) {
      this.#complain('Its modification time is not that of the other files.', file);
    }
    if (file.name === INFO_FILE) this.#addInfo(file);
    else if (isCertificateFileName(file.name)) this.#addCertificate(file);
    else if (file.name.endsWith('.log')) this.#addMessage(file);
    else this.#complain('An export has no such file.', file);
  }

  finish(): ExportVerification {
    if (!this.#info) this.#complain(`There is no readable ${INFO_FILE}.`);
    if (this.#certificates.length === 0) this.#complain('There is no certificate.');
    for (const problem of chainProblems(this.#certificates)) this.#complain(problem);
    const counters = this.#counters.sort((a, b) => a - b);
    const [first] = counters;
    const last = counters.at(-1);
    const gaps = this.#findGaps(counters);
    return {
      valid: this.#problems.length === 0,
      info: this.#info,
      counts: this.#counts,
      ...(first !== undefined && last !== undefined && { counters: { first, last } }),
      gaps,
      certificates: this.#certificates.map(({ subject }) => subject.replaceAll('\n', ', ')),
      problems: this.#problems,
    };
  }

  #addInfo(file: ReadTarFile): void {
    this.#info = readExportInfo(Buffer.from(file.content).toString());
    if (!this.#info) this.#complain('This is not the one line that it should be.', file);
  }

  #addCertificate(file: ReadTarFile): void {
    try {
      const certificate = new X509Certificate(file.content);
      const point = uncompressedPoint(certificate.publicKey);
      this.#certificates.push(certificate);
      this.#signers.set(Buffer.from(tssSerialNumber(point)).toString('hex'), certificate);
      if (!isNameOfCertificate(file.name, certificate)) this.#complain('The name is not that of its key.', file);
    } catch {
      this.#complain('This is no certificate of a key on a known curve.', file);
    }
  }

  #addMessage(file: ReadTarFile): void {
    try {
      const message = parseLogMessage(file.content);
      this.#counts[message.log.kind] += 1;
      this.#counters.push(Number(message.log.signatureCounter));
      if (withoutFileCount(file.name) !== logFileName(message.log)) {
        this.#complain(`The name should be ${logFileName(message.log)}.`, file);
      }
      this.#checkSignature(file, message);
    } catch (error) {
      if (!(error instanceof LogMessageError)) throw error;
      this.#complain(`This is no log message (${error.message}).`, file);
    }
  }

  #checkSignature(file: ReadTarFile, { log, signedBytes, signature }: ReturnType<typeof parseLogMessage>): void {
    const certificate = this.#signers.get(Buffer.from(log.serialNumber).toString('hex'));
    if (!certificate) {
      this.#complain('No certificate before it is that of its TSS.', file);
      return;
    }
    const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const;
    const { hash } = signatureAlgorithms[log.signatureAlgorithm];
    if (!verify(hash, signedBytes, key, signature)) this.#complain('The signature does not fit.', file);
    if (log.logTime.format === 'unixTime') {
      const time = log.logTime.seconds * 1000;
      if (time < certificate.validFromDate.getTime() || time > certificate.validToDate.getTime()) {
        this.#complain('The certificate was not valid at the log time.', file);
      }
    }
  }

  /** Expects them sorted. A counter that is there twice is a problem and no gap. */
  #findGaps(counters: readonly number[]): { first: number; last: number }[] {
    return counters.flatMap((counter, index) => {
      const previous = counters[index - 1] ?? counter - 1;
      if (previous === counter) this.#complain(`The signature counter ${counter} is there more than once.`);
      return counter - previous > 1 ? [{ first: previous + 1, last: counter - 1 }] : [];
    });
  }

  #complain(problem: string, file?: ReadTarFile): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ ...(file && { file: file.name }), problem });
  }
}
