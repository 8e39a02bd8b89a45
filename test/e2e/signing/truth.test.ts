import { randomUUID } from 'node:crypto';
import { jest } from '@jest/globals';
import { connect } from '../../../sdk/index.js';
import { makeGatewayKey } from '../../../src/config/gateway-keys.js';
import { transactionRow } from '../../datasources/rows.js';
import { type Received, refuse, type Reply } from '../../datasources/stub-upstream.js';
import { startStubbedGateway } from '../support/stub-gateway.js';
import { post } from '../support/start.js';

beforeAll(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});
afterAll(() => {
  jest.restoreAllMocks();
});

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

const session = {
  access_token_claims: { env: 'TEST' },
  access_token_expires_in: 300,
  access_token_expires_at: 2_000_000_000,
  refresh_token: 'again',
  refresh_token_expires_in: 3_000,
  refresh_token_expires_at: 2_000_000_000,
};

/** An upstream that keeps transactions, as far as these tests need, for whoever asks. */
function upstream(): (received: Received) => Reply {
  const rows = new Map<string, ReturnType<typeof transactionRow>>();
  return ({ method, path, query, body }) => {
    if (path === '/auth') return { json: { ...session, access_token: organization('shop') } };
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

async function start(
  variables: Record<string, string> = {},
  answer: (received: Received) => Reply | Promise<Reply> = upstream(),
) {
  const { gateway, stub } = await startStubbedGateway(answer, variables);
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

/** Moves, and what they are made with. */
const MOVES: readonly (readonly [name: string, content: object])[] = [
  ['signOrder', { order: { lines: [{ quantity: '1', text: 'Tee', pricePerUnit: '1.00' }] } }],
  ['signOther', { other: { a: 1 } }],
  ['signRaw', { raw: { processType: 'Anything', processData: '' } }],
  ['signTaximeter', { taximeter: { other: 'x' } }],
  ['startTransaction', {}],
  ['updateTransaction', { revision: 2, processData: { receipt } }],
  ['finishTransaction', { processData: { receipt } }],
  ['cancelTransaction', {}],
];

test('every move takes repeat, and is UNKNOWN then while nobody can be asked', async () => {
  const { send, cutOff, gateway } = await start();
  await cutOff();
  for (const [name, content] of MOVES) {
    const told = async (repeat: boolean) => [name, (await send(name, { ...at(), ...content, repeat })).outcome];
    expect(await told(true)).toEqual([name, 'UNKNOWN']);
    expect(await told(false)).toEqual([name, 'NOT_SIGNED']);
  }
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

describe('while a sale is on its way', () => {
  /** A gateway whose upstream holds back the start of a transaction, or its reading, until it is let go. */
  async function startHeld(isHeld: (received: Received) => boolean) {
    const answer = upstream();
    const { promise: letGo, resolve: go } = Promise.withResolvers<undefined>();
    const { promise: held, resolve: hold } = Promise.withResolvers<undefined>();
    let isFirst = true;
    const started = await start({}, async (received) => {
      if (isFirst && isHeld(received)) {
        isFirst = false;
        hold(undefined);
        await letGo;
      }
      return answer(received);
    });
    const release = () => {
      go(undefined);
    };
    return { ...started, held, go: release };
  }

  const isStart = ({ method, query }: Received) => method === 'PUT' && query.get('tx_revision') === '1';

  test.each([
    ['nothing can be read', ['BACKEND', 'MIDDLEWARE']],
    ['the transaction can be read, and is not there yet', ['MIDDLEWARE']],
  ] as const)('a copy that cannot be sent is UNKNOWN, because the first may still be signed: %s', async (_, hosts) => {
    const { stub, send, held, go } = await startHeld(isStart);
    const input = sale();
    const first = send('signReceipt', input);
    await held;
    for (const host of hosts) stub.leave(host);
    expect(await send('signReceipt', input)).toMatchObject({ outcome: 'UNKNOWN', userErrors: [{ retryable: true }] });
    expect(
      await send('signReceipt', { ...input, receipt: undefined, metadata: [{ key: 'x', value: 'y'.repeat(9_999) }] }),
    ).not.toMatchObject({ outcome: 'NOT_SIGNED' });
    for (const host of hosts) await stub.open(host);
    go();
    expect(await first).toMatchObject({ outcome: 'SIGNED' });
  });

  test('a copy of an end without a revision is UNKNOWN while the first reads the transaction', async () => {
    const { stub, send, held, go } = await startHeld(({ method, path }) => method === 'GET' && path.includes('/tx/'));
    const place = at();
    expect(await send('startTransaction', place)).toMatchObject({ outcome: 'SIGNED' });
    const end = { ...place, processData: { receipt } };
    const first = send('finishTransaction', end);
    await held;
    stub.leave('BACKEND');
    stub.leave('MIDDLEWARE');
    expect(await send('finishTransaction', end)).toMatchObject({ outcome: 'UNKNOWN' });
    await stub.open('BACKEND');
    await stub.open('MIDDLEWARE');
    go();
    await first;
  });
});

test('a sale is known again after its till has logged in anew', async () => {
  const { gateway, send, cutOff } = await start();
  const login = async () => {
    const query =
      'mutation { authenticate(input: { apiKey: { key: "key", secret: "secret" } }) { session { accessToken } } }';
    const { data } = await post(`${gateway.url}/graphql`, query, {}, {});
    return `Bearer ${data!.authenticate.session.accessToken}`;
  };
  const input = sale();
  expect(await send('signReceipt', input, await login())).toMatchObject({ outcome: 'SIGNED' });
  const again = await login();
  await cutOff();
  expect(await send('signReceipt', input, again)).toMatchObject({ outcome: 'UNKNOWN' });
});

test('a repeat whose metadata is wrong is told that its sale is signed', async () => {
  const { send } = await start();
  const input = sale();
  expect(await send('signReceipt', input)).toMatchObject({ outcome: 'SIGNED' });
  const wrong = { ...input, repeat: true, metadata: [{ key: 'note', value: 'x'.repeat(10_000) }] };
  expect(await send('signReceipt', wrong)).toMatchObject({ outcome: 'SIGNED', transaction: { state: 'FINISHED' } });
});
