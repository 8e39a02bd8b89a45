import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

const OVERVIEW = /* GraphQL */ `
  {
    tssList {
      nodes {
        uuid
        description
        metadata {
          key
          value
        }
        clients {
          nodes {
            serialNumber
            tss {
              uuid
            }
            metadata {
              key
              value
            }
            transactions(first: 5, orderBy: { field: NUMBER, direction: DESC }) {
              nodes {
                number
                tss {
                  uuid
                }
                client {
                  serialNumber
                }
                metadata {
                  key
                  value
                }
                verification {
                  valid
                }
              }
            }
          }
        }
      }
    }
  }
`;

test('TSS → clients → transactions → metadata of the demo data costs one call a list, and its objects cost none', async () => {
  const { data, errors, extensions } = await gateway.post(OVERVIEW);

  expect(errors).toBeUndefined();
  const [tss] = data!.tssList.nodes;
  expect(tss.uuid).toBe(demo.tssId);
  expect(tss.metadata.length).toBeGreaterThan(0);
  expect(tss.clients.nodes.length).toBeGreaterThanOrEqual(3);
  for (const client of tss.clients.nodes) {
    expect(client.tss.uuid).toBe(demo.tssId);
    for (const transaction of client.transactions.nodes) {
      expect(transaction.client.serialNumber).toBe(client.serialNumber);
      expect(transaction.verification.valid).toBe(true);
    }
  }
  expect(extensions!.upstream.operations.map(({ operation }) => operation)).toEqual([
    'listTss',
    'listClients',
    'listTransactions',
  ]);
  expect(extensions!.upstream.calls).toBe(3);
});

test('reads do not touch the Middleware while the Backend is healthy', async () => {
  const { extensions } = await gateway.post(OVERVIEW);
  expect(new Set(extensions!.upstream.operations.map(({ host }) => host))).toEqual(new Set(['BACKEND']));
});

test('the demo data has a few clients, some dozen receipts and an order, all with valid signatures', async () => {
  const { data } = await gateway.post(
    `query ($tss: UUID!) { tss(uuid: $tss) { state clients { nodes { uuid } } transactions(first: 100) { nodes { state receipt { type } order { lines { text } } verification { valid } qrCode { svg } } } } }`,
    { tss: demo.tssId },
  );
  const { state, clients, transactions } = data!.tss;
  expect(state).toBe('INITIALIZED');
  expect(clients.nodes.length).toBeGreaterThanOrEqual(3);
  const finishedReceipts = transactions.nodes.filter((row: any) => row.receipt && row.state === 'FINISHED');
  expect(finishedReceipts.length).toBeGreaterThanOrEqual(24);
  expect(transactions.nodes.some((row: any) => row.order?.lines.length > 0)).toBe(true);
  expect(transactions.nodes.every((row: any) => row.verification.valid)).toBe(true);
  expect(finishedReceipts[0].qrCode.svg).toContain('<svg');
});

test('pages follow each other without a gap or a repeat, and say when they end', async () => {
  const seen: string[] = [];
  for (let after: string | null = null, pages = 0; pages < 20; pages += 1) {
    const { data } = await gateway.post(
      `query ($tss: UUID!, $after: String) { tss(uuid: $tss) { transactions(first: 7, after: $after, orderBy: { field: NUMBER }) { nodes { number } pageInfo { hasNextPage hasPreviousPage endCursor } } } }`,
      { tss: demo.tssId, after },
    );
    const { nodes, pageInfo }: any = data!.tss.transactions;
    expect(pageInfo.hasPreviousPage).toBe(pages > 0);
    seen.push(...nodes.map(({ number }: { number: string }) => number));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) break;
  }
  expect(seen.map(Number)).toEqual(Array.from({ length: seen.length }, (_, index) => index + 1));
  expect(seen.length).toBeGreaterThan(30);
});

test('every object is found again by its global id', async () => {
  const { data } = await gateway.post(
    `query ($tss: UUID!) { tss(uuid: $tss) { id clients(first: 1) { nodes { id } } transactions(first: 1) { nodes { id } } } }`,
    { tss: demo.tssId },
  );
  const { id, clients, transactions } = data!.tss;
  for (const [wanted, type] of [
    [id, 'Tss'],
    [clients.nodes[0].id, 'Client'],
    [transactions.nodes[0].id, 'Transaction'],
  ]) {
    const { data: found } = await gateway.post('query ($id: ID!) { node(id: $id) { __typename id } }', { id: wanted });
    expect(found).toEqual({ node: { __typename: type, id: wanted } });
  }
});

test('a transaction is found by its UUID and by its number', async () => {
  const { data } = await gateway.post(
    `query ($tss: UUID!) { byNumber: transaction(tssUuid: $tss, number: 1) { uuid number } }`,
    { tss: demo.tssId },
  );
  const { uuid } = data!.byNumber;
  const again = await gateway.post(
    `query ($tss: UUID!, $uuid: UUID!) { transaction(tssUuid: $tss, uuid: $uuid) { uuid number } }`,
    { tss: demo.tssId, uuid },
  );
  expect(again.data!.transaction).toEqual({ uuid, number: '1' });
});

test.each([
  ['9007199254740991', 'TRANSACTION_NOT_FOUND', 1],
  ['2147483648', 'TRANSACTION_NOT_FOUND', 1],
  ['0', 'TRANSACTION_NOT_FOUND', 1],
  ['9007199254740992', 'BAD_USER_INPUT', 0],
  ['9007199254740993', 'BAD_USER_INPUT', 0],
  ['99999999999999999999', 'BAD_USER_INPUT', 0],
])('no transaction has the number %s: %s', async (number, code, calls) => {
  for (const revision of ['', ', revision: 1', ', revision: 2147483647']) {
    const query = `{ transaction(tssUuid: "${demo.tssId}", number: "${number}"${revision}) { uuid } }`;
    const { data, errors, extensions } = await gateway.post(query);
    expect(data).toEqual({ transaction: null });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(extensions).toMatchObject({ upstream: { calls } });
  }
});

test('zeros before a number are none of its digits', async () => {
  const query = `{ transaction(tssUuid: "${demo.tssId}", number: "00000000000000000001") { number } }`;
  expect((await gateway.post(query)).data).toEqual({ transaction: { number: '1' } });
});

test('viewer tells the environment, the organization and whose credential is in use', async () => {
  const { data } = await gateway.post('{ viewer { environment organizationUuid credential sandbox } }');
  expect(data!.viewer).toEqual({
    environment: 'TEST',
    organizationUuid: demo.organizationId,
    credential: 'GATEWAY_KEY',
    sandbox: true,
  });
});
