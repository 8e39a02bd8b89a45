import type { Gateway } from '../../../src/gateway.js';
import { page } from '../../datasources/rows.js';
import { sized } from '../../support/run-size.js';
import { type Change, changesOf, type Json, type Kind, kinds, someOfEach } from './broken-answers.js';
import { FIELDS_OF_MEMBERS } from './fields-of-members.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';

/** Members by which an object is told, and where it stands: without them its row is null. */
const IDENTITY: Readonly<Record<string, readonly string[]>> = {
  TSS: ['_id', 'state'],
  client: ['_id', 'tss_id', 'state'],
  export: ['_id', 'tss_id', 'state'],
};
const OF_TRANSACTION = ['_id', 'tss_id', 'number', 'state', 'revision', 'latest_revision'];

/** Members that the contract does not promise: that they are absent is no error. */
const OPTIONAL = new Set([
  ...['metadata', 'description', 'bsi_certification_id', 'signature_counter', 'transaction_counter'],
  ...['number_registered_clients', 'number_active_transactions', 'exception', 'qr_code_data', 'schema', 'raw'],
  ...['time_uninit', 'time_init', 'time_disable', 'time_defective', 'time_start', 'time_end', 'time_error'],
  ...['time_expiration', 'estimated_time_of_completion', 'amounts_per_payment_type', 'currency_code'],
  ...['standard_v1', 'dsfinvtw_v1', 'receipt', 'order', 'other', 'cash', 'non_cash'],
  ...['power_up', 'power_off', 'driver_status', 'trip_receipt', 'empty_trip', 'break', 'one', 'two'],
]);

/** Members that nothing in the graph shows. */
const UNSHOWN = new Set(['_type']);

let gateway: Gateway;
/** What the upstream answers, by the token of who asks and the path. */
const answers = new Map<string, readonly Json[]>();
beforeAll(async () => {
  ({ gateway } = await startStubbedGateway(({ path, query, token }) => {
    const rows = answers.get(`${token ?? ''} ${path}`) ?? [];
    return page('TSS', rows, query);
  }));
});
afterAll(() => gateway.close());

let asked = 0;
/** Reads a list of some rows, by a plan or, with introspection beside it, by graphql-js. */
async function read({ list, path, selection }: Kind, rows: readonly Json[], extra = ''): Promise<Json> {
  const token = `token-${(asked += 1)}`;
  answers.set(`${token} ${path}`, rows);
  return ask(gateway, token, `{ list: ${list} { nodes ${selection} edges { node { uuid } } } ${extra} }`);
}
const BY_GRAPHQL_JS = '__schema { queryType { name } }';

/** Places where two answers differ, down to what is null in the second. */
function differences(one: unknown, other: unknown, path: readonly (string | number)[] = []): string[] {
  if (JSON.stringify(one) === JSON.stringify(other)) return [];
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return [path.join('.')];
  return Object.keys({ ...one, ...other }).flatMap((key) =>
    differences((one as Json)[key], (other as Json)[key], [...path, key]),
  );
}

const at = (data: unknown, path: string): unknown =>
  path.split('.').reduce<any>((value, key) => (value === null ? null : value[key]), data);

/** What came of one change: the places that failed, and those that are not as they would be, both below its row. */
interface Outcome {
  readonly change: Change;
  readonly row: Json | null;
  readonly failed: readonly string[];
  readonly changed: readonly string[];
}

/** Changes that are tried in one list, between rows of which nothing is changed. */
const ROWS = 18;

