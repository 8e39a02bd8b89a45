import { final, meaningOf, type UpstreamCode, type UpstreamCodes } from '../../upstream/call/upstream-code.js';

const BAD_REQUEST = final('REFUSED_BY_UPSTREAM', 'The upstream finds the request malformed.');

/**
 * Every documented error code of DSFinV-K (`dsfinvk-v1.md §3`). A test compares this table with the catalogue of the
 * contract.
 */
export const errorTable: UpstreamCodes = {
  E_FAILED_SCHEMA_VALIDATION: { ...BAD_REQUEST, explains: true },
  E_BAD_REQUEST: { ...BAD_REQUEST, explains: true },
  E_INVALID_CHARSET: final('REFUSED_BY_UPSTREAM', 'The upstream accepts only UTF-8.'),
  E_FORBIDDEN: final('ACCESS_DENIED', 'The upstream does not allow this credential to change the cash register.'),
  E_SLAVE_CASH_REGISTER: final(
    'SLAVE_CASH_REGISTER',
    'Only a MASTER register closes the day. Insert the closing for the master of this register.',
  ),
  E_INVALID_STATE_CHANGE: final(
    'CLOSING_NOT_DELETABLE',
    'Only closings that are PENDING, WORKING or COMPLETED can be deleted.',
  ),
  E_CLIENT_NOT_FOUND: final('CLIENT_NOT_FOUND', 'SIGN DE has no client with the UUID of this cash register.'),
  E_TSS_NOT_FOUND: final('TSS_NOT_FOUND', 'There is no TSS with this UUID.'),
  E_CASH_REGISTER_NOT_FOUND: final('CASH_REGISTER_NOT_FOUND', 'There is no cash register with this UUID.'),
  E_VAT_DEFINITION_NOT_FOUND: final('VAT_DEFINITION_NOT_FOUND', 'There is no VAT definition with this key.'),
  E_PURCHASER_AGENCY_NOT_FOUND: final('PURCHASER_AGENCY_NOT_FOUND', 'There is no purchaser agency with this UUID.'),
  E_CASH_POINT_CLOSING_NOT_FOUND: final('CLOSING_NOT_FOUND', 'There is no cash point closing with this UUID.'),
  E_EXPORT_NOT_FOUND: final('EXPORT_NOT_FOUND', 'There is no DSFinV-K export with this UUID.'),
  E_DOWNLOAD_NOT_FOUND: final(
    'EXPORT_NOT_COMPLETED',
    'The export has no archive: it is not COMPLETED yet, was cancelled, has failed or has expired.',
  ),
  E_CASH_REGISTER_CONFLICT: final(
    'CASH_REGISTER_CONFLICT',
    'A cash register with this UUID exists. Its kind cannot be changed; choose the UUID of another client.',
  ),
  E_CASH_POINT_CLOSING_CONFLICT: final(
    'CLOSING_CONFLICT',
    'A closing with this UUID and other content exists, or the register already has a closing with this number.',
  ),
  E_EXPORT_CONFLICT: final('EXPORT_CONFLICT', 'An export with this UUID was already triggered. Read it instead.'),
};

/** Operations for which a code means something else than elsewhere (`dsfinvk-v1.md §10`). */
const MEANINGS: Readonly<Record<string, UpstreamCodes>> = {
  triggerExport: {
    E_CASH_POINT_CLOSING_NOT_FOUND: final(
      'NOTHING_TO_EXPORT',
      'No COMPLETED closing lies in this range, so there is nothing to export.',
    ),
  },
};

/** Returns the meaning of an error answer. An unknown upstream code is passed on in the error. */
export function errorRow(operation: string, status: number, upstreamCode: string | undefined): UpstreamCode {
  if (status === 401 && operation === 'authenticate')
    return final('CREDENTIALS_REFUSED', 'The API key, its secret or the refresh token is wrong or has expired.');
  const special = Object.hasOwn(MEANINGS, operation) ? MEANINGS[operation] : undefined;
  if (special && upstreamCode !== undefined && Object.hasOwn(special, upstreamCode))
    return special[upstreamCode] ?? BAD_REQUEST;
  return meaningOf(errorTable, status, upstreamCode);
}
