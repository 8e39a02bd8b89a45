import type { Gateway } from '../../../src/gateway.js';
import { clientRow, exportRow, page, transactionRow, tssRow } from '../../datasources/rows.js';
import { refuse, type Received, type Reply } from '../../datasources/stub-upstream.js';
import { sized } from '../../support/run-size.js';
import { type Change, changesOf, clientId, type Json, someOfEach, tssId } from '../faults/broken-answers.js';
import { ask, startStubbedGateway } from '../support/stub-gateway.js';

let gateway: Gateway;
/** What the upstream does, by the token of who asks. */
const upstreams = new Map<string, (received: Received) => Reply>();
beforeAll(async () => {
  ({ gateway } = await startStubbedGateway(
    (received) => upstreams.get(received.token ?? '')?.(received) ?? refuse(404, 'E_TSS_NOT_FOUND'),
  ));
});
afterAll(() => gateway.close());

let asked = 0;
/** Asks before an upstream of its own. */
function askBefore(upstream: (received: Received) => Reply, document: string, variables: object = {}): Promise<Json> {
  const token = `token-${(asked += 1)}`;
  upstreams.set(token, upstream);
  return ask(gateway, token, document, variables);
}

/** The long run tries all changes; these are others each time. */
const changesTo = (row: Json) => someOfEach(changesOf(row), sized(2, Infinity));
const label = ({ member, wrong }: Change) => `${member} ${wrong === undefined ? 'missing' : JSON.stringify(wrong)}`;
const codesIn = ({ errors = [] }: Json): string[] => errors.map(({ extensions }: Json) => extensions.code);
const transactionId = '00000000-0000-4000-8000-0000000000aa';
const exportId = '00000000-0000-4000-8000-0000000000bb';
const receipt = {
  receipt_type: 'RECEIPT' as const,
  amounts_per_vat_rate: [{ vat_rate: 'NORMAL' as const, amount: '1.00' }],
  amounts_per_payment_type: [{ payment_type: 'CASH' as const, amount: '1.00', currency_code: 'EUR' }],
};
const started = transactionRow(tssId, clientId, transactionId, 1, { state: 'ACTIVE', revision: 1, latest_revision: 1 });
const finished = transactionRow(tssId, clientId, transactionId, 1, {
  time_end: 1_700_000_001,
  qr_code_data: 'V0;x',
  schema: { standard_v1: { receipt }, raw: { process_type: 'Kassenbeleg-V1', process_data: 'eA==' } },
});

