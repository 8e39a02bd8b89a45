import type { TestGateway } from '../../e2e/support/start.js';
import { closing } from '../../dsfinvk/archive/shop.js';
import { written } from '../../dsfinvk/archive/archives.js';
import { startVerifier, till, withKey } from './uploads.js';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startVerifier();
});
afterAll(() => gateway.close());

const upload = (bytes: Buffer, type: string, headers: Record<string, string> = withKey(till)) =>
  fetch(`${gateway.url}/verify-dsfinvk`, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body: new Uint8Array(bytes),
  });

describe('POST /verify-dsfinvk', () => {
  it.each([
    ['tar', 'application/x-tar'],
    ['zip', 'application/zip'],
  ] as const)('checks a %s', async (format, type) => {
    const response = await upload(await written([closing(1)], format), type);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ valid: true, closings: 1, signatures: { valid: 4 } });
  });

  it('says of other bytes that they are no archive', async () => {
    const response = await upload(Buffer.from('no archive'), 'application/x-tar');
    expect(await response.json()).toMatchObject({ valid: false, complete: false });
  });

  it('refuses a caller without a credential', async () => {
    const response = await upload(Buffer.from(''), 'application/x-tar', { authorization: 'Gateway-Key wrong' });
    expect(response.status).toBe(401);
  });
});
