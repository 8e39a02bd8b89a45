import type { Schemas } from '../../contract/sign-de.js';
import type { Engine } from './engine.js';
import { Refusal } from './refusal.js';

/**
 * Merges changes into stored metadata and returns the new JSON text. An empty string deletes its key
 * (`integration-guide.md §15`, point 14). Null has become an empty string before (`tolerance.ts`).
 * @throws Refusal 400 when the result has more pairs than the limit allows
 */
export function mergeMetadata(engine: Engine, stored: string, changes: Schemas['MetadataRequest'] | undefined): string {
  if (changes === undefined) return stored;
  const merged = Object.entries({ ...readMetadata(stored), ...changes }).filter(([, value]) => value !== '');
  if (merged.length > engine.limits.metadataPairs) {
    const limit = engine.limits.metadataPairs;
    throw new Refusal(
      400,
      'E_FAILED_SCHEMA_VALIDATION',
      `metadata should NOT have more than ${limit} properties; with what is stored it would have ${merged.length}.`,
    );
  }
  return JSON.stringify(Object.fromEntries(merged));
}

/** Stored metadata as an object. */
export function readMetadata(stored: string): Schemas['MetadataResponse'] {
  return JSON.parse(stored) as Schemas['MetadataResponse']; // only mergeMetadata writes it
}
