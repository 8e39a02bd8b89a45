import type { Schemas } from '../../contract/dsfinvk.js';
import { characterCount } from '../../character-count.js';
import { Refusal } from '../engine/refusal.js';

/** The member `_version` of every answer: the version of the contract that the sandbox follows. */
export const DSFINVK_VERSION = '1.27.4';

/** Version of the taxonomy that closings follow (`dsfinvk-v1.md §1`). */
export const TAXONOMY_VERSION = '2.3';

/** A refusal of a request that the schema allows and the rules do not, with the place of the mistake. */
export function malformed(message: string): Refusal {
  return new Refusal(400, 'E_FAILED_SCHEMA_VALIDATION', message);
}

/**
 * Metadata as it is stored: what was sent replaces all (decision 60).
 * @throws Refusal 400 above the general limits: 20 keys, 40 characters of a key, 500 of a value (`dsfinvk-v1.md §3`)
 */
export function storedMetadata(sent: Schemas['MetadataNullableValues'] | undefined, place = 'body.metadata'): string {
  const entries = Object.entries(sent ?? {});
  if (entries.length > 20) throw malformed(`${place} should NOT have more than 20 properties`);
  for (const [key, value] of entries) {
    if (characterCount(key) > 40) throw malformed(`${place} should NOT have keys longer than 40 characters`);
    if (value !== null && characterCount(value) > 500) {
      throw malformed(`${place}.${key} should NOT be longer than 500 characters`);
    }
  }
  return JSON.stringify(Object.fromEntries(entries));
}

/** Stored metadata as an object. */
export function readMetadata(stored: string): Record<string, string> {
  return JSON.parse(stored) as Record<string, string>; // only storedMetadata writes it
}

/** Whether a value is a UUID as the contract has it. */
export function isUuid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}
