import { createHash, type X509Certificate } from 'node:crypto';
import type { LogTime } from './log-message.js';
import type { LogOutline } from './log-outline.js';
import { uncompressedPoint } from './signature.js';

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
  return fileName.endsWith('.log');
}

/** The name without `_Fc-<n>`, which tells files of one name apart in the exports of some vendors. */
export function withoutFileCount(fileName: string): string {
  return fileName.replace(/_Fc-\d+(?=\.log$)/, '');
}

/** What the file of a certificate is called: SHA-256 of its own key in hex (`tse-formats.md §2.4`). */
export function certificateFileName(certificate: X509Certificate): string {
  return `${certificateSerial(certificate)}_X509.der`;
}

/** Whether a file of this name is meant to be a certificate, in any spelling that the standard allows. */
export function isCertificateFileName(fileName: string): boolean {
  return /_X509\.(?:cer|crt|pem|der|CER|CRT|PEM|DER)$/.test(fileName);
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
