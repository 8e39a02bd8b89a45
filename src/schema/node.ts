import { GraphQLError } from 'graphql';
import { Field, ID, InterfaceType } from 'type-graphql';

/** What a global id stands for: its type and the upstream ids that find it. */
export type GlobalId =
  | { readonly type: 'Tss'; readonly tssId: string }
  | { readonly type: 'Client'; readonly tssId: string; readonly clientId: string }
  | { readonly type: 'Transaction'; readonly tssId: string; readonly transactionId: string };

/** Relay's `Node`: every object that can be fetched again by its global id. */
@InterfaceType({ description: 'An object that can be fetched again by its global id (Relay).' })
export abstract class Node {
  @Field(() => ID, {
    description:
      'Global id, opaque: hand it to `node(id:)`, never take it apart. The id that tills and the REST API know is `uuid`.',
  })
  readonly id!: string; // given by each implementing class
}

/** Makes the opaque global id of an object. */
export function encodeGlobalId(id: GlobalId): string {
  const parts = id.type === 'Tss' ? [] : [id.type === 'Client' ? id.clientId : id.transactionId];
  return Buffer.from([id.type, id.tssId, ...parts].join(':')).toString('base64url');
}

const UUID_TEXT = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GLOBAL_ID = new RegExp(`^(?:(Tss):(${UUID_TEXT})|(Client|Transaction):(${UUID_TEXT}):(${UUID_TEXT}))$`);

/**
 * Reads a global id.
 * @throws GraphQLError `BAD_USER_INPUT` when it was not made by {@link encodeGlobalId}.
 */
export function decodeGlobalId(id: string): GlobalId {
  const [, tss, onlyTssId, type, tssId, ownId] = GLOBAL_ID.exec(Buffer.from(id, 'base64url').toString('latin1')) ?? [];
  if (tss && onlyTssId) return { type: 'Tss', tssId: onlyTssId };
  if (type && tssId && ownId) {
    return type === 'Client'
      ? { type: 'Client', tssId, clientId: ownId }
      : { type: 'Transaction', tssId, transactionId: ownId };
  }
  throw new GraphQLError(
    'Argument "id" is no global id of this API: pass on an `id` that this API returned, unchanged. To look up by UUID use `tss`, `client` or `transaction`.',
    { extensions: { code: 'BAD_USER_INPUT', argumentName: 'id' } },
  );
}
