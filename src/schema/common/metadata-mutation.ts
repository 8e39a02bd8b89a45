import type { GraphQLScalarType } from 'graphql';
import { type ClassType, Field, InputType, ObjectType } from 'type-graphql';
import { MetadataEntry, MetadataEntryInput } from './metadata.js';
import { UUID } from './scalars.js';
import { MutationPayload } from './user-error.js';

/** Describes the mutation `update…Metadata` of a noun. */
export interface MetadataMutation<Id extends string, Row extends object> {
  /** Name of the object type, as in `Client`. */
  readonly name: string;
  /** Name of the payload's field for the object, as in `client`. */
  readonly field: string;
  /** Its name in descriptions, with an article, e.g. `a client`. */
  readonly one: string;
  readonly rowClass: () => ClassType<Row>;
  /** The UUIDs of the input, each with the name of its object, e.g. `the client`; the outermost first. */
  readonly ids: Readonly<Record<Id, string>>;
  /** Type of the ids, if they are no UUIDs. */
  readonly idType?: GraphQLScalarType;
  /** Maximum number of pairs, if the product has another one than SIGN DE. */
  readonly maximumPairs?: number;
}

/** The input of such a mutation, as it was filled by TypeGraphQL. */
export type MetadataInput<Id extends string> = Readonly<Record<Id, string>> & {
  readonly metadata: MetadataEntryInput[];
};

/** Base of the results of changing metadata. */
@ObjectType()
abstract class UpdateMetadataPayload extends MutationPayload {
  @Field(() => [MetadataEntry], {
    nullable: true,
    description: 'All metadata after the change; null when nothing was changed.',
  })
  readonly metadata!: readonly MetadataEntry[] | null; // made by the metadata resolver
}

/** Makes the input and the payload of the mutation `update…Metadata` of a noun. */
export function metadataMutationOf<Id extends string, Row extends object>(mutation: MetadataMutation<Id, Row>) {
  const { name, field, rowClass } = mutation;

  @InputType(`Update${name}MetadataInput`, { description: `Input of \`update${name}Metadata\`.` })
  class Input {}
  const takeIds = (ids: readonly [string, unknown][]) => {
    const { idType = UUID } = mutation;
    const what = idType === UUID ? 'UUID' : 'Key';
    for (const [id, of] of ids) Field(() => idType, { description: `${what} of ${String(of)}.` })(Input.prototype, id);
  };
  // In the order in which they are in the schema.
  const [first, ...others] = Object.entries(mutation.ids);
  if (first) takeIds([first]);
  Field(() => [MetadataEntryInput], {
    description: 'Pairs to add, change or (with a null value) remove; all others stay.',
  })(Input.prototype, 'metadata');
  takeIds(others);

  @ObjectType(`Update${name}MetadataPayload`, { description: `Result of \`update${name}Metadata\`.` })
  class Payload extends UpdateMetadataPayload {}
  Field(rowClass, {
    nullable: true,
    description: `${labelOf(mutation)}, read when asked for; null when nothing was changed.`,
  })(Payload.prototype, field);

  return { ...mutation, input: Input, payload: Payload };
}

/** The name of a noun at the beginning of a description: `The client` for `a client`. */
export function labelOf({ one }: Pick<MetadataMutation<string, object>, 'one'>): string {
  return one.replace(/^an? /, 'The ');
}
