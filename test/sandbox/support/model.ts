import type { Schemas } from '../../../src/contract/sign-de.js';

/** Limits so small that random histories reach them. */
export const LIMITS = {
  registeredClients: 2,
  activeTransactions: 2,
  wrongPins: 3,
  liveTestTss: Infinity,
  newTssPerDay: Infinity,
  transactionListsPerMinute: Infinity,
} as const;

export type Content = 'none' | 'receipt' | 'order';

/** One call, at the TSS with this index. Clients and transactions have indexes too, the same at every TSS. */
export type Call = { readonly tss: number } & (
  | { readonly kind: 'createTss' }
  | { readonly kind: 'move'; readonly state: Schemas['TssTargetState'] }
  | { readonly kind: 'setPin' | 'logIn'; readonly right: boolean }
  | { readonly kind: 'logOut' }
  | { readonly kind: 'createClient'; readonly client: number }
  | { readonly kind: 'updateClient'; readonly client: number; readonly state: Schemas['ClientState'] }
  | (Revision & { readonly kind: 'write'; readonly transaction: number; readonly revision: number })
  | { readonly kind: 'read'; readonly transaction: number; readonly revision: number }
  | { readonly kind: 'count' }
  /** Time passes, for all TSS. */
  | { readonly kind: 'pass'; readonly days: number }
);

/** The body of a revision. */
export interface Revision {
  readonly client: number;
  readonly state: Schemas['TxState'];
  readonly content: Content;
}

interface Written extends Revision {
  readonly counter: number;
}

interface TransactionModel {
  readonly number: number;
  readonly revisions: Written[];
}

/** A TSS as its documentation describes it, without keys, times or a store. */
export interface TssModel {
  state: 'ABSENT' | 'CREATED' | Schemas['TssTargetState'];
  hasPin: boolean;
  wrongPins: number;
  isAdmin: boolean;
  signatureCounter: number;
  /** Seconds since the history began, and at the last update of the time of the TSS. */
  now: number;
  timeUpdatedAt: number;
  readonly clients: Map<number, Schemas['ClientState']>;
  readonly transactions: Map<number, TransactionModel>;
}

export type Model = readonly TssModel[];

/** The expected answer of a call: 200 with these members, or a refusal. */
export type Expected = { readonly status: 200; readonly members: object } | readonly [status: number, code: string];

export function newTss(): TssModel {
  return {
    state: 'ABSENT',
    hasPin: false,
    wrongPins: 0,
    isAdmin: false,
    signatureCounter: 0,
    now: 0,
    timeUpdatedAt: 0,
    clients: new Map(),
    transactions: new Map(),
  };
}

/** Makes the call in the model. */
export function predict(model: Model, call: Call): Expected {
  const tss = model[call.tss]!;
  if (call.kind === 'pass') return pass(model, call.days);
  if (call.kind === 'createTss') return createTss(tss);
  if (tss.state === 'ABSENT') return [404, 'E_TSS_NOT_FOUND'];
  switch (call.kind) {
    case 'move':
      return move(tss, call.state);
    case 'setPin':
      return setPin(tss, call.right);
    case 'logIn':
      return logIn(tss, call.right);
    case 'logOut':
      if (tss.isAdmin) tss.signatureCounter += 1;
      tss.isAdmin = false;
      return done();
    case 'createClient':
      return createClient(tss, call.client);
    case 'updateClient':
      return updateClient(tss, call.client, call.state);
    case 'write':
      return write(tss, call.transaction, call.revision, call);
    case 'read':
      return read(tss, call.transaction, call.revision);
    case 'count':
      return done({ count: tss.transactions.size });
  }
}

const done = (members: object = {}): Expected => ({ status: 200, members });

function createTss(tss: TssModel): Expected {
  if (tss.state !== 'ABSENT' && tss.state !== 'CREATED') return [409, 'E_TSS_CONFLICT'];
  tss.state = 'CREATED';
  return done({ state: 'CREATED' });
}

const DAY = 86_400;
/** A running TSS updates its time every day, two seconds later each time. */
const UPDATE_PERIOD = DAY + 2;

function pass(model: Model, days: number): Expected {
  for (const tss of model) {
    tss.now += days * DAY;
    tss.isAdmin = false; // admin mode ends with the token, after a day
    if (tss.state !== 'UNINITIALIZED' && tss.state !== 'INITIALIZED') continue;
    const updates = Math.floor((tss.now - tss.timeUpdatedAt) / UPDATE_PERIOD);
    tss.signatureCounter += updates;
    tss.timeUpdatedAt += updates * UPDATE_PERIOD;
  }
  return done();
}

const ways = ['CREATED>UNINITIALIZED', 'UNINITIALIZED>INITIALIZED', 'UNINITIALIZED>DISABLED', 'INITIALIZED>DISABLED'];

function move(tss: TssModel, state: Schemas['TssTargetState']): Expected {
  if (tss.state !== state) {
    if (!ways.includes(`${tss.state}>${state}`)) return [400, 'E_ILLEGAL_TSS_STATE_CHANGE'];
    if (state !== 'UNINITIALIZED' && !tss.isAdmin) {
      return isPinBlocked(tss) ? [423, 'E_ADMIN_PIN_BLOCKED'] : [401, 'E_UNAUTHORIZED'];
    }
    tss.signatureCounter += state === 'UNINITIALIZED' ? 6 : 1;
    if (state === 'UNINITIALIZED') tss.timeUpdatedAt = tss.now;
    tss.state = state;
    if (state === 'DISABLED') tss.isAdmin = false;
  }
  return done({ state });
}

