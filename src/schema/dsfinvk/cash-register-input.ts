import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas as Contract } from '../../contract/dsfinvk.js';
import { DSFINVK_PAIRS, MetadataEntryInput, metadataProblems, toMetadataMap } from '../common/metadata.js';
import { Base64, UUID } from '../common/scalars.js';
import { MutationPayload, type Problem } from '../common/user-error.js';
import { CashRegister } from './cash-register.js';
import { lengthProblems, patternProblems } from './lengths.js';

/** Format of the times that an external TSS signs. The values are the upstream's. */
export enum SignatureTimestampFormat {
  UNIX_TIME = 'unixTime',
  UTC_TIME = 'utcTime',
  UTC_TIME_WITH_SECONDS = 'utcTimeWithSeconds',
  GENERALIZED_TIME = 'generalizedTime',
  GENERALIZED_TIME_WITH_MILLISECONDS = 'generalizedTimeWithMilliseconds',
}
registerEnumType(SignatureTimestampFormat, {
  name: 'SignatureTimestampFormat',
  description: 'Format of the times that a TSS of another vendor signs (TSE_ZEITFORMAT).',
  valuesConfig: {
    UNIX_TIME: { description: 'unixTime: seconds since 1970.' },
    UTC_TIME: { description: 'utcTime: UTCTime of ASN.1, without seconds.' },
    UTC_TIME_WITH_SECONDS: { description: 'utcTimeWithSeconds: UTCTime of ASN.1.' },
    GENERALIZED_TIME: { description: 'generalizedTime: GeneralizedTime of ASN.1.' },
    GENERALIZED_TIME_WITH_MILLISECONDS: {
      description: 'generalizedTimeWithMilliseconds: GeneralizedTime of ASN.1, with milliseconds.',
    },
  },
});

/** Encoding of the process data of an external TSS. The values are the upstream's. */
export enum TransactionDataEncoding {
  UTF_8 = 'UTF-8',
  ASCII = 'ASCII',
}
registerEnumType(TransactionDataEncoding, {
  name: 'TransactionDataEncoding',
  description: 'Encoding of the process data of a TSS of another vendor (TSE_PD_ENCODING).',
  valuesConfig: { UTF_8: { description: 'UTF-8.' }, ASCII: { description: 'ASCII.' } },
});

