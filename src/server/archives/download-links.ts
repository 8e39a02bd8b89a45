import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Seal } from '../../coordination/seal.js';
import { type Codec, fromText, toText } from '../../coordination/topics.js';
import { Secret } from '../../secret.js';
import type { Caller } from '../../upstream/access/caller.js';

/** How long a download can be begun with a link, in seconds. */
const LIFETIME = 900;

/** Longest link that is taken, in characters: Node takes no more of a whole request's head. */
export const LONGEST_LINK = 16_384;

/** What a link stands for. */
export interface DownloadTarget {
  /** With whose credential the archive is fetched. */
  readonly caller: Caller;
  readonly tssUuid: string;
  readonly exportUuid: string;
}

/** A link whose time is over. */
export const EXPIRED = 'expired';

/**
 * Links to archives. Threat: whoever sees a link (a browser's history, a proxy's log) could use or change it, or read
 * the credential that the archive is fetched with. So a link opens one archive, for a quarter of an hour; the
 * credential is sealed in it; and the seal keeps all of the link from being changed. Whoever has the link and the
 * secret has the credential (docs/decisions/0056).
 */
export class DownloadLinks {
  readonly #seal: Seal;

  /**
   * @param secret makes links good at all gateways that know it; without one they are good at this gateway, until it
   * ends
   */
  constructor(secret = new Secret(randomBytes(32).toString('hex'))) {
    this.#seal = new Seal(secret, 'download links');
  }

  /**
   * Makes a link.
   * @param fileExpiresAt when the archive is removed; the link is not good any longer than that
   * @returns its path on this gateway, and until when it is good
   */
  make(
    { caller, tssUuid, exportUuid }: DownloadTarget,
    fileExpiresAt: Date | undefined,
  ): { readonly url: string; readonly expiresAt: Date } {
    const end = Math.min(Date.now() + LIFETIME * 1_000, fileExpiresAt?.getTime() ?? Infinity);
    const expiresAt = new Date(Math.floor(end / 1_000) * 1_000);
    const inPlain = [tssUuid, exportUuid, expiresAt.getTime()].join('~');
    const credential = this.#seal.close(toText(callers, narrowed(caller, tssUuid)), inPlain);
    return { url: `/download/${inPlain}~${credential}`, expiresAt };
  }

  /** What a link stands for; undefined when it was not made with this secret. */
  read(link: string): DownloadTarget | typeof EXPIRED | undefined {
    const end = Math.max(link.lastIndexOf('~'), 0);
    const inPlain = link.slice(0, end);
    const credential = this.#seal.open(link.slice(end + 1), inPlain);
    const caller = credential === undefined ? undefined : fromText(callers, credential);
    if (!caller) return undefined;
    const [tssUuid = '', exportUuid = '', expiresAt = ''] = inPlain.split('~');
    return Number(expiresAt) > Date.now() ? { caller, tssUuid, exportUuid } : EXPIRED;
  }
}

/**
 * A caller who may see no other TSS than that of the link: a gateway key may be for more of them than a link has room
 * for.
 */
function narrowed(caller: Caller, tssUuid: string): Caller {
  if (caller.kind !== 'gateway-key' || !caller.grant?.tssIds) return caller;
  const { tssIds } = caller.grant;
  const only = [tssUuid.toLowerCase()].filter((tssId) => tssIds.has(tssId));
  return { ...caller, grant: { ...caller.grant, tssIds: new Set(only) } };
}

/** A caller as it is sealed in a link. */
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
