import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Datasources } from '../../datasources/index.js';
import type { Schemas } from '../../received/sign-de.js';
import { metadataProblems, toMetadataEntries, toMetadataMap } from '../../schema/common/metadata.js';
import { labelOf, type MetadataInput, type metadataMutationOf } from '../../schema/common/metadata-mutation.js';
import type { Context } from './context.js';
import { runMutation } from './run-mutation.js';
import { invalid } from './to-user-error.js';

/** Functions that write the metadata of a noun and read the object. */
interface MetadataAccess<Id extends string, Row extends object> {
  /** Merges pairs into the metadata. An empty value removes its key. @returns all metadata */
  readonly update: (
    datasources: Datasources,
    ids: Readonly<Record<Id, string>>,
    pairs: Record<string, string>,
  ) => Promise<Schemas['MetadataResponse']>;
  /** Reads the object. Called only if its field of the payload is selected. */
  readonly read: (datasources: Datasources, ids: Readonly<Record<Id, string>>) => Promise<Row>;
}

/**
 * Creates the resolver of the mutation `update…Metadata` of a noun. The mutation needs neither the admin nor the
 * Middleware.
 */
export function metadataResolverOf<Id extends string, Row extends object>(
  mutation: ReturnType<typeof metadataMutationOf<Id, Row>>,
  { update, read }: MetadataAccess<Id, Row>,
) {
  @Resolver()
  class MetadataMutationResolver {
    @Mutation(() => mutation.payload, {
      name: `update${mutation.name}Metadata`,
      description: `Adds, changes and removes metadata of ${mutation.one}.`,
    })
    updateMetadata(
      @Arg('input', () => mutation.input, { description: `${labelOf(mutation)} and the pairs.` })
      input: MetadataInput<Id>,
      @Ctx() { datasources }: Context,
    ): Promise<object> {
      return runMutation<object>(
        invalid(metadataProblems(input.metadata, mutation.maximumPairs)),
        async () => ({
          metadata: toMetadataEntries(await update(datasources, input, toMetadataMap(input.metadata))),
          get [mutation.field]() {
            return read(datasources, input);
          },
        }),
        { metadata: null, [mutation.field]: null },
      );
    }
  }
  return MetadataMutationResolver;
}
