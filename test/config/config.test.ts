import { inspect } from 'node:util';
import { ConfigError, readConfig } from '../../src/config/config.js';

test('with nothing set, the sandbox is the upstream and everything listens on this machine only', () => {
  expect(readConfig({})).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    upstream: {
      kind: 'sandbox',
      sandbox: {
        middlewarePort: 4010,
        backendPort: 4011,
        dsfinvkPort: 4013,
        controlPort: 4012,
        dataFolder: '.data/sandbox',
        demo: true,
      },
    },
  });
});

test('a number that is none is told what would be right', () => {
  for (const name of ['PORT', 'MAXIMUM_WRONG_PINS'])
    expect(() => readConfig({ [name]: 'two' })).toThrow(new RegExp(`${name}.*must be a whole number`));
  expect(() => readConfig({ MAXIMUM_WRONG_PINS: '6' })).toThrow(/MAXIMUM_WRONG_PINS.*5/);
});

test('answers are not given again unless an age up to ten seconds allows it', () => {
  expect(readConfig({}).maximumAnswerAge).toBe(0);
  expect(readConfig({ MAXIMUM_ANSWER_AGE_SECONDS: '5' }).maximumAnswerAge).toBe(5_000);
  expect(() => readConfig({ MAXIMUM_ANSWER_AGE_SECONDS: '11' })).toThrow(/MAXIMUM_ANSWER_AGE_SECONDS.*10/);
});

test('an empty variable counts as not set', () => {
  expect(readConfig({ PORT: '', FISKALY_API_KEY: '' })).toEqual(readConfig({}));
});

test('a key pair selects the real upstream, and never shows its secret', () => {
  const config = readConfig({ FISKALY_API_KEY: 'key', FISKALY_API_SECRET: 'secret-marker' });
  expect(config.upstream).toMatchObject({
    kind: 'fiskaly',
    middlewareUrl: 'https://kassensichv-middleware.fiskaly.com/api/v2',
    backendUrl: 'https://kassensichv.fiskaly.com/api/v2',
    dsfinvkUrl: 'https://dsfinvk.fiskaly.com/api/v1',
  });
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('secret-marker');
});

test('a secret for links is long, and never shown', () => {
  const LINK_SECRET = 'secret-marker'.repeat(3);
  const config = readConfig({ LINK_SECRET });
  expect(config.linkSecret?.reveal()).toBe(LINK_SECRET);
  expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain('secret-marker');
  expect(readConfig({})).not.toHaveProperty('linkSecret');
  const tooShort = () => readConfig({ LINK_SECRET: 'secret-marker' });
  expect(tooShort).toThrow(/LINK_SECRET: must have at least 32 characters/);
  expect(tooShort).not.toThrow('secret-marker');
});

test('addresses alone select the real upstream without a key of its own', () => {
  const { upstream } = readConfig({ FISKALY_MIDDLEWARE_URL: 'https://middleware.example/api/v2' });
  expect(upstream).toEqual({
    kind: 'fiskaly',
    middlewareUrl: 'https://middleware.example/api/v2',
    backendUrl: 'https://kassensichv.fiskaly.com/api/v2',
    dsfinvkUrl: 'https://dsfinvk.fiskaly.com/api/v1',
  });
});

test('every mistake is listed at once, without a secret', () => {
  const read = () =>
    readConfig({
      PORT: '99999',
      SANDBOX_DEMO: 'maybe',
      FISKALY_BACKEND_URL: 'http://example.com',
      FISKALY_MIDDLEWARE_URL: 'not a url',
      QUERY_TIMEOUT_SECONDS: '0',
      FISKALY_API_SECRET: 'secret-marker',
    });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (error) {
    const { message } = error as Error;
    for (const name of [
      'PORT',
      'SANDBOX_DEMO',
      'FISKALY_BACKEND_URL',
      'FISKALY_MIDDLEWARE_URL',
      'QUERY_TIMEOUT_SECONDS',
    ]) {
      expect(message).toContain(name);
    }
    expect(message).not.toContain('secret-marker');
  }
});

test('half a key pair is a mistake', () => {
  expect(() => readConfig({ FISKALY_API_KEY: 'key' })).toThrow('go together');
  expect(() => readConfig({ FISKALY_API_SECRET: 'secret' })).toThrow('go together');
});

test.each(['ftp://example.com', 'https://user:pw@example.com', 'http://192.168.0.1/api'])(
  '%s is no address of an upstream',
  (url) => {
    expect(() => readConfig({ FISKALY_MIDDLEWARE_URL: url })).toThrow(/FISKALY_MIDDLEWARE_URL/);
  },
);
