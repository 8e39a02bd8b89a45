import { GraphQLError } from 'graphql';
import { Field, ID, InterfaceType } from 'type-graphql';

/** The content of a global id: a type, and the upstream's ids of the object. */
export type GlobalId =
  | { readonly type: 'Tss'; readonly tssId: string }
  | { readonly type: 'Client'; readonly tssId: string; readonly clientId: string }
  | {
      readonly type: 'Transaction';
      readonly tssId: string;
      readonly transactionId: string;
      /** Number of one revision, which never changes. If absent: the transaction at its newest revision. */
      readonly revision?: number;
    }
  | { readonly type: 'Export'; readonly tssId: string; readonly exportId: string };

/** Relay's `Node`: every object that can be fetched again by its global id. */
@InterfaceType({ description: 'An object that can be fetched again by its global id (Relay).' })
export abstract class Node {
  @Field(() => ID, {
    description: 'Global id. It is opaque: pass it to `node(id:)` unchanged. Tills and the REST API use `uuid`.',
  })
  readonly id!: string; // given by each implementing class
}

/** Makes the opaque global id of an object. */
export function encodeGlobalId(id: GlobalId): string {
  // Lower case, because the upstream may use either case for UUIDs: with two ids, a cache would hold two objects.
  return Buffer.from([id.type, ...[id.tssId, ...ownParts(id)].map(lowerCase)].join(':')).toString('base64url');
}

function ownParts(id: GlobalId): readonly string[] {
  switch (id.type) {
    case 'Tss':
      return [];
    case 'Client':
      return [id.clientId];
    case 'Transaction':
      return id.revision === undefined ? [id.transactionId] : [id.transactionId, String(id.revision)];
    case 'Export':
      return [id.exportId];
  }
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

const UUID_TEXT = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GLOBAL_ID = new RegExp(
  `^(?:(Tss):(${UUID_TEXT})|(Client|Transaction|Export):(${UUID_TEXT}):(${UUID_TEXT})|(Transaction):(${UUID_TEXT}):(${UUID_TEXT}):([1-9]\\d{0,8}))$`,
);

/**
 * Reads a global id.
 * @throws GraphQLError `BAD_USER_INPUT` when {@link encodeGlobalId} did not make it
 */
export function decodeGlobalId(id: string): GlobalId {
  const parts = GLOBAL_ID.exec(Buffer.from(id, 'base64url').toString('latin1'))?.filter(Boolean);
  const [, type, tssId, ownId, revision] = parts ?? [];
  if (type === 'Tss' && tssId) return { type, tssId };
  if (tssId && ownId) {
    if (type === 'Client') return { type, tssId, clientId: ownId };
    if (type === 'Export') return { type, tssId, exportId: ownId };
    if (type === 'Transaction') {
      return { type, tssId, transactionId: ownId, ...(revision !== undefined && { revision: Number(revision) }) };
    }
  }
  throw new GraphQLError(
    'Argument "id" is no global id of this API: pass on an `id` that this API returned, unchanged. To look up by UUID use `tss`, `client`, `transaction` or `export`.',
    { extensions: { code: 'BAD_USER_INPUT', argumentName: 'id' } },
  );
}
