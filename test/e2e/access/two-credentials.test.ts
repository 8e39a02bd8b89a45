import { setTimeout as sleep } from 'node:timers/promises';
import { clientRow, page, tssRow } from '../../datasources/rows.js';
import { sized } from '../../support/run-size.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';

const TSS = '11111111-1111-4111-8111-111111111111';
const CLIENTS = Array.from({ length: 5 }, (_, index) => `22222222-2222-4222-8222-22222222222${index}`);
const SECONDS = sized(2, 30);
const A_SECOND = 1_000;

const QUERIES: readonly (readonly [query: string, variables: object])[] = [
  ['query Tss($tss: UUID!) { tss(uuid: $tss) { description metadata { value } } }', { tss: TSS }],
  ['{ tssList { nodes { description clients { nodes { serialNumber metadata { value } } } } } }', {}],
  ...CLIENTS.map((client): [string, object] => [
    'query Client($tss: UUID!, $client: UUID!) { client(tssUuid: $tss, uuid: $client) { serialNumber tss { description } } }',
    { tss: TSS, client },
  ]),
];

test(`the answers of two credentials with the same ids never cross, at 1,000 requests a second for ${SECONDS} seconds`, async () => {
  // Whatever the upstream says has the token in it that it was asked with.
  const { gateway } = await startStubbedGateway(async ({ path, query, token = '' }) => {
    await sleep(Math.random() * 3);
    const metadata = { whose: token };
    const clients = CLIENTS.map((id) => ({ ...clientRow(TSS, id), serial_number: token, metadata }));
    const tss = tssRow(TSS, { description: token, metadata });
    if (path === '/tss') return page('TSS', [tss], query);
    if (path.endsWith('/client')) return page('CLIENT', clients, query);
    if (path.includes('/client/')) return { json: clients.find(({ _id }) => path.endsWith(_id)) };
    return { json: tss };
  });
  const tokens = ['credential-one', 'credential-two'];
  let [asked, crossed, empty] = [0, 0, 0];
  const askOnce = async () => {
    const token = tokens[(asked += 1) % 2]!;
    const [query, variables] = QUERIES[Math.floor(Math.random() * QUERIES.length)]!;
    const text = JSON.stringify(await ask(gateway, token, query, variables));
    if (text.includes(tokens.find((other) => other !== token)!)) crossed += 1;
    if (!text.includes(token)) empty += 1;
  };
  const end = Date.now() + SECONDS * 1_000;
  const running = new Set<Promise<void>>();
  // As many as make it worth while, however slow the machine is.
  while (Date.now() < end || asked <= SECONDS * 100) {
    const begun = Date.now();
    // As fast as it goes where that is less.
    for (let count = 0; count < A_SECOND / 50 && running.size < 200; count += 1) {
      const one: Promise<void> = askOnce().finally(() => running.delete(one));
      running.add(one);
    }
    await sleep(Math.max(0, 20 - (Date.now() - begun)));
  }
  await Promise.all(running);
  await gateway.close();
  expect({ crossed, empty }).toEqual({ crossed: 0, empty: 0 });
  expect(asked).toBeGreaterThan(SECONDS * 100);
}, 90_000);
