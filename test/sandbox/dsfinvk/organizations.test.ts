import { randomUUID } from 'node:crypto';
import { dsfinvkContract, type OperationId, type Schemas } from '../../../src/contract/dsfinvk.js';
import { Secret } from '../../../src/secret.js';
import { runSandbox } from '../support/running-sandbox.js';
import { closed, closingOf, exported, insert, REGISTER, setUpShop, sign, type Shop } from './support/shop.js';

const ALL_TIME = { start_date: 0, end_date: 4_102_441_199 };
const address = { street: 'Weg 1', postal_code: '1', city: 'Berlin', country_code: 'DEU' };
const secret = new Secret('a secret');
const keyOf = (key: string) => ({ key, secret, organizationId: randomUUID(), environment: 'TEST' as const });
let mine: Shop;
let theirs: Shop;
/** Ids of the first organization's objects. */
let ids: Readonly<Record<string, string | number>>;

beforeAll(async () => {
  const sandbox = await runSandbox({ apiKeys: [keyOf('mine'), keyOf('theirs')] });
  mine = await setUpShop(sandbox, ['mine', 'a secret']);
  theirs = await setUpShop(sandbox, ['theirs', 'a secret']);
  const { api, clientId: client_id } = mine;
  const agency = { name: 'A', address, purchaser_agency_export_id: 1, client_id, tax_number: '1' };
  const purchaser_agency_id = randomUUID();
  await api.ok('upsertPurchaserAgency', { path: { purchaser_agency_id }, body: agency });
  await api.ok('upsertVatDefinition', { path: { vat_definition_export_id: 1234 }, body: { percentage: 1 } });
  const closing_id = await insert(api, closingOf(client_id, 1, [{ tss_tx_id: await sign(mine) }]));
  await closed(api, closing_id);
  const export_id = randomUUID();
  await api.ok('triggerExport', { path: { export_id }, body: ALL_TIME });
  await exported(api, export_id);
  ids = { client_id, purchaser_agency_id, vat_definition_export_id: 1234, closing_id, export_id };
});

test('no operation shows, changes or counts what belongs to another organization', async () => {
  const before = await everything(mine);
  // Writes that create come last: then the other organization has objects of its own under these ids.
  const creates = ({ method, path }: { method: string; path: string }) =>
    method === 'PUT' && !path.endsWith('/metadata');
  const operations = [...dsfinvkContract().operations.values()].toSorted(
    (a, b) => Number(creates(a)) - Number(creates(b)),
  );
  for (const operation of operations) {
    const { id, path, method, body: schema } = operation;
    if (id === 'authenticate') continue;
    const body = schema && (bodies[id]?.() ?? {});
    const { status, json, bytes } = await theirs.api.send(id, { path: ids, ...(body && { body }) });
    if (path.includes('{') && !creates(operation)) expect([id, status]).toEqual([id, 404]);
    if (method === 'GET' && status === 200) expect([id, mentions(bytes)]).toEqual([id, []]);
    if (status >= 500) throw new Error(`${id}: ${JSON.stringify(json)}`);
  }
  expect(await everything(mine)).toEqual(before);
});

const bodies: Readonly<Partial<Record<OperationId, () => object>>> = {
  upsertVatDefinition: () => ({ percentage: 99 }),
  upsertCashRegister: () => ({ ...REGISTER, cash_register_type: { type: 'MASTER', tss_id: mine.tssId } }),
  upsertPurchaserAgency: () => ({
    ...{ name: 'B', address, purchaser_agency_export_id: 1, tax_number: '1', client_id: mine.clientId },
  }),
  insertCashPointClosing: () => closingOf(mine.clientId, 2, []),
  triggerExport: () => ALL_TIME,
};

/** The ids of the first organization that an answer names. */
function mentions(bytes: Buffer): readonly (string | number)[] {
  const text = bytes.toString();
  return Object.values(ids).filter((id) => text.includes(`"${id}"`));
}

async function everything({ api }: Shop): Promise<readonly unknown[]> {
  const reads = [...dsfinvkContract().operations.values()].filter(({ method }) => method === 'GET');
  return Promise.all(reads.map(async ({ id }) => (await api.send(id, { path: ids })).bytes.toString('base64')));
}

test('what another organization has is as if it did not exist: its TSS, its signatures, its registers, its VAT keys', async () => {
  const { api } = theirs;
  const path = { client_id: mine.clientId };
  const kind = { type: 'MASTER', tss_id: mine.tssId } as const;
  const body = { ...REGISTER, cash_register_type: kind };
  expect(await api.refusal('upsertCashRegister', { path, body })).toEqual([404, 'E_TSS_NOT_FOUND']);
  const security = { tss_tx_id: await sign(mine) };
  const failed = await closed(api, await insert(api, closingOf(theirs.clientId, 50, [security])));
  expect([failed.state, failed.error?.code]).toEqual(['ERROR', 'E_TX_NOT_FOUND']);
  // Ids are those of one organization, so both may have the same.
  const closing_id = ids.closing_id as string;
  const own = await insert(api, closingOf(theirs.clientId, 1, []), closing_id);
  expect(await closed(api, own)).toMatchObject({ client_id: theirs.clientId });
  expect(await closed(mine.api, closing_id)).toMatchObject({ client_id: mine.clientId } satisfies Partial<
    Schemas['CashPointClosing']
  >);
});
