import type { OperationId, Operations } from '../../contract/sign-de.js';
import type { Answer } from '../../received/sign-de.js';
import { tssOf } from '../../upstream/access/caller.js';
import { readEnvironment } from '../../upstream/access/live-guard.js';
import type { Api, ArgumentsOf } from '../../upstream/api.js';
import type { Operation as OperationOf } from '../../upstream/operation.js';
import { PAGE_SIZE } from '../../upstream/lists/list.js';
import { answers } from './answers.js';
import type { BackendSessions } from './backend-sessions.js';
import { endpoints, type SignDeHost } from './endpoints.js';
import { confidentialPart, errorRow } from './error-table.js';
import { VisibleTss } from './tss/visible-tss.js';

/** The operations of SIGN DE V2, typed by its contract. */
export type SignDe = {
  readonly [Name in OperationId]: {
    readonly call: ArgumentsOf<Operations[Name]>;
    readonly answer: Answer<Name>;
  };
};

/** Access to SIGN DE for one GraphQL operation. */
export type Operation = OperationOf<SignDe>;

/** Describes SIGN DE V2. @param baseUrls base URLs of its two hosts, which serve the same data */
export function signDeApi(
  baseUrls: Readonly<Record<SignDeHost, string>>,
  backendSessions: BackendSessions,
): Api<SignDe> {
  return {
    name: 'sign-de',
    baseUrls,
    endpoints,
    answers,
    meaningOf: errorRow,
    confidentialPart,
    fencedBy: 'tss_id',
    paging: { pageSize: PAGE_SIZE, more: 'full-page' },
    numbers: 'doubles',
    visibleTo: (caller) => (tssOf(caller) ? new VisibleTss(caller) : undefined),
    hostsFor: (endpoint, token) => backendSessions.hostsFor(endpoint, token),
    environment: async (call) => {
      const { _env: environment } = await call('listTss', { path: {}, query: { limit: 1 } });
      return readEnvironment(environment, 'listTss');
    },
  };
}
