import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Schemas } from '../../../../src/contract/sign-de.js';
import type { Datasources } from '../../../../src/datasources/index.js';
import { Secret } from '../../../../src/secret.js';
import { demo, type Sandbox } from '../../../../src/sandbox/index.js';
import { runSandbox } from '../../../sandbox/support/running-sandbox.js';
import { failure, open, operationOf } from '../../stub-upstream.js';

/**
 * What happens to a request of the sandbox: `lose` works on it and drops the answer, `drop` does not even work on it,
 * `forbid` is a 401.
 */
type Fate = 'answer' | 'lose' | 'drop' | 'refuse' | 'forbid';

let sandbox: Sandbox;
/** Decides on each request of a test. */
let fateOf: (request: FastifyRequest) => Fate = () => 'answer';
let requests: string[] = [];
beforeAll(async () => {
  sandbox = await runSandbox({
    demo: true,
    configureFace: (face) => {
      const fates = new WeakMap<FastifyRequest, Fate>();
      face.addHook('onRequest', (request, reply, done) => {
        requests.push(`${request.method} ${request.url.split('/').slice(3, 5).join('/')}`);
        const fate = fateOf(request);
        fates.set(request, fate);
        if (fate === 'drop') cut(reply);
        else if (fate === 'refuse') void reply.code(503).header('retry-after', '60').send({});
        else if (fate === 'forbid') void reply.code(401).send({});
        else done();
      });
      face.addHook('onSend', (request, reply, _payload, done) => {
        if (fates.get(request) === 'lose') cut(reply);
        else done();
      });
    },
  });
});
beforeEach(() => {
  fateOf = () => 'answer';
  requests = [];
});

function cut(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

function operation(): Datasources {
  const apiKey = { key: demo.apiKey, secret: new Secret(demo.apiSecret) };
  return operationOf(open({ ...sandbox, apiKey, maximumWrongPins: 5 }), { caller: { kind: 'gateway-key' } });
}

const receipt = (amount: string): Schemas['TxRequest'] => ({
  state: 'FINISHED',
  client_id: demo.clientId,
  schema: {
    standard_v1: {
      receipt: {
        receipt_type: 'RECEIPT',
        amounts_per_vat_rate: [{ vat_rate: 'NORMAL', amount }],
        amounts_per_payment_type: [{ payment_type: 'CASH', amount, currency_code: 'EUR' }],
      },
    },
  },
});
const isWrite = ({ method }: FastifyRequest) => method === 'PUT';
const isRead = ({ method }: FastifyRequest) => method === 'GET';
/** Fates of the writes of a test, one after another; what comes after them is answered. */
function letWrites(...fates: Fate[]): void {
  fateOf = (request) => (isWrite(request) ? (fates.shift() ?? 'answer') : 'answer');
}
/** What the sandbox has signed of a transaction. */
async function signedRevisions(id: string): Promise<number> {
  fateOf = () => 'answer';
  return operation()
    .transactions.load(demo.tssId, id)
    .then(
      ({ latest_revision }) => latest_revision,
      () => 0,
    );
}

describe('a sale', () => {
  test.each<[string, Fate[]]>([
    ['nothing goes wrong', []],
    ['the start is lost before it is worked on', ['drop']],
    ["the start's answer is lost", ['lose']],
    ["the start's answer is lost twice", ['lose', 'lose']],
    ["the finish's answer is lost", ['answer', 'lose']],
    ["the finish's answer is lost each time", ['answer', 'lose', 'lose', 'lose']],
    ["the finish's answer is lost, and it is refused when sent again", ['answer', 'lose', 'refuse']],
    ['both are dropped once and lost once', ['drop', 'lose', 'answer', 'drop', 'lose']],
  ])('is SIGNED, with two revisions, when %s', async (_title, fates) => {
    const id = randomUUID();
    letWrites(...fates);
    const result = await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'));
    expect(result).toMatchObject({ outcome: 'SIGNED', transaction: { state: 'FINISHED', revision: 2 } });
    expect(await signedRevisions(id)).toBe(2);
  });

  test('is UNKNOWN when nobody says where the transaction stands: an earlier request may have signed it', async () => {
    const id = randomUUID();
    fateOf = (request) => (isWrite(request) ? 'lose' : isRead(request) ? 'drop' : 'answer');
    const result = await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'));
    expect(result).toMatchObject({ outcome: 'UNKNOWN', error: { retryable: true } });
    expect(await signedRevisions(id)).toBe(1);
  });

  test("says nothing of the sale when the gateway's own login is refused in the middle, for an earlier request may have signed it", async () => {
    let writes = 0;
    let logins = 0;
    fateOf = (request) => {
      if (isWrite(request)) return (writes += 1) === 1 ? 'forbid' : 'answer';
      return request.url.endsWith('/auth') && (logins += 1) === 2 ? 'forbid' : 'answer';
    };
    const error = await failure(operation().signing.startAndFinish(demo.tssId, randomUUID(), receipt('1.00')));
    expect(error).toMatchObject({ code: 'GATEWAY_CREDENTIALS_REFUSED', ambiguous: false });
    expect(requests.filter((line) => line.startsWith('GET'))).toEqual([]);
  });

  test('is UNKNOWN when the finish is dropped each time, for the upstream might still be at work on it', async () => {
    const id = randomUUID();
    letWrites('answer', 'drop', 'drop', 'drop');
    const result = await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'));
    expect(result).toMatchObject({ outcome: 'UNKNOWN', transaction: { state: 'ACTIVE' } });
    expect(await signedRevisions(id)).toBe(1);
  });

  test('is UNKNOWN when the finish was signed but nobody can say so, and SIGNED when it is sent again', async () => {
    const id = randomUUID();
    let writes = 0;
    fateOf = (request) => {
      if (isRead(request)) return 'drop';
      return isWrite(request) && (writes += 1) > 1 ? 'lose' : 'answer';
    };
    expect(await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'))).toMatchObject({
      outcome: 'UNKNOWN',
    });
    expect(await signedRevisions(id)).toBe(2);
    expect(await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'))).toMatchObject({
      outcome: 'SIGNED',
    });
    expect(await signedRevisions(id)).toBe(2);
  });

  test('with the UUID of another sale is NOT_SIGNED, also when answers are lost', async () => {
    const id = randomUUID();
    await operation().signing.startAndFinish(demo.tssId, id, receipt('1.00'));
    letWrites('lose', 'lose', 'lose');
    const other = await operation().signing.startAndFinish(demo.tssId, id, receipt('2.00'));
    expect(other).toMatchObject({ outcome: 'NOT_SIGNED', error: { code: 'TRANSACTION_CONTENT_DIFFERS' } });
    expect(await signedRevisions(id)).toBe(2);
  });
});

