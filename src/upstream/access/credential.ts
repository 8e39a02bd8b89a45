import type { Secret } from '../../secret.js';
import { noCredential, ownCredentialRefused } from '../call/failures.js';
import type { Deadline } from '../call/time-share.js';
import { UpstreamError } from '../call/upstream-error.js';
import type { Caller } from './caller.js';
import type { GatewaySession, SessionAnswer } from './own-session.js';
import type { Tenants } from './tenants.js';

/** What the credentials of all operations share. */
export interface Access {
  /** Absent when every caller must bring a token. */
  readonly ownSession: GatewaySession | undefined;
  readonly tenants: Tenants;
  /** Whether callers may bring a gateway key. */
  readonly takesGatewayKeys: boolean;
}

/** What one GraphQL operation calls its upstreams with: the token of its caller, or the gateway's own. */
export class Credential {
  readonly #access: Access;
  readonly #caller: Caller;
  readonly #deadline: Deadline;
  /**
   * The gateway's own token as this operation first got it. It does not change half-way, because admin mode sticks to
   * it.
   */
  #ownToken: Secret | undefined;
  /** Whether a token that is refused is kept, and the refusal told. */
  #keepsToken = false;

  constructor(access: Access, caller: Caller, deadline: Deadline) {
    this.#access = access;
    this.#caller = caller;
    this.#deadline = deadline;
  }

  /** The token. @throws UpstreamError `UNAUTHENTICATED` when the caller brought none and gets none */
  async token(signal: AbortSignal = this.#deadline.signal): Promise<Secret> {
    const { ownSession } = this.#access;
    if (this.#caller.kind === 'own-token') return this.#caller.token;
    if (this.#caller.kind === 'gateway-key' && ownSession) {
      const giveUpAt = this.#deadline.giveUpAt(signal, true);
      return (this.#ownToken ??= (await ownSession.open(signal, giveUpAt)).token);
    }
    throw this.missing();
  }

  /** What a caller is told that has no credential, and gets none. */
  missing(): UpstreamError {
    return noCredential(this.#access.takesGatewayKeys && this.#caller.kind === 'anonymous');
  }

  /** Whether it is the gateway's own token, be it that its caller logged in with the gateway's own key. */
  get isShared(): boolean {
    const caller = this.#caller;
    const { ownSession } = this.#access;
    return caller.kind === 'gateway-key' || (caller.kind === 'own-token' && (ownSession?.holds(caller.token) ?? false));
  }

  /** What the gateway's own session says of itself; undefined for callers with a token of their own. */
  async ownClaims(): Promise<SessionAnswer['access_token_claims']> {
    const { ownSession } = this.#access;
    return this.#caller.kind === 'gateway-key' ? (await ownSession?.open(this.#deadline.signal))?.claims : undefined;
  }

  /**
   * Runs work with one and the same token: admin mode sticks to it, and on another token the rest of the work would run
   * in the admin mode of whoever opened one there.
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
   * Gives up a token of the gateway's own that was refused.
   * @returns whether {@link token} gives another one from now on
   */
  giveUp(token: Secret): boolean {
    const { ownSession } = this.#access;
    if (this.#caller.kind !== 'gateway-key' || !ownSession) return false;
    ownSession.discard(token);
    this.#ownToken = undefined;
    return true;
  }

  /**
   * Makes a call with a token. The gateway's own may have been revoked before its time: then the gateway logs in anew,
   * once.
   * @param options how the call is made; with another token the second time
   * @throws UpstreamError of the call; `GATEWAY_CREDENTIALS_REFUSED` where the gateway's own credential is refused
   */
  async use<Options extends { readonly token: Secret | undefined; readonly signal: AbortSignal }, Result>(
    options: Options,
    make: (options: Options) => Promise<Result>,
  ): Promise<Result> {
    const caller = this.#caller;
    const { ownSession, tenants } = this.#access;
    try {
      const result = await make(options);
      if (caller.kind === 'own-token') tenants.accept(caller.token);
      return result;
    } catch (error) {
      if (!(error instanceof UpstreamError) || error.code !== 'UNAUTHENTICATED' || caller.kind !== 'gateway-key')
        throw error;
      if (!ownSession || !options.token) throw error;
      if (this.#keepsToken) throw ownCredentialRefused(error);
      ownSession.discard(options.token);
      try {
        this.#ownToken = (await ownSession.open(options.signal)).token;
        return await make({ ...options, token: this.#ownToken });
      } catch (again) {
        if (!(again instanceof UpstreamError)) throw again;
        // A lost answer before the refusal stays lost, whatever the second round says.
        const last = error.ambiguous ? again.after(error) : again;
        throw last.code === 'UNAUTHENTICATED' ? ownCredentialRefused(last) : last;
      }
    }
  }
}
