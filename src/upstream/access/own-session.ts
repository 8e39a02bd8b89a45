import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { Secret } from '../../secret.js';
import { abortable, within } from '../../coordination/abortable.js';
import { memberOf } from '../../json-value.js';
import type { Coordinator, Lease } from '../../coordination/coordinator.js';
import { Seal, sealed } from '../../coordination/seal.js';
import { broadcastTopic, lockTopic, type LockTopic } from '../../coordination/topics.js';
import { notInTime, ownCredentialRefused, timeIsUp } from '../call/failures.js';
import { exclusively } from './exclusively.js';
import { UpstreamError, type UpstreamPlace } from '../call/upstream-error.js';
import type { Signal } from '../../coordination/cancellation.js';

/** An API key pair. */
export interface ApiKey {
  readonly key: string;
  readonly secret: Secret;
}

/** The answer to a login; it is the same for all products. Only the token is certain to be there. */
export interface SessionAnswer {
  readonly access_token: string;
  /** In seconds. */
  readonly access_token_expires_in?: unknown;
  readonly access_token_claims?: unknown;
  readonly refresh_token?: unknown;
}

/** How the gateway logs in with its own API key. */
export interface OwnLogin {
  /** The place for errors. */
  readonly place: UpstreamPlace;
  /**
   * Logs in with the API key, or with the refresh token of the last session.
   * @param lease of the lock under which the gateway logs in
   * @throws UpstreamError
   */
  logIn(credential: ApiKey | { readonly refreshToken: Secret }, signal: Signal, lease: Lease): Promise<SessionAnswer>;
}

interface OpenSession {
  readonly token: Secret;
  readonly refreshToken: Secret | undefined;
  readonly claims: SessionAnswer['access_token_claims'];
  /** By the clock of the store, in milliseconds since 1970. */
  readonly openedAt: number;
  /** When the session is renewed, in milliseconds since 1970: after 90 % of its life. */
  readonly renewAt: number;
  /** When the token expires, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Life of a token if the upstream does not state it (`sign-de-v2.md §4`), in seconds. */
const DEFAULT_LIFE = 86_400;
/** Maximum time of a login with its retries, in milliseconds. */
const LOGIN_TIME = 15_000;
/** Pause after a failed renewal, in milliseconds. */
const RENEWAL_PAUSE = 5_000;

/** A session, as gateways share it through the store. */
interface OpenedSession {
  readonly answer: SessionAnswer;
  /** By the clock of the store, in milliseconds since 1970. */
  readonly openedAt: number;
}

const openedSession = z.object({
  answer: z.custom<SessionAnswer>((answer) => typeof memberOf(answer, 'access_token') === 'string'),
  openedAt: z.number(),
});

/**
 * Lock for logins with one API key. The secret of the key encrypts the stored session: who knows the secret could also
 * log in.
 */
function loginTopic({ secret }: ApiKey): LockTopic<OpenedSession> {
  return lockTopic<OpenedSession>('session', {
    codec: sealed(new Seal(secret, 'session'), openedSession),
    lease: 30_000,
    timeToLive: DEFAULT_LIFE * 1_000,
  });
}

/** Message after a login of the gateway: the SHA-256 of its token. */
const ownSessionOpened = broadcastTopic('own-session', z.string());

/**
 * The gateway's own session. It is valid at all hosts of all products. One login serves all calls that wait for it, in
 * all processes. The session is renewed before it expires, and no call waits for that.
 */
export class GatewaySession {
  readonly #login: OwnLogin;
  readonly #apiKey: ApiKey;
  readonly #coordinator: Coordinator;
  readonly #topic: LockTopic<OpenedSession>;
  #session: OpenSession | undefined;
  /** Hashes of tokens that other processes got. */
  readonly #others = new LRUCache<string, true>({ max: 100 });
  /** The token that was discarded last. The shared session may still contain it. */
  #refused: string | undefined;
  #opening: Promise<OpenSession> | undefined;

  constructor(login: OwnLogin, apiKey: ApiKey, coordinator: Coordinator) {
    this.#login = login;
    this.#apiKey = apiKey;
    this.#coordinator = coordinator;
    this.#topic = loginTopic(apiKey);
    coordinator.listen(ownSessionOpened, (hash) => {
      this.#others.set(hash, true);
    });
  }

