import { type OperationId, type Operations, signDeContract } from '../../../src/contract/sign-de.js';
import { demo } from '../../../src/sandbox/index.js';
import { ApiClient, type CheckedApi, type PartsOf } from './api-client.js';

export type { Answer } from './api-client.js';

/** The parts of a request, typed by the contract of SIGN DE. */
export type Parts<Id extends OperationId> = PartsOf<Operations[Id]>;

const SIGN_DE: CheckedApi = {
  contract: signDeContract(),
  requestId: 'request-id',
  beside: [
    ['*', 401, undefined, 'bad token or key: no code (sign-de-v2.md §18)'],
    ['*', 400, 'FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'the one code of its framework that the real service shows (§3)'],
    ['authenticateAdmin', 401, 'E_ADMIN_LOGIN_FAILED', 'wrong PIN (integration-guide.md §11)'],
    ['authenticateAdmin', 400, 'E_PARSER', 'malformed id at a Middleware-only call'],
    ['logoutAdmin', 400, 'E_PARSER', 'the same'],
    ['changeAdminPin', 400, 'E_PARSER', 'the same'],
    ['updateTss', 400, 'E_PARSER', 'the same'],
    ['createClient', 400, 'E_PARSER', 'the same'],
    ['updateClient', 400, 'E_PARSER', 'the same'],
    ['upsertTransaction', 400, 'E_PARSER', 'the same, and raw data that is not base64'],
    ['updateTss', 404, 'E_TSS_NOT_FOUND', 'not listed, but expected (sign-de-v2.md §16, 18)'],
  ],
};

/** Calls one face of SIGN DE, and checks every valid request and every answer against the contract. */
export class ContractClient extends ApiClient<Operations> {
  constructor(baseUrl: string, token?: string) {
    super(SIGN_DE, baseUrl, token);
  }

  /** Logs in at a face, by default with the demo key. */
  static async login(
    baseUrl: string,
    api_key: string = demo.apiKey,
    api_secret: string = demo.apiSecret,
  ): Promise<ContractClient> {
    const { access_token } = await new ContractClient(baseUrl).ok('authenticateApi', { body: { api_key, api_secret } });
    return new ContractClient(baseUrl, access_token);
  }

  /** The same session at another face. */
  at(baseUrl: string): ContractClient {
    return new ContractClient(baseUrl, this.token);
  }
}
