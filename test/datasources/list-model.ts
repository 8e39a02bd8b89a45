import type { Received, Reply } from './stub-upstream.js';
import { clientRow, exportRow, page, transactionRow, tssRow } from './rows.js';

/** A row of the model's lists. */
export type ModelRow = Record<string, any> & { readonly _id: string };

/** How an upstream may behave where its contract is silent (`sign-de-v2.md §10`). */
export interface Manners {
  /** Whether rows of one sort key come in another order with each answer. */
  readonly shufflesTies?: boolean;
  /** Whether rows without a sort key come before the others of an ascending list. */
  readonly hasNullsFirst?: boolean;
  /** How text is compared; by its code units when left out. */
  readonly compareText?: (one: string, other: string) => number;
}

/** Random numbers that come again with each run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An upstream whose lists are sorted as the contract says, and otherwise as its manners are. Tests change its rows. */
export class ListModel {
  tss: ModelRow[] = [];
  clients: ModelRow[] = [];
  transactions: ModelRow[] = [];
  exports: ModelRow[] = [];
  readonly #manners: Manners;
  readonly #random = random(7);

  constructor(manners: Manners = {}) {
    this.#manners = manners;
  }

  addTss(id: string, changes: object = {}): void {
    this.tss.push({ ...tssRow(id), ...changes });
  }

  addClient(tssId: string, id: string, changes: object = {}): void {
    this.clients.push({ ...clientRow(tssId, id), ...changes });
  }

  addTransaction(tssId: string, clientId: string, id: string, number: number, changes: object = {}): void {
    this.transactions.push({ ...transactionRow(tssId, clientId, id, number), ...changes });
  }

  addExport(tssId: string, id: string, changes: object = {}): void {
    this.exports.push({ ...exportRow(tssId, id), ...changes });
  }

  /** Answers lists, and single TSS and clients. */
  answer = ({ path, query }: Received): Reply => {
    const [, kind, tssId = '', inner, id, more] = path.split('/');
    const list = (type: 'TSS' | 'CLIENT' | 'TRANSACTION' | 'EXPORT', rows: readonly ModelRow[]) =>
      page(type, this.#sorted(rows, query), query);
    const one = (rows: readonly ModelRow[], wanted = ''): Reply => {
      const found = rows.find((row) => row._id === wanted || String(row.number) === wanted);
      return found ? { json: found } : { status: 404, json: { status_code: 404, error: 'Error', message: 'none' } };
    };
    if (kind === 'auth') return { json: { access_token: 'token', access_token_claims: { env: 'TEST' } } };
    const ofTss = (rows: readonly ModelRow[]) => (kind === 'tss' ? rows.filter((row) => row.tss_id === tssId) : rows);
    if (kind === 'tss' && tssId === '') return list('TSS', this.tss);
    if (kind === 'tss' && inner === undefined) return one(this.tss, tssId);
    const noun = kind === 'tss' ? inner : kind;
    if (noun === 'tx' || more === 'tx') {
      const own = more === 'tx' ? this.transactions.filter((row) => row.client_id === id) : this.transactions;
      return more !== 'tx' && id !== undefined ? one(ofTss(own), id) : list('TRANSACTION', ofTss(own));
    }
    if (noun === 'client') return id === undefined ? list('CLIENT', ofTss(this.clients)) : one(ofTss(this.clients), id);
    return id === undefined ? list('EXPORT', ofTss(this.exports)) : one(ofTss(this.exports), id);
  };

  #sorted(rows: readonly ModelRow[], query: URLSearchParams): readonly ModelRow[] {
    const { shufflesTies = false, hasNullsFirst = false, compareText } = this.#manners;
    const states = [...query].filter(([name]) => name.startsWith('states')).map(([, state]) => state);
    if (query.has('state')) states.push(query.get('state')!);
    const wanted = rows.filter(({ state }) => states.length === 0 || states.includes(state));
    const by = query.get('order_by');
    if (by === null) throw new Error('The list was asked for without an order.');
    const turn = query.get('order') === 'desc' ? -1 : 1;
    const keyed = wanted.map((row) => ({ row, tie: shufflesTies ? this.#random() : 0 }));
    keyed.sort((one, other) => {
      const [a, b] = [one.row[by] ?? null, other.row[by] ?? null];
      if (a === b) return one.tie - other.tie;
      if (a === null || b === null) return turn * ((a === null) === hasNullsFirst ? -1 : 1);
      if (typeof a === 'string' && compareText) return turn * compareText(a, b);
      return turn * (a < b ? -1 : 1);
    });
    return keyed.map(({ row }) => row);
  }
}
