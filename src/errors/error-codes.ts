import { topLevelCodes } from './top-level-codes.js';
import { userErrorCodes } from './user-error-codes.js';

export type { ErrorRow } from './error-row.js';

/** All codes of errors that callers of the gateway can meet. `docs/reference/errors.md` is made from them. */
export const errorCodes = { ...userErrorCodes, ...topLevelCodes };

/** A code of ours. */
export type ErrorCode = keyof typeof errorCodes;
