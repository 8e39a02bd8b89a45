import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../../src/contract/dsfinvk.js';
import { sized } from '../../support/run-size.js';
import { runSandbox } from '../support/running-sandbox.js';
import { closed, closingOf, receiptOf, setUpShop } from './support/shop.js';

const RECEIPTS = sized(500, 5_000);
const BROKEN = { error_message: 'TSE ausgefallen' };

test(`a closing of ${RECEIPTS} receipts of ten lines is taken, worked on and read again; one of 65 MB is refused`, async () => {
  const { api, clientId } = await setUpShop(await runSandbox());
  const receipt = receiptOf(1, BROKEN);
  const lines = Array.from({ length: 10 }, (_, index) => ({
    ...receipt.data.lines![0],
    lineitem_export_id: String(index + 1),
  }));
  const transactions = Array.from({ length: RECEIPTS }, (_, index) => ({
    ...receipt,
    head: { ...receipt.head, transaction_export_id: `bon-${index + 1}`, number: index + 1 },
    data: { ...receipt.data, lines },
  }));
  const body = JSON.stringify({ ...closingOf(clientId, 1, []), transactions });
  expect(body.length).toBeGreaterThan(1024 ** 2); // more than any other body may have
  const closing_id = randomUUID();
  const path = `/cash_point_closings/${closing_id}`;
  const headers = { 'content-type': 'application/json' };
  expect(await api.raw('PUT', path, { body, headers })).toMatchObject({ status: 200 });
  expect(await closed(api, closing_id)).toMatchObject({ state: 'COMPLETED' });
  const { json } = await api.raw('GET', `${path}/details`);
  const { cash_point_closing } = json as Schemas['CashPointClosingDetails'];
  expect(cash_point_closing?.transactions).toHaveLength(RECEIPTS);
  const huge = JSON.stringify({ text: 'x'.repeat(65 * 1024 ** 2) });
  const { status, json: refusal } = await api.raw('PUT', path, { body: huge, headers });
  expect([status, refusal]).toMatchObject([413, { message: 'body should NOT be larger than 64 MB' }]);
});
