import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../secret.js';
import { type Codec, fromText, toText } from './topics.js';

const ALGORITHM = 'aes-256-gcm';
/** Sizes in bytes. */
const [KEY, NONCE, TAG] = [32, 12, 16];

/**
 * Encrypts texts so that only those who know a secret can read, make or change them: AES-256-GCM with a random nonce.
 * HKDF derives the key from the secret. HKDF does not make a weak secret strong, so the secret must be as good as 32
 * random bytes. One secret is safe for four billion texts (NIST SP 800-38D §8.3).
 */
export class Seal {
  readonly #key: Uint8Array;

  /** @param purpose a text that was sealed for one purpose cannot be opened for another */
  constructor(secret: Secret, purpose: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret.reveal(), '', purpose, KEY));
  }

  /**
   * Encrypts a text.
   * @param context plain text that is stored beside the sealed text; it cannot be changed either
   * @returns base64url
   */
  close(text: string, context: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(context));
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
  }

  /**
   * Decrypts a text. Returns undefined if it was not sealed with this secret, for this purpose and in this context, or
   * if it was changed.
   */
  open(sealed: string, context: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    // The decoder ignores some characters, but each sealed text must have exactly one valid spelling.
    if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== sealed) return undefined;
    const decipher = createDecipheriv(ALGORITHM, this.#key, bytes.subarray(0, NONCE), { authTagLength: TAG })
      .setAAD(Buffer.from(context))
      .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    try {
      return decipher.update(bytes.subarray(NONCE + TAG), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined; // the tag does not match
    }
  }
}

/** A codec that encrypts its JSON: for values with a secret, which must not be stored as plain text. */
export function sealed<Value>(seal: Seal, codec: Codec<Value>): Codec<Value> {
  return z.codec(z.string(), z.custom<Value>(), {
    decode: (text, context) => {
      const value = fromText(codec, seal.open(text, '') ?? '');
      if (value !== undefined) return value;
      context.issues.push({ code: 'custom', message: 'It was not sealed with this secret.', input: text });
      return z.NEVER;
    },
    encode: (value) => seal.close(toText(codec, value), ''),
  });
}
