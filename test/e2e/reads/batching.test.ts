import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Program, startProgram } from '../../../bench/program.js';
import { Till } from '../../../bench/till.js';
import { sized } from '../../support/run-size.js';
import { post, startGatewayBefore } from '../support/start.js';

/** What a query wants of a row: which edges it follows, and how many rows of each list. */
interface Wanted {
  readonly tss?: boolean;
  readonly client?: boolean;
  readonly metadata?: boolean;
  readonly clients?: { readonly first: number; readonly of: Wanted };
  readonly transactions?: { readonly first: number; readonly newest: boolean; readonly of: Wanted };
}
type Kind = 'tss' | 'client' | 'transaction';

let sandbox: Program;
let till: Till;
let data: string;

const openGateway = () => startGatewayBefore(sandbox.url.href, sandbox.url.href);

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'batching-'));
  const ports = ['--middleware-port', '0', '--backend-port', '0', '--control-port', '0'];
  const program = ['dist/main.js', 'sandbox', ...ports];
  sandbox = await startProgram([...program, '--data', data, '--no-demo', '--no-limits']);
  till = await Till.logIn(sandbox.url, 4);
  for (let shop = 0; shop < 4; shop += 1) {
    const tss = await till.setUp();
    const clients = Array.from({ length: 1 + shop * 2 }, () => randomUUID());
    for (const id of clients) {
      await till.call('PUT', `/tss/${tss}/client/${id}`, { serial_number: id, metadata: { shop: String(shop) } });
    }
    // As many of each as there happen to be: none of some, and more than the others of one.
    for (let sale = 0; sale < 12; sale += 1) {
      const client_id = clients[(sale * sale) % clients.length];
      const body = { state: 'ACTIVE', client_id, metadata: { sale: String(sale) } };
      await till.call('PUT', `/tss/${tss}/tx/${randomUUID()}?tx_revision=1`, body);
    }
  }
}, 60_000);
afterAll(async () => {
  await till.close();
  await sandbox.stop();
  rmSync(data, { recursive: true, force: true });
});

/** The query that wants it. */
function selection(kind: Kind, wanted: Wanted): string {
  return [
    'uuid',
    wanted.metadata ? 'metadata { key value }' : '',
    wanted.tss && kind !== 'tss' ? 'tss { uuid serialNumber }' : '',
    wanted.client && kind === 'transaction' ? 'client { uuid serialNumber }' : '',
    wanted.clients && kind === 'tss'
      ? `clients(first: ${wanted.clients.first}) { nodes { ${selection('client', wanted.clients.of)} } }`
      : '',
    wanted.transactions && kind !== 'transaction'
      ? `transactions(first: ${wanted.transactions.first}, orderBy: { field: NUMBER, direction: ${wanted.transactions.newest ? 'DESC' : 'ASC'} }) { nodes { ${selection('transaction', wanted.transactions.of)} } }`
      : '',
  ].join(' ');
}

/** The same by REST: each list by itself, each thing that a row names by itself, all of it once. Counts its calls. */
class ByHand {
  readonly #answers = new Map<string, Promise<any>>();

  get calls(): number {
    return this.#answers.size;
  }

  get(path: string): Promise<any> {
    const answer = this.#answers.get(path) ?? till.call('GET', path);
    this.#answers.set(path, answer);
    return answer;
  }

  async row(kind: Kind, json: any, wanted: Wanted): Promise<object> {
    const path = kind === 'tss' ? `/tss/${json._id}` : `/tss/${json.tss_id}/client/${json._id}`;
    const named = async (of: string) => {
      const { _id, serial_number } = await this.get(of);
      return { uuid: _id, serialNumber: serial_number };
    };
    const list = async (of: string, inner: Kind, more: Wanted) => {
      const { data: rows } = await this.get(of);
      return { nodes: await Promise.all(rows.map((each: any) => this.row(inner, each, more))) };
    };
    const { clients, transactions } = wanted;
    const order = `order_by=number&order=${transactions?.newest ? 'desc' : 'asc'}`;
    return {
      uuid: json._id,
      ...(wanted.metadata && {
        metadata: Object.entries(json.metadata ?? {}).map(([key, value]) => ({ key, value })),
      }),
      ...(wanted.tss && kind !== 'tss' && { tss: await named(`/tss/${json.tss_id}`) }),
      ...(wanted.client &&
        kind === 'transaction' && { client: await named(`/tss/${json.tss_id}/client/${json.client_id}`) }),
      ...(clients &&
        kind === 'tss' && { clients: await list(`${path}/client?limit=${clients.first}`, 'client', clients.of) }),
      ...(transactions &&
        kind !== 'transaction' && {
          transactions: await list(`${path}/tx?limit=${transactions.first}&${order}`, 'transaction', transactions.of),
        }),
    };
  }
}

const first = fc.integer({ min: 1, max: 8 });
const flag = fc.boolean();
const ofTransaction = fc.record<Wanted>({ tss: flag, client: flag, metadata: flag }, { requiredKeys: [] });
const transactionsWanted = fc.record({ first, newest: flag, of: ofTransaction });
const ofClient = fc.record<Wanted>(
  { tss: flag, metadata: flag, transactions: transactionsWanted },
  { requiredKeys: [] },
);
const ofTss = fc.record<Wanted>(
  { metadata: flag, clients: fc.record({ first, of: ofClient }), transactions: transactionsWanted },
  { requiredKeys: [] },
);

test('random nested queries say what single reads say, for no more calls', async () => {
  let [ours, naive, runs] = [0, 0, 0];
  let gateway = await openGateway();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), ofTss, async (shops, wanted) => {
      if ((runs += 1) % 8 === 0) {
        await gateway.close();
        gateway = await openGateway();
      }
      const query = `{ tssList(first: ${shops}) { nodes { ${selection('tss', wanted)} } } }`;
      const answer = await post(`${gateway.url}/graphql`, query, {}, { authorization: `Bearer ${till.token}` });
      const byHand = new ByHand();
      const { data: rows } = await byHand.get(`/tss?limit=${shops}`);
      const nodes = await Promise.all(rows.map((each: any) => byHand.row('tss', each, wanted)));
      expect(answer.errors).toBeUndefined();
      expect(answer.data).toEqual({ tssList: { nodes } });
      expect(answer.extensions!.upstream.calls).toBeLessThanOrEqual(byHand.calls);
      ours += answer.extensions!.upstream.calls;
      naive += byHand.calls;
    }),
    { numRuns: sized(24, 200) },
  );
  await gateway.close();
  expect(ours).toBeLessThan(naive / 2);
}, 90_000);