/** A register that signs with SIGN DE. */
@InputType({ description: 'A MASTER register that signs with a TSS of SIGN DE.' })
export class MasterInput {
  @Field(() => UUID, { description: 'UUID of its TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL, as are all members of inputs here
}

/** A register with a TSS of another vendor. */
@InputType({ description: 'A MASTER register with a TSS of another vendor.' })
export class ExternalMasterInput {
  @Field(() => String, { description: 'Serial number of the TSS, in hexadecimal digits.' })
  readonly serialNumber!: string;

  @Field(() => String, { description: 'Signature algorithm of the TSS, e.g. `ecdsa-plain-SHA256`.' })
  readonly signatureAlgorithm!: string;

  @Field(() => SignatureTimestampFormat, { description: 'Format of the times that the TSS signs.' })
  readonly signatureTimestampFormat!: SignatureTimestampFormat;

  @Field(() => TransactionDataEncoding, { description: 'Encoding of the process data.' })
  readonly transactionDataEncoding!: TransactionDataEncoding;

  @Field(() => Base64, { description: 'Public key of the TSS.' })
  readonly publicKey!: string;

  @Field(() => Base64, { description: 'Certificate of the TSS.' })
  readonly certificate!: string;
}

/** A terminal. */
@InputType({ description: 'A terminal that takes payments, whose day a MASTER register closes.' })
export class TerminalInput {
  @Field(() => UUID, { description: 'UUID of the client of the MASTER register.' })
  readonly masterClientUuid!: string;

  @Field(() => UUID, { nullable: true, description: 'UUID of its own TSS of SIGN DE, if it has one.' })
  readonly tssUuid?: string | null;

  @Field(() => String, { nullable: true, description: 'Its serial number in hexadecimal digits, if it has no TSS.' })
  readonly serialNumber?: string | null;
}

/** The software of a register. */
@InputType({ description: 'The software of a cash register: a brand, a version or both.' })
export class CashRegisterSoftwareInput {
  @Field(() => String, { nullable: true, description: 'Name of the software, 1 to 50 characters.' })
  readonly brand?: string | null;

  @Field(() => String, { nullable: true, description: 'Version of the software, 1 to 50 characters.' })
  readonly version?: string | null;
}

/** Input of `upsertCashRegister`. */
@InputType({
  description: 'Input of `upsertCashRegister`. Give exactly one of `master`, `externalMaster`, `terminal`.',
})
export class UpsertCashRegisterInput {
  @Field(() => UUID, { description: 'UUID of its client of SIGN DE. A register without one may have any UUID.' })
  readonly clientUuid!: string;

  @Field(() => MasterInput, { nullable: true, description: 'For a register that signs with SIGN DE.' })
  readonly master?: MasterInput | null;

  @Field(() => ExternalMasterInput, { nullable: true, description: 'For a register with a TSS of another vendor.' })
  readonly externalMaster?: ExternalMasterInput | null;

  @Field(() => TerminalInput, { nullable: true, description: 'For a terminal.' })
  readonly terminal?: TerminalInput | null;

  @Field(() => String, { description: 'Manufacturer, 1 to 50 characters.' })
  readonly brand!: string;

  @Field(() => String, { description: 'Model, 1 to 50 characters.' })
  readonly model!: string;

  @Field(() => CashRegisterSoftwareInput, { description: 'Its software.' })
  readonly software!: CashRegisterSoftwareInput;

  @Field(() => String, { description: 'Base currency (ISO 4217), e.g. `EUR`.' })
  readonly baseCurrencyCode!: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether it cannot tell the VAT of a receivable when that is settled. Close the day before a change.',
  })
  readonly vatNotDeterminable?: boolean | null;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data, up to 20 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Result of `upsertCashRegister`. */
@ObjectType({ description: 'Result of `upsertCashRegister`.' })
export class UpsertCashRegisterPayload extends MutationPayload {
  @Field(() => CashRegister, { nullable: true, description: 'The register; null when nothing was written.' })
  readonly cashRegister!: CashRegister | null; // made by the resolver
}

/** Checks the input of `upsertCashRegister` (`dsfinvk-v1.md §6`). */
export function cashRegisterProblems(input: UpsertCashRegisterInput): readonly Problem[] {
  const { master, externalMaster, terminal, brand, model, software, baseCurrencyCode, metadata } = input;
  const kinds = [master, externalMaster, terminal].filter((kind) => kind !== null && kind !== undefined);
  return [
    ...(kinds.length === 1
      ? []
      : [
          {
            field: ['master'],
            message: `Give exactly one of master, externalMaster and terminal, but there are ${kinds.length}.`,
          },
        ]),
    ...(terminal ? terminalProblems(terminal, input.clientUuid) : []),
    ...patternProblems(externalMaster?.serialNumber, HEX, 'hexadecimal digits', ['externalMaster', 'serialNumber']),
    ...lengthProblems(brand, 50, ['brand']),
    ...lengthProblems(model, 50, ['model']),
    ...(software.brand || software.version
      ? []
      : [{ field: ['software'], message: 'The software needs a brand or a version.' }]),
    ...lengthProblems(software.brand, 50, ['software', 'brand']),
    ...lengthProblems(software.version, 50, ['software', 'version']),
    ...patternProblems(baseCurrencyCode, /^[A-Z]{3}$/, 'three capital letters (ISO 4217)', ['baseCurrencyCode']),
    ...metadataProblems(metadata, DSFINVK_PAIRS),
  ];
}

const HEX = /^[0-9a-f]+$/i;

function terminalProblems({ masterClientUuid, tssUuid, serialNumber }: TerminalInput, own: string): readonly Problem[] {
  const isOwn = masterClientUuid.toLowerCase() === own.toLowerCase();
  return [
    ...(isOwn ? [{ field: ['terminal', 'masterClientUuid'], message: 'A terminal cannot be its own master.' }] : []),
    ...(tssUuid && serialNumber
      ? [{ field: ['terminal', 'serialNumber'], message: 'Only a terminal without a TSS has its own serial number.' }]
      : []),
    ...patternProblems(serialNumber, HEX, 'hexadecimal digits', ['terminal', 'serialNumber']),
  ];
}

/** The upstream's form of a cash register. */
export function toCashRegister(input: UpsertCashRegisterInput): Contract['CashRegisterUpsert'] {
  const { brand, model, software, baseCurrencyCode, vatNotDeterminable, metadata } = input;
  return {
    cash_register_type: toKind(input),
    brand,
    model,
    // One of both is there: that was checked.
    software: {
      ...(software.brand ? { brand: software.brand } : {}),
      ...(software.version ? { version: software.version } : {}),
    } as Contract['Software'],
    base_currency_code: baseCurrencyCode,
    ...(typeof vatNotDeterminable === 'boolean' && {
      processing_flags: { UmsatzsteuerNichtErmittelbar: vatNotDeterminable },
    }),
    ...(metadata && { metadata: toMetadataMap(metadata) }),
  };
}

function toKind({
  master,
  externalMaster,
  terminal,
}: UpsertCashRegisterInput): Contract['CashRegisterUpsert']['cash_register_type'] {
  if (externalMaster) {
    return {
      type: 'MASTER',
      serial_number: externalMaster.serialNumber,
      signature_algorithm: externalMaster.signatureAlgorithm,
      signature_timestamp_format: externalMaster.signatureTimestampFormat,
      transaction_data_encoding: externalMaster.transactionDataEncoding,
      public_key: externalMaster.publicKey,
      certificate: externalMaster.certificate,
    };
  }
  if (terminal) {
    const { masterClientUuid: master_client_id, tssUuid, serialNumber } = terminal;
    if (tssUuid) return { type: 'SLAVE_WITH_TSS', master_client_id, tss_id: tssUuid };
    return { type: 'SLAVE_WITHOUT_TSS', master_client_id, ...(serialNumber && { serial_number: serialNumber }) };
  }
  return { type: 'MASTER', tss_id: master?.tssUuid ?? '' }; // that there is one kind was checked
}
