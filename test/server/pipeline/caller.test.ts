import { type GatewayKey, hashOfKey } from '../../../src/config/gateway-keys.js';
import { isLoopback, lendingOf, readCaller } from '../../../src/server/pipeline/caller.js';

const read = (headers: Record<string, string>, lends = true) =>
  readCaller({ headers }, { toThisMachine: lends, gatewayKeys: [] });

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

describe('with gateway keys configured', () => {
  const tssIds = new Set(['c0ffee00-0000-4000-8000-000000000001']);
  const gatewayKeys: readonly GatewayKey[] = [
    { name: 'till', role: 'SIGN', hash: hashOfKey('fgk_till'), tssIds },
    { name: 'office', role: 'ADMIN', hash: hashOfKey('fgk_office') },
  ];

  test.each(['127.0.0.1', '0.0.0.0'])('bound to %s, the own key is lent to nobody without one', (host) => {
    expect(readCaller({ headers: { host: 'localhost:4000' } }, lendingOf(host, gatewayKeys))).toEqual({
      kind: 'anonymous',
    });
  });

  test('the own key is lent to who brings one, wherever from, with what that key grants', () => {
    const lending = lendingOf('0.0.0.0', gatewayKeys);
    const bring = (authorization: string) => readCaller({ headers: { host: 'shop.example', authorization } }, lending);
    expect(bring('Gateway-Key fgk_till')).toEqual({
      kind: 'gateway-key',
      grant: { name: 'till', role: 'SIGN', tssIds },
    });
    expect(bring('gateway-key fgk_office')).toEqual({ kind: 'gateway-key', grant: { name: 'office', role: 'ADMIN' } });
  });

  test.each(['Gateway-Key fgk_tilL', 'Gateway-Key fgk_till2', 'Gateway-Key x', 'Gateway-Key', 'Gateway-Key a b'])(
    '"%s" is refused, and the message does not repeat it',
    (authorization) => {
      const lending = lendingOf('127.0.0.1', gatewayKeys);
      const bring = () => readCaller({ headers: { authorization } }, lending);
      expect(bring).toThrow(/gateway/i);
      expect(bring).not.toThrow(/fgk_/);
    },
  );

  test('a gateway key sent as a token is refused, because as a token it would go to the upstream', () => {
    const bring = () => readCaller({ headers: { authorization: 'Bearer fgk_office' } }, lendingOf('::', gatewayKeys));
    expect(bring).toThrow('Send it as "Gateway-Key"');
  });
});
