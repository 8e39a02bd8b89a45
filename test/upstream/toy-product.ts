import { LocalCoordinator } from '../../src/coordination/local-coordinator.js';
import type { WrittenNumber } from '../../src/json-text.js';
import { memberOf } from '../../src/json-value.js';
import { Secret } from '../../src/secret.js';
import type { Caller } from '../../src/upstream/access/caller.js';
import { LiveGuard, readEnvironment } from '../../src/upstream/access/live-guard.js';
import { GatewaySession } from '../../src/upstream/access/own-session.js';
import { Tenants } from '../../src/upstream/access/tenants.js';
import type { Api, Ids } from '../../src/upstream/api.js';
import { text } from '../../src/upstream/call/answer-check.js';
import { SharedReads } from '../../src/upstream/call/shared-reads.js';
import { Deadline } from '../../src/upstream/call/time-share.js';
import { Upstream } from '../../src/upstream/call/upstream.js';
import { final, meaningOf, passing } from '../../src/upstream/call/upstream-code.js';
import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import { Operation, OperationScope } from '../../src/upstream/operation.js';
import type { StubUpstream } from '../datasources/stub-upstream.js';
import { atEndOfFile } from '../support/clean-up.js';

/** An entry of a ledger. Its amount is a number of JSON. */
export interface Entry {
  readonly name: string;
  readonly ledger: string;
  readonly amount: unknown;
}

interface EntryPath extends Ids {
  readonly ledger: string;
  readonly entry: string;
}

/** A page of entries. */
interface Page {
  readonly data: readonly (Entry | Error)[];
  readonly _next?: string;
}
interface Query {
  readonly limit?: number;
  readonly offset?: number;
}

interface ToyOperations {
  readonly enter: { readonly call: { readonly path: Ids; readonly body: object }; readonly answer: { token: string } };
  readonly findLedger: { readonly call: { readonly path: { ledger: string } }; readonly answer: { mode: unknown } };
  readonly findEntry: { readonly call: { readonly path: EntryPath }; readonly answer: Entry };
  readonly putEntry: {
    readonly call: {
      readonly path: EntryPath;
      readonly body: { readonly amount: WrittenNumber; readonly note?: string };
    };
    readonly answer: Entry;
  };
  readonly strikeEntry: { readonly call: { readonly path: EntryPath }; readonly answer: Entry };
  readonly closeYear: {
    readonly call: { readonly path: { year: string }; readonly body: object };
    readonly answer: object;
  };
  readonly listEntries: {
    readonly call: { readonly path: { ledger: string }; readonly query?: Query };
    readonly answer: Page;
  };
}

/** The operations of a product that keeps ledgers, which is nobody's. As a type it can be used as a record. */
export type Toy = Pick<ToyOperations, keyof ToyOperations>;

const BOTH = { hosts: ['NORTH', 'SOUTH'], repeatable: true, timeout: 2_000 } as const;
const ENTRY = [
  ['name', text],
  ['ledger', text],
] as const;

/** What the product is. @param stub its two hosts */
function toyApi({ settings: { backendUrl, middlewareUrl } }: StubUpstream): Api<Toy> {
  return {
    name: 'toy',
    baseUrls: { NORTH: backendUrl, SOUTH: middlewareUrl },
    endpoints: {
      enter: { ...BOTH, method: 'POST', path: '/enter', isLogin: true },
      findLedger: { ...BOTH, method: 'GET', path: '/ledger/{ledger}' },
      findEntry: { ...BOTH, method: 'GET', path: '/ledger/{ledger}/entry/{entry}' },
      putEntry: { ...BOTH, method: 'PUT', path: '/ledger/{ledger}/entry/{entry}' },
      strikeEntry: { ...BOTH, method: 'DELETE', path: '/ledger/{ledger}/entry/{entry}', repeatable: false },
      closeYear: { ...BOTH, method: 'POST', path: '/year/{year}' },
      listEntries: { ...BOTH, method: 'GET', path: '/ledger/{ledger}/entry', budget: { name: 'list', calls: 6 } },
    },
    answers: {
      enter: { one: [['token', text]] },
      findLedger: { one: [] },
      findEntry: { one: ENTRY },
      putEntry: { one: ENTRY },
      strikeEntry: { one: ENTRY },
      closeYear: { one: [] },
      listEntries: { listOf: ENTRY },
    },
    meaningOf: (_operation, status, code) =>
      meaningOf(
        {
          CLOSED: { ...final('REFUSED_BY_UPSTREAM', 'The ledger is closed.'), explains: true },
          BEING_PRINTED: passing('The ledger is being printed.'),
        },
        status,
        code,
      ),
    fencedBy: 'ledger',
    paging: { pageSize: 100, more: 'next-link' },
    numbers: 'written',
    visibleTo: (caller) =>
      caller.kind === 'gateway-key' && caller.grant
        ? {
            check: ({ ledger }) => {
              if (ledger === 'secret') throw new UpstreamError({ code: 'FORBIDDEN', message: 'It is not yours.' });
            },
            showsAllOf: () => true,
            list: () => Promise.reject(new Error('All lists are of one ledger.')),
          }
        : undefined,
    environment: async (call) =>
      readEnvironment((await call('findLedger', { path: { ledger: 'any' } })).mode, 'findLedger'),
  };
}

/** The product as a gateway has it; it is closed when the test file has run. */
export function openToy(stub: StubUpstream, { liveGuard = false, maximumReads = 100 } = {}) {
  const coordinator = new LocalCoordinator();
  const upstream = new Upstream<Toy>(toyApi(stub), coordinator, new SharedReads());
  atEndOfFile(() => upstream.close());
  const login = {
    place: { operation: 'enter' },
    logIn: async (credential: object, signal: AbortSignal) => {
      const body = { key: memberOf(credential, 'key') };
      const { token } = await upstream.call('enter', { path: {}, body }, { token: undefined, signal });
      return { access_token: token, access_token_claims: {} };
    },
  };
  const shared = {
    ownSession: new GatewaySession(login, { key: 'key', secret: new Secret('secret') }, coordinator),
    tenants: new Tenants(),
    takesGatewayKeys: true,
    maximumReads,
    liveGuard: liveGuard ? new LiveGuard() : undefined,
  };
  return {
    upstream,
    /** What one GraphQL operation sees of it. @param milliseconds until its deadline */
    operation: (caller: Caller = { kind: 'own-token', token: new Secret('token') }, milliseconds = 20_000) => {
      const end = performance.now() + milliseconds;
      const deadline = new Deadline(AbortSignal.timeout(milliseconds), () => end - performance.now());
      return new Operation(upstream, new OperationScope(shared, caller, deadline, Infinity));
    },
  };
}
