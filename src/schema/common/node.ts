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
  | { readonly type: 'Export'; readonly tssId: string; readonly exportId: string }
  | {
      /** Types of DSFinV-K, whose objects belong to no TSS. */
      readonly type: DsfinvkType;
      /** UUID of the object; for a VAT definition, its key. */
      readonly ownId: string;
    };

/** The types of DSFinV-K that have a global id. */
const DSFINVK_TYPES = [
  'VatDefinition',
  'CashRegister',
  'PurchaserAgency',
  'CashPointClosing',
  'DsfinvkExport',
] as const;
type DsfinvkType = (typeof DSFINVK_TYPES)[number];

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
  return Buffer.from([id.type, ...partsOf(id).map(lowerCase)].join(':')).toString('base64url');
}

function partsOf(id: GlobalId): readonly string[] {
  switch (id.type) {
    case 'Tss':
      return [id.tssId];
    case 'Client':
      return [id.tssId, id.clientId];
    case 'Transaction':
      return [id.tssId, id.transactionId, ...(id.revision === undefined ? [] : [String(id.revision)])];
    case 'Export':
      return [id.tssId, id.exportId];
    case 'VatDefinition':
    case 'CashRegister':
    case 'PurchaserAgency':
    case 'CashPointClosing':
    case 'DsfinvkExport':
      return [id.ownId];
  }
}

function lowerCase(text: string): string {
  return text.toLowerCase();
}

const UUID_TEXT = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const GLOBAL_ID = new RegExp(
  `^(?:(Tss):(${UUID_TEXT})|(Client|Transaction|Export):(${UUID_TEXT}):(${UUID_TEXT})|(Transaction):(${UUID_TEXT}):(${UUID_TEXT}):([1-9]\\d{0,8}))$`,
);
const VAT_DEFINITION_ID = /^(VatDefinition):([1-9]\d{0,9})$/;
const DSFINVK_ID = new RegExp(`^(${DSFINVK_TYPES.slice(1).join('|')}):(${UUID_TEXT})$`);

/**
 * Reads a global id.
 * @throws GraphQLError `BAD_USER_INPUT` when {@link encodeGlobalId} did not make it
 */
export function decodeGlobalId(id: string): GlobalId {
  const text = Buffer.from(id, 'base64url').toString('latin1');
  const [, dsfinvkType, dsfinvkId] = (VAT_DEFINITION_ID.exec(text) ?? DSFINVK_ID.exec(text) ?? []).map(String);
  const known = DSFINVK_TYPES.find((each) => each === dsfinvkType);
  if (known && dsfinvkId !== undefined) return { type: known, ownId: dsfinvkId };
  const parts = GLOBAL_ID.exec(text)?.filter(Boolean);
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
    'Argument "id" is no global id of this API: pass on an `id` that this API returned, unchanged. To look up by UUID use `tss`, `client`, `transaction`, `export` or the fields of DSFinV-K, such as `cashRegister`.',
    { extensions: { code: 'BAD_USER_INPUT', argumentName: 'id' } },
  );
}
