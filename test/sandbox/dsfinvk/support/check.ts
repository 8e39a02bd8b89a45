import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { checkArchive, type ArchiveCheck } from '../../../../src/dsfinvk/archive/check/check-archive.js';
import type { DsfinvkClient } from '../../support/dsfinvk-client.js';

/** Downloads the archive of an export and checks it. */
export async function checkExport(api: DsfinvkClient, export_id: string): Promise<ArchiveCheck> {
  const { status, headers, bytes } = await api.send('getExportDownload', { path: { export_id } });
  expect([status, headers.get('content-length')]).toEqual([200, String(bytes.length)]);
  return checkArchive(Readable.from([bytes]), { folder: tmpdir() });
}
