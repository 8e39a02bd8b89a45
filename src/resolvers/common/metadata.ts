import type { Schemas } from '../../received.js';
import { type MetadataEntry, toMetadataEntries } from '../../schema/common/metadata.js';

/**
 * Metadata of an object. Returned synchronously if the object's own answer has it, which saves a promise per row;
 * otherwise read by a call.
 */
export function metadataOf(
  known: Schemas['MetadataResponse'] | undefined,
  read: () => Promise<Schemas['MetadataResponse']>,
): readonly MetadataEntry[] | Promise<readonly MetadataEntry[]> {
  return known ? toMetadataEntries(known) : read().then(toMetadataEntries);
}
