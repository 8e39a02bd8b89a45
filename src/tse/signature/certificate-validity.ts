import { X509Certificate } from 'node:crypto';

/** The time in which a certificate is valid. */
export interface CertificateValidity {
  readonly from: Date;
  readonly to: Date;
}

/** The validity of a certificate (DER as base64); undefined for anything else. Signature and chain are not checked. */
export function certificateValidity(base64: string): CertificateValidity | undefined {
  try {
    const { validFromDate, validToDate } = new X509Certificate(Buffer.from(base64, 'base64'));
    // New dates of this realm, so that `instanceof Date` holds wherever the code runs.
    return { from: new Date(validFromDate.getTime()), to: new Date(validToDate.getTime()) };
  } catch {
    return undefined;
  }
}