function setPin(tss: TssModel, right: boolean): Expected {
  if (tss.state !== 'UNINITIALIZED' && tss.state !== 'INITIALIZED') return [400, 'E_CHANGE_ADMIN_PIN_FAILED'];
  if (!right) return [401, 'E_ADMIN_LOGIN_FAILED'];
  tss.signatureCounter += 1;
  tss.hasPin = true;
  tss.wrongPins = 0;
  return done();
}

function isPinBlocked(tss: TssModel): boolean {
  return !tss.hasPin || tss.wrongPins >= LIMITS.wrongPins;
}

function logIn(tss: TssModel, right: boolean): Expected {
  if (tss.state === 'DISABLED') return [401, 'E_UNAUTHORIZED'];
  if (isPinBlocked(tss)) return [423, 'E_ADMIN_PIN_BLOCKED'];
  tss.signatureCounter += 1;
  tss.wrongPins = right ? 0 : tss.wrongPins + 1;
  if (!right) return [401, 'E_ADMIN_LOGIN_FAILED'];
  tss.isAdmin = true;
  return done();
}

function createClient(tss: TssModel, client: number): Expected {
  if (tss.state === 'DISABLED') return [400, 'E_TSS_DISABLED'];
  if (tss.state !== 'INITIALIZED') return [400, 'E_TSS_NOT_INITIALIZED'];
  if (!tss.isAdmin) return [401, 'E_UNAUTHORIZED'];
  const state = tss.clients.get(client);
  return state ? done({ state }) : register(tss, client);
}

function updateClient(tss: TssModel, client: number, state: Schemas['ClientState']): Expected {
  if (tss.state === 'DISABLED') return [400, 'E_TSS_DISABLED'];
  if (!tss.clients.has(client)) return [404, 'E_CLIENT_NOT_FOUND'];
  if (!tss.isAdmin) return [401, 'E_UNAUTHORIZED'];
  if (tss.clients.get(client) === state) return done({ state });
  if (state === 'REGISTERED') return register(tss, client);
  tss.signatureCounter += 1;
  tss.clients.set(client, state);
  return done({ state });
}

function register(tss: TssModel, client: number): Expected {
  const registered = [...tss.clients.values()].filter((state) => state === 'REGISTERED').length;
  if (registered >= LIMITS.registeredClients) return [403, 'E_CLIENT_LIMIT_REACHED'];
  tss.signatureCounter += 1;
  tss.clients.set(client, 'REGISTERED');
  return done({ state: 'REGISTERED' });
}

function write(tss: TssModel, index: number, revision: number, { client, state, content }: Revision): Expected {
  if (tss.state === 'DISABLED') return [400, 'E_TSS_DISABLED'];
  if (tss.state !== 'INITIALIZED') return [400, 'E_TSS_NOT_INITIALIZED'];
  if (!tss.clients.has(client)) return [400, 'E_CLIENT_NOT_FOUND'];
  const known = tss.transactions.get(index);
  if (!known) {
    if (revision !== 1 || state !== 'ACTIVE') return [400, 'E_TX_UPSERT'];
  } else {
    const old = known.revisions[revision - 1];
    const current = known.revisions.at(-1)!;
    if (old) {
      if (revision === 1 && content === 'none' && current.state !== 'ACTIVE') return [409, 'E_TX_NO_TYPE_DEFINED'];
      const isSame = old.client === client && old.state === state && old.content === content;
      return isSame ? answerOf(known, revision) : [400, 'E_TX_UPSERT'];
    }
    if (current.state !== 'ACTIVE' || revision !== known.revisions.length + 1) return [400, 'E_TX_UPSERT'];
  }
  if (tss.clients.get(client) === 'DEREGISTERED') return [400, 'E_CLIENT_DEREGISTERED'];
  if (known) {
    const type = known.revisions.find((earlier) => earlier.content !== 'none')?.content;
    if (content === 'none') return [409, 'E_TX_NO_TYPE_DEFINED'];
    if (type !== undefined && type !== content) return [409, 'E_TX_ILLEGAL_TYPE_CHANGE'];
  } else {
    const active = [...tss.transactions.values()].filter(({ revisions }) => revisions.at(-1)!.state === 'ACTIVE');
    if (active.length >= LIMITS.activeTransactions) return [400, 'E_TX_LIMIT_REACHED'];
  }
  tss.signatureCounter += 1;
  const transaction = known ?? { number: tss.transactions.size + 1, revisions: [] };
  transaction.revisions.push({ client, state, content, counter: tss.signatureCounter });
  tss.transactions.set(index, transaction);
  return answerOf(transaction, revision);
}

function read(tss: TssModel, index: number, revision: number): Expected {
  const transaction = tss.transactions.get(index);
  if (!transaction) return [404, 'E_TX_NOT_FOUND'];
  return revision > transaction.revisions.length ? [400, 'E_TX_REVISION_NOT_FOUND'] : answerOf(transaction, revision);
}

function answerOf({ number, revisions }: TransactionModel, revision: number): Expected {
  const { state, counter } = revisions[revision - 1]!;
  return done({ number, revision, latest_revision: revisions.length, state, counter });
}
