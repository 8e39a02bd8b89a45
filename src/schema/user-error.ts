import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** Something wrong with an input, found before any call: where, and what would be right. */
export interface Problem {
  /** Path below `input`, e.g. `['receipt', 'amountsPerVatRate', '0', 'amount']`. */
  readonly field: readonly string[];
  readonly message: string;
}

/** Codes of expected failures, each with what it means and what helps. The names of the upstream's refusals are those of the error table. */
export const userErrorCodes = {
  INVALID_INPUT:
    'A field of the input is wrong; `field` says which and `message` what would be right. Nothing was sent.',
  SUSPICIOUS_RECEIPT:
    'What was to be signed looks odd, and this gateway is configured to refuse that. Nothing was sent.',
  FORBIDDEN: 'The gateway key is not for this: `viewer` says what it is for. Nothing was sent.',
  LIVE_WRITES_FORBIDDEN: 'The credential is of LIVE, but this gateway writes to TEST only. Nothing was written.',
  ADMIN_PIN_REQUIRED:
    "Callers of the gateway's own key, or of the very token it uses, must give `adminPin` in the input of this mutation. Nothing was sent.",
  OWN_TOKEN_REQUIRED:
    'This mutation is for callers with an access token of their own, other than the one this gateway uses itself (a login with its own API key gives that one; a login by refresh token opens a new one). Nothing was sent.',
  BACKEND_SESSION:
    'This access token was opened at the Backend, which cannot sign or administrate. Authenticate at the Middleware. Nothing was sent.',
  BASE_URL_NOT_ALLOWED: 'The base URL is not one of those this gateway is configured for. Nothing was sent.',
  CREDENTIALS_REFUSED: 'The API key, secret or refresh token is wrong or expired.',
  ACCESS_DENIED: "The resource belongs to another organization than the caller's.",
  TSS_NOT_FOUND: 'There is no TSS with this UUID.',
  CLIENT_NOT_FOUND: 'There is no such client on this TSS.',
  TRANSACTION_NOT_FOUND: 'There is no such transaction on this TSS.',
  TSS_CONFLICT: 'The UUID belongs to a TSS that has already left the state CREATED; choose a new UUID.',
  TSS_LIMIT_REACHED: 'No more TSS may be created now: five live ones in TEST, or the quota of the day.',
  TSS_NOT_INITIALIZED: 'The TSS must be in state INITIALIZED for this.',
  TSS_DISABLED: 'The TSS is disabled, for ever. It can still be read and exported.',
  TSS_UNUSABLE: 'The TSS is defective, deleted, evicted or its certificate has expired; it has to be replaced.',
  ILLEGAL_TSS_STATE_CHANGE: 'The TSS cannot go from its present state to the one asked for; see `Tss.nextStates`.',
  WRONG_ADMIN_PIN: 'The admin PIN is wrong. After five wrong tries it is blocked.',
  TOO_MANY_WRONG_PINS:
    'The last admin PINs were wrong, and this gateway sends no more, since five block the PIN; set a new one with `changeAdminPin` and the PUK. Nothing was sent.',
  WRONG_ADMIN_PUK: 'The admin PUK is wrong.',
  ADMIN_PIN_BLOCKED:
    'The admin PIN was never set or is blocked after five wrong tries; set a new one with `changeAdminPin` and the PUK.',
  ADMIN_PUK_REQUIRED:
    'The admin PIN was never set or is blocked, and setting it needs `adminPuk`: the one that was shown while the TSS was CREATED.',
  OPEN_TRANSACTIONS:
    'Transactions are open that could never be finished once the TSS is disabled. Finish or cancel them first. Nothing was changed.',
  ADMIN_REQUIRED: 'This needs the admin: give `adminPin`, or log in with `authenticateAdmin` first.',
  CLIENT_CONFLICT: 'The client UUID is taken, maybe on another TSS; choose a new one.',
  CLIENT_DEREGISTERED: 'The client is deregistered and may not sign.',
  CLIENT_LIMIT_REACHED: 'The TSS has its maximum of registered clients (199).',
  ILLEGAL_CLIENT_SERIAL_NUMBER: 'The serial number is malformed or already taken on this TSS.',
  TRANSACTION_LIMIT_REACHED: 'The TSS has 2,000 open transactions; finish or cancel some.',
  REVISION_CONFLICT:
    'The revision is not the next one, or the transaction has ended; `transaction` shows where it stands.',
  PROCESS_TYPE_MISSING: 'The transaction needs process data here, or it has already ended.',
  PROCESS_TYPE_CHANGED: 'The process type of a transaction cannot change once it is set.',
  TRANSACTION_CONFLICT: 'The transaction is being written by somebody else right now, or its UUID is in use.',
  TRANSACTION_CONTENT_DIFFERS:
    'A transaction with this UUID has already ended with other content or by another client; a new sale needs a new UUID.',
  TRANSACTION_MOVE_FORBIDDEN:
    'The transaction does not take this as it stands; `conflict` says what it takes. Nothing was sent.',
  EXPORT_NOT_FOUND: 'There is no such export on this TSS.',
  EXPORT_CONFLICT: 'An export with this UUID has been triggered before, maybe of other logs; it is shown as it stands.',
  EXPORT_NOT_CANCELLABLE: 'Only exports that are PENDING or WORKING can be cancelled.',
  EXPORT_FILTERS_CONFLICT: 'The upstream does not take these filters of an export together.',
  EXPORT_IN_PROGRESS: 'An export of the same logs is under way on this TSS; wait for that one.',
  EXPORT_FORBIDDEN: 'The upstream refuses this export and does not say why.',
  TOO_MANY_EXPORTS: 'Ten exports are under way on this TSS; wait for one to end or cancel one.',
  TSS_NOT_EXPORTABLE: 'Exports need a TSS that is INITIALIZED or DISABLED.',
  REFUSED_BY_UPSTREAM: 'The upstream refused the request; `upstreamCode` and `message` say why.',
  RATE_LIMITED: 'Too many requests; try again after `retryAfter` seconds.',
  UPSTREAM_UNAVAILABLE:
    'The upstream could not be reached, did not answer in time or answered with a fault; try again.',
} as const;

