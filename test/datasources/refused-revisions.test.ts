import { randomUUID } from 'node:crypto';
import type { Schemas } from '../../src/contract/sign-de.js';
import type { SigningResult } from '../../src/datasources/sign-de/signing/signing-result.js';
import { transactionRow } from './rows.js';
import { open, operationOf, type Received, refuse, type Reply, StubUpstream } from './stub-upstream.js';

const tssId = randomUUID();
const clientId = randomUUID();
const body = (state: Schemas['TxState'], amount = '1.00'): Schemas['TxRequest'] => ({
  state,
  client_id: clientId,
  schema: {
    standard_v1: {
      receipt: {
        receipt_type: 'RECEIPT',
        amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
        amounts_per_payment_type: [],
      },
    },
  },
});

/** What the upstream says of a write that it refuses. */
const REASON = 'The transaction is FINISHED and cannot be changed.';

/** An upstream with a transaction, or none, that refuses so many writes with E_TX_UPSERT. */
async function start(
  stored: { state: Schemas['TxState']; revision: number } | undefined,
  refusals: number,
  code = 'E_TX_UPSERT',
) {
  const id = randomUUID();
  let row =
    stored &&
    transactionRow(tssId, clientId, id, 1, {
      ...stored,
      latest_revision: stored.revision,
      schema: {
        standard_v1: {
          receipt: { receipt_type: 'RECEIPT', amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount: '7.00' }] },
        },
      } as never,
    });
  let refused = 0;
  const stub = await StubUpstream.start(({ method, query, body: asked }: Received): Reply => {
    const revision = Number(query.get('tx_revision') ?? row?.revision);
    if (method === 'GET') return row ? { json: { ...row, revision } } : refuse(404, 'E_TX_NOT_FOUND');
    if ((refused += 1) <= refusals) return refuse(400, code, REASON);
    row = transactionRow(tssId, clientId, id, 1, {
      ...asked,
      schema: asked.schema ?? {},
      revision,
      latest_revision: revision,
    });
    return { json: row };
  });
  const { signing } = operationOf(open(stub.settings));
  return { stub, id, signing, state: () => row?.state };
}

const unsigned = (result: SigningResult) => {
  if (result.outcome === 'SIGNED') throw new Error('It is signed.');
  return {
    outcome: result.outcome,
    code: result.error.code,
    message: result.error.message,
    upstreamCode: result.error.upstream.code,
  };
};

