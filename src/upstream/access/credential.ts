import type { Secret } from '../../secret.js';
import { noCredential, ownCredentialRefused } from '../call/failures.js';
import type { Deadline } from '../call/time-share.js';
import { UpstreamError } from '../call/upstream-error.js';
import type { Caller } from './caller.js';
import type { GatewaySession, SessionAnswer } from './own-session.js';
import type { Tenants } from './tenants.js';
import type { Signal } from '../../coordination/cancellation.js';

/** Dependencies that the credentials of all operations share. */
export interface Access {
  /** Undefined if every caller must send its own token. */
  readonly ownSession: GatewaySession | undefined;
  readonly tenants: Tenants;
  /** Whether callers may send a gateway key. */
  readonly takesGatewayKeys: boolean;
}

/** The credential of one GraphQL operation: the token of its caller, or the gateway's own token. */
export class Credential {
  readonly #access: Access;
  readonly #caller: Caller;
  readonly #deadline: Deadline;
  /** The gateway's own token. An operation keeps the token that it got first, because admin mode belongs to a token. */
  #ownToken: Secret | undefined;
  /** Whether to keep a refused token and report the error, instead of a new login. */
  #keepsToken = false;

  constructor(access: Access, caller: Caller, deadline: Deadline) {
    this.#access = access;
    this.#caller = caller;
    this.#deadline = deadline;
  }

  /**
   * Returns the token. @throws UpstreamError `UNAUTHENTICATED` if the caller sent none and may not use the gateway's
   */
  token(signal: Signal = this.#deadline.signal): Secret | Promise<Secret> {
    if (this.#caller.kind === 'own-token') return this.#caller.token;
    const { ownSession } = this.#access;
    if (this.#caller.kind === 'anonymous' || !ownSession) throw this.missing();
    return this.#ownToken ?? this.#openOwn(ownSession, signal);
  }

  async #openOwn(ownSession: GatewaySession, signal: Signal): Promise<Secret> {
    const giveUpAt = this.#deadline.giveUpAt(signal, true);
    return (this.#ownToken ??= (await ownSession.open(signal, giveUpAt)).token);
  }

  /** The error for a caller without a credential. */
  missing(): UpstreamError {
    return noCredential(this.#access.takesGatewayKeys && this.#caller.kind === 'anonymous');
  }

  /**
   * Whether it is the gateway's own token. This can also be a token that the caller sent, if it logged in with the
   * gateway's API key.
   */
  get isShared(): boolean {
    const caller = this.#caller;
    const { ownSession } = this.#access;
    return caller.kind === 'gateway-key' || (caller.kind === 'own-token' && (ownSession?.holds(caller.token) ?? false));
  }

  /** The claims of the gateway's own session; undefined for callers with their own token. */
  async ownClaims(): Promise<SessionAnswer['access_token_claims']> {
    const { ownSession } = this.#access;
    return this.#caller.kind === 'gateway-key' ? (await ownSession?.open(this.#deadline.signal))?.claims : undefined;
  }

  /**
   * Runs work with one token from start to end. Admin mode belongs to a token: with a new token, the rest of the work
   * could run in the admin mode that somebody else has opened there.
   */
  async keepingToken<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#keepsToken = true;
    try {
      return await work();
    } finally {
      this.#keepsToken = false;
    }
  }

  /**
   * Gives up the gateway's own token, which the upstream has refused.
   * @returns whether {@link token} returns another token from now on
   */
  giveUp(token: Secret): boolean {
    const { ownSession } = this.#access;
    if (this.#caller.kind !== 'gateway-key' || !ownSession) return false;
    ownSession.discard(token);
    this.#ownToken = undefined;
    return true;
  }

  /**
   * Makes a call with a token. The gateway's own token may have been revoked early: then the gateway logs in again,
   * once.
   * @param options options of the call; the second call gets them with the new token
   * @throws UpstreamError of the call; `GATEWAY_CREDENTIALS_REFUSED` if the gateway's own credential is refused
   */
  use<Options extends { readonly token: Secret | undefined; readonly signal: Signal }, Result>(
    options: Options,
    make: (options: Options) => Promise<Result>,
  ): Promise<Result> {
    const caller = this.#caller;
    if (caller.kind === 'gateway-key') return this.#useOwn(options, make);
    return make(options).then((result) => {
      if (caller.kind === 'own-token') this.#access.tenants.accept(caller.token);
      return result;
    });
  }

  async #useOwn<Options extends { readonly token: Secret | undefined; readonly signal: Signal }, Result>(
    options: Options,
    make: (options: Options) => Promise<Result>,
  ): Promise<Result> {
    const { ownSession } = this.#access;
    try {
      return await make(options);
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'UNAUTHENTICATED') throw error;
      if (!ownSession || !options.token) throw error;
      if (this.#keepsToken) throw ownCredentialRefused(error);
      ownSession.discard(options.token);
      try {
        this.#ownToken = (await ownSession.open(options.signal)).token;
        return await make({ ...options, token: this.#ownToken });
      } catch (again) {
        if (!(again instanceof UpstreamError)) throw again;
        // If an answer was lost before the token was refused, the result stays ambiguous, whatever the second call
        // returns.
        const last = error.ambiguous ? again.after(error) : again;
        throw last.code === 'UNAUTHENTICATED' ? ownCredentialRefused(last) : last;
      }
    }
  }
}
