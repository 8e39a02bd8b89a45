import { randomUUID } from 'node:crypto';
import { ApolloClient, gql, HttpLink, InMemoryCache, type TypedDocumentNode } from '@apollo/client/core';
import { demo } from '../../../src/sandbox/index.js';
import { startTestGateway, type TestGateway } from '../support/start.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.close());

/** Answers are looked at as they came, without types. */
type Document = TypedDocumentNode<any, Record<string, unknown>>;

const FIELDS = 'id revision latestRevision state signature { counter }';
const READ: Document = gql`query ($tss: UUID!, $uuid: UUID!) {
  transaction(tssUuid: $tss, uuid: $uuid) { ${FIELDS} first: revisionAt(number: 1) { ${FIELDS} } revisions { ${FIELDS} } }
}`;
const NODES: Document = gql`query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Transaction { ${FIELDS} } } }`;
const NEWEST: Document = gql`query ($tss: UUID!, $uuid: UUID!) { transaction(tssUuid: $tss, uuid: $uuid) { ${FIELDS} } }`;
const WRITE: Document = gql`mutation ($input: FinishTransactionInput!) {
  finishTransaction(input: $input) { outcome transaction { ${FIELDS} } }
}`;
const START: Document = gql`mutation ($input: StartTransactionInput!) {
  startTransaction(input: $input) { outcome transaction { ${FIELDS} } }
}`;

/** What a frontend holds: a normalised cache as Apollo Client keeps it. */
function frontend(): ApolloClient {
  return new ApolloClient({ link: new HttpLink({ uri: `${gateway.url}/graphql` }), cache: new InMemoryCache() });
}

test('a normalised cache keeps revision 1 and the newest apart, before and after revision 2 is written', async () => {
  const client = frontend();
  const [tss, uuid] = [demo.tssId, randomUUID()];
  const input = { tssUuid: tss, clientUuid: demo.clientId, transactionUuid: uuid };
  await client.mutate({ mutation: START, variables: { input } });
  const read = async (): Promise<any> =>
    (await client.query({ query: READ, variables: { tss, uuid } })).data.transaction;
  const cached = (): any => client.cache.readQuery({ query: READ, variables: { tss, uuid } }).transaction;

  const before = await read();
  expect(before).toMatchObject({ revision: 1, state: 'ACTIVE', first: { revision: 1, state: 'ACTIVE' } });
  expect(before.first.id).not.toBe(before.id);
  expect(before.revisions.map(({ id }: { id: string }) => id)).toEqual([before.first.id]);

  const receipt = {
    amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }],
    amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }],
  };
  const { data } = await client.mutate({
    mutation: WRITE,
    variables: { input: { ...input, processData: { receipt } } },
  });
  // The payload is the transaction at its newest revision, so what is shown of that moves on by itself, and revision 1
  // stays.
  expect(data.finishTransaction.transaction.id).toBe(before.id);
  expect(cached()).toMatchObject({ id: before.id, revision: 2, state: 'FINISHED' });
  expect(cached().first).toMatchObject({
    id: before.first.id,
    revision: 1,
    state: 'ACTIVE',
    signature: before.signature,
  });

  await client.query({ query: NEWEST, variables: { tss, uuid }, fetchPolicy: 'network-only' });
  expect(cached().first).toMatchObject({ revision: 1, state: 'ACTIVE', signature: before.signature });
  await client.clearStore();
  const after = await read();
  expect(after).toMatchObject({ id: before.id, revision: 2, first: { id: before.first.id, revision: 1 } });
  expect(after.revisions.map(({ revision }: { revision: number }) => revision)).toEqual([1, 2]);
  expect(new Set(after.revisions.map(({ id }: { id: string }) => id)).size).toBe(2);

  const ids = [after.id, ...after.revisions.map(({ id }: { id: string }) => id)];
  const { data: found } = await client.query({ query: NODES, variables: { ids } });
  expect(found.nodes.map(({ id, revision }: { id: string; revision: number }) => [id, revision])).toEqual([
    [ids[0], 2],
    [ids[1], 1],
    [ids[2], 2],
  ]);
});

test('an object has one id, however it is asked for and however its UUID is written', async () => {
  const { data } = await gateway.post(`{
    upper: tss(uuid: "${demo.tssId.toUpperCase()}") { id uuid }
    lower: tss(uuid: "${demo.tssId}") { id uuid }
    upperClient: client(tssUuid: "${demo.tssId.toUpperCase()}", uuid: "${demo.clientId.toUpperCase()}") { id uuid }
    lowerClient: client(tssUuid: "${demo.tssId}", uuid: "${demo.clientId}") { id uuid }
    byNumber: transaction(tssUuid: "${demo.tssId.toUpperCase()}", number: "1") { id uuid revisionAt(number: 1) { id } }
    asRevision: transaction(tssUuid: "${demo.tssId}", number: 1, revision: 1) { id }
  }`);
  const { upper, lower, upperClient, lowerClient, byNumber, asRevision } = data!;
  expect([upper, upperClient]).toEqual([lower, lowerClient]);
  const byUuid = await gateway.post(
    `{ transaction(tssUuid: "${demo.tssId}", uuid: "${byNumber.uuid.toUpperCase()}") { id } }`,
  );
  expect(byUuid.data!.transaction.id).toBe(byNumber.id);
  expect(asRevision.id).toBe(byNumber.revisionAt.id);
});
