import 'reflect-metadata';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509ChainBuilder,
} from '@peculiar/x509';
import { demo } from '../../src/sandbox/index.js';
import { ContractClient } from './support/contract-client.js';
import { runSandbox, temporaryFolder } from './support/running-sandbox.js';
import { setUpTss } from './support/set-up.js';

const DAY = 86_400_000;
let tssCertificates: readonly {
  readonly certificate: X509Certificate;
  readonly serialNumber: string;
  readonly publicKey: string;
}[];
let authority: X509Certificate;

beforeAll(async () => {
  const dataFolder = temporaryFolder();
  const sandbox = await runSandbox({ dataFolder, demo: true });
  const client = await ContractClient.login(sandbox.middlewareUrl);
  for (let index = 0; index < 4; index += 1) await setUpTss(client, 'CREATED');
  const { data } = await client.ok('listTss', {});
  tssCertificates = data.map((tss) => ({
    certificate: new X509Certificate(tss.certificate),
    serialNumber: tss.serial_number,
    publicKey: tss.public_key,
  }));
  await sandbox.close();
  const database = new DatabaseSync(path.join(dataFolder, 'sandbox.sqlite'), { readOnly: true });
  authority = new X509Certificate(database.prepare('SELECT certificate FROM authority').get()!.certificate);
  database.close();
});

test('Every TSS certificate chains to the authority of the sandbox and is valid today, for eight years', async () => {
  expect(await authority.isSelfSigned()).toBe(true);
  expect(tssCertificates).toHaveLength(5);
  for (const { certificate } of tssCertificates) {
    const chain = await new X509ChainBuilder({ certificates: [authority] }).build(certificate);
    expect(chain.map(({ subject }) => subject)).toEqual([certificate.subject, authority.subject]);
    expect(await certificate.verify({ publicKey: authority.publicKey, date: new Date() })).toBe(true);
    expect(certificate.notBefore.getTime()).toBeLessThan(Date.now() - DAY + 1000);
    expect(certificate.notAfter.getTime()).toBeGreaterThan(Date.now() + 7.9 * 365 * DAY);
    expect(certificate.notBefore.getTime()).toBeGreaterThanOrEqual(authority.notBefore.getTime());
    expect(certificate.notAfter.getTime()).toBeLessThanOrEqual(authority.notAfter.getTime());
  }
});

test('A TSS certificate is for the key and serial number of its TSS, which may need a leading zero', () => {
  for (const { certificate, serialNumber, publicKey } of tssCertificates) {
    expect(BigInt(`0x${certificate.serialNumber}`)).toBe(BigInt(`0x${serialNumber}`));
    expect(Buffer.from(certificate.publicKey.rawData).includes(Buffer.from(publicKey, 'base64'))).toBe(true);
  }
});

test('A TSS certificate may sign data and nothing else, and names its authority by key', () => {
  const { certificate } = tssCertificates[0]!;
  const usages = certificate.getExtension(KeyUsagesExtension);
  expect([usages?.usages, usages?.critical]).toEqual([KeyUsageFlags.digitalSignature, true]);
  const constraints = certificate.getExtension(BasicConstraintsExtension);
  expect([constraints?.ca, constraints?.critical]).toEqual([false, true]);
  const keyId = authority.getExtension(SubjectKeyIdentifierExtension)?.keyId;
  expect(certificate.getExtension(AuthorityKeyIdentifierExtension)?.keyId).toBe(keyId);
});

test('Nothing in a certificate can be taken for the real thing', () => {
  for (const { certificate } of tssCertificates) {
    for (const name of [certificate.subject, certificate.issuer]) expect(name).toContain('fiskaly-graphql Sandbox');
  }
  expect(demo.apiKey).toContain('sandbox');
});
