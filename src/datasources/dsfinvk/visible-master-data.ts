import { type Caller, tssOf } from '../../upstream/access/caller.js';
import type { Ids, Visibility } from '../../upstream/api.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Returns the restrictions of a caller; undefined if it may see everything that its credential can see. */
export function restrictionsOf(caller: Caller): Visibility | undefined {
  return tssOf(caller) ? ONLY_VAT_DEFINITIONS : undefined;
}

/**
 * What a gateway key with a list of TSS may see: VAT definitions, which belong to no TSS. Threat: a key for one shop
 * reads or closes the registers of another shop.
 */
const ONLY_VAT_DEFINITIONS: Visibility = {
  check: (_path: Ids, operation: string) => {
    if (operation === 'listVatDefinitions' || operation === 'retrieveVatDefinition') return;
    throw new UpstreamError({
      code: 'FORBIDDEN',
      message:
        'This gateway key is limited to some TSS, and such keys see no cash registers, closings and exports. `viewer` shows what it allows. Nothing was sent.',
    });
  },
  showsAllOf: () => true,
  list: (window, read) => read({ limit: window.limit ?? 100, offset: window.offset ?? 0 }),
};
