import { type KeyObject, X509Certificate } from 'node:crypto';
import { chainProblems, oneLine } from '../signature/certificate-chain.js';
import type { ExportFindings } from './export-findings.js';
import { isNameOfCertificate, serialOfCertificateName } from './export-names.js';
import { tssSerialNumber, uncompressedPoint } from '../signature/signature.js';
import type { ReadTarFile } from './tar-reader.js';

/** A certificate of an export. Times are in milliseconds since 1970. */
export interface ExportCertificate {
  /** Parts of the name joined with commas. */
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validTo: number;
}

/** A key that messages are checked with. */
export interface Signer {
  readonly publicKey: KeyObject;
  /** Whether any certificate of this key was valid at a time, in milliseconds since 1970. */
  wasValidAt(time: number): boolean;
}

/** Maximum number of certificates that are read. An export has those of one TSS and its issuers. */
const MAXIMUM_CERTIFICATES = 20;

/** The certificates of an export, and the keys that they certify. */
export class ExportCertificates {
  readonly #findings: ExportFindings;
  readonly #certificates: X509Certificate[] = [];
  /** By the serial number of the TSS, hex. */
  readonly #bySerialNumber = new Map<string, X509Certificate[]>();
  /**
   * Certificates whose file name is not the hash of their key. Which of them are failures is known only at the end of
   * the archive.
   */
  readonly #misnamed: { readonly name: string; readonly certificate: X509Certificate }[] = [];

  constructor(findings: ExportFindings) {
    this.#findings = findings;
  }

  /**
   * Reads a file with one certificate, or with several in PEM.
   * @returns the serial numbers of the TSS whose keys they certify, hex
   */
  add(file: ReadTarFile): readonly string[] {
    return splitPem(file.content).flatMap((content, index) => this.#addOne(file, content, index === 0) ?? []);
  }

  #addOne(file: ReadTarFile, content: Uint8Array, isNamed: boolean): string | undefined {
    if (this.#certificates.length >= MAXIMUM_CERTIFICATES) {
      this.#findings.fail('CERTIFICATES', `There are more than ${MAXIMUM_CERTIFICATES} certificates.`, file);
      return undefined;
    }
    const read = readCertificate(content);
    if (!read) {
      this.#findings.fail('CERTIFICATES', 'This is no certificate of a key on a known curve.', file);
      return undefined;
    }
    const { certificate, serialNumber } = read;
    this.#certificates.push(certificate);
    if (serialNumber !== undefined) {
      this.#bySerialNumber.set(serialNumber, [...(this.#bySerialNumber.get(serialNumber) ?? []), certificate]);
    }
    if (!isNamed)
      this.#findings.note('CERTIFICATES', 'It holds several certificates; the standard has one in each.', file);
    else if (serialNumber === undefined || !isNameOfCertificate(file.name, certificate)) {
      this.#misnamed.push({ name: file.name, certificate });
      return serialNumber;
    }
    this.#findings.pass('CERTIFICATES');
    return serialNumber;
  }

  /** The key of the TSS with this serial number (hex), if it is certified. */
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

  /**
   * Checks that there are certificates, and that each chain ends in a self-signed one.
   * @returns the certificates in the order of the archive
   */
  finish(): readonly ExportCertificate[] {
    if (this.#certificates.length === 0) this.#findings.fail('CERTIFICATES', 'There is no certificate.');
    for (const misnamed of this.#misnamed) this.#judgeName(misnamed);
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

  /**
   * Reports a certificate whose file name is not the hash of its key, because messages name their certificates by the
   * key. For a certificate of an authority this is only a note, unless the name belongs to another key in the archive:
   * the certificate is found by its subject.
   */
  #judgeName({ name, certificate }: { readonly name: string; readonly certificate: X509Certificate }): void {
    const file = { name };
    if (!certificate.ca || this.#bySerialNumber.has(serialOfCertificateName(name))) {
      this.#findings.fail('CERTIFICATES', 'The name is not that of its key.', file);
      return;
    }
    this.#findings.pass('CERTIFICATES');
    const note =
      'The name is not that of its key. It is that of an authority, found by its subject and signature all the same.';
    this.#findings.note('CERTIFICATES', note, file);
  }
}

/** The certificates of a PEM file, or any other content unchanged. */
function splitPem(content: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(content).toString('latin1');
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g);
  return found ? found.map((certificate) => Buffer.from(certificate, 'latin1')) : [content];
}

/** A certificate. It has no serial number if its key is of a kind that no TSS has, as with some authorities. */
interface ReadCertificate {
  readonly certificate: X509Certificate;
  readonly serialNumber: string | undefined;
}

function readCertificate(content: Uint8Array): ReadCertificate | undefined {
  try {
    const certificate = new X509Certificate(content);
    if (Number.isNaN(certificate.validFromDate.getTime() + certificate.validToDate.getTime())) return undefined;
    const serialNumber = serialNumberOf(certificate);
    return serialNumber === undefined && !certificate.ca ? undefined : { certificate, serialNumber };
  } catch {
    return undefined; // not a certificate
  }
}

function serialNumberOf({ publicKey }: X509Certificate): string | undefined {
  try {
    return Buffer.from(tssSerialNumber(uncompressedPoint(publicKey))).toString('hex');
  } catch {
    return undefined; // a key on an unknown curve
  }
}
