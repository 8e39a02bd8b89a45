import { Secret } from '../../secret.js';
import { type Answer, memberOf } from '../../received/sign-de.js';
import type { Operation, SignDe } from './api.js';
import type { OwnLogin } from '../../upstream/access/own-session.js';
import { organizationIn, type Tenants } from '../../upstream/access/tenants.js';
import type { Upstream } from '../../upstream/call/upstream.js';
import type { BackendSessions } from './backend-sessions.js';
import type { SignDeHost } from './endpoints.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** The credentials for a login. */
export type Credentials = { readonly apiKey: string; readonly apiSecret: Secret } | { readonly refreshToken: Secret };

/** A login for a caller, and the host that issued the token. */
export interface Login {
  readonly answer: Answer<'authenticateApi'>;
  readonly host: SignDeHost;
}

/** The owner of a credential, according to the upstream. The values are not validated. */
export interface Identity {
  readonly env: unknown;
  readonly organization_id: unknown;
}

/**
 * Logs in the gateway itself, at the Middleware: only sessions of the Middleware are valid at both hosts
 * (`sign-de-v2.md §1`).
 */
export function ownLogin(upstream: Upstream<SignDe>): OwnLogin {
  return {
    place: { operation: 'authenticateApi', host: 'MIDDLEWARE' },
    logIn: (credential, signal, lease) => {
      const body =
        'refreshToken' in credential
          ? { refresh_token: credential.refreshToken.reveal() }
          : { api_key: credential.key, api_secret: credential.secret.reveal() };
      return upstream.call('authenticateApi', { path: {}, body }, { token: undefined, signal, leases: [lease] });
    },
  };
}

/** Logins of callers, and the owners of credentials. */
export class LoginDatasource {
  readonly #operation: Operation;
  readonly #tenants: Tenants;
  readonly #backendSessions: BackendSessions;
  readonly #baseUrls: Readonly<Record<SignDeHost, string>>;

  constructor(
    operation: Operation,
    tenants: Tenants,
    backendSessions: BackendSessions,
    baseUrls: Readonly<Record<SignDeHost, string>>,
  ) {
    this.#tenants = tenants;
    this.#operation = operation;
    this.#backendSessions = backendSessions;
    this.#baseUrls = baseUrls;
  }

  /**
   * Logs a caller in. The token of a session of the Backend is remembered in {@link BackendSessions}.
   * @param baseUrl base URL of the host for the login. Default: the Middleware
   * @throws UpstreamError `BASE_URL_NOT_ALLOWED` before any call; `CREDENTIALS_REFUSED`
   */
  async authenticate(credentials: Credentials, baseUrl: string | undefined): Promise<Login> {
    const host = this.#hostOf(baseUrl);
    const body =
      'apiKey' in credentials
        ? { api_key: credentials.apiKey, api_secret: credentials.apiSecret.reveal() }
        : { refresh_token: credentials.refreshToken.reveal() };
    const answer = await this.#operation.callWithoutCredential('authenticateApi', { path: {}, body }, [host]);
    const token = new Secret(answer.access_token);
    // The upstream has issued this token, so its claims are true: they connect it with earlier tokens of the same
    // organization.
    this.#tenants.accept(token);
    if (host === 'BACKEND') await this.#backendSessions.remember(token);
    return { answer, host };
  }

  /**
   * Returns the owner of this operation's credential. For the gateway's own session, the claims of its token say who
   * owns it. The token of a caller is first tried at the upstream, because the claims of an unverified token prove
   * nothing.
   * @throws UpstreamError `UNAUTHENTICATED`
   */
  async identity(): Promise<Identity> {
    const { caller } = this.#operation;
    if (caller.kind !== 'own-token') {
      await this.#operation.credential.token();
      const claims = await this.#operation.credential.ownClaims();
      return { env: memberOf(claims, 'env'), organization_id: memberOf(claims, 'organization_id') };
    }
    const { _env: env } = await this.#operation.call('listTss', { path: {}, query: { limit: 1 } });
    return { env, organization_id: organizationIn(caller.token) };
  }

  /**
   * Finds the host with this base URL. Threat: a caller makes the gateway send credentials, or requests from inside its
   * network, to a URL of the caller's choice (SSRF). So only configured base URLs are allowed.
   */
  #hostOf(baseUrl: string | undefined): SignDeHost {
    if (baseUrl === undefined) return 'MIDDLEWARE';
    const wanted = normalize(baseUrl);
    if (wanted === normalize(this.#baseUrls.MIDDLEWARE)) return 'MIDDLEWARE';
    if (wanted === normalize(this.#baseUrls.BACKEND)) return 'BACKEND';
    throw new UpstreamError({
      code: 'BASE_URL_NOT_ALLOWED',
      message: `This gateway does not use this base URL. Allowed are ${this.#baseUrls.MIDDLEWARE} and ${this.#baseUrls.BACKEND}. Nothing was sent.`,
    });
  }
}

function normalize(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { href } = new URL(url);
  let end = href.length;
  while (href.charAt(end - 1) === '/') end -= 1;
  return href.slice(0, end);
}
