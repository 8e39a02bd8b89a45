import type { Operations, OperationId, Schemas as Promised } from '../contract/sign-de.js';
import type { ReceivedList, ReceivedMap, Unsure } from './received.js';

export { isObject, memberOf } from '../json-value.js';

/**
 * The upstream's JSON types as received. Only the members that identify an object are guaranteed: an answer without
 * them is rejected (`datasources/sign-de/answers.ts`). Any other member may be missing or have another type, so code
 * that reads it must check it first (docs/decisions/0047). Requests use the contract's own types.
 */
export type Schemas = {
  readonly [Name in keyof Promised]: Name extends 'MetadataResponse' ? ReceivedMap : Received<Promised[Name]>;
};

/** The 200 answer of an operation: JSON as received, or bytes. */
export type Answer<Operation extends OperationId> = Operations[Operation]['responses'][200]['content'] extends {
  'application/json': infer Json;
}
  ? string extends keyof Json
    ? ReceivedMap
    : Received<Json>
  : Uint8Array;

/** The guaranteed members of a TSS: its identity and its state. */
interface TssIdentity {
  readonly _id: string;
  readonly state: string;
}

/** The guaranteed members of a client: its identity and its state. */
interface ClientIdentity {
  readonly _id: string;
  readonly tss_id: string;
  readonly state: string;
}

/** The guaranteed members of a revision of a transaction: its identity and its state. */
interface TransactionIdentity {
  readonly _id: string;
  readonly tss_id: string;
  readonly number: number;
  readonly state: string;
  readonly revision: number;
  readonly latest_revision: number;
}

/** The guaranteed members of an export; its TSS is known from the request. */
interface ExportIdentity {
  readonly _id: string;
  readonly state: string;
}

/** The guaranteed member of a session. */
interface SessionIdentity {
  readonly access_token: string;
}

/** A type of the contract as received. Request types, which have no `_type`, stay unchanged. */
type Received<Json> = Json extends { readonly data: readonly (infer Row)[]; readonly count: number }
  ? ReceivedList<Received<Row>> & Unsure<Json, 'data'>
  : Json extends { readonly _type: 'TSS' }
    ? TssIdentity & Unsure<Json, keyof TssIdentity>
    : Json extends { readonly _type: 'CLIENT' }
      ? ClientIdentity & Unsure<Json, keyof ClientIdentity>
      : Json extends { readonly _type: 'TRANSACTION' }
        ? TransactionIdentity & Unsure<Json, keyof TransactionIdentity>
        : Json extends { readonly _type: 'EXPORT' }
          ? ExportIdentity & Unsure<Json, keyof ExportIdentity>
          : Json extends { readonly access_token: string }
            ? SessionIdentity & Unsure<Json, keyof SessionIdentity>
            : Json;
