import type { X509Certificate } from 'node:crypto';

/**
 * Why the certificates of an export do not all lead to a self-signed one, a sentence each; empty when they do. Signatures and names
 * are checked, validity is not: when a certificate was used is for the caller to know.
 */
export function chainProblems(certificates: readonly X509Certificate[]): readonly string[] {
  return certificates.flatMap((certificate) => {
    const issuer = certificates.find((candidate) => isIssuedBy(certificate, candidate));
    return issuer ? [] : [`The issuer of ${oneLine(certificate.subject)} is not in the archive.`];
  });
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** `node:crypto` gives each part of a name a line of its own. A name can have any length. */
export function oneLine(name: string): string {
  return name.replaceAll('\n', ', ').slice(0, 255);
}
