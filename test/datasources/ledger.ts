import { isDeepStrictEqual } from 'node:util';
import type { Schemas } from '../../src/contract/sign-de.js';
import { hang, type Received, refuse, type Reply, reset } from './stub-upstream.js';
import { transactionRow } from './rows.js';

/**
 * What happens to a request: `lose` works on it and drops the answer, `drop` drops it unread, `late` drops the answer
 * and works on it after some further requests, `busy` says that an earlier one is still worked on if there is one,
 * `refuse` sends it away.
 */
export type Fate = 'answer' | 'lose' | 'drop' | 'late' | 'busy' | 'refuse' | 'garble';

/**
 * Requests that are received before a late one is worked on: more than the tries of two calls and what they read back.
 */
const LATENESS = 12;

/**
 * One transaction of an upstream that loses requests and answers: the plainest model of what the contract says, and the
 * book that outcomes are held against.
 */
export class Ledger {
  readonly revisions: { readonly body: Schemas['TxRequest']; readonly signature: string }[] = [];
  readonly #id: string;
  readonly #fates: { readonly PUT: Fate[]; readonly GET: Fate[] };
  readonly #deregistered = new Set<string>();
  #late: { readonly work: () => void; countdown: number }[] = [];
  #signatures = 0;

  /** @param writes and @param reads what happens to them, one after another; what comes after that is answered */
  constructor(id: string, writes: readonly Fate[], reads: readonly Fate[]) {
    this.#id = id;
    this.#fates = { PUT: [...writes], GET: [...reads] };
  }

  /** Answers a request, or does not. */
  receive({ method, path, query, body }: Received): Reply {
    for (const late of this.#late) late.countdown -= 1;
    const due = this.#late.filter(({ countdown }) => countdown <= 0);
    this.#late = this.#late.filter(({ countdown }) => countdown > 0);
    for (const { work } of due) work();

    const tssId = path.split('/')[2]!;
    const revision = Number(query.get('tx_revision') ?? 0);
    const isWrite = method === 'PUT';
    const work = () => (isWrite ? this.write(tssId, revision, body) : this.#read(tssId, revision));
    const fate = this.#fates[isWrite ? 'PUT' : 'GET'].shift() ?? 'answer';
    switch (fate) {
      case 'answer':
        return work();
      case 'lose':
        work();
        return reset;
      case 'drop':
        return reset;
      case 'late':
        if (isWrite) this.#late.push({ work: () => void work(), countdown: LATENESS });
        return reset;
      case 'busy':
        return this.#late.length > 0 && isWrite ? refuse(409, 'E_PENDING_TX_CONFLICT') : work();
      case 'refuse':
        return refuse(503, 'E_TSS_LOCKED', 'maintenance', { 'retry-after': '60' });
      case 'garble':
        work();
        return { json: { ...transactionRow(tssId, 'somebody', 'something else', 1) } };
    }
    return hang;
  }

  /** Works on everything that is still on its way. */
  settle(): void {
    for (const { work } of this.#late.splice(0)) work();
  }

  /** Whatever comes from now on is answered. */
  endSpells(): void {
    this.#fates.PUT.length = 0;
    this.#fates.GET.length = 0;
  }

  /** From now on a client's writes are refused, repeats included. */
  deregister(client: string): void {
    this.#deregistered.add(client);
  }

  /** Writes one revision, as the contract says. */
  write(tssId: string, revision: number, body: Schemas['TxRequest']): Reply {
    const latest = this.revisions.length;
    const known = this.revisions[revision - 1];
    const { state } = this;
    if (revision === 1 && !body.schema && latest > 0 && state !== 'ACTIVE') return refuse(409, 'E_TX_NO_TYPE_DEFINED');
    if (this.#deregistered.has(body.client_id)) return refuse(400, 'E_CLIENT_DEREGISTERED');
    if (known) return isDeepStrictEqual(known.body, body) ? this.#read(tssId, revision) : refuse(400, 'E_TX_UPSERT');
    if (revision !== latest + 1 || (latest > 0 && state !== 'ACTIVE')) return refuse(400, 'E_TX_UPSERT');
    if (latest === 0 && body.state !== 'ACTIVE') return refuse(400, 'E_TX_UPSERT');
    if (latest > 0 && !body.schema) return refuse(409, 'E_TX_NO_TYPE_DEFINED');
    const type = this.revisions.map((each) => typeOf(each.body)).find((each) => each !== undefined);
    if (type !== undefined && type !== typeOf(body)) return refuse(409, 'E_TX_ILLEGAL_TYPE_CHANGE');
    if (latest > 0 && typeOf(body) === 'dsfinvtw_v1' && body.state !== 'FINISHED') return refuse(400, 'E_TX_UPSERT');
    this.#signatures += 1;
    this.revisions.push({ body, signature: `signature-${this.#signatures}` });
    return this.#read(tssId, revision);
  }

  /** Where the transaction stands. */
  get state(): Schemas['TxState'] | undefined {
    return this.revisions.at(-1)?.body.state;
  }

  #read(tssId: string, asked: number): Reply {
    const latest = this.revisions.length;
    if (latest === 0) return refuse(404, 'E_TX_NOT_FOUND');
    const revision = asked === 0 ? latest : asked;
    const found = this.revisions[revision - 1];
    if (!found) return refuse(400, 'E_TX_REVISION_NOT_FOUND');
    const { state, client_id, schema } = found.body;
    const row = transactionRow(tssId, client_id, this.#id, 1);
    return {
      json: {
        ...row,
        state,
        revision,
        latest_revision: latest,
        schema: schema ?? {},
        signature: { ...row.signature, value: found.signature },
      },
    };
  }
}

/** Members of the schema that stand for one process type each. */
function typeOf({ schema }: Schemas['TxRequest']): string | undefined {
  if (!schema) return undefined;
  return 'standard_v1' in schema ? Object.keys(schema.standard_v1)[0] : Object.keys(schema)[0];
}
