import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, FieldResolver, Info, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { VatDefinitionListQuery } from '../../datasources/dsfinvk/vat-definition.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { badArgument, type Connection } from '../../schema/common/connection.js';
import { MetadataEntry } from '../../schema/common/metadata.js';
import { BigInt } from '../../schema/common/scalars.js';
import {
  UpsertVatDefinitionInput,
  UpsertVatDefinitionPayload,
  VatDefinition,
  VatDefinitionConnection,
  VatDefinitionListArguments,
  VatDefinitionOrderField,
  vatDefinitionProblems,
  toVatDefinition,
} from '../../schema/dsfinvk/vat-definition.js';
import type { Context } from '../common/context.js';
import { type NounList, readNounPage } from '../common/noun-page.js';
import { runMutation } from '../common/run-mutation.js';
import { invalid } from '../common/to-user-error.js';
import { metadataEntriesOf } from './metadata-of.js';

/** Largest VAT key (`dsfinvk-v1.md §5`). */
const LARGEST_KEY = 9_999_999_999;

/** VAT definitions: look-ups, the list, and their mutation. */
@Resolver(() => VatDefinition)
export class VatDefinitionResolver {
  @Query(() => VatDefinition, { nullable: true, description: 'One VAT definition by its key.' })
  async vatDefinition(
    @Arg('key', () => BigInt, { description: 'The VAT key, e.g. `"1"`.' }) key: string,
    @Arg('revision', () => Int, { nullable: true, description: 'Version to return. Default: the newest one.' })
    revision: number | null | undefined,
    @Ctx() { datasources: { vatDefinitions } }: Context,
  ): Promise<VatDefinition> {
    const number = checkKey(key);
    const json = await (typeof revision === 'number'
      ? vatDefinitions.revision(number, revision)
      : vatDefinitions.load(number));
    return new VatDefinition(json);
  }

  @Query(() => VatDefinitionConnection, {
    nullable: true,
    description: 'VAT definitions: the predefined ones, and your own.',
  })
  vatDefinitions(
    @Args(() => VatDefinitionListArguments) page: VatDefinitionListArguments,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Connection<VatDefinition>> {
    const read = (query: VatDefinitionListQuery, isAnew: boolean) =>
      context.datasources.vatDefinitions.list(query, isAnew);
    return readNounPage(context, VAT_DEFINITION_LIST, [], page, read, info);
  }

  @FieldResolver(() => [MetadataEntry], { nullable: true, description: 'Your own data on the definition.' })
  metadata(@Root() { json }: VatDefinition): readonly MetadataEntry[] {
    return metadataEntriesOf(json);
  }

  @Mutation(() => UpsertVatDefinitionPayload, {
    description: 'Creates or changes an own VAT definition. You may repeat it.',
  })
  upsertVatDefinition(
    @Arg('input', () => UpsertVatDefinitionInput, { description: 'The definition.' }) input: UpsertVatDefinitionInput,
    @Ctx() { datasources }: Context,
  ): Promise<UpsertVatDefinitionPayload> {
    return runMutation<Omit<UpsertVatDefinitionPayload, 'userErrors'>>(
      invalid(vatDefinitionProblems(input)),
      async () => ({
        vatDefinition: new VatDefinition(
          await datasources.vatDefinitions.upsert(Number(input.key), toVatDefinition(input)),
        ),
      }),
      { vatDefinition: null },
    );
  }
}

/** The number of a VAT key. @throws GraphQLError `BAD_USER_INPUT` if no key can have it */
export function checkKey(key: string): number {
  const number = Number(key);
  if (number >= 1 && number <= LARGEST_KEY) return number;
  throw badArgument('key', `must be 1 to ${LARGEST_KEY}`);
}

const VAT_DEFINITION_LIST: NounList<
  Schemas['VatDefinition'],
  VatDefinition,
  VatDefinitionOrderField,
  object,
  Partial<VatDefinitionListQuery>
> = {
  name: 'vatDefinitions',
  defaultField: VatDefinitionOrderField.KEY,
  textFields: [],
  nameOf: ({ _id: id }) => id,
  toRow: (json) => new VatDefinition(json),
  toQuery: () => ({}),
};