/** Reads lists with all changes in them, both ways, and holds what must be so whatever is changed. */
async function outcomesOf(kind: Kind, changes: readonly Change[]): Promise<readonly Outcome[]> {
  const { nodes } = (await read(kind, [kind.row])).data.list;
  const outcomes: Outcome[] = [];
  for (let start = 0; start < changes.length; start += ROWS) {
    const part = changes.slice(start, start + ROWS);
    const rows = [kind.row, ...part.map(({ changed }) => changed), kind.row];
    const [planned, walked] = [await read(kind, rows), await read(kind, rows, BY_GRAPHQL_JS)];
    expect(walked.data.list).toEqual(planned.data.list);
    expect(toldIn(walked)).toEqual(toldIn(planned));
    const { list } = planned.data;
    expect([list.nodes[0], list.nodes.at(-1)]).toEqual([nodes[0], nodes[0]]);
    const errors: readonly Json[] = planned.errors ?? [];
    for (const { extensions } of errors) {
      expect(extensions).toMatchObject({ code: 'UPSTREAM_ANSWER_INVALID', retryable: false });
    }
    for (const [index, change] of part.entries()) {
      const row = list.nodes[index + 1];
      const place = (prefix: string) =>
        errors.map(({ path }) => path.join('.') as string).filter((path) => `${path}.`.startsWith(prefix));
      const prefix = `list.nodes.${index + 1}.`;
      expect([change.member, place(`list.edges.${index + 1}.`).length > 0]).toEqual([change.member, row === null]);
      expect(list.edges[index + 1].node === null).toBe(row === null);
      const failed = place(prefix).map((path) => path.slice(prefix.length));
      outcomes.push({ change, row, failed, changed: row === null ? [] : differences(nodes[0], row) });
    }
  }
  return outcomes;
}

/** Errors in an order of our own, which that of their fields is not. */
function toldIn({ errors = [] }: Json): readonly string[] {
  const told: string[] = errors.map(
    ({ path, message, extensions: { code } }: Json) => `${path.join('.')} ${code} ${message}`,
  );
  return told.toSorted();
}

describe.each(kinds)('a row of a list: $name', (kind) => {
  const identity = IDENTITY[kind.name] ?? OF_TRANSACTION;
  // What all transactions have is tried on the first of them.
  const all = changesOf(kind.row, kind.path === '/tx' && kind.name !== 'receipt' ? 'schema' : undefined);
  const changes = someOfEach(all, sized(2, Infinity));

  test('that does not say which one it is, or how it stands, is null with one error, and no other row is', async () => {
    const outcomes = await outcomesOf(
      kind,
      changes.filter(({ member }) => identity.includes(member)),
    );
    for (const { change, row, failed } of outcomes)
      expect([change.member, row, failed]).toEqual([change.member, null, ['']]);
  });

  test('with any other member missing or of another type has just those fields null that show it', async () => {
    const table: Record<string, string[]> = {};
    const outcomes = await outcomesOf(
      kind,
      changes.filter(({ member }) => !identity.includes(member)),
    );
    for (const { change, row, failed, changed } of outcomes) {
      const name = change.member.split('.').at(-1)!;
      const label = `${change.member} ${change.wrong === undefined ? 'missing' : JSON.stringify(change.wrong)}`;
      for (const place of failed) expect([label, place, at(row, place)]).toEqual([label, place, null]);
      if (change.wrong === undefined && isOptional(kind, change.member, name)) {
        expect([label, failed]).toEqual([label, []]);
      } else {
        expect([label, changed.filter((place) => !failed.includes(place))]).toEqual([label, []]);
        expect([label, failed.length > 0]).toEqual([label, !UNSHOWN.has(name)]);
        (table[change.member] ??= []).push(...failed);
      }
    }
    const fields = Object.entries(table).map(
      ([member, places]) => `${member}: ${[...new Set(places)].toSorted().join(' ')}`,
    );
    expect(fields.toSorted()).toEqual(FIELDS_OF_MEMBERS[kind.name]);
  });
});

function isOptional({ name }: Kind, member: string, last: string): boolean {
  if (/^\d+$/.test(last)) return true; // one entry fewer
  // Of a transaction, and of nothing else, the start is promised.
  if (last === 'time_start' && IDENTITY[name] === undefined) return false;
  if (last === 'other' && member === 'schema.dsfinvtw_v1.other') return true;
  return OPTIONAL.has(last);
}
