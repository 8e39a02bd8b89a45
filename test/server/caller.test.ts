import { isLoopback, readCaller } from '../../src/server/caller.js';

const read = (headers: Record<string, string>, lends = true) => readCaller({ headers }, lends);

test.each(['localhost:4000', '127.0.0.1:4000', '[::1]:4000', 'localhost'])(
  'a request to %s without a token is lent the own key',
  (host) => {
    expect(read({ host })).toEqual({ kind: 'gateway-key' });
  },
);

test.each(['evil.example:4000', '127.0.0.1.evil.example', '192.168.0.7:4000', ''])(
  'a request to %s is not lent the own key, although the gateway is bound to loopback (DNS rebinding)',
  (host) => {
    expect(read({ host })).toEqual({ kind: 'anonymous' });
  },
);

test('a gateway that others can reach lends its key to nobody', () => {
  expect(read({ host: 'localhost:4000' }, false)).toEqual({ kind: 'anonymous' });
  expect([isLoopback('127.0.0.1'), isLoopback('0.0.0.0'), isLoopback('::')]).toEqual([true, false, false]);
});

test('a token of the caller is used, whatever the host', () => {
  const caller = read({ host: 'evil.example', authorization: 'bearer abc.def-ghi' }, false);
  expect(caller.kind === 'own-token' && caller.token.reveal()).toBe('abc.def-ghi');
});