/** Code of an expected failure. */
export type UserErrorCode = keyof typeof userErrorCodes;

const userErrorCodeEnum = Object.fromEntries(Object.keys(userErrorCodes).map((code) => [code, code]));
registerEnumType(userErrorCodeEnum, {
  name: 'UserErrorCode',
  description:
    'What went wrong, as a code that programs may branch on. New codes can be added; treat an unknown one as fatal.',
  valuesConfig: Object.fromEntries(
    Object.entries(userErrorCodes).map(([code, description]) => [code, { description }]),
  ),
});

/** An expected failure of a mutation, as data. */
@ObjectType({ description: 'An expected failure: what went wrong, where, and what would be right.' })
export class UserError {
  @Field(() => userErrorCodeEnum, { description: 'What went wrong, for programs.' })
  readonly code!: UserErrorCode; // made by the resolvers

  @Field(() => String, { description: 'What went wrong and what would be right, for people. In English.' })
  readonly message!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Path of the field at fault below `input`, list positions included; null when no single field is.',
  })
  readonly field?: readonly string[];

  @Field(() => Boolean, { description: 'Whether sending the same request again, unchanged, may succeed.' })
  readonly retryable!: boolean;

  @Field(() => Int, { nullable: true, description: 'Seconds to wait before the next try, where the upstream said so.' })
  readonly retryAfter?: number;

  @Field(() => String, {
    nullable: true,
    description: "The upstream's own error code, e.g. `E_TX_UPSERT`, for support.",
  })
  readonly upstreamCode?: string;
}

/** What all mutation payloads have. `query` is added to each when the schema is built. */
@ObjectType()
export abstract class MutationPayload {
  @Field(() => [UserError], {
    description: 'Expected failures; empty when all went well. Unexpected ones are in the top-level `errors`.',
  })
  readonly userErrors!: readonly UserError[]; // made by the resolvers
}
