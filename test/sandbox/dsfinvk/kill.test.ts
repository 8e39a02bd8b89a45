import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { sized } from '../../support/run-size.js';
import { integrity } from '../support/logs.js';
import { temporaryFolder } from '../support/running-sandbox.js';
import { forkSandbox } from '../support/sandbox-process.js';
import { closed, closingOf, exported, insert, setUpShop } from './support/shop.js';

const KILLS = sized(1, 30);
const BROKEN = Array.from({ length: 50 }, () => ({ error_message: 'TSE ausgefallen' }));

test(`after kill -9, ${KILLS} times, in the middle of closings and exports, each that was answered is there once, and done`, async () => {
  const dataFolder = temporaryFolder();
  let sandbox = await forkSandbox(dataFolder);
  const shop = await setUpShop(sandbox);
  let api = shop.api;
  const closings = new Set([await insert(api, closingOf(shop.clientId, 0, BROKEN))]);
  await closed(api, [...closings][0]!);
  const exports = new Set<string>();
  let number = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const answered = closings.size;
    const load = (async () => {
      for (;;) {
        number += 1;
        const id = await insert(api, closingOf(shop.clientId, number, BROKEN));
        closings.add(id);
        const export_id = randomUUID();
        await api.ok('triggerExport', { path: { export_id }, body: { start_date: 0, end_date: 4_102_441_199 } });
        exports.add(export_id);
      }
    })().catch(() => undefined); // the kill
    while (closings.size < answered + 3) await setTimeout(1);
    await setTimeout(randomInt(0, 30));
    await sandbox.kill();
    await load;
    expect(integrity(dataFolder)).toBe('ok');
    sandbox = await forkSandbox(dataFolder);
    api = api.at(sandbox.dsfinvkUrl);
    number += 1; // the last one may be there although nobody heard of it
  }
  for (const id of closings) expect(await closed(api, id)).toMatchObject({ closing_id: id, state: 'COMPLETED' });
  const { count = 0 } = await api.ok('listCashPointClosings', { query: { limit: 1 } });
  expect(count - closings.size).toBeLessThanOrEqual(KILLS);
  for (const export_id of exports) expect(await exported(api, export_id)).toMatchObject({ state: 'COMPLETED' });
  const [last = ''] = [...exports].reverse();
  const { status, headers, bytes } = await api.send('getExportDownload', { path: { export_id: last } });
  expect([status, headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  await sandbox.kill();
}, 600_000);
