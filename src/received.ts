import type { Operations, OperationId, Schemas as Promised } from './contract/read-contract.js';

export { isObject, memberOf } from './json-value.js';

/**
 * The upstream's JSON types as its answers are received: only what identifies an object is sure to be there, since an
 * answer without it is not taken
 * (`datasources/sign-de/answers.ts`). Every other member may be missing or of another type, so whoever reads one looks
 * first
 * (docs/decisions/0047). What is sent to the upstream has the contract's own types.
 */
export type Schemas = {
  readonly [Name in keyof Promised]: Name extends 'MetadataResponse' ? ReceivedMap : Received<Promised[Name]>;
};

/** The 200 answer of an operation: JSON as it is received, or bytes. */
export type Answer<Operation extends OperationId> = Operations[Operation]['responses'][200]['content'] extends {
  'application/json': infer Json;
}
  ? string extends keyof Json
    ? ReceivedMap
    : Received<Json>
  : Uint8Array;

/** What identifies a TSS, and where it stands. */
interface TssIdentity {
  readonly _id: string;
  readonly state: string;
}

/** What identifies a client, and whether it may sign. */
interface ClientIdentity {
  readonly _id: string;
  readonly tss_id: string;
  readonly state: string;
}

/** What identifies a revision of a transaction, and where it stands. */
interface TransactionIdentity {
  readonly _id: string;
  readonly tss_id: string;
  readonly number: number;
  readonly state: string;
  readonly revision: number;
  readonly latest_revision: number;
}

/** What identifies an export of a TSS that is known, and where it stands. */
interface ExportIdentity {
  readonly _id: string;
  readonly state: string;
}

/** A session without this is none. */
interface SessionIdentity {
  readonly access_token: string;
}

/** A type of the contract as it is received; types of requests, which have no `_type`, stay as they are. */
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

/** A page of a list, with an error in the place of each row that does not say which one it is. */
interface ReceivedList<Row> {
  readonly data: readonly (Row | Error)[];
}

/** Members of which nothing is sure. */
type Unsure<Json, Sure> = Readonly<Partial<Record<Exclude<keyof Json, Sure>, unknown>>>;

/** An object of whatever members. */
type ReceivedMap = Readonly<Record<string, unknown>>;
