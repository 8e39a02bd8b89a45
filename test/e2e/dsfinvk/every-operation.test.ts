import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { dsfinvkContract } from '../../../src/contract/dsfinvk.js';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';
import { closingOf } from './closing-input.js';

const { clientId: clientUuid, tssId: tssUuid } = demo;

let gateway: TestGateway;
/** Operations of DSFinV-K that were called. */
const called = new Set<string>();
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

async function ask(query: string, variables: object = {}): Promise<Record<string, any>> {
  const { data, errors, extensions } = await gateway.post(query, variables);
  expect(errors).toBeUndefined();
  for (const { operation, host } of extensions!.upstream.operations) if (host === 'DSFINVK') called.add(operation);
  return data!;
}

async function run(name: string, input: object, selection: string): Promise<Record<string, any>> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const data = await ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`,
    {
      input,
    },
  );
  return data[name];
}

/** Asks until the state is final. The sandbox works on closings and exports in the background. */
async function settled(field: string, uuid: string): Promise<string> {
  for (;;) {
    const data = await ask(`query ($uuid: UUID!) { one: ${field}(uuid: $uuid) { state error { code message } } }`, {
      uuid,
    });
    const { state } = data.one;
    if (state !== 'PENDING' && state !== 'WORKING') return state;
    await sleep(20);
  }
}

test('a VAT key of one’s own is created, changed and read in each version, with its metadata', async () => {
  const fields = 'vatDefinition { id key percentage description revision metadata { key value } }';
  const made = await run('upsertVatDefinition', { key: '1000', percentage: '0.07', description: 'Own' }, fields);
  expect(made).toEqual({
    vatDefinition: {
      id: expect.any(String),
      key: '1000',
      percentage: '0.07',
      description: 'Own',
      revision: 0,
      metadata: [],
    },
    userErrors: [],
  });
  const changed = await run('upsertVatDefinition', { key: '1000', percentage: '12.34567' }, fields);
  expect(changed.vatDefinition).toMatchObject({ percentage: '12.34567', revision: 1 });
  const metadata = [{ key: 'a', value: 'b' }];
  const told = await run('updateVatDefinitionMetadata', { key: '1000', metadata }, 'metadata { key value }');
  expect(told).toEqual({ metadata, userErrors: [] });
  const data = await ask(
    `query ($id: ID!) {
      first: vatDefinition(key: "1000", revision: 0) { percentage }
      now: vatDefinition(key: "1000") { percentage metadata { key value } }
      node(id: $id) { ... on VatDefinition { key } }
      vatDefinitions(first: 3, orderBy: { field: KEY }) { nodes { key percentage } }
    }`,
    { id: made.vatDefinition.id },
  );
  expect(data).toEqual({
    first: { percentage: '0.07' },
    now: { percentage: '12.34567', metadata },
    node: { key: '1000' },
    vatDefinitions: {
      nodes: [
        { key: '1', percentage: '19' },
        { key: '2', percentage: '7' },
        { key: '3', percentage: '7.8' },
      ],
    },
  });
});

test('registers of every kind are tied to their TSS, their client, their master and their agencies', async () => {
  const common = { brand: 'Brand', model: 'Model', software: { version: '1.0' }, baseCurrencyCode: 'EUR' };
  const [external, terminal] = [randomUUID(), randomUUID()];
  const fields = 'cashRegister { kind revision software { brand version } externalTss { publicKey } masterClientUuid }';
  const other = {
    serialNumber: 'ab12',
    signatureAlgorithm: 'ecdsa-plain-SHA256',
    signatureTimestampFormat: 'UNIX_TIME',
    transactionDataEncoding: 'UTF_8',
    publicKey: 'QmVsZWc=',
    certificate: 'QmVsZWc=',
  };
  expect(await run('upsertCashRegister', { ...common, clientUuid: external, externalMaster: other }, fields)).toEqual({
    cashRegister: {
      kind: 'MASTER',
      revision: 0,
      software: { brand: null, version: '1.0' },
      externalTss: { publicKey: 'QmVsZWc=' },
      masterClientUuid: null,
    },
    userErrors: [],
  });
  const slave = { ...common, clientUuid: terminal, terminal: { masterClientUuid: clientUuid, serialNumber: 'CD34' } };
  expect(await run('upsertCashRegister', slave, fields)).toMatchObject({
    cashRegister: { kind: 'SLAVE_WITHOUT_TSS', masterClientUuid: clientUuid, externalTss: null },
    userErrors: [],
  });
  const agency = randomUUID();
  const address = { street: 'Main Street 1', postalCode: '10115', city: 'Berlin', countryCode: 'DEU' };
  const input = {
    purchaserAgencyUuid: agency,
    clientUuid,
    number: 1,
    name: 'Bakery',
    vatIdNumber: 'DE123456789',
    address,
  };
  expect(await run('upsertPurchaserAgency', input, 'purchaserAgency { uuid number address { city } }')).toEqual({
    purchaserAgency: { uuid: agency, number: 1, address: { city: 'Berlin' } },
    userErrors: [],
  });
  const metadata = [{ key: 'a', value: 'b' }];
  for (const [name, id] of [
    ['CashRegister', { clientUuid: terminal }],
    ['PurchaserAgency', { purchaserAgencyUuid: agency }],
  ] as const)
    expect(await run(`update${name}Metadata`, { ...id, metadata }, 'metadata { key value }')).toEqual({
      metadata,
      userErrors: [],
    });
  const data = await ask(
    `query ($clientUuid: UUID!, $terminal: UUID!, $agency: UUID!, $tssUuid: UUID!) {
      client(tssUuid: $tssUuid, uuid: $clientUuid) {
        cashRegister { tss { uuid } client { uuid } master { clientUuid } slaves { clientUuid } agencies { nodes { uuid } } }
      }
      terminal: cashRegister(clientUuid: $terminal) { master { clientUuid } tss { uuid } terminalSerialNumber }
      old: cashRegister(clientUuid: $terminal, revision: 0) { revision metadata { key value } }
      purchaserAgency(uuid: $agency) { vatIdNumber taxNumber cashRegister { clientUuid } metadata { key value } }
      version: purchaserAgency(uuid: $agency, revision: 0) { revision }
      cashRegisters(first: 10) { nodes { clientUuid } }
      purchaserAgencies(first: 10) { nodes { uuid } }
    }`,
    { clientUuid, terminal, agency, tssUuid },
  );
  expect(data).toMatchObject({
    client: {
      cashRegister: {
        tss: { uuid: tssUuid },
        client: { uuid: clientUuid },
        master: null,
        slaves: expect.arrayContaining([{ clientUuid: terminal }]),
        agencies: { nodes: [{ uuid: agency }] },
      },
    },
    terminal: { master: { clientUuid }, tss: null, terminalSerialNumber: 'CD34' },
    old: { revision: 0, metadata },
    purchaserAgency: { vatIdNumber: 'DE123456789', taxNumber: null, cashRegister: { clientUuid }, metadata },
    version: { revision: 0 },
    cashRegisters: {
      nodes: expect.arrayContaining([{ clientUuid }, { clientUuid: external }, { clientUuid: terminal }]),
    },
    purchaserAgencies: { nodes: [{ uuid: agency }] },
  });
});

const WHOLE = `uuid number state clientUuid businessDate firstTransactionId lastTransactionId fullAmount cashAmount
  metadata { key value }
  businessCases { type name amountsPerVatKey { vatKey gross net vat } }
  payment { fullAmount cashAmount cashAmountsPerCurrency { currencyCode amount } amountsPerPaymentType { type currencyCode amount } }
  transactions(first: 10) { nodes {
    transactionId txId number type isReversal startedAt endedAt clientUuid user { userId name }
    buyer { buyerId name type street postalCode city countryCode vatIdNumber }
    references { type documentNumber name date closingNumber cashRegisterId transactionId }
    allocationGroups fullAmount payments { type name currencyCode amount } amountsPerVatKey { vatKey gross net vat } notes
    security { transactionUuid errorMessage } signedTransaction { uuid }
    lines { lineId text isCancellation isInHouse voucherId sourceClientUuid references { type documentNumber }
      businessCase { type name amountsPerVatKey { vatKey gross net vat } }
      item { number gtin quantity quantityFactor quantityMeasure groupId groupName pricePerUnit
        baseAmounts { vatKey gross net vat } discounts { vatKey gross } extraAmounts { vatKey gross }
        subItems { number name quantity amount { vatKey gross net vat } } } }
  } }`;

test('a closing is inserted once, comes back with every amount and text as it was sent, and is exported and deleted', async () => {
  const closingUuid = randomUUID();
  const input = closingOf(closingUuid, 2);
  const fields = 'closing { uuid state }';
  const inserted = await run('insertCashPointClosing', input, fields);
  expect(inserted).toEqual({ closing: { uuid: closingUuid, state: expect.any(String) }, userErrors: [] });
  expect(await run('insertCashPointClosing', input, fields)).toEqual({
    closing: { uuid: closingUuid, state: expect.any(String) },
    userErrors: [],
  });
  expect(await settled('cashPointClosing', closingUuid)).toBe('COMPLETED');
  expect(await run('insertCashPointClosing', { ...input, number: 9 }, 'closing { uuid }')).toMatchObject({
    closing: null,
    userErrors: [{ code: 'CLOSING_CONFLICT', field: ['closingUuid'] }],
  });

  const { one } = await ask(`query ($uuid: UUID!) { one: cashPointClosing(uuid: $uuid) { ${WHOLE} } }`, {
    uuid: closingUuid,
  });
  const [receipt, order] = input.transactions as unknown as [Record<string, any>, Record<string, any>];
  expect(one).toMatchObject({
    uuid: closingUuid,
    number: '2',
    clientUuid,
    businessDate: '2026-02-28',
    firstTransactionId: 'B-1',
    lastTransactionId: 'B-2',
    fullAmount: '0.29',
    cashAmount: '0.29',
    metadata: input.metadata,
    businessCases: [{ type: 'SALE', name: 'Shop' }],
  });
  const { references, lines } = receipt;
  const { user, buyer, allocationGroups, fullAmount, payments, amountsPerVatKey, notes, txId, startedAt, endedAt } =
    receipt;
  expect(one.transactions.nodes[0]).toMatchObject({
    ...{ user, buyer, allocationGroups, fullAmount, payments, amountsPerVatKey, notes, txId, startedAt, endedAt },
    ...{ transactionId: 'B-1', number: '1', type: 'RECEIPT', isReversal: false, clientUuid },
  });
  expect(one.transactions.nodes[0].references).toMatchObject([
    references[0],
    references[1],
    { type: 'TRANSACTION', closingNumber: '1', cashRegisterId: 'K-1', transactionId: 'B-0' },
  ]);
  expect(one.transactions.nodes[0].security).toEqual({ transactionUuid: null, errorMessage: 'TSE ausgefallen' });
  expect(one.transactions.nodes[0].lines[0]).toMatchObject({ text: lines[0].text, voucherId: 'V-1', isInHouse: false });
  expect(one.transactions.nodes[0].lines[0].item).toMatchObject({
    quantity: '0.123',
    pricePerUnit: '2.35772',
    discounts: [{ vatKey: '1', gross: expect.stringMatching(/^-0\.10*$/) }],
    subItems: [{ name: 'Part', amount: { gross: '0.07', net: '0.05882', vat: '0.01118' } }],
  });
  expect(one.transactions.nodes[1].signedTransaction).toEqual({ uuid: order.security.transactionUuid });

  const metadata = [{ key: 'till', value: '2' }];
  expect(await run('updateCashPointClosingMetadata', { closingUuid, metadata }, 'metadata { key value }')).toEqual({
    metadata,
    userErrors: [],
  });
  const data = await ask(
    `query ($clientUuid: UUID!, $uuid: UUID!) {
      cashPointClosings(filter: { clientUuid: $clientUuid, states: [COMPLETED], businessDays: { from: "2026-02-28", to: "2026-02-28" } }) { nodes { uuid } }
      cashPointClosing(uuid: $uuid) { reports { code severity message } cashRegister { clientUuid closings { nodes { number } } } }
    }`,
    { clientUuid, uuid: closingUuid },
  );
  expect(data.cashPointClosings.nodes).toEqual([{ uuid: closingUuid }]);
  expect(data.cashPointClosing.cashRegister.closings.nodes).toEqual([{ number: '1' }, { number: '2' }]);
  expect(data.cashPointClosing.reports).toEqual(expect.any(Array));

  const exportUuid = randomUUID();
  const days = { businessDays: { from: '2026-02-28', to: '2026-02-28' } };
  expect(await run('triggerDsfinvkExport', { exportUuid, ...days, format: 'ZIP' }, 'export { uuid }')).toEqual({
    export: { uuid: exportUuid },
    userErrors: [],
  });
  expect(await settled('dsfinvkExport', exportUuid)).toBe('COMPLETED');
  expect(await run('triggerDsfinvkExport', { exportUuid, ...days }, 'export { state }')).toMatchObject({
    export: { state: 'COMPLETED' },
    userErrors: [{ code: 'EXPORT_CONFLICT', field: ['exportUuid'] }],
  });
  const archive = await ask(
    `query ($uuid: UUID!) { dsfinvkExport(uuid: $uuid) { format closingUuids upstreamDownloadUrl expiresAt } dsfinvkExports(filter: { states: [COMPLETED] }) { nodes { uuid } } }`,
    { uuid: exportUuid },
  );
  expect(archive.dsfinvkExport).toMatchObject({
    format: 'ZIP',
    closingUuids: [closingUuid],
    upstreamDownloadUrl: expect.stringContaining(exportUuid),
  });
  expect(archive.dsfinvkExports.nodes).toContainEqual({ uuid: exportUuid });
  const verified = await ask(
    `query ($uuid: UUID!) { verifyDsfinvkExport(uuid: $uuid) {
      valid complete closings transactions signatures { valid invalid notChecked } findings { code severity file } notChecked } }`,
    { uuid: exportUuid },
  );
  expect(verified.verifyDsfinvkExport).toMatchObject({ complete: true, closings: 1, transactions: 2 });
  expect(verified.verifyDsfinvkExport.signatures).toMatchObject({ valid: 1, invalid: 0 });
  const link = await ask('query ($uuid: UUID!) { dsfinvkExport(uuid: $uuid) { download { url fileName } } }', {
    uuid: exportUuid,
  });
  const { url, fileName } = link.dsfinvkExport.download;
  const whole = await fetch(`${gateway.url}${url}`);
  expect([whole.status, whole.headers.get('content-type'), whole.headers.get('content-disposition')]).toEqual([
    200,
    'application/zip',
    `attachment; filename="${fileName}"`,
  ]);
  const bytes = Buffer.from(await whole.arrayBuffer());
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
  const part = await fetch(`${gateway.url}${url}`, { headers: { range: 'bytes=2-3' } });
  expect([part.status, await part.text()]).toEqual([206, '\u0003\u0004']);
  expect(await run('updateDsfinvkExportMetadata', { exportUuid, metadata }, 'metadata { key value }')).toEqual({
    metadata,
    userErrors: [],
  });
  expect(await run('cancelDsfinvkExport', { exportUuid }, 'export { state }')).toMatchObject({
    export: { state: expect.stringMatching(/^(CANCELLED|DELETED)$/) },
    userErrors: [],
  });

  for (const attempt of [1, 2])
    expect([attempt, await run('deleteCashPointClosing', { closingUuid }, 'closing { state }')]).toEqual([
      attempt,
      { closing: { state: 'DELETED' }, userErrors: [] },
    ]);
  expect(await run('triggerDsfinvkExport', { exportUuid: randomUUID(), ...days }, 'export { uuid }')).toMatchObject({
    export: null,
    userErrors: [{ code: 'NOTHING_TO_EXPORT' }],
  });
});

// `authenticate` is called at SIGN DE: one login serves all products.
test('every operation of the contract was called by these tests', () => {
  const others = ['authenticate'];
  const byMetadata = ['VatDefinition', 'CashRegister', 'PurchaserAgency', 'CashPointClosing', 'Export'];
  for (const noun of byMetadata) expect(called).toContain(`retrieve${noun}Metadata`);
  expect([...called].toSorted()).toEqual(
    [...dsfinvkContract().operations.keys()].filter((id) => !others.includes(id)).toSorted(),
  );
});
