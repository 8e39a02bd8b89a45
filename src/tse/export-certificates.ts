import { type KeyObject, X509Certificate } from 'node:crypto';
import { chainProblems, oneLine } from './certificate-chain.js';
import type { ExportFindings } from './export-findings.js';
import { isNameOfCertificate } from './export-names.js';
import { tssSerialNumber, uncompressedPoint } from './signature.js';
import type { ReadTarFile } from './tar-reader.js';

/** A certificate of an export. Times are in milliseconds since 1970. */
export interface ExportCertificate {
  /** Parts of the name joined with commas. */
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
}

/** What messages are checked with. */
export interface Signer {
  readonly publicKey: KeyObject;
  /** Whether any certificate of this key was valid at a time, in milliseconds since 1970. */
  wasValidAt(time: number): boolean;
}

/** Most certificates that are looked at: an export has those of one TSS and its issuers. */
const MAXIMUM_CERTIFICATES = 20;

/** The certificates of an export, and the keys that they certify. */
export class ExportCertificates {
  readonly #findings: ExportFindings;
  readonly #certificates: X509Certificate[] = [];
  /** By the serial number of the TSS, hex. */
  readonly #bySerialNumber = new Map<string, X509Certificate[]>();

  constructor(findings: ExportFindings) {
    this.#findings = findings;
  }

  /** Reads a certificate. @returns the serial number of the TSS whose key it certifies, hex; `undefined` when it is none */
  add(file: ReadTarFile): string | undefined {
    if (this.#certificates.length >= MAXIMUM_CERTIFICATES) {
      this.#findings.fail('CERTIFICATES', `There are more than ${MAXIMUM_CERTIFICATES} certificates.`, file);
      return undefined;
    }
    const read = readCertificate(file.content);
    if (!read) {
      this.#findings.fail('CERTIFICATES', 'This is no certificate of a key on a known curve.', file);
      return undefined;
    }
    const { certificate, serialNumber } = read;
    this.#certificates.push(certificate);
    this.#bySerialNumber.set(serialNumber, [...(this.#bySerialNumber.get(serialNumber) ?? []), certificate]);
    if (isNameOfCertificate(file.name, certificate)) this.#findings.pass('CERTIFICATES');
    else this.#findings.fail('CERTIFICATES', 'The name is not that of its key.', file);
    return serialNumber;
  }

  /** The key of the TSS with this serial number (hex), where it is certified. */
  signer(serialNumber: string): Signer | undefined {
    const certificates = this.#bySerialNumber.get(serialNumber);
    const [certificate] = certificates ?? [];
    if (!certificate || !certificates) return undefined;
    const validities = certificates.map(({ validFromDate, validToDate }) => [+validFromDate, +validToDate] as const);
    return {
      publicKey: certificate.publicKey,
      wasValidAt: (time) => validities.some(([from, to]) => from <= time && time <= to),
    };
  }

  /** Checks that there are any, and that they lead to one that signed itself. @returns them in the order of the archive */
  finish(): readonly ExportCertificate[] {
    if (this.#certificates.length === 0) this.#findings.fail('CERTIFICATES', 'There is no certificate.');
    const problems = chainProblems(this.#certificates);
    for (const problem of problems) this.#findings.fail('CHAIN', problem);
    for (let left = this.#certificates.length - problems.length; left > 0; left -= 1) this.#findings.pass('CHAIN');
    return this.#certificates.map(({ subject, issuer, validFromDate, validToDate }) => ({
      subject: oneLine(subject),
      issuer: oneLine(issuer),
      validFrom: validFromDate.getTime(),
      validTo: validToDate.getTime(),
    }));
  }
}

function readCertificate(
  content: Uint8Array,
): { readonly certificate: X509Certificate; readonly serialNumber: string } | undefined {
  try {
    const certificate = new X509Certificate(content);
    if (Number.isNaN(certificate.validFromDate.getTime() + certificate.validToDate.getTime())) return undefined;
    const serialNumber = tssSerialNumber(uncompressedPoint(certificate.publicKey));
    return { certificate, serialNumber: Buffer.from(serialNumber).toString('hex') };
  } catch {
    return undefined; // whatever is wrong with it
  }
}