describe('a sale', () => {
  /** What proves that a write is signed as it was asked for. */
  const PROOF = new Set([
    ...['_id', 'tss_id', 'client_id', 'number', 'state', 'revision', 'latest_revision'],
    ...['signature', 'signature.value', 'signature.counter'],
  ]);
  const SIGN = `mutation ($input: SignReceiptInput!) { signReceipt(input: $input) {
    outcome revision receiptNote { print { german } } userErrors { code retryable }
    transaction { id uuid number state revision startedAt endedAt clientUuid clientSerialNumber tssSerialNumber
      signature { value algorithm counter publicKey } log { operation timestamp timestampFormat } qrCode { data }
      receipt { type amountsPerVatRate { vatRate amount } amountsPerPaymentType { paymentType amount } }
      raw { processType processData } environment upstreamVersion nextMoves }
  } }`;
  const input = {
    tssUuid: tssId,
    clientUuid: clientId,
    transactionUuid: transactionId,
    receipt: {
      amountsPerVatRate: [{ vatRate: 'NORMAL', amount: '1.00' }],
      amountsPerPaymentType: [{ paymentType: 'CASH', amount: '1.00' }],
    },
  };
  /** Signs a sale, of whose end the upstream answers `written`, and `stored` to those who read it. */
  const sign = (written: Json, stored: Json) =>
    askBefore(
      ({ method, query }) => {
        if (method !== 'PUT') return { json: stored };
        return { json: query.get('tx_revision') === '1' ? started : written };
      },
      SIGN,
      { input },
    );
  const changes = changesTo(finished);

  test('is SIGNED whatever else its answer lacks, with just those fields null', async () => {
    const { data: whole } = await sign(finished, finished);
    expect(whole.signReceipt).toMatchObject({ outcome: 'SIGNED', userErrors: [] });
    for (const change of changes.filter(({ member }) => !PROOF.has(member))) {
      const { data, errors = [] } = await sign(change.changed, finished);
      expect([label(change), data.signReceipt.outcome]).toEqual([label(change), 'SIGNED']);
      const { value, counter } = data.signReceipt.transaction.signature;
      expect({ value, counter }).toEqual({ value: '-', counter: '7' });
      for (const { path, extensions } of errors) {
        expect(extensions.code).toBe('UPSTREAM_ANSWER_INVALID');
        expect(path.slice(0, 2)).toEqual(['signReceipt', 'transaction']);
      }
    }
  });

  test('is read back where its answer does not prove it, and is whole then', async () => {
    const { data: whole } = await sign(finished, finished);
    for (const change of changes.filter(({ member }) => PROOF.has(member))) {
      const answer = await sign(change.changed, finished);
      expect([label(change), answer]).toEqual([label(change), { data: whole }]);
    }
  });

  test('is UNKNOWN where neither the answer nor what is read back proves it', async () => {
    for (const change of changes.filter(({ member }) => PROOF.has(member))) {
      const { data, ...answer } = await sign(change.changed, change.changed);
      expect([label(change), data.signReceipt.outcome]).toEqual([label(change), 'UNKNOWN']);
      expect(data.signReceipt.userErrors).toMatchObject([{ retryable: true }]);
      for (const code of codesIn(answer)) expect(code).toBe('UPSTREAM_ANSWER_INVALID');
    }
  });
});

describe('open transactions at the end of the day', () => {
  const CANCEL = `mutation ($olderThan: DateTime) {
    cancelOpenTransactions(input: { tssUuid: "${tssId}", olderThan: $olderThan }) {
      hasMore leftOpen { transactionUuid } userErrors { message } results { outcome transactionUuid }
    } }`;
  const open = (number: number) =>
    transactionRow(tssId, clientId, `00000000-0000-4000-8000-00000000000${number}`, number, {
      state: 'ACTIVE',
      revision: 1,
      latest_revision: 1,
    });
  const cancelBefore = (rows: readonly Json[], variables = {}) => {
    const cancelled = new Set<string>();
    return askBefore(
      ({ method, path, query, body }) => {
        const id = path.split('/')[4];
        if (id === undefined)
          return page(
            'TRANSACTION',
            rows.filter(({ _id }) => !cancelled.has(_id)),
            query,
          );
        const row = rows.find(({ _id }) => _id === id)!;
        if (method === 'PUT') cancelled.add(id);
        return { json: { ...row, state: 'CANCELLED', revision: 2, latest_revision: 2, schema: body?.schema } };
      },
      CANCEL,
      variables,
    );
  };

  test('are cancelled although a row between them cannot be told, which is said', async () => {
    for (const change of changesTo(open(2))) {
      const { data, ...answer } = await cancelBefore([open(1), change.changed, open(3)]);
      expect([label(change), codesIn(answer)]).toEqual([label(change), []]);
      const { results, hasMore, leftOpen, userErrors } = data.cancelOpenTransactions;
      const signed = results.filter(({ outcome }: Json) => outcome === 'SIGNED');
      const uuids = signed.map(({ transactionUuid }: Json) => transactionUuid);
      expect(uuids).toEqual(expect.arrayContaining([open(1)._id, open(3)._id]));
      // What was left open is among the results, or there is an error.
      expect([label(change), uuids.length === 3 || results.length === 3 || userErrors.length > 0]).toEqual([
        label(change),
        true,
      ]);
      expect([label(change), leftOpen.length > 0 || (hasMore ?? false)]).toEqual([
        label(change),
        userErrors.length > 0,
      ]);
    }
  });

  test('of unknown age are left open where an age was asked for, which is said', async () => {
    const ageless = Object.fromEntries(Object.entries(open(2)).filter(([member]) => member !== 'time_start'));
    const { data } = await cancelBefore([open(1), ageless, open(3)], { olderThan: '2024-01-01T00:00:00Z' });
    const { results, userErrors } = data.cancelOpenTransactions;
    expect(results.map(({ transactionUuid }: Json) => transactionUuid)).toEqual([open(1)._id, open(3)._id]);
    expect(userErrors).toMatchObject([{ message: expect.stringContaining('without a start time') }]);
  });
});

