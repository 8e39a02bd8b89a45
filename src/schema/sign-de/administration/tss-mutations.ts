import { Field, InputType, ObjectType } from 'type-graphql';
import type { Secret } from '../../../secret.js';
import { MetadataEntryInput } from '../../common/metadata.js';
import { AdminPin, AdminPuk, UUID } from '../../common/scalars.js';
import { Tss } from '../tss.js';
import { MutationPayload, type Problem } from '../../common/user-error.js';

/** Base of the inputs that name a TSS. */
@InputType()
abstract class TssInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL
}

/** Base of the inputs of mutations that need the admin. */
@InputType()
export abstract class AdminTssInput extends TssInput {
  @Field(() => AdminPin, {
    nullable: true,
    description:
      'Admin PIN: the gateway logs the admin in, acts, and logs out again as one step. Required for callers that use the gateway’s own key; others may leave it out after `authenticateAdmin`.',
  })
  readonly adminPin?: Secret | null;
}

/** Input of `createTss`. */
@InputType({ description: 'Input of `createTss`.' })
export class CreateTssInput {
  @Field(() => UUID, {
    description: 'UUID of the new TSS: create a random one (version 4) and store it before you send it.',
  })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data on the TSS, up to 40 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Result of `createTss`. */
@ObjectType({ description: 'Result of `createTss`.' })
export class CreateTssPayload extends MutationPayload {
  @Field(() => Tss, { nullable: true, description: 'The new TSS; null when it was not created.' })
  readonly tss!: Tss | null; // made by the TSS resolver

  @Field(() => AdminPuk, {
    nullable: true,
    description: 'The admin PUK. Store it now: it is shown only while the TSS is CREATED, and never again.',
  })
  readonly adminPuk!: Secret | null;
}

/** Input of `personalizeTss`. */
@InputType({ description: 'Input of `personalizeTss`.' })
export class PersonalizeTssInput extends TssInput {}

/** Input of `initializeTss`. */
@InputType({ description: 'Input of `initializeTss`.' })
export class InitializeTssInput extends AdminTssInput {
  @Field(() => String, {
    nullable: true,
    description:
      "Description of the TSS, up to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?; cannot be changed later.",
  })
  readonly description?: string | null;
}

/** Checks the description of a TSS (`sign-de-v2.md §6`). */
export function descriptionProblems(description: string | null | undefined): readonly Problem[] {
  if (description === null || description === undefined || /^[A-Z0-9 '()+,\-./:=?]{0,100}$/i.test(description))
    return [];
  return [
    {
      field: ['description'],
      message: "A description has at most 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?",
    },
  ];
}

/** Input of `disableTss`. */
@InputType({ description: 'Input of `disableTss`.' })
export class DisableTssInput extends AdminTssInput {
  @Field(() => UUID, { description: 'The UUID of the TSS again, because disabling cannot be undone.' })
  readonly confirmTssUuid!: string;
}

/** Checks the confirmation of a step that cannot be undone. */
export function confirmationProblems(input: {
  readonly tssUuid: string;
  readonly confirmTssUuid: string;
}): readonly Problem[] {
  if (input.confirmTssUuid === input.tssUuid) return []; // the scalar has made both lower case
  return [{ field: ['confirmTssUuid'], message: 'Must repeat `tssUuid`, because disabling cannot be undone.' }];
}

/** Result of a mutation that moves a TSS to another state. */
@ObjectType()
abstract class ChangedTssPayload extends MutationPayload {
  @Field(() => Tss, { nullable: true, description: 'The TSS after the change; null when nothing was changed.' })
  readonly tss!: Tss | null; // made by the TSS resolver
}

/** Result of `personalizeTss`. */
@ObjectType({ description: 'Result of `personalizeTss`.' })
export class PersonalizeTssPayload extends ChangedTssPayload {}

/** Result of `initializeTss`. */
@ObjectType({ description: 'Result of `initializeTss`.' })
export class InitializeTssPayload extends ChangedTssPayload {}

/** Result of `disableTss`. */
@ObjectType({ description: 'Result of `disableTss`.' })
export class DisableTssPayload extends ChangedTssPayload {}

/** Input of `changeAdminPin`. */
@InputType({ description: 'Input of `changeAdminPin`.' })
export class ChangeAdminPinInput extends TssInput {
  @Field(() => AdminPuk, { description: 'The PUK that `createTss` showed.' })
  readonly adminPuk!: Secret;

  @Field(() => AdminPin, { description: 'The new PIN, at least 6 characters.' })
  readonly newAdminPin!: Secret;
}

/** Result of a mutation on the admin of a TSS. */
@ObjectType()
abstract class AdminPayload extends MutationPayload {
  @Field(() => Tss, { nullable: true, description: 'The TSS, read when asked for; null when the mutation failed.' })
  readonly tss!: Promise<Tss> | null; // a getter of the admin resolver, so that it costs nothing unless selected
}

/** Result of `changeAdminPin`. */
@ObjectType({ description: 'Result of `changeAdminPin`.' })
export class ChangeAdminPinPayload extends AdminPayload {}

/** Input of `authenticateAdmin`. */
@InputType({ description: 'Input of `authenticateAdmin`.' })
export class AuthenticateAdminInput extends TssInput {
  @Field(() => AdminPin, { description: 'The admin PIN. Five wrong ones block it.' })
  readonly adminPin!: Secret;
}

/** Result of `authenticateAdmin`. */
@ObjectType({ description: 'Result of `authenticateAdmin`.' })
export class AuthenticateAdminPayload extends AdminPayload {}

/** Input of `logoutAdmin`. */
@InputType({ description: 'Input of `logoutAdmin`.' })
export class LogoutAdminInput extends TssInput {}

/** Result of `logoutAdmin`. */
@ObjectType({ description: 'Result of `logoutAdmin`.' })
export class LogoutAdminPayload extends AdminPayload {}
