import 'reflect-metadata'; // @peculiar/x509 does not load without it
import { createPrivateKey, createPublicKey, type KeyObject, type webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PublicKey,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { randomPrivateKey, type Random } from './random.js';
import type { Sign } from './sign.js';
import type { Store } from '../store/store.js';

const DAY = 86_400;
const YEAR = 365 * DAY;

/**
 * How long the certificate of a TSS is valid after its creation, in seconds: eight years, as in production
 * (`tse-formats.md §6`).
 */
export const CERTIFICATE_LIFE = 8 * YEAR;

const AUTHORITY_NAME = 'O=fiskaly-graphql Sandbox, CN=fiskaly-graphql Sandbox CA';
const TSS_NAME = 'O=fiskaly-graphql Sandbox, CN=fiskaly-graphql Sandbox TSE';

interface Kept {
  readonly privateKey: KeyObject;
  /** DER. */
  readonly certificate: Uint8Array;
}

/**
 * The sandbox's own certificate authority: self-signed, P-384, created at the first start and kept in the store. Its
 * names say that it is a sandbox, so nobody can take its certificates for genuine ones. Apart from the names, they
 * look like certificates of the real TEST environment (`tse-formats.md §6`).
 */
export class Authority {
  readonly #store: Store;
  readonly #random: Random;
  readonly #sign: Sign;
  #kept: Kept | undefined;

  constructor(store: Store, random: Random, sign: Sign) {
    this.#store = store;
    this.#random = random;
    this.#sign = sign;
  }

  /**
   * Reads the authority from the store. If the store has none, creates one. It is valid for 30 years, starting one
   * year before `now` (Unix seconds).
   */
  async open(now: number): Promise<void> {
    const row = this.#store.one<{ private_key: Uint8Array; certificate: Uint8Array }>('SELECT * FROM authority');
    this.#kept = row
      ? { privateKey: readPrivateKey(row.private_key), certificate: row.certificate }
      : await this.#make(now);
  }

  /** The authority's certificate, DER. */
  get certificate(): Uint8Array {
    return this.#opened.certificate;
  }

  get #opened(): Kept {
    if (!this.#kept) throw new Error('The authority is not open.');
    return this.#kept;
  }

  async #make(now: number): Promise<Kept> {
    const privateKey = randomPrivateKey(this.#random, 'authority', 'P-384');
    const certificate = await newAuthorityCertificate(privateKey, this.#sign, now);
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    await this.#store.write(() => {
      this.#store.run('INSERT INTO authority (private_key, certificate) VALUES (?, ?)', pkcs8, certificate);
    });
    return { privateKey, certificate };
  }

  /**
   * Issues the certificate of a TSS (DER), which names the serial number of the TSS. It is valid for eight years,
   * starting one day before `now` (Unix seconds).
   * @param serialNumber the TSS serial number, hex
   */
  async issue(tssKey: KeyObject, serialNumber: string, now: number): Promise<Uint8Array> {
    const { privateKey } = this.#opened;
    const certificate = await X509CertificateGenerator.create(
      {
        serialNumber,
        subject: TSS_NAME,
        issuer: AUTHORITY_NAME,
        notBefore: new Date((now - DAY) * 1000),
        notAfter: new Date((now + CERTIFICATE_LIFE) * 1000),
        publicKey: publicKeyOf(tssKey),
        signingKey: signingKeyOf(privateKey),
        signingAlgorithm: SIGNING_ALGORITHM,
        extensions: [
          new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
          new BasicConstraintsExtension(false, undefined, true),
          await AuthorityKeyIdentifierExtension.create(publicKeyOf(privateKey)),
        ],
      },
      cryptoOf(privateKey, this.#sign),
    );
    return new Uint8Array(certificate.rawData);
  }
}

const SIGNING_ALGORITHM = { name: 'ECDSA', hash: 'SHA-384' };

async function newAuthorityCertificate(privateKey: KeyObject, sign: Sign, now: number): Promise<Uint8Array> {
  const publicKey = publicKeyOf(privateKey);
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: '01',
      subject: AUTHORITY_NAME,
      issuer: AUTHORITY_NAME,
      notBefore: new Date((now - YEAR) * 1000),
      notAfter: new Date((now + 30 * YEAR) * 1000),
      publicKey,
      signingKey: signingKeyOf(privateKey),
      signingAlgorithm: SIGNING_ALGORITHM,
      extensions: [
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        new BasicConstraintsExtension(true, 0, true),
        await SubjectKeyIdentifierExtension.create(publicKey),
      ],
    },
    cryptoOf(privateKey, sign),
  );
  return new Uint8Array(certificate.rawData);
}

function publicKeyOf(privateKey: KeyObject): PublicKey {
  return new PublicKey(createPublicKey(privateKey).export({ format: 'der', type: 'spki' }));
}

/** A crypto provider that can only sign, by `sign`. The library needs nothing else to issue certificates. */
function cryptoOf(privateKey: KeyObject, sign: Sign): webcrypto.Crypto {
  const subtle = {
    sign: (_algorithm: unknown, _key: unknown, data: ArrayBuffer) =>
      Promise.resolve(sign(privateKey, 'P-384', new Uint8Array(data))),
  };
  return { subtle } as unknown as webcrypto.Crypto; // the library's type has members that are not used here
}

function signingKeyOf(privateKey: KeyObject): webcrypto.CryptoKey {
  return privateKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign']);
}

/** A private key as the store keeps it (PKCS #8, DER). */
export function readPrivateKey(pkcs8: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
}
