import { ArgsType, Field, InputType, Int, ObjectType } from 'type-graphql';
import type { Schemas as Contract } from '../../contract/dsfinvk.js';
import type { Schemas } from '../../received/dsfinvk.js';
import { connectionOf } from '../common/connection.js';
import { Environment } from '../common/environment.js';
import { FilterOf, listArgumentsOf, orderOf } from '../common/list-arguments.js';
import { DSFINVK_PAIRS, MetadataEntryInput, metadataProblems, toMetadataMap } from '../common/metadata.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { environment, int, type Json, object, optionalText, text, time, ToldField } from '../common/read-member.js';
import { DateTime, UUID } from '../common/scalars.js';
import { MutationPayload, type Problem } from '../common/user-error.js';
import { lengthProblems, patternProblems } from './lengths.js';

/** A postal address. */
@ObjectType({ description: 'A postal address.' })
export class PostalAddress {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => String, { description: 'Street and number.' })
  get street(): string {
    return text(this.#json, 'street');
  }

  @ToldField(() => String, { description: 'Postal code.' })
  get postalCode(): string {
    return text(this.#json, 'postal_code');
  }

  @ToldField(() => String, { description: 'City.' })
  get city(): string {
    return text(this.#json, 'city');
  }

  @ToldField(() => String, { description: 'Country (ISO 3166-1 alpha-3), e.g. `DEU`.' })
  get countryCode(): string {
    return text(this.#json, 'country_code');
  }
}

/** A third party on whose behalf a register sells. */
@ObjectType({ implements: Node, description: 'A third party on whose behalf a cash register sells (Agentur).' })
export class PurchaserAgency implements Node {
  /** The upstream's JSON, for the fields that need other calls. */
  readonly json: Schemas['PurchaserAgency'];

  constructor(json: Schemas['PurchaserAgency']) {
    this.json = json;
  }

  get id(): string {
    return encodeGlobalId({ type: 'PurchaserAgency', ownId: this.json._id });
  }

  @Field(() => UUID, { description: 'Id of the agency, chosen by its creator.' })
  get uuid(): string {
    return this.json._id;
  }

  @ToldField(() => UUID, { description: 'UUID of the client of the cash register that sells for it.' })
  get clientUuid(): string {
    return text(this.json, 'client_id').toLowerCase();
  }

  @ToldField(() => Int, { description: 'Number of the agency in the archive (AGENTUR_ID), from 1.' })
  get number(): number {
    return int(this.json, 'purchaser_agency_export_id');
  }

  @ToldField(() => String, { description: 'Official name of the company.' })
  get name(): string {
    return text(this.json, 'name');
  }

  @ToldField(() => PostalAddress, { description: 'Its address.' })
  get address(): PostalAddress {
    return new PostalAddress(object(this.json, 'address'));
  }

  @Field(() => String, { nullable: true, description: 'National tax number; null if it has a VAT id number.' })
  get taxNumber(): string | undefined {
    return this.json.tax_number === null ? undefined : optionalText(this.json, 'tax_number');
  }

  @Field(() => String, { nullable: true, description: 'VAT id number; null if it has a tax number.' })
  get vatIdNumber(): string | undefined {
    return this.json.vat_id_number === null ? undefined : optionalText(this.json, 'vat_id_number');
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

/** A page of purchaser agencies. */
export const PurchaserAgencyConnection = connectionOf('PurchaserAgency', 'purchaser agencies', () => PurchaserAgency);

/** What a list of purchaser agencies can be sorted by. */
export enum PurchaserAgencyOrderField {
  NAME = 'name',
  NUMBER = 'purchaser_agency_export_id',
  CREATED_AT = 'time_creation',
  UPDATED_AT = 'time_update',
}

/** Order of a list of purchaser agencies. */
export const PurchaserAgencyOrder = orderOf('PurchaserAgency', 'purchaser agencies', PurchaserAgencyOrderField, {
  NAME: 'By the name, as the upstream sorts text.',
  NUMBER: 'By the number in the archive.',
  CREATED_AT: 'By the time of creation.',
  UPDATED_AT: 'By the time of the last change.',
});

/** Which purchaser agencies a list holds. */
@FilterOf('purchaser agencies')
export class PurchaserAgencyFilter {
  @Field(() => UUID, { nullable: true, description: 'Only agencies of the cash register with this client.' })
  readonly clientUuid?: string | null;
}

/** Arguments of every list of purchaser agencies. */
@ArgsType()
export class PurchaserAgencyListArguments extends listArgumentsOf(
  'purchaser agencies',
  PurchaserAgencyOrder,
  'Order of the list; by CREATED_AT, ascending, by default.',
  PurchaserAgencyFilter,
) {}

/** A postal address to store. */
@InputType({ description: 'A postal address.' })
export class PostalAddressInput {
  @Field(() => String, { description: 'Street and number, 1 to 60 characters.' })
  readonly street!: string; // filled by TypeGraphQL, as are all members of inputs here

  @Field(() => String, { description: 'Postal code, 1 to 10 characters.' })
  readonly postalCode!: string;

  @Field(() => String, { description: 'City, 1 to 62 characters.' })
  readonly city!: string;

  @Field(() => String, { description: 'Country (ISO 3166-1 alpha-3), e.g. `DEU`.' })
  readonly countryCode!: string;
}

/** Input of `upsertPurchaserAgency`. */
@InputType({ description: 'Input of `upsertPurchaserAgency`. Give exactly one of `taxNumber` and `vatIdNumber`.' })
export class UpsertPurchaserAgencyInput {
  @Field(() => UUID, { description: 'Id of the agency: make a random one (version 4) for a new one.' })
  readonly purchaserAgencyUuid!: string;

  @Field(() => UUID, { description: 'UUID of the client of the cash register that sells for it.' })
  readonly clientUuid!: string;

  @Field(() => Int, { description: 'Number in the archive (AGENTUR_ID): whole numbers from 1, ascending by 1.' })
  readonly number!: number;

  @Field(() => String, { description: 'Official name of the company, 1 to 60 characters.' })
  readonly name!: string;

  @Field(() => PostalAddressInput, { description: 'Its address.' })
  readonly address!: PostalAddressInput;

  @Field(() => String, { nullable: true, description: 'National tax number, 1 to 20 characters.' })
  readonly taxNumber?: string | null;

  @Field(() => String, { nullable: true, description: 'VAT id number, e.g. `DE123456789`: at most 15 characters.' })
  readonly vatIdNumber?: string | null;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data, up to 20 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Result of `upsertPurchaserAgency`. */
@ObjectType({ description: 'Result of `upsertPurchaserAgency`.' })
export class UpsertPurchaserAgencyPayload extends MutationPayload {
  @Field(() => PurchaserAgency, { nullable: true, description: 'The agency; null when nothing was written.' })
  readonly purchaserAgency!: PurchaserAgency | null; // made by the resolver
}

/** Checks a postal address (`dsfinvk-v1.md §7`). */
function addressProblems(address: PostalAddressInput): readonly Problem[] {
  return [
    ...lengthProblems(address.street, 60, ['address', 'street']),
    ...lengthProblems(address.postalCode, 10, ['address', 'postalCode']),
    ...lengthProblems(address.city, 62, ['address', 'city']),
    ...patternProblems(address.countryCode, /^[A-Z]{3}$/, 'three capital letters', ['address', 'countryCode']),
  ];
}

/** Checks the input of `upsertPurchaserAgency` (`dsfinvk-v1.md §7`). */
export function purchaserAgencyProblems(input: UpsertPurchaserAgencyInput): readonly Problem[] {
  const { number, name, address, taxNumber, vatIdNumber, metadata } = input;
  const isOne = (typeof taxNumber === 'string') !== (typeof vatIdNumber === 'string');
  return [
    ...(number >= 1 ? [] : [{ field: ['number'], message: `Numbers begin at 1, but this is ${number}.` }]),
    ...lengthProblems(name, 60, ['name']),
    ...addressProblems(address),
    ...(isOne ? [] : [{ field: ['taxNumber'], message: 'Give exactly one of taxNumber and vatIdNumber.' }]),
    ...lengthProblems(taxNumber, 20, ['taxNumber']),
    ...patternProblems(vatIdNumber, /^[A-Z]{2}.{1,13}$/u, 'two capital letters and 1 to 13 characters', [
      'vatIdNumber',
    ]),
    ...metadataProblems(metadata, DSFINVK_PAIRS),
  ];
}

/** The upstream's form of a purchaser agency. */
export function toPurchaserAgency(input: UpsertPurchaserAgencyInput): Contract['PurchaserAgencyUpsert'] {
  const { number, clientUuid, name, address, taxNumber, vatIdNumber, metadata } = input;
  const common = {
    purchaser_agency_export_id: number,
    client_id: clientUuid,
    name,
    address: {
      street: address.street,
      postal_code: address.postalCode,
      city: address.city,
      country_code: address.countryCode,
    },
    ...(metadata && { metadata: toMetadataMap(metadata) }),
  };
  // One of both is there: that was checked.
  return typeof taxNumber === 'string'
    ? { ...common, tax_number: taxNumber }
    : { ...common, vat_id_number: vatIdNumber ?? '' };
}
