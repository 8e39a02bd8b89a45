import { noAnswer } from '../../../src/upstream/call/failures.js';
import { Transport } from '../../../src/upstream/transport/transport.js';
import { UpstreamError } from '../../../src/upstream/call/upstream-error.js';
import { hang, StubUpstream } from '../../datasources/stub-upstream.js';

test.each([
  ['GET', false],
  ['PUT', true],
] as const)(
  'An upstream that does not answer a %s in time is UPSTREAM_TIMEOUT, and ambiguous: %s',
  async (method, isWrite) => {
    const stub = await StubUpstream.start(() => hang);
    const { middlewareUrl, backendUrl } = stub.settings;
    const transport = new Transport({ MIDDLEWARE: middlewareUrl, BACKEND: backendUrl }, 1_000);
    const { signal } = new AbortController();
    const request = { method, path: '/tss', token: undefined, body: undefined, timeout: 100, signal };
    const error: unknown = await transport.send('BACKEND', request).catch((thrown: unknown) => thrown);
    const failed = noAnswer(error, { operation: 'listTss', host: 'BACKEND', isWrite, body: undefined }, true, signal);
    expect(failed).toBeInstanceOf(UpstreamError);
    expect(failed).toMatchObject({ code: 'UPSTREAM_TIMEOUT', retryable: true, ambiguous: isWrite });
  },
);
