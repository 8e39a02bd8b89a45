import { createHash } from 'node:crypto';
import { startTestGateway, type TestGateway } from '../../e2e/support/start.js';

export const [office, till] = ['fgk_office', 'fgk_till'];
const hash = (key: string) => createHash('sha256').update(key).digest('hex');
export const withKey = (key: string) => ({ authorization: `Gateway-Key ${key}` });

/** A gateway that takes archives of up to 1 MB. */
export function startVerifier(): Promise<TestGateway> {
  return startTestGateway({
    GATEWAY_KEYS: `office:ADMIN:${hash(office)} till:READ:${hash(till)}`,
    MAXIMUM_ARCHIVE_MEGABYTES: '1',
  });
}

/** Uploads an archive and reads the report. */
export async function uploadTo(url: string, bytes: Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/verify-export`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-tar', ...withKey(till), ...headers },
    body: bytes,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as any };
}
