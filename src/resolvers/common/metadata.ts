import type { Schemas } from '../../received/sign-de.js';
import { type MetadataEntry, toMetadataEntries } from '../../schema/common/metadata.js';

/**
 * Returns the metadata of an object. If the JSON of the object contains the metadata, it is returned synchronously,
 * which saves a promise per row. Otherwise a call reads it.
 */
export function metadataOf(
  known: Schemas['MetadataResponse'] | undefined,
  read: () => Promise<Schemas['MetadataResponse']>,
): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
  return known ? toMetadataEntries(known) : read().then(toMetadataEntries);
}
