import { randomUUID } from 'node:crypto';
import { connect } from '../../sdk/index.js';
import { makeGatewayKey } from '../../src/gateway-keys.js';
import { transactionRow } from '../datasources/rows.js';
import { type Received, refuse, type Reply } from '../datasources/stub-upstream.js';
import { startStubbedGateway } from './stub-gateway.js';
import { post } from './start.js';

const receipt = {
  amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }],
  amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }],
};
const organization = (id: string) => {
  const claims = Buffer.from(JSON.stringify({ organization_id: id })).toString('base64url');
  return `e30.${claims}.${randomUUID()}`;
};
const FIELDS =
  'outcome transaction { state revision } receiptNote { print { english } advice { english german } } userErrors { code message retryable }';

/** An upstream that keeps transactions, as far as these tests need, for whoever asks. */
function upstream(): (received: Received) => Reply {
  const rows = new Map<string, ReturnType<typeof transactionRow>>();
  return ({ method, path, query, body }) => {
    if (path === '/auth') return { json: { access_token: 'own', access_token_claims: { env: 'TEST' } } };
    if (path === '/tss') return { json: { data: [], count: 0, _type: 'TSS_LIST', _env: 'TEST', _version: '2.2.2' } };
    const [, , tssId = '', , id = ''] = path.split('/');
    const row = rows.get(id);
    if (method === 'PUT') {
      const revision = Number(query.get('tx_revision'));
      if (row && row.latest_revision >= revision) return { json: { ...row, revision } };
      const fresh = transactionRow(tssId, body.client_id, id, 1, {
        state: body.state,
        schema: body.schema ?? {},
        revision,
        latest_revision: revision,
      });
      rows.set(id, fresh);
      return { json: fresh };
    }
    return row ? { json: row } : refuse(404, 'E_TX_NOT_FOUND');
  };
}

