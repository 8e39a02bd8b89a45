import { X509Certificate } from 'node:crypto';

/** From when until when a certificate is valid. */
export interface CertificateValidity {
  readonly from: Date;
  readonly to: Date;
}

/** The validity of a certificate (DER as base64); undefined for what is none. Neither its signature nor its chain is looked at. */
export function certificateValidity(base64: string): CertificateValidity | undefined {
  try {
    const { validFromDate, validToDate } = new X509Certificate(Buffer.from(base64, 'base64'));
    // Dates of this realm, so that `instanceof Date` holds wherever the code runs.
    return { from: new Date(validFromDate.getTime()), to: new Date(validToDate.getTime()) };
  } catch {
    return undefined;
  }
}
