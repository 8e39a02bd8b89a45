import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { connectionOf } from '../common/connection.js';
import { decimalProblems } from '../common/input/decimal-input.js';
import { Environment } from '../common/environment.js';
import { orderArgumentsOf, orderOf } from '../common/list-arguments.js';
import { DSFINVK_PAIRS, MetadataEntryInput, metadataProblems, toMetadataMap } from '../common/metadata.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { decimal, environment, int, optionalText, text, time, ToldField } from '../common/read-member.js';
import { BigInt, DateTime, Decimal } from '../common/scalars.js';
import { MutationPayload, type Problem } from '../common/user-error.js';
import { toJsonNumber } from './amounts.js';
import { lengthProblems } from './lengths.js';

/** A VAT key with its rate. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description:
    'A VAT key of DSFinV-K (UST_SCHLUESSEL) with its rate. Keys below 1000 are predefined; keys from 1000 are your own.',
})
export class VatDefinition implements Node {
  /** The upstream's JSON, for the fields that need other calls. */
  readonly json: Schemas['VatDefinition'];

  constructor(json: Schemas['VatDefinition']) {
    this.json = json;
  }

  get id(): string {
    return encodeGlobalId({ type: 'VatDefinition', ownId: this.json._id });
  }

  @Field(() => BigInt, { description: 'The VAT key, as in lines of closings and in the archive.' })
  get key(): string {
    return String(this.json.vat_definition_export_id);
  }

  @ToldField(() => Decimal, { description: 'Rate in percent, up to five decimals.' })
  get percentage(): string {
    return decimal(this.json, 'percentage');
  }

  @Field(() => String, { nullable: true, description: 'Description, up to 55 characters.' })
  get description(): string | undefined {
    return optionalText(this.json, 'description');
  }

  @ToldField(() => Int, { description: 'Number of this version: 0 at first, one more after each change.' })
  get revision(): number {
    return int(this.json, 'revision');
  }

  @ToldField(() => DateTime, { description: 'When it was created.' })
  get createdAt(): Date {
    return time(this.json, 'time_creation');
  }

  @ToldField(() => DateTime, { description: 'When it was last changed.' })
  get updatedAt(): Date {
    return time(this.json, 'time_update');
  }

  @ToldField(() => Environment, { description: 'Whether it is for tests or for real sales.' })
  get environment(): Environment {
    return environment(this.json, '_env');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.json, '_version');
  }
}

/** A page of VAT definitions. */
export const VatDefinitionConnection = connectionOf('VatDefinition', 'VAT definitions', () => VatDefinition);

/** What a list of VAT definitions can be sorted by. */
export enum VatDefinitionOrderField {
  KEY = 'vat_definition_export_id',
  CREATED_AT = 'time_creation',
  UPDATED_AT = 'time_update',
}

/** Order of a list of VAT definitions. */
export const VatDefinitionOrder = orderOf('VatDefinition', 'VAT definitions', VatDefinitionOrderField, {
  KEY: 'By the VAT key.',
  CREATED_AT: 'By the time of creation.',
  UPDATED_AT: 'By the time of the last change.',
});

/** Arguments of every list of VAT definitions. */
@ArgsType()
export class VatDefinitionListArguments extends orderArgumentsOf(
  VatDefinitionOrder,
  'Order of the list; by KEY, ascending, by default.',
) {}

/** Input of `upsertVatDefinition`. */
@InputType({ description: 'Input of `upsertVatDefinition`.' })
export class UpsertVatDefinitionInput {
  @Field(() => BigInt, { description: 'The VAT key, 1000 to 9999999999.' })
  readonly key!: string; // filled by TypeGraphQL

  @Field(() => Decimal, { description: 'Rate in percent: 0 to 100, up to five decimals.' })
  readonly percentage!: string;

  @Field(() => String, { nullable: true, description: 'Description, 1 to 55 characters.' })
  readonly description?: string | null;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data, up to 20 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Result of `upsertVatDefinition`. */
@ObjectType({ description: 'Result of `upsertVatDefinition`.' })
export class UpsertVatDefinitionPayload extends MutationPayload {
  @Field(() => VatDefinition, { nullable: true, description: 'The definition; null when nothing was written.' })
  readonly vatDefinition!: VatDefinition | null; // made by the resolver
}

/** Checks the input of `upsertVatDefinition` (`dsfinvk-v1.md §5`). */
export function vatDefinitionProblems(input: UpsertVatDefinitionInput): readonly Problem[] {
  const { key, percentage, description, metadata } = input;
  const isRate = Number(percentage) >= 0 && Number(percentage) <= 100;
  return [
    ...keyProblems(key),
    ...(isRate ? [] : [{ field: ['percentage'], message: `A rate is 0 to 100 percent, but this is ${percentage}.` }]),
    ...decimalProblems(percentage, ['percentage'], 0, 5),
    ...lengthProblems(description, 55, ['description']),
    ...metadataProblems(metadata, DSFINVK_PAIRS),
  ];
}

/** Checks a VAT key that is to be written. */
function keyProblems(key: string): readonly Problem[] {
  const value = globalThis.BigInt(key);
  if (value >= 1000n && value <= 9_999_999_999n) return [];
  return [{ field: ['key'], message: `Only keys from 1000 to 9999999999 can be written, but this is ${value}.` }];
}

/** The upstream's form of a VAT definition. */
export function toVatDefinition(input: UpsertVatDefinitionInput): Contract['VatDefinitionUpsert'] {
  const { percentage, description, metadata } = input;
  return {
    percentage: toJsonNumber(percentage),
    ...(typeof description === 'string' && { description }),
    ...(metadata && { metadata: toMetadataMap(metadata) }),
  };
}