  /**
   * Returns the session; logs in first if there is no valid one.
   * @param giveUpAt until when to wait for a login, by `performance.now()`
   * @throws UpstreamError if the login fails or the time is up
   */
  async open(signal: Signal, giveUpAt = Infinity): Promise<OpenSession> {
    const present = this.#session;
    if (present && Date.now() < present.renewAt) return present;
    this.#opening ??= this.#logIn(present).finally(() => (this.#opening = undefined));
    if (present && Date.now() < present.expiresAt) {
      this.#opening.catch(() => {
        if (this.#session === present) this.#session = { ...present, renewAt: Date.now() + RENEWAL_PAUSE };
      });
      return present;
    }
    const end = within(signal, giveUpAt - performance.now());
    try {
      return await abortable(this.#opening, end);
    } catch (error) {
      if (signal.aborted) throw timeIsUp(this.#login.place, false);
      throw end.aborted ? notInTime(this.#login.place) : error;
    }
  }

  /**
   * Whether a token is the gateway's own token, in any process: repeated logins with one key return the same token
   * (`sign-de-v2.md §4`).
   */
  holds(token: Secret): boolean {
    return (
      this.#session?.token.reveal() === token.reveal() || (this.#others.size > 0 && this.#others.has(token.sha256))
    );
  }

  /** Discards the session whose token was refused; the next {@link open} logs in again. A newer session stays. */
  discard(token: Secret): void {
    if (this.#session?.token.reveal() !== token.reveal()) return;
    this.#session = undefined;
    this.#refused = token.reveal();
  }

  /** Uses a session that another gateway opened after ours, or logs in. */
  async #logIn(present: OpenSession | undefined): Promise<OpenSession> {
    const { key } = this.#apiKey;
    this.#session = await exclusively(
      this.#coordinator,
      this.#topic,
      new Secret(key).sha256,
      AbortSignal.timeout(LOGIN_TIME),
      async (lease, leave) => {
        const { state: left } = lease;
        const now = await this.#coordinator.now();
        const isNews = left && left.openedAt > (present?.openedAt ?? -Infinity);
        if (isNews && left.answer.access_token !== this.#refused) {
          const session = toSession(left, now - left.openedAt);
          if (Date.now() < session.renewAt) return session;
        }
        const refreshToken = present?.refreshToken;
        const answer = refreshToken ? await this.#refresh(refreshToken, lease) : await this.#useKey(lease);
        const opened = { answer, openedAt: await this.#coordinator.now() };
        leave(opened);
        const session = toSession(opened, 0);
        await this.#coordinator.broadcast(ownSessionOpened, session.token.sha256);
        return session;
      },
    );
    return this.#session;
  }

  /** @throws UpstreamError `GATEWAY_CREDENTIALS_REFUSED` for every refusal that is not temporary */
  async #useKey(lease: Lease): Promise<SessionAnswer> {
    try {
      return await this.#login.logIn(this.#apiKey, AbortSignal.timeout(LOGIN_TIME), lease);
    } catch (error) {
      const isRefused = error instanceof UpstreamError && isRefusal(error);
      throw isRefused ? ownCredentialRefused(error) : error;
    }
  }

  /** Logs in with the refresh token; if that fails, with the API key. */
  #refresh(refreshToken: Secret, lease: Lease): Promise<SessionAnswer> {
    const signal = AbortSignal.timeout(LOGIN_TIME);
    return this.#login.logIn({ refreshToken }, signal, lease).catch(() => this.#useKey(lease));
  }
}

/** Whether the upstream refused a login. Faults of the upstream or the network are not refusals. */
function isRefusal({ retryable, upstream: { status = 0 } }: UpstreamError): boolean {
  return !retryable && status >= 400 && status < 500;
}

/** @param age milliseconds since the session was opened */
function toSession({ answer, openedAt }: OpenedSession, age: number): OpenSession {
  const { access_token_expires_in: seconds, refresh_token: refreshToken } = answer;
  const life = typeof seconds === 'number' && seconds > 0 ? seconds : DEFAULT_LIFE;
  const begin = Date.now() - age;
  return {
    token: new Secret(answer.access_token),
    refreshToken: typeof refreshToken === 'string' ? new Secret(refreshToken) : undefined,
    claims: answer.access_token_claims,
    openedAt,
    renewAt: begin + life * 900,
    expiresAt: begin + life * 1_000,
  };
}
