import { LocalCoordinator, LocalStore } from '../../src/coordination/local-coordinator.js';
import { Secret } from '../../src/secret.js';
import { clientRow, page } from '../datasources/rows.js';
import { failure, open, operationOf, ownToken, refuse, StubUpstream } from '../datasources/stub-upstream.js';

const never = new AbortController().signal;

/** Two gateways that share a store, before one upstream. */
async function start() {
  const stub = await StubUpstream.start(({ path, query }) => {
    if (path === '/auth') return { json: { access_token: 'of-the-backend' } };
    if (path.endsWith('/tx')) return refuse(429, undefined, 'slow down', { 'retry-after': '60' });
    return path.includes('/client/') ? { json: clientRow('tss', 'client') } : page('TSS', [], query);
  });
  const store = new LocalStore();
  const settings = { ...stub.settings, maximumAnswerAge: 10_000 };
  const [one, other] = [open(settings, new LocalCoordinator(store)), open(settings, new LocalCoordinator(store))];
  return { stub, one, other };
}

test('A write through one gateway keeps the other ones of its store from giving older answers again', async () => {
  const { one, other } = await start();
  let worked = 0;
  const ask = () =>
    other.share(
      ownToken(),
      'key',
      never,
      () => Promise.resolve((worked += 1)),
      () => 1,
    );
  expect([await ask(), await ask()]).toEqual([1, 1]);
  await operationOf(one).clients.update('tss', 'client', { state: 'REGISTERED' });
  expect(await ask()).toBe(2);
});

test('A session of the Backend is known as such at all gateways of a store', async () => {
  const { stub, one, other } = await start();
  const credentials = { refreshToken: new Secret('refresh') };
  const { answer } = await operationOf(one).session.authenticate(credentials, stub.settings.backendUrl);
  const { clients } = operationOf(other, { caller: ownToken(answer.access_token) });
  const refused = failure(clients.update('tss', 'client', { state: 'REGISTERED' }));
  expect(await refused).toMatchObject({ code: 'BACKEND_SESSION' });
});

test('A limit of calls that the upstream closes for one gateway is closed for all of its store', async () => {
  const { stub, one, other } = await start();
  const list = (gateway: typeof one) =>
    failure(gateway.forOperation(ownToken(), never, () => 10_000).transactions.list({ tssId: 'tss' }, { limit: 1 }));
  expect(await list(one)).toMatchObject({ code: 'RATE_LIMITED' });
  stub.takeCount();
  expect(await list(other)).toMatchObject({
    code: 'RATE_LIMITED',
    message: expect.stringContaining('nothing was sent'),
  });
  expect(stub.takeCount()).toBe(0);
});
