import { X509Certificate } from 'node:crypto';

/** The validity period of a certificate. */
export interface CertificateValidity {
  readonly from: Date;
  readonly to: Date;
}

/** The validity of a certificate (DER in base64); undefined for anything else. Checks neither signature nor chain. */
export function certificateValidity(base64: string): CertificateValidity | undefined {
  try {
    const { validFromDate, validToDate } = new X509Certificate(Buffer.from(base64, 'base64'));
    // New dates, because those of `node:crypto` can belong to another realm, where `instanceof Date` fails.
    return { from: new Date(validFromDate.getTime()), to: new Date(validToDate.getTime()) };
  } catch {
    return undefined;
  }
}
