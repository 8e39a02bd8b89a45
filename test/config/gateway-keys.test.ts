import { inspect } from 'node:util';
import { readConfig } from '../../src/config/config.js';
import { hashOfKey, makeGatewayKey } from '../../src/config/gateway-keys.js';

const HASH = hashOfKey('one').toString('hex');
const OTHER = hashOfKey('other').toString('hex');
const TSS = 'c0ffee00-0000-4000-8000-000000000001';
const keysOf = (text: string) => readConfig({ GATEWAY_KEYS: text }).gatewayKeys;

test('entries are parted by blanks or new lines, with a role each and the TSS they are for', () => {
  expect(keysOf(`till-1:SIGN:${HASH}:${TSS.toUpperCase()}\n  office:ADMIN:${OTHER.toUpperCase()} `)).toEqual([
    { name: 'till-1', role: 'SIGN', hash: Buffer.from(HASH, 'hex'), tssIds: new Set([TSS]) },
    { name: 'office', role: 'ADMIN', hash: Buffer.from(OTHER, 'hex') },
  ]);
  expect(readConfig({}).gatewayKeys).toEqual([]);
});

test.each([
  ['a name that is none', `till 1:SIGN:${HASH}`, 'entry 1'],
  ['a hash that is missing', 'till:SIGN', '64 hexadecimal digits'],
  ['an unknown role', `till:OWNER:${HASH}`, 'READ, SIGN or ADMIN'],
  ['a key in place of its hash', 'till:SIGN:fgk_secret-marker', '64 hexadecimal digits'],
  ['a TSS that is no UUID', `till:SIGN:${HASH}:${TSS},all`, 'UUIDs'],
  ['an empty list of TSS, which is not the same as all', `till:SIGN:${HASH}:`, 'UUIDs'],
  ['too many fields', `till:SIGN:${HASH}:${TSS}:x`, 'name:role:hash'],
  ['a name twice', `till:SIGN:${HASH} till:READ:${OTHER}`, 'entry 2: its name is taken'],
  ['a key twice', `till:SIGN:${HASH} office:READ:${HASH}`, 'entry 2: its key is listed twice'],
])('%s is a mistake that says what would be right and repeats no value', (_title, text, message) => {
  expect(() => keysOf(text)).toThrow(message);
  expect(() => keysOf(text)).not.toThrow(/secret-marker/);
});

test('gateway keys without an API key to lend are a mistake', () => {
  const GATEWAY_KEYS = `till:SIGN:${HASH}`;
  expect(() => readConfig({ GATEWAY_KEYS, FISKALY_BACKEND_URL: 'https://backend.example' })).toThrow(
    'GATEWAY_KEYS need',
  );
  expect(readConfig({ GATEWAY_KEYS, FISKALY_API_KEY: 'a', FISKALY_API_SECRET: 'b' }).gatewayKeys).toHaveLength(1);
});

test('a new key is random, and its entry is taken as it is and does not hold it', () => {
  const made = makeGatewayKey('till', 'SIGN', [TSS]);
  expect(made.key).toMatch(/^fgk_[\w-]{43}$/);
  expect(makeGatewayKey('till', 'SIGN', [TSS]).key).not.toBe(made.key);
  expect(keysOf(made.entry)).toEqual([
    { name: 'till', role: 'SIGN', hash: hashOfKey(made.key), tssIds: new Set([TSS]) },
  ]);
  expect(inspect(keysOf(made.entry), { depth: 9 })).not.toContain(made.key);
});

test('a new key with a wrong role or TSS is not made', () => {
  expect(() => makeGatewayKey('till', 'BOSS', [])).toThrow('READ, SIGN or ADMIN');
  expect(() => makeGatewayKey('till', 'SIGN', ['one'])).toThrow('UUIDs');
});
