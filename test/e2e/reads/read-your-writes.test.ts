import { setTimeout as sleep } from 'node:timers/promises';
import { tssRow } from '../../datasources/rows.js';
import { sized } from '../../support/run-size.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';

const TSS = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'] as const;
const CONNECTIONS = 20;
const READ = 'query Read($tss: UUID!) { tss(uuid: $tss) { metadata { key value } } }';
const LIST = '{ tssList { nodes { uuid metadata { key value } } } }';
const WRITE = `mutation Write($input: UpdateTssMetadataInput!) {
  updateTssMetadata(input: $input) { metadata { key } userErrors { message } }
}`;

/** Up to some milliseconds, so that everything overtakes everything. */
const aWhile = (most = 4) => sleep(Math.random() * most);

type Handle = Parameters<typeof startStubbedGateway>[0];
/** So that no answer is an error because the machine is busy with something else. */
const PATIENT = { QUERY_TIMEOUT_SECONDS: '120' };
/** Where nothing is written, answers are ten seconds old. */
const AGED = { ...PATIENT, MAXIMUM_ANSWER_AGE_SECONDS: '10' };

test.each([
  ['one process', sized(400, 10_000), (handle: Handle) => startStubbedGateway(handle, PATIENT)],
  ['one process that keeps answers', sized(400, 2_000), (handle: Handle) => startStubbedGateway(handle, AGED)],
])(
  'no query that starts after the answer of a mutation misses it: %s, in %d operations over 20 connections',
  async (_, operations, start) => {
    const stored = new Map(TSS.map((id) => [id as string, new Map<string, string>()]));
    const row = (id: string) => tssRow(id, { metadata: Object.fromEntries(stored.get(id)!) });
    const { gateway, stub } = await start(async ({ method, path, body }) => {
      const [, , id = ''] = path.split('/');
      await aWhile();
      if (method === 'PATCH') for (const [key, value] of Object.entries(body)) stored.get(id)!.set(key, String(value));
      const json =
        id === ''
          ? { data: TSS.map(row), count: TSS.length, _type: 'TSS_LIST', _env: 'TEST', _version: '2' }
          : method === 'PATCH'
            ? Object.fromEntries(stored.get(id)!)
            : row(id);
      // What was read stays on its way for long: whoever joins it late would get what has been written over.
      await aWhile(method === 'GET' ? 20 : 4);
      return { json };
    });

    /** The newest value of each connection that was answered, by TSS. */
    const answered = new Map(TSS.map((id) => [id as string, new Map<string, number>()]));
    let left = operations;
    let [reads, missed] = [0, 0];
    const connection = async (name: string) => {
      // Two credentials of one organization.
      const token = `token-${Number(name) % 2}`;
      for (let value = 1; left > 0; value += 1) {
        left -= 1;
        const tss = TSS[Math.floor(Math.random() * TSS.length)]!;
        if (Math.random() < 0.3) {
          const metadata = [{ key: name, value: String(value) }];
          const { data } = await ask(gateway, token, WRITE, { input: { tssUuid: tss, metadata } });
          expect(data.updateTssMetadata.userErrors).toEqual([]);
          answered.get(tss)!.set(name, value);
          continue;
        }
        const due = new Map(answered.get(tss));
        const { data } = await (Math.random() < 0.5 ? ask(gateway, token, READ, { tss }) : ask(gateway, token, LIST));
        const shown = data.tss ?? data.tssList.nodes.find(({ uuid }: { uuid: string }) => uuid === tss);
        const values = new Map<string, number>(
          shown.metadata.map(({ key, value: text }: { key: string; value: string }) => [key, Number(text)]),
        );
        reads += 1;
        if ([...due].some(([key, least]) => (values.get(key) ?? 0) < least)) missed += 1;
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, (_, index) => connection(String(index))));
    const calls = stub.takeCount();
    await gateway.close();

    expect(missed).toBe(0);
    expect(reads).toBeGreaterThan(operations / 2);
    // And it is not for want of merging.
    expect(calls).toBeLessThan(operations * 0.98);
  },
  120_000,
);
