import { createHmac, timingSafeEqual } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { type Caller, credentialOf, fromPlainCaller, toPlainCaller } from '../../upstream/access/caller.js';
import type { Coordinator } from '../../coordination/coordinator.js';

/** How long a download can be begun with a link, in seconds. */
const LIFETIME = 900;
/** Credentials that are kept for links; when there are more, the links of those that were used longest ago end early. */
const MAXIMUM_CREDENTIALS = 10_000;

/** What a link stands for. */
export interface DownloadTarget {
  /** With whose credential the archive is fetched. */
  readonly caller: Caller;
  readonly tssUuid: string;
  readonly exportUuid: string;
}

/** A link that was made here but is good no longer: its time is over, or its credential is not kept any more. */
export const EXPIRED = 'expired';

/**
 * Links to archives. Threat: whoever sees a link (a browser's history, a proxy's log) could use or change it. So it opens one archive, for a quarter
 * of an hour; a signature with a key that this gateway alone has and never stores keeps it from being changed; and it does not hold the
 * credential that the archive is fetched with, which is kept here, in memory, only as long as the link is good, in each of the gateway's processes.
 */
export class DownloadLinks {
  readonly #coordinator: Coordinator;
  readonly #linkKey: string;
  readonly #holderKey: string;
  readonly #callers = new LRUCache<string, Caller>({ max: MAXIMUM_CREDENTIALS, ttl: LIFETIME * 1_000 });

  constructor(coordinator: Coordinator) {
    this.#coordinator = coordinator;
    this.#linkKey = hmac(coordinator.secret, 'links');
    this.#holderKey = hmac(coordinator.secret, 'holders');
    coordinator.listen((message) => {
      if (message.topic === 'link') this.#callers.set(message.holder, fromPlainCaller(message.caller));
    });
  }

  /**
   * Makes a link.
   * @param fileExpiresAt when the archive is removed; the link is not good any longer than that
   * @returns its path on this gateway, and until when it is good
   */
  async make(
    { caller, tssUuid, exportUuid }: DownloadTarget,
    fileExpiresAt: Date | undefined,
  ): Promise<{ readonly url: string; readonly expiresAt: Date }> {
    const end = Math.min(Date.now() + LIFETIME * 1_000, fileExpiresAt?.getTime() ?? Infinity);
    const expiresAt = new Date(Math.floor(end / 1_000) * 1_000);
    const payload = [tssUuid, exportUuid, expiresAt.getTime(), await this.#keep(caller)].join('~');
    return { url: `/download/${payload}~${hmac(this.#linkKey, payload)}`, expiresAt };
  }

  /** What a link stands for; undefined when it was not made by this gateway. */
  read(link: string): DownloadTarget | typeof EXPIRED | undefined {
    const end = link.lastIndexOf('~');
    const [payload, signature] = [link.slice(0, Math.max(end, 0)), Buffer.from(link.slice(end + 1))];
    const expected = Buffer.from(hmac(this.#linkKey, payload));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
    const [tssUuid = '', exportUuid = '', expiresAt = '', holder = ''] = payload.split('~');
    const caller = this.#callers.get(holder);
    return caller && Number(expiresAt) > Date.now() ? { caller, tssUuid, exportUuid } : EXPIRED;
  }

  /** Keeps a credential, once however many links it has. @returns a name for it that tells nothing */
  async #keep(caller: Caller): Promise<string> {
    const holder = hmac(this.#holderKey, credentialOf(caller));
    this.#callers.set(holder, caller);
    await this.#coordinator.broadcast({ topic: 'link', holder, caller: toPlainCaller(caller) });
    return holder;
  }
}

function hmac(key: Uint8Array | string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}
