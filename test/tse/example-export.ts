import 'reflect-metadata';
import { createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BasicConstraintsExtension, PublicKey, X509CertificateGenerator } from '@peculiar/x509';
import { writeExportInfo } from '../../src/tse/archive/export-info.js';
import { certificateFileName } from '../../src/tse/archive/export-names.js';
import { type TarFile, writeTar } from '../../src/tse/archive/tar.js';
import { fromHex, vectors } from './vectors.js';

/** A certificate authority with a throw-away key, and the certificates of itself and of the example's TSS as DER. */
interface ExampleCertificates {
  readonly authorityKey: JsonWebKey;
  readonly authority: string;
  readonly leaf: string;
}

/** The file is ours and its shape is known. */
const example = JSON.parse(
  readFileSync(new URL('example-certificates.json', import.meta.url), 'utf8'),
) as ExampleCertificates;

/** What the example's `info.csv` says. */
export const exampleInfo = { description: 'fiskaly sign cloud-TSE', manufacturer: 'fiskaly GmbH', version: 'v1' };

const authorityKey = createPrivateKey({ format: 'jwk', key: example.authorityKey });
const certificates = [example.leaf, example.authority].map((der) => new X509Certificate(Buffer.from(der, 'base64')));

/** The files of a whole export of the worked example (`tse-formats.md §7`): info, two certificates, 16 messages. */
export const exampleFiles: readonly TarFile[] = [
  { name: 'info.csv', content: Buffer.from(writeExportInfo(exampleInfo)) },
  ...certificates.map((certificate) => ({ name: certificateFileName(certificate), content: certificate.raw })),
  ...vectors.messages.map(({ file, log }) => ({ name: file, content: fromHex(log) })),
];

/** When the archives of {@link archive} are made. */
export const archiveTime = new Date('2025-01-01T12:00:00Z');

/** An archive of files, in steps of any number of them. */
export function archive(files: readonly TarFile[], stepSize = 3) {
  return writeTar(inSteps(files, stepSize), archiveTime);
}

async function* inSteps(files: readonly TarFile[], size: number): AsyncGenerator<readonly TarFile[]> {
  for (let start = 0; start < files.length; start += size) {
    yield await Promise.resolve(files.slice(start, start + size));
  }
}

/** A certificate for a key, signed by the authority, valid in the years given. */
export async function certify(
  subject: string,
  key: KeyObject,
  issuer: string,
  years: readonly [number, number] = [2020, 2040],
) {
  const certificate = await X509CertificateGenerator.create({
    subject,
    issuer,
    notBefore: new Date(`${years[0]}-01-01T00:00:00Z`),
    notAfter: new Date(`${years[1]}-01-01T00:00:00Z`),
    publicKey: new PublicKey(createPublicKey(key).export({ format: 'der', type: 'spki' })),
    signingKey: authorityKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign']),
    signingAlgorithm: { name: 'ECDSA', hash: 'SHA-384' },
    extensions: [new BasicConstraintsExtension(subject === issuer, undefined, true)],
  });
  return new X509Certificate(Buffer.from(certificate.rawData));
}

/** The file of a certificate for a key, signed by the authority. */
export async function certificateFile(subject: string, key: KeyObject): Promise<TarFile> {
  const certificate = await certify(subject, key, 'CN=Test CA');
  return { name: certificateFileName(certificate), content: certificate.raw };
}
