import type { OperationId, Operations } from '../../contract/dsfinvk.js';
import type { Answer } from '../../received/dsfinvk.js';
import type { Secret } from '../../secret.js';
import { readEnvironment } from '../../upstream/access/live-guard.js';
import type { Api, ArgumentsOf } from '../../upstream/api.js';
import type { Operation as OperationOf } from '../../upstream/operation.js';
import { PAGE_SIZE } from '../../upstream/lists/list.js';
import { answers } from './answers.js';
import { endpoints } from './endpoints.js';
import { errorRow } from './error-table.js';
import { restrictionsOf } from './visible-master-data.js';

/** The operations of DSFinV-K v1, typed by its contract. */
export type Dsfinvk = {
  readonly [Name in OperationId]: {
    readonly call: ArgumentsOf<Operations[Name]>;
    readonly answer: Answer<Name>;
  };
};

/** Access to DSFinV-K for one GraphQL operation. */
export type Operation = OperationOf<Dsfinvk>;

/**
 * Describes DSFinV-K v1.
 * @param baseUrl of its only host
 * @param checkToken throws if the host does not accept a token
 */
export function dsfinvkApi(baseUrl: string, checkToken: (token: Secret) => void): Api<Dsfinvk> {
  return {
    name: 'dsfinvk',
    baseUrls: { DSFINVK: baseUrl },
    endpoints,
    answers,
    meaningOf: errorRow,
    paging: { pageSize: PAGE_SIZE, more: 'next-link' },
    numbers: 'written',
    visibleTo: restrictionsOf,
    hostsFor: (_endpoint, token) => {
      checkToken(token);
      return undefined;
    },
    environment: async (call) => {
      const { _env: environment } = await call('listVatDefinitions', { path: {}, query: { limit: 1 } });
      return readEnvironment(environment, 'listVatDefinitions');
    },
  };
}