describe('one revision', () => {
  const start: Schemas['TxRequest'] = { state: 'ACTIVE', client_id: demo.clientId };

  test.each<[string, Fate[], string, number]>([
    ['lost once', ['lose'], 'SIGNED', 1],
    ['lost each time', ['lose', 'lose', 'lose'], 'SIGNED', 1],
    ['dropped each time', ['drop', 'drop', 'drop'], 'UNKNOWN', 0],
    ['refused as overloaded', ['refuse'], 'NOT_SIGNED', 0],
    ['dropped and then refused', ['drop', 'refuse'], 'UNKNOWN', 0],
  ])('that is %s is told as it is', async (_title, fates, outcome, revisions) => {
    const id = randomUUID();
    letWrites(...fates);
    expect(await operation().signing.write(demo.tssId, id, 1, start)).toMatchObject({ outcome });
    expect(await signedRevisions(id)).toBe(revisions);
  });
});

describe('against the sandbox', () => {
  test('50 operations at once on a cold gateway log in once', async () => {
    const upstreams = open({ ...sandbox, apiKey: { key: demo.apiKey, secret: new Secret(demo.apiSecret) } });
    const operations = Array.from({ length: 50 }, () => operationOf(upstreams, { caller: { kind: 'gateway-key' } }));
    await Promise.all(operations.map(({ tss }) => tss.load(demo.tssId)));
    expect(requests.filter((request) => request === 'POST auth')).toHaveLength(1);
  });

  test('wrong PINs count once each, also while others administrate, and five of them block', async () => {
    const tssId = randomUUID();
    const { tss, clients } = operation();
    const { admin_puk: puk } = await tss.create(tssId, {});
    await tss.update(tssId, { state: 'UNINITIALIZED' });
    const pin = new Secret('123456');
    await tss.changeAdminPin(tssId, new Secret(String(puk)), pin);
    await tss.asAdmin(tssId, pin, () => tss.update(tssId, { state: 'INITIALIZED' }));
    const create = (withPin: Secret) => {
      const clientId = randomUUID();
      return tss.asAdmin(tssId, withPin, () => clients.create(tssId, clientId, { serial_number: clientId }));
    };
    const wrong = new Secret('000000');
    const mixed = await Promise.allSettled([wrong, pin, wrong, pin, pin, wrong].map(create));
    expect(mixed.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'rejected',
    ]);
    // The last of those was the first wrong one in a row.
    for (let tries = 2; tries <= 5; tries += 1) {
      expect(await failure(create(wrong))).toMatchObject({ code: 'WRONG_ADMIN_PIN' });
    }
    expect(await failure(create(pin))).toMatchObject({ code: 'ADMIN_PIN_BLOCKED' });
  });
});
