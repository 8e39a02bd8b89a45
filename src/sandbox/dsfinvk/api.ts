import { dsfinvkContract } from '../../contract/dsfinvk.js';
import type { ServedApi } from '../faces/served-api.js';
import { takeDigitsAsNumbers } from '../faces/tolerance.js';
import { operations } from './operations.js';

/** DSFinV-K v1 as its host serves it (`dsfinvk-v1.md §1–3`). `/api/v0` is a legacy name of the same. */
export const dsfinvkApi: ServedApi = {
  contract: dsfinvkContract(),
  host: 'dsfinvk',
  basePaths: ['/api/v1', '/api/v0'],
  login: 'authenticate',
  operations,
  headersOf: (requestId) => ({ 'X-Request-ID': requestId }),
  tolerances: [takeDigitsAsNumbers],
  numbers: 'inexact',
  charsetCodes: (operation) => {
    const code = operation === 'insertCashPointClosing' ? 'E_INVALID_CHARSET' : 'E_FAILED_SCHEMA_VALIDATION';
    return { declared: code, found: code };
  },
  bodyBytesOf: (operation, { bodyBytes, closingBytes }) =>
    operation === 'insertCashPointClosing' ? Math.max(bodyBytes, closingBytes) : bodyBytes,
};
