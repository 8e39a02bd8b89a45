import { signDeContract } from '../../contract/sign-de.js';
import type { ServedApi } from '../faces/served-api.js';
import { takeEmptyListsAsObjects, takeMetadataAsStrings } from '../faces/tolerance.js';
import { operations } from './operations.js';

/** SIGN DE V2 as one of its two hosts serves it (`sign-de-v2.md §1–3`). */
export function signDeApi(host: 'middleware' | 'backend'): ServedApi {
  return {
    contract: signDeContract(),
    host,
    basePaths: ['/api/v2'],
    login: 'authenticateApi',
    operations,
    headersOf: (requestId) => ({
      'Request-Id': requestId,
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Expose-Headers': 'X-Request-ID, Request-ID',
    }),
    tolerances: [takeEmptyListsAsObjects, takeMetadataAsStrings],
    numbers: 'respelled', // metadata keeps the digits of a number
    charsetCodes: () => ({ declared: 'E_FAILED_SCHEMA_VALIDATION', found: 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' }),
    bodyBytesOf: (_operation, { bodyBytes }) => bodyBytes,
  };
}
