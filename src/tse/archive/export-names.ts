import { createHash, type X509Certificate } from 'node:crypto';
import type { LogTime } from '../log/log-message.js';
import type { LogOutline } from '../log/log-outline.js';
import { uncompressedPoint } from '../signature/signature.js';

/** The file that describes the TSS of the export (`tse-formats.md §2.2`). */
export const INFO_FILE = 'info.csv';

const TIME_FORMATS = { unixTime: 'Unixt', utcTime: 'Utc', generalizedTime: 'Gent' };

/** Name of the file of a log message in an export (`tse-formats.md §2.3`). */
export function logFileName(log: LogOutline): string {
  const { signatureCounter, logTime } = log;
  const time = `${TIME_FORMATS[logTime.format]}_${timeText(logTime)}`;
  return `${time}_Sig-${signatureCounter.toString()}_Log-${subject(log)}.log`;
}

/** Whether a file with this name should be a log message. */
export function isMessageFileName(fileName: string): boolean {
  return /\.log$/i.test(fileName);
}

/** The name without `_Fc-<n>`, which some vendors add to files with the same name. */
export function withoutFileCount(fileName: string): string {
  return fileName.replace(/_Fc-\d+(?=\.log$)/i, '');
}

/**
 * How a file name fits the message in the file. `EXACT`: as in the standard. `NEAR`: the same in another spelling.
 * `OTHER`: the name of another message.
 */
export type NameFit = 'EXACT' | 'NEAR' | 'OTHER';

/**
 * Compares a file name with the message in the file. `NEAR` allows another case, leading zeros, and replacements for
 * characters of the client id that a file system does not allow.
 */
export function nameFit(fileName: string, log: LogOutline): NameFit {
  const name = withoutFileCount(fileName);
  const expected = logFileName(log);
  if (name === expected) return 'EXACT';
  return essence(name) === essence(expected) ? 'NEAR' : 'OTHER';
}

/** The part of a name that does not depend on its spelling. */
function essence(fileName: string): string {
  return fileName
    .toLowerCase()
    .replaceAll(/[-_]0+(?=\d)/g, '_')
    .replaceAll(/[^a-z0-9]/g, '');
}

/** Name of the file of a certificate: SHA-256 of its own key in hex (`tse-formats.md §2.4`). */
export function certificateFileName(certificate: X509Certificate): string {
  return `${certificateSerial(certificate)}_X509.der`;
}

/** Whether a file with this name should be a certificate. */
export function isCertificateFileName(fileName: string): boolean {
  return /\.(?:cer|crt|pem|der)$/i.test(fileName);
}

/** Whether a file with this name is a card verifiable certificate, which TR-03153 allows beside X.509. */
export function isCardCertificateFileName(fileName: string): boolean {
  return /_CVC\.[a-z0-9]{1,5}$/i.test(fileName);
}

/** The serial number, hex, at the beginning of the name of a certificate. */
export function serialOfCertificateName(fileName: string): string {
  return fileName.toLowerCase().split('_', 1)[0] ?? '';
}

/** Whether the name contains the hash of the certified key. Hex digits may have either case. */
export function isNameOfCertificate(fileName: string, certificate: X509Certificate): boolean {
  return fileName.toLowerCase().startsWith(`${certificateSerial(certificate)}_x509.`);
}

function certificateSerial({ publicKey }: X509Certificate): string {
  return createHash('sha256').update(uncompressedPoint(publicKey)).digest('hex');
}

function timeText(time: LogTime): string {
  return time.format === 'unixTime' ? String(time.seconds) : time.text;
}

function subject(log: LogOutline): string {
  switch (log.kind) {
    case 'transaction':
      return `Tra_No-${log.transactionNumber.toString()}_${log.operation}_Client-${log.clientId}`;
    case 'system':
      return `Sys_${log.operationType}`;
    case 'audit':
      return 'Aud';
  }
}
