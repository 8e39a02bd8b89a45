import { isObject } from '../../json-value.js';
import { type MetadataEntry, toMetadataEntries } from '../../schema/common/metadata.js';

/**
 * The metadata in an answer of DSFinV-K, whose objects contain it. A missing or null member means that there is none.
 */
export function metadataEntriesOf({ metadata }: { readonly metadata?: unknown }): readonly MetadataEntry[] {
  return isObject(metadata) ? toMetadataEntries(metadata) : [];
}
