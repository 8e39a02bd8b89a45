import { clientRow, page, tssRow } from '../../datasources/rows.js';
import type { Received, Reply } from '../../datasources/stub-upstream.js';
import { post } from '../support/start.js';
import { startStubbedGateway } from '../support/stub-gateway.js';

const uuid = (digit: number, number: number): string =>
  `${String(digit).repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Registers of two TSS, five of each. */
const registers = Array.from({ length: 10 }, (_, index) => ({
  _type: 'CASH_REGISTER',
  cash_register_type: 'MASTER',
  client_id: uuid(2, index),
  tss_id: uuid(1, index % 2),
  brand: `Brand ${index}`,
  revision: 0,
  time_creation: 1_700_000_000 + index,
}));
/** Five closings of each register. */
const closings = Array.from({ length: 50 }, (_, index) => ({
  _type: 'CASH_POINT_CLOSING',
  closing_id: uuid(3, index),
  client_id: uuid(2, index % 10),
  cash_point_closing_export_id: Math.floor(index / 10) + 1,
  state: 'COMPLETED',
  time_creation: 1_700_100_000 + index,
}));

/** A page of a list of DSFinV-K. */
function list(rows: readonly object[], query: URLSearchParams): Reply {
  const [limit, offset] = [Number(query.get('limit') ?? 100), Number(query.get('offset') ?? 0)];
  const data = rows.slice(offset, offset + limit);
  return { json: { data, count: rows.length, ...(offset + limit < rows.length && { _next: 'more' }) } };
}

function answer({ path, query }: Received): Reply {
  if (path === '/auth') return { json: { access_token: 'own', access_token_claims: {} } };
  if (path === '/cash_registers') return list(registers, query);
  if (path.startsWith('/cash_registers/')) return { json: registers.find(({ client_id: id }) => path.endsWith(id)) };
  if (path === '/cash_point_closings') {
    const clientId = query.get('client_id');
    return list(clientId === null ? closings : closings.filter(({ client_id: of }) => of === clientId), query);
  }
  if (path === '/tss') return page('TSS', [tssRow(uuid(1, 0)), tssRow(uuid(1, 1))], query);
  const clients = registers.map(({ client_id, tss_id }) => clientRow(tss_id, client_id));
  if (path === '/client') return page('CLIENT', clients, query);
  const [, , tssId] = path.split('/');
  return page(
    'CLIENT',
    clients.filter(({ tss_id }) => tss_id === tssId),
    query,
  );
}

async function callsOf(
  query: string,
): Promise<{ readonly data: Record<string, any>; readonly calls: readonly string[] }> {
  const { gateway } = await startStubbedGateway(answer);
  const { data, errors, extensions } = await post(`${gateway.url}/graphql`, query, {}, {});
  expect(errors).toBeUndefined();
  return { data: data!, calls: extensions!.upstream.operations.map(({ operation }) => operation).toSorted() };
}

test('fifty closings with their registers, clients and TSS cost a list each, not a read for each', async () => {
  const { data, calls } = await callsOf(
    '{ cashPointClosings(first: 50) { nodes { number cashRegister { brand tss { state } client { serialNumber } } } } }',
  );
  expect(data.cashPointClosings.nodes).toHaveLength(50);
  expect(data.cashPointClosings.nodes[13].cashRegister).toMatchObject({
    brand: 'Brand 3',
    tss: { state: 'INITIALIZED' },
  });
  // Clients have a list for each TSS.
  expect(calls).toEqual(['listCashPointClosings', 'listCashRegisters', 'listClients', 'listClients', 'listTss']);
});

test('the closings of ten registers are read from the list of all', async () => {
  const { data, calls } = await callsOf(
    '{ cashRegisters(first: 10) { nodes { brand closings(first: 5) { nodes { number } } } } }',
  );
  for (const { closings: own } of data.cashRegisters.nodes)
    expect(own.nodes.map(({ number }: { number: string }) => number)).toEqual(['1', '2', '3', '4', '5']);
  expect(calls).toEqual(['listCashPointClosings', 'listCashRegisters']);
});

test('two closings that are asked for by themselves with one register read that register once', async () => {
  const { calls } = await callsOf(
    '{ cashPointClosings(first: 1) { nodes { a: cashRegister { brand } b: cashRegister { revision } } } }',
  );
  expect(calls).toHaveLength(2);
});