const ADMIN = `tssUuid: "${tssId}"`;
const CLIENT = `${ADMIN}, clientUuid: "${clientId}"`;
const EXPORT = `${ADMIN}, exportUuid: "${exportId}"`;
const ERRORS = 'userErrors { code }';
const clientFields = 'uuid serialNumber state environment createdAt updatedAt upstreamVersion';
const exportFields = 'uuid tssUuid state exception environment requestedAt progress download { url }';
const tss = tssRow(tssId, { signature_counter: '3', number_active_transactions: 0, metadata: { one: '1' } });
const session = {
  access_token: 'token',
  access_token_expires_in: 60,
  access_token_expires_at: 1_800_000_000,
  refresh_token: 'refresh',
  refresh_token_expires_in: 60,
  refresh_token_expires_at: 1_800_000_000,
  access_token_claims: { env: 'TEST', organization_id: tssId },
};

/** Operations whose answer is changed, and what is asked for of it. */
const others: readonly (readonly [name: string, answer: Json, document: string])[] = [
  [
    'createTss',
    { ...tss, state: 'CREATED', admin_puk: '0123456789' },
    `mutation { createTss(input: { tssUuid: "${tssId}" }) { tss { uuid state createdAt } adminPuk ${ERRORS} } }`,
  ],
  [
    'createClient',
    clientRow(tssId, clientId),
    `mutation { createClient(input: { ${CLIENT}, serialNumber: "till ${clientId}" }) { client { ${clientFields} } ${ERRORS} } }`,
  ],
  [
    'registerClient',
    clientRow(tssId, clientId),
    `mutation { registerClient(input: { ${CLIENT} }) { client { ${clientFields} } ${ERRORS} } }`,
  ],
  [
    'triggerExport',
    exportRow(tssId, exportId, { time_start: 1, estimated_time_of_completion: 9, state: 'WORKING' }),
    `mutation { triggerExport(input: { ${EXPORT} }) { export { ${exportFields} } ${ERRORS} } }`,
  ],
  [
    'cancelExport',
    exportRow(tssId, exportId, { state: 'CANCELLED' }),
    `mutation { cancelExport(input: { ${EXPORT} }) { export { ${exportFields} } ${ERRORS} } }`,
  ],
  [
    'awaitExport',
    exportRow(tssId, exportId, { state: 'COMPLETED', time_expiration: 4_000_000_000 }),
    `{ awaitExport(${ADMIN}, uuid: "${exportId}", timeout: 0) { ${exportFields} } }`,
  ],
  [
    'updateTssMetadata',
    { one: '1' },
    `mutation { updateTssMetadata(input: { ${ADMIN}, metadata: [{ key: "one", value: "1" }] }) { metadata { key value } ${ERRORS} } }`,
  ],
  [
    'exportAll',
    tss,
    `mutation { exportAll(input: { ${ADMIN}, uuid: "${exportId}" }) { complete parts { export { uuid } } ${ERRORS} } }`,
  ],
  [
    'disableTss',
    tss,
    `mutation { disableTss(input: { ${ADMIN}, confirmTssUuid: "${tssId}" }) { tss { uuid state } ${ERRORS} } }`,
  ],
  [
    'deprovisionTss',
    tss,
    `mutation { deprovisionTss(input: { ${ADMIN}, confirmTssUuid: "${tssId}" }) { tss { uuid state } ${ERRORS} } }`,
  ],
  [
    'authenticate',
    session,
    `mutation { authenticate(input: { refreshToken: "refresh" }) { session { accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt environment organizationUuid host } ${ERRORS} } }`,
  ],
];

