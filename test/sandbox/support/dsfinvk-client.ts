import { dsfinvkContract, type OperationId, type Operations } from '../../../src/contract/dsfinvk.js';
import { demo } from '../../../src/sandbox/index.js';
import { ApiClient, type CheckedApi, type PartsOf } from './api-client.js';

/** The parts of a request, typed by the contract of DSFinV-K. */
export type DsfinvkParts<Id extends OperationId> = PartsOf<Operations[Id]>;

const DSFINVK: CheckedApi = {
  contract: dsfinvkContract(),
  requestId: 'x-request-id',
  beside: [['authenticate', 400, 'E_FAILED_SCHEMA_VALIDATION', 'every operation has it (dsfinvk-v1.md §3)']],
};

/** Calls the face of DSFinV-K, and checks every valid request and every answer against the contract. */
export class DsfinvkClient extends ApiClient<Operations> {
  constructor(baseUrl: string, token?: string) {
    super(DSFINVK, baseUrl, token);
  }

  /** Logs in, by default with the demo key. */
  static async login(
    baseUrl: string,
    api_key: string = demo.apiKey,
    api_secret: string = demo.apiSecret,
  ): Promise<DsfinvkClient> {
    const { access_token } = await new DsfinvkClient(baseUrl).ok('authenticate', { body: { api_key, api_secret } });
    return new DsfinvkClient(baseUrl, access_token);
  }

  /** The same session at another face or base path. */
  at(baseUrl: string): DsfinvkClient {
    return new DsfinvkClient(baseUrl, this.token);
  }
}
