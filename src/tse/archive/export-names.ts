import { createHash, type X509Certificate } from 'node:crypto';
import type { LogTime } from '../log/log-message.js';
import type { LogOutline } from '../log/log-outline.js';
import { uncompressedPoint } from '../signature/signature.js';

/** The file that says whose export it is (`tse-formats.md §2.2`). */
export const INFO_FILE = 'info.csv';

const TIME_FORMATS = { unixTime: 'Unixt', utcTime: 'Utc', generalizedTime: 'Gent' };

/** What the file of a log message is called in an export (`tse-formats.md §2.3`). */
export function logFileName(log: LogOutline): string {
  const { signatureCounter, logTime } = log;
  const time = `${TIME_FORMATS[logTime.format]}_${timeText(logTime)}`;
  return `${time}_Sig-${signatureCounter.toString()}_Log-${subject(log)}.log`;
}

/** Whether a file of this name is meant to be a log message. */
export function isMessageFileName(fileName: string): boolean {
  return /\.log$/i.test(fileName);
}

/** The name without `_Fc-<n>`, which tells files of one name apart in the exports of some vendors. */
export function withoutFileCount(fileName: string): string {
  return fileName.replace(/_Fc-\d+(?=\.log$)/i, '');
}

/** How the name of a file fits its message: as the standard has it, nearly so, or it is that of another message. */
export type NameFit = 'EXACT' | 'NEAR' | 'OTHER';

/**
 * Whether a file is named by the message in it. Nearly so: in other case, with leading zeros, or with what a file system does not take replaced in the client id.
 */
export function nameFit(fileName: string, log: LogOutline): NameFit {
  const name = withoutFileCount(fileName);
  const expected = logFileName(log);
  if (name === expected) return 'EXACT';
  return essence(name) === essence(expected) ? 'NEAR' : 'OTHER';
}

/** What of a name does not depend on how it is spelt. */
function essence(fileName: string): string {
  return fileName
    .toLowerCase()
    .replaceAll(/[-_]0+(?=\d)/g, '_')
    .replaceAll(/[^a-z0-9]/g, '');
}

/** What the file of a certificate is called: SHA-256 of its own key in hex (`tse-formats.md §2.4`). */
export function certificateFileName(certificate: X509Certificate): string {
  return `${certificateSerial(certificate)}_X509.der`;
}

/** Whether a file of this name is meant to be a certificate. */
export function isCertificateFileName(fileName: string): boolean {
  return /\.(?:cer|crt|pem|der)$/i.test(fileName);
}

/** Whether a file of this name is a card verifiable certificate, which TR-03153 allows beside those of X.509. */
export function isCardCertificateFileName(fileName: string): boolean {
  return /_CVC\.[a-z0-9]{1,5}$/i.test(fileName);
}

/** The serial number, hex, that the name of a certificate begins with. */
export function serialOfCertificateName(fileName: string): string {
  return fileName.toLowerCase().split('_', 1)[0] ?? '';
}

/** Whether the name says which key is certified. The hex digits may be of either case. */
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