test.each(others)(
  '%s answers without a fault of the gateway, whatever its answer lacks',
  async (name, answer, document) => {
    for (const change of changesTo(answer)) {
      const upstream = ({ method, path }: Received): Reply => {
        const isExport = path.includes('/export') && name === 'exportAll';
        if (isExport) return { json: exportRow(tssId, path.split('/')[4]!) };
        return { json: method === 'GET' || method === 'POST' ? { ...change.changed } : change.changed };
      };
      // A login has no token to tell it by.
      if (name === 'authenticate') upstreams.set('', upstream);
      const { data, errors = [] } = await askBefore(upstream, document);
      upstreams.delete('');
      const codes = errors.map(({ extensions }: Json) => extensions.code);
      expect([label(change), codes]).toEqual([label(change), codes.map(() => 'UPSTREAM_ANSWER_INVALID')]);
      for (const { path } of errors) expect([label(change), path[0]]).toEqual([label(change), name]);
      expect([label(change), data !== null || errors.length > 0]).toEqual([label(change), true]);
    }
  },
);

test('metadata counts as stored only where the answer shows it, and other pairs may be wrong', async () => {
  const write = (json: Json) =>
    askBefore(
      () => ({ json }),
      `mutation { updateTssMetadata(input: { ${ADMIN}, metadata: [{ key: "one", value: "1" }, { key: "old" }] }) { metadata { key value } } }`,
    );
  for (const json of [{}, { unexpected: true }, { one: 1 }, { one: null }]) {
    expect(codesIn(await write(json))).toEqual(['UPSTREAM_ANSWER_INVALID']);
  }
  const { data, errors } = await write({ one: '1', other: 2 });
  expect(data.updateTssMetadata.metadata).toEqual([
    { key: 'one', value: '1' },
    { key: 'other', value: null },
  ]);
  expect(errors).toMatchObject([{ path: ['updateTssMetadata', 'metadata', 1, 'value'] }]);
});

test('a viewer whose environment the upstream does not tell has an error there and nowhere else', async () => {
  for (const change of changesOf({ _env: 'TEST' })) {
    const upstream = () => ({ json: { data: [], ...change.changed } });
    const { data, errors } = await askBefore(upstream, '{ viewer { environment role credential } }');
    expect(data.viewer).toEqual({ environment: null, role: 'ADMIN', credential: 'OWN_TOKEN' });
    if (change.wrong !== undefined) expect(errors).toMatchObject([{ path: ['viewer', 'environment'] }]);
  }
});

test('a receipt is found at its TSS although other TSS cannot be told', async () => {
  const qr = `V0;till;Kassenbeleg-V1;x;1;7;2023-11-14T22:13:20.000Z;2023-11-14T22:13:21.000Z;ecdsa-plain-SHA256;unixTime;AA==;AA==`;
  for (const change of changesTo(tss)) {
    const { errors = [], data } = await askBefore(
      ({ path, query }) => (path === '/tss' ? page('TSS', [change.changed, tss], query) : { json: finished }),
      `query ($qr: String!) { verifyReceipt(qr: $qr) { status upstream { known differences transaction { uuid } } } }`,
      { qr },
    );
    expect([label(change), codesIn({ errors })]).toEqual([label(change), []]);
    expect(data.verifyReceipt.status).toBeDefined();
  }
});
