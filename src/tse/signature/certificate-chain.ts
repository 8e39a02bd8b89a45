import type { X509Certificate } from 'node:crypto';

/**
 * Checks that the chain of each certificate of an export ends in a self-signed one. Checks signatures and names, but
 * not validity: only the caller knows when a certificate was used.
 * @returns a sentence for each problem
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

/** Joins a name, because `node:crypto` writes each part on its own line. A name can have any length. */
export function oneLine(name: string): string {
  return name.replaceAll('\n', ', ').slice(0, 255);
}
