import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Secret } from '../secret.js';
import { type Codec, fromText, toText } from './topics.js';

const ALGORITHM = 'aes-256-gcm';
/** Sizes in bytes. */
const [KEY, NONCE, TAG] = [32, 12, 16];

/**
 * Seals texts so that only those who know a secret can read them, and nobody else can make or change one: AES-256-GCM
 * with a random nonce, under a key that HKDF derives from the secret. HKDF makes no weak secret strong, so the secret
 * must be as good as 32 random bytes. One secret is good for four billion texts (NIST SP 800-38D §8.3).
 */
export class Seal {
  readonly #key: Uint8Array;

  /** @param purpose keeps what is sealed for one purpose from being taken for another */
  constructor(secret: Secret, purpose: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret.reveal(), '', purpose, KEY));
  }

  /**
   * Seals a text.
   * @param context what stands beside it in plain, and cannot be changed either
   * @returns base64url
   */
  close(text: string, context: string): string {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(Buffer.from(context));
    const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url');
  }

  /**
   * The text that was sealed in this context; undefined when it was not sealed with this secret, for this purpose, or
   * as it stands.
   */
  open(sealed: string, context: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    // Decoding ignores some characters, but each seal has exactly one valid spelling.
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

/** A codec whose JSON is sealed: for values with a secret in them, which a store must not hold in plain. */
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