async function start(variables: Record<string, string> = {}) {
  const { gateway, stub } = await startStubbedGateway(upstream(), variables);
  const send = async (name: string, input: object, authorization = 'Bearer own-token') => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${name}(input: $input) { ${FIELDS} } }`;
    const { data, errors } = await post(`${gateway.url}/graphql`, query, { input }, { authorization });
    return errors ? { errors } : data![name];
  };
  const cutOff = async () => {
    await stub.stop('BACKEND');
    await stub.stop('MIDDLEWARE');
  };
  return { gateway, stub, send, cutOff };
}

const at = () => ({ tssUuid: randomUUID(), clientUuid: randomUUID(), transactionUuid: randomUUID() });
const sale = () => ({ ...at(), receipt });

test('a sale that was signed is not called NOT_SIGNED when it is sent again and the upstream has gone away', async () => {
  const { send, cutOff, gateway } = await start();
  const [known, forgotten, fresh] = [sale(), sale(), sale()];
  expect(await send('signReceipt', known)).toMatchObject({ outcome: 'SIGNED' });
  await cutOff();

  const again = await send('signReceipt', known);
  expect(again).toMatchObject({
    outcome: 'UNKNOWN',
    receiptNote: { print: { english: 'TSS signing failed' } },
    userErrors: [{ code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
  });
  expect(again.userErrors[0].message).toContain('may have been sent before');
  expect(again.receiptNote.advice.english).toContain('repeat: true');
  // Sent by another gateway before: only the caller knows.
  expect(await send('signReceipt', { ...forgotten, repeat: true })).toMatchObject({ outcome: 'UNKNOWN' });
  expect(await send('signReceipt', fresh)).toMatchObject({
    outcome: 'NOT_SIGNED',
    receiptNote: { print: { english: 'TSS not available' } },
  });
  // Nothing of it ever left, so it is still a first sending.
  expect(await send('signReceipt', fresh)).toMatchObject({ outcome: 'NOT_SIGNED' });
  await gateway.close();
});

test.each([
  ['signOrder', { order: { lines: [{ quantity: '1', text: 'Tee', pricePerUnit: '1.00' }] } }],
  ['signOther', { other: { a: 1 } }],
  ['signRaw', { raw: { processType: 'Anything', processData: '' } }],
  ['signTaximeter', { taximeter: { other: 'x' } }],
  ['startTransaction', {}],
  ['updateTransaction', { revision: 2, processData: { receipt } }],
  ['finishTransaction', { processData: { receipt } }],
  ['cancelTransaction', {}],
])('%s takes repeat, and is UNKNOWN then while nobody can be asked', async (name, content) => {
  const { send, cutOff, gateway } = await start();
  await cutOff();
  expect(await send(name, { ...at(), ...content, repeat: true })).toMatchObject({ outcome: 'UNKNOWN' });
  expect(await send(name, { ...at(), ...content, repeat: false })).toMatchObject({ outcome: 'NOT_SIGNED' });
  await gateway.close();
});

describe('a repeat that the gateway itself refuses', () => {
  const odd = { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }], amountsPerPaymentType: [] };
  const wrong = { amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1' }] };

  test('as suspicious is SIGNED all the same when it is, and UNKNOWN while nobody can be asked', async () => {
    const shared = upstream();
    const strict = await startStubbedGateway(shared, { REFUSE_SUSPICIOUS_RECEIPTS: 'on' });
    const lax = await startStubbedGateway(shared);
    const input = { ...sale(), receipt: odd };
    const query = `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) { ${FIELDS} } }`;
    const ask = async (to: typeof lax, values: object) =>
      (await post(`${to.gateway.url}/graphql`, query, { input: values }, { authorization: 'Bearer x' })).data!
        .signReceipt;
    expect(await ask(lax, input)).toMatchObject({ outcome: 'SIGNED' });
    expect(await ask(strict, input)).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'SUSPICIOUS_RECEIPT' }],
    });
    expect(await ask(strict, { ...input, repeat: true })).toMatchObject({ outcome: 'SIGNED', userErrors: [] });
    for (const host of ['BACKEND', 'MIDDLEWARE'] as const) await strict.stub.stop(host);
    expect(await ask(strict, { ...input, repeat: true })).toMatchObject({
      outcome: 'UNKNOWN',
      userErrors: [{ code: 'SUSPICIOUS_RECEIPT' }, { code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
    });
    await Promise.all([strict.gateway.close(), lax.gateway.close()]);
  });

  test('for a mistake in it shows the transaction as it stands, and is UNKNOWN while nobody can be asked', async () => {
    const { send, cutOff, gateway } = await start();
    const input = sale();
    expect(await send('signReceipt', input)).toMatchObject({ outcome: 'SIGNED' });
    expect(await send('signReceipt', { ...input, receipt: wrong })).toMatchObject({
      outcome: 'NOT_SIGNED',
      transaction: { state: 'FINISHED', revision: 2 },
      userErrors: [{ code: 'INVALID_INPUT' }],
    });
    await cutOff();
    expect(await send('signReceipt', { ...input, receipt: wrong })).toMatchObject({
      outcome: 'UNKNOWN',
      userErrors: [
        { code: 'INVALID_INPUT', retryable: false },
        { code: 'UPSTREAM_UNAVAILABLE', retryable: true },
      ],
    });
    await gateway.close();
  });

  test('for want of a role is UNKNOWN, when its sender or the gateway knows it as a repeat', async () => {
    const [till, display] = [makeGatewayKey('till', 'SIGN', []), makeGatewayKey('display', 'READ', [])];
    const { send, gateway } = await start({ GATEWAY_KEYS: `${till.entry} ${display.entry}` });
    const input = sale();
    expect(await send('signReceipt', input, `Gateway-Key ${till.key}`)).toMatchObject({ outcome: 'SIGNED' });
    for (const [values, outcome] of [
      [input, 'UNKNOWN'],
      [{ ...sale(), repeat: true }, 'UNKNOWN'],
      [sale(), 'NOT_SIGNED'],
    ] as const) {
      const told = await send('signReceipt', values, `Gateway-Key ${display.key}`);
      expect(told).toMatchObject({ outcome, userErrors: [{ code: 'FORBIDDEN' }] });
    }
    await gateway.close();
  });
});

describe('what is remembered of a sale', () => {
  test('is known to its organization under a new token, and to nobody else, whatever a token says of itself', async () => {
    const { send, cutOff, gateway } = await start();
    const input = sale();
    const [morning, evening, other] = [organization('shop'), organization('shop'), organization('other')];
    expect(await send('signReceipt', input, `Bearer ${morning}`)).toMatchObject({ outcome: 'SIGNED' });
    // The upstream accepts the token of the evening and that of another shop, but not one that is made up.
    for (const token of [evening, other]) await send('signReceipt', sale(), `Bearer ${token}`);
    await cutOff();
    expect(await send('signReceipt', input, `Bearer ${evening}`)).toMatchObject({ outcome: 'UNKNOWN' });
    expect(await send('signReceipt', input, `Bearer ${other}`)).toMatchObject({ outcome: 'NOT_SIGNED' });
    expect(await send('signReceipt', input, `Bearer ${organization('shop')}`)).toMatchObject({ outcome: 'NOT_SIGNED' });
    await gateway.close();
  });

  test('is not known to a gateway key that is for other TSS', async () => {
    const input = sale();
    const [all, one] = [makeGatewayKey('all', 'SIGN', []), makeGatewayKey('one', 'SIGN', [randomUUID()])];
    const { send, gateway } = await start({ GATEWAY_KEYS: `${all.entry} ${one.entry}` });
    expect(await send('signReceipt', input, `Gateway-Key ${all.key}`)).toMatchObject({ outcome: 'SIGNED' });
    expect(await send('signReceipt', input, `Gateway-Key ${one.key}`)).toMatchObject({
      outcome: 'NOT_SIGNED',
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    await gateway.close();
  });
});

test('the typed client says repeat by itself from the second sending on, of the same step of the same transaction only', async () => {
  const { cutOff, gateway } = await start();
  await cutOff();
  const bodies: any[] = [];
  const { fetch } = globalThis;
  globalThis.fetch = (url, init) => {
    if (typeof init?.body === 'string') bodies.push(JSON.parse(init.body));
    return fetch(url, init);
  };
  try {
    const client = connect(`${gateway.url}/graphql`, { token: 'own-token' });
    const input = at();
    const processData = { receipt: { amountsPerVatRate: [] } };
    const outcomes = [
      (await client.StartTransaction({ input })).startTransaction,
      (await client.UpdateTransaction({ input: { ...input, revision: 2, processData } })).updateTransaction,
      (await client.UpdateTransaction({ input: { ...input, revision: 3, processData } })).updateTransaction,
      (await client.FinishTransaction({ input: { ...input, processData } })).finishTransaction,
      (await client.FinishTransaction({ input: { ...input, processData } })).finishTransaction,
      (await client.StartTransaction({ input })).startTransaction,
      (await client.StartTransaction({ input: { ...input, transactionUuid: randomUUID() } })).startTransaction,
    ].map(({ outcome }) => outcome);
    expect(bodies.map(({ variables }) => variables.input.repeat === true)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      false,
    ]);
    expect(outcomes.filter((outcome) => outcome === 'UNKNOWN')).toHaveLength(2);
  } finally {
    globalThis.fetch = fetch;
  }
  await gateway.close();
});
