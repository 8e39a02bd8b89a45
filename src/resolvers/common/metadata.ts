import type { Schemas } from '../../received.js';
import { type MetadataEntry, toMetadataEntries } from '../../schema/common/metadata.js';

/**
 * Metadata of an object: at once where its answer told of it, which spares each row of a list a promise; else read by
 * itself.
 */
export function metadataOf(
  known: Schemas['MetadataResponse'] | undefined,
  read: () => Promise<Schemas['MetadataResponse']>,
): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
  return known ? toMetadataEntries(known) : read().then(toMetadataEntries);
}
