import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import type { Store } from '../../store/store.js';
import { archiveSource } from './archive-source.js';
import type { ExportRow } from './export.js';

/**
 * Writes the archive of an export. Archives are not stored: the same export gives the same bytes again.
 * @param isWanted see {@link archiveSource}
 */
export async function archiveOf(
  source: { readonly store: Store },
  row: ExportRow,
  isWanted?: () => boolean,
): Promise<Readable> {
  // Loaded when the first archive is written: its libraries would take a tenth of a second of every start.
  const { writeArchive } = await import('../../../dsfinvk/archive/write/archive-writer.js');
  const { content } = await writeArchive(archiveSource(source, row, isWanted), {
    format: row.format,
    time: new Date(row.time_request * 1000),
    folder: tmpdir(),
  });
  return content;
}

/** The bytes of a stream, which is read to its end. */
export async function sizeOf(content: Readable): Promise<number> {
  let size = 0;
  for await (const chunk of content) size += (chunk as Uint8Array).length; // an archive is bytes
  return size;
}
