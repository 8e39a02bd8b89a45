import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConfigError } from './config-error.js';

/** Roles of gateway keys. Each role may also do what the roles before it may do. */
export const ROLES = ['READ', 'SIGN', 'ADMIN'] as const;

/** A key whose callers may use the gateway's own API key. The configuration contains only its hash. */
export interface GatewayKey {
  /** Name of the key's owner; for people. */
  readonly name: string;
  /** What its callers may do. */
  readonly role: (typeof ROLES)[number];
  /** SHA-256 of the key. A slow hash would add nothing: a key is 256 random bits and cannot be guessed. */
  readonly hash: Buffer;
  /** UUIDs of the TSS that its callers may see and use; undefined: every TSS that the API key can see. */
  readonly tssIds?: ReadonlySet<string>;
}

/** Prefix of every gateway key. Secret scanners find it, and it distinguishes a key from an access token. */
export const KEY_PREFIX = 'fgk_';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const entry = z.object({
  name: z.string().regex(/^[\w.-]{1,64}$/, 'its name must be 1 to 64 letters, digits, dots, dashes or underscores'),
  role: z.enum(ROLES, 'its role must be READ, SIGN or ADMIN'),
  hash: z.string().regex(/^[0-9a-f]{64}$/i, 'its hash must be 64 hexadecimal digits, the SHA-256 of the key'),
  tssIds: z
    .array(z.string().toLowerCase().regex(UUID, 'its TSS must be UUIDs, separated by commas'))
    .optional()
    .transform((ids) => ids && new Set(ids)),
});

/**
 * Parses `GATEWAY_KEYS`: entries `name:role:hash` or `name:role:hash:tss,tss`, separated by spaces or line breaks.
 * An error message names an entry by its position. It contains none of its text, which may be the key itself.
 */
export const gatewayKeys = z.string().transform((text, context): readonly GatewayKey[] => {
  const complain = (index: number, message: string) => {
    context.addIssue({ code: 'custom', message: `entry ${index + 1}: ${message}` });
  };
  const keys = text
    .trim()
    .split(/\s+/)
    .map((fields, index) => {
      const [name, role, hash = '', tssIds, ...rest] = fields.split(':');
      const read = entry.safeParse({ name, role, hash, tssIds: tssIds?.split(',') });
      for (const { message } of read.error?.issues ?? []) complain(index, message);
      if (rest.length > 0) complain(index, 'it must be name:role:hash or name:role:hash:tss,tss');
      return read.data && toKey(read.data);
    });
  for (const [index, key] of keys.entries()) {
    const earlier = keys.slice(0, index);
    if (key && earlier.some((other) => other?.name === key.name)) complain(index, 'its name is taken');
    if (key && earlier.some((other) => other?.hash.equals(key.hash))) complain(index, 'its key is listed twice');
  }
  return keys.filter((key) => key !== undefined);
});

function toKey({ name, role, hash, tssIds }: z.infer<typeof entry>): GatewayKey {
  return { name, role, hash: Buffer.from(hash, 'hex'), ...(tssIds && { tssIds }) };
}

/** SHA-256 of a gateway key. */
export function hashOfKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/**
 * Makes a new gateway key.
 * @param tssIds UUIDs of the TSS that the key may use; empty: all
 * @returns the key, which only its caller should store, and its entry for `GATEWAY_KEYS`
 * @throws ConfigError that lists what is wrong with the name, the role or the TSS
 */
export function makeGatewayKey(
  name: string,
  role: string,
  tssIds: readonly string[],
): { readonly key: string; readonly entry: string } {
  const key = KEY_PREFIX + randomBytes(32).toString('base64url');
  const hash = hashOfKey(key).toString('hex');
  const { error } = entry.safeParse({ name, role, hash, ...(tssIds.length > 0 && { tssIds }) });
  if (error) {
    throw new ConfigError(['No key was made:', ...error.issues.map(({ message }) => message)].join('\n  - '));
  }
  const fields = [name, role, hash, ...(tssIds.length > 0 ? [tssIds.join(',')] : [])];
  return { key, entry: fields.join(':') };
}