describe('E_TX_UPSERT', () => {
  test.each([
    ['a start where nothing is there', undefined, 1, body('ACTIVE')],
    ['an update that is the next one', { state: 'ACTIVE', revision: 1 } as const, 2, body('ACTIVE')],
    ['an end that is the next one', { state: 'ACTIVE', revision: 3 } as const, 4, body('FINISHED')],
  ])('of %s, once: it is sent once more and signed', async (_title, stored, revision, asked) => {
    const { stub, id, signing } = await start(stored, 1);
    expect(await signing.write(tssId, id, revision, asked)).toMatchObject({ outcome: 'SIGNED' });
    const writes = stub.received.filter(({ method }) => method === 'PUT');
    expect(writes).toHaveLength(2);
    expect(writes[1]).toEqual(writes[0]);
  });

  test.each([
    ['a start where nothing is there', undefined, 1, 'REFUSED_BY_UPSTREAM'],
    ['a revision that is the next one', { state: 'ACTIVE', revision: 1 } as const, 2, 'REFUSED_BY_UPSTREAM'],
    ['a revision of a transaction that is not there', undefined, 2, 'TRANSACTION_NOT_FOUND'],
    ['a revision that somebody else has written', { state: 'ACTIVE', revision: 2 } as const, 2, 'REVISION_CONFLICT'],
    ['a revision that somebody else has gone past', { state: 'ACTIVE', revision: 5 } as const, 2, 'REVISION_CONFLICT'],
    ['a revision far ahead', { state: 'ACTIVE', revision: 1 } as const, 7, 'REVISION_CONFLICT'],
    ['a revision after the end', { state: 'CANCELLED', revision: 2 } as const, 3, 'TRANSACTION_MOVE_FORBIDDEN'],
    ['an end after the same end', { state: 'FINISHED', revision: 2 } as const, 3, 'TRANSACTION_CONTENT_DIFFERS'],
    ['an end where the same end is', { state: 'FINISHED', revision: 2 } as const, 2, 'TRANSACTION_CONTENT_DIFFERS'],
  ])('of %s, each time: what is is said, with the words of the upstream', async (_title, stored, revision, code) => {
    const { id, signing } = await start(stored, Infinity);
    const asked = body(revision === 1 ? 'ACTIVE' : 'FINISHED');
    const result = unsigned(await signing.write(tssId, id, revision, asked));
    expect(result).toMatchObject({ outcome: 'NOT_SIGNED', code, upstreamCode: 'E_TX_UPSERT' });
    expect(result.message).toContain(`The upstream says: ${REASON}`);
    if (/REFUSED|NOT_FOUND/.test(code)) expect(result.message).not.toMatch(/another client/);
  });

  test('of an update without a revision that the upstream refuses once is mended', async () => {
    const { id, signing } = await start({ state: 'ACTIVE', revision: 1 }, 1);
    expect(await signing.write(tssId, id, undefined, body('ACTIVE'))).toMatchObject({ outcome: 'SIGNED' });
  });

  test('of a whole sale, at its start and at its end, is mended', async () => {
    const { id, signing, state } = await start(undefined, 1);
    expect(await signing.startAndFinish(tssId, id, body('FINISHED'))).toMatchObject({ outcome: 'SIGNED' });
    expect(state()).toBe('FINISHED');
  });

  test('of a cancellation at the end of the day is mended', async () => {
    const { id, signing } = await start({ state: 'ACTIVE', revision: 1 }, 1);
    const listed = { state: 'ACTIVE', revision: 1, latest_revision: 1, schema: {} } as const;
    const current = transactionRow(tssId, clientId, id, 1, listed);
    expect(await signing.cancel(current)).toMatchObject({ outcome: 'SIGNED', transaction: { state: 'CANCELLED' } });
  });

  test('keeps no word of the upstream that repeats metadata or an order', async () => {
    const { id, signing } = await start(undefined, Infinity);
    const secret = 'cannot be changed';
    for (const asked of [
      { ...body('ACTIVE'), metadata: { note: secret } },
      {
        ...body('ACTIVE'),
        schema: { standard_v1: { order: { line_items: [{ quantity: '1', text: secret, price_per_unit: '1.00' }] } } },
      },
    ]) {
      expect(unsigned(await signing.write(tssId, id, 1, asked)).message).not.toContain(secret);
    }
  });
});

test('a start of what has ended is told as that, not as data that is missing', async () => {
  const { id, signing } = await start({ state: 'FINISHED', revision: 2 }, Infinity, 'E_TX_NO_TYPE_DEFINED');
  const result = unsigned(await signing.write(tssId, id, 1, { state: 'ACTIVE', client_id: randomUUID() }));
  expect(result).toMatchObject({ outcome: 'NOT_SIGNED', code: 'REVISION_CONFLICT' });
});

test('what cannot be read back is UNKNOWN for that reason, whatever the upstream said of the write', async () => {
  const stub = await StubUpstream.start(({ method }) =>
    method === 'PUT' ? refuse(409, 'E_TX_NO_TYPE_DEFINED', 'no type') : refuse(500),
  );
  const { signing } = operationOf(open(stub.settings));
  const result = await signing.startAndFinish(tssId, randomUUID(), body('FINISHED'));
  expect(result).toMatchObject({ outcome: 'UNKNOWN', error: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } });
  expect(unsigned(result).message).toContain('the transaction could not be read');
});
