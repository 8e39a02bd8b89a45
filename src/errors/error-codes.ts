import { topLevelCodes } from './top-level-codes.js';
import { userErrorCodes } from './user-error-codes.js';

export type { ErrorRow } from './error-row.js';

/** All error codes of the gateway. `docs/reference/errors.md` is generated from them. */
export const errorCodes = { ...userErrorCodes, ...topLevelCodes };

/** An error code of the gateway. */
export type ErrorCode = keyof typeof errorCodes;
