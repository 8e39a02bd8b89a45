import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Seal } from '../../coordination/seal.js';
import { type Codec, fromText, toText } from '../../coordination/topics.js';
import { Secret } from '../../secret.js';
import type { Caller } from '../../upstream/access/caller.js';

/** Maximum time between the creation of a link and the start of a download, in seconds. */
const LIFETIME = 900;

/** Maximum length of a link, in characters. Node.js does not accept a longer request head. */
export const LONGEST_LINK = 16_384;

/** The archive that a link gives access to. */
export type DownloadTarget = {
  /** The archive is fetched with this caller's credential. */
  readonly caller: Caller;
  readonly exportUuid: string;
} & (
  | { readonly tssUuid: string; readonly dsfinvk?: never }
  | {
      readonly tssUuid?: never;
      /** Format of an archive of DSFinV-K. */
      readonly dsfinvk: 'tar' | 'zip';
    }
);

/** The first part of links to archives of DSFinV-K; other links have the UUID of a TSS. */
const DSFINVK: ReadonlyMap<string, 'tar' | 'zip'> = new Map([
  ['dsfinvk-tar', 'tar'],
  ['dsfinvk-zip', 'zip'],
]);

/** The link has expired. */
export const EXPIRED = 'expired';

/**
 * Creates and reads links to archives. Threat: a person who sees a link (in a browser's history or a proxy's log) could
 * use the link, change it, or read the credential in it. So a link gives access to one archive and expires after 15
 * minutes. Its credential is encrypted. The whole link is authenticated, so nobody can change it. A person who has both
 * the link and the secret has the credential (docs/decisions/0056).
 */
export class DownloadLinks {
  readonly #seal: Seal;

  /**
   * @param secret gateways with the same secret accept each other's links. Default: a random secret; links are then
   *   valid only for this gateway, until it stops
   */
  constructor(secret = new Secret(randomBytes(32).toString('hex'))) {
    this.#seal = new Seal(secret, 'download links');
  }

  /**
   * Creates a link.
   * @param fileExpiresAt time at which the upstream deletes the archive. The link does not expire later
   * @returns the path on this gateway, and the time at which the link expires
   */
  make(
    { caller, exportUuid, ...source }: DownloadTarget,
    fileExpiresAt: Date | undefined,
  ): { readonly url: string; readonly expiresAt: Date } {
    const end = Math.min(Date.now() + LIFETIME * 1_000, fileExpiresAt?.getTime() ?? Infinity);
    const expiresAt = new Date(Math.floor(end / 1_000) * 1_000);
    const first = source.tssUuid ?? `dsfinvk-${source.dsfinvk}`;
    const inPlain = [first, exportUuid, expiresAt.getTime()].join('~');
    const credential = this.#seal.close(toText(callers, narrowed(caller, first)), inPlain);
    return { url: `/download/${inPlain}~${credential}`, expiresAt };
  }

  /** Reads a link. @returns undefined if the link was not created with this secret */
  read(link: string): DownloadTarget | typeof EXPIRED | undefined {
    const end = Math.max(link.lastIndexOf('~'), 0);
    const inPlain = link.slice(0, end);
    const credential = this.#seal.open(link.slice(end + 1), inPlain);
    const caller = credential === undefined ? undefined : fromText(callers, credential);
    if (!caller) return undefined;
    const [first = '', exportUuid = '', expiresAt = ''] = inPlain.split('~');
    if (Number(expiresAt) <= Date.now()) return EXPIRED;
    const dsfinvk = DSFINVK.get(first);
    return dsfinvk ? { caller, exportUuid, dsfinvk } : { caller, tssUuid: first, exportUuid };
  }
}

/**
 * The caller, restricted to the TSS of the link: the list of TSS of a gateway key may be too long for a link. Such a
 * caller gets no archive of DSFinV-K.
 */
function narrowed(caller: Caller, tssUuid: string): Caller {
  if (caller.kind !== 'gateway-key' || !caller.grant?.tssIds) return caller;
  const { tssIds } = caller.grant;
  const only = [tssUuid.toLowerCase()].filter((tssId) => tssIds.has(tssId));
  return { ...caller, grant: { ...caller.grant, tssIds: new Set(only) } };
}

/** The form in which a link stores a caller. */
const sealedCaller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('own-token'), token: z.string() }),
  z.object({
    kind: z.literal('gateway-key'),
    grant: z
      .object({ name: z.string(), role: z.enum(['READ', 'SIGN', 'ADMIN']), tssIds: z.array(z.string()).optional() })
      .optional(),
  }),
  z.object({ kind: z.literal('anonymous') }),
]);

const callers: Codec<Caller> = z.codec(sealedCaller, z.custom<Caller>(), {
  decode: (json) => {
    if (json.kind === 'own-token') return { kind: json.kind, token: new Secret(json.token) };
    if (json.kind === 'anonymous' || !json.grant) return { kind: json.kind };
    const { tssIds, ...grant } = json.grant;
    return { kind: json.kind, grant: { ...grant, ...(tssIds && { tssIds: new Set(tssIds) }) } };
  },
  encode: (caller) => {
    if (caller.kind === 'own-token') return { kind: caller.kind, token: caller.token.reveal() };
    if (caller.kind === 'anonymous' || !caller.grant) return { kind: caller.kind };
    const { tssIds, ...grant } = caller.grant;
    return { kind: caller.kind, grant: { ...grant, ...(tssIds && { tssIds: [...tssIds] }) } };
  },
});
