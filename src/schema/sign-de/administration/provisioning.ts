import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Secret } from '../../../secret.js';
import { Client, serialNumberProblems } from '../client.js';
import { MetadataEntryInput, metadataProblems } from '../../common/metadata.js';
import { AdminPin, AdminPuk, UUID } from '../../common/scalars.js';
import { adminPinProblems, adminPukProblems } from '../../common/input/secret-input.js';
import { Tss } from '../tss.js';
import { AdminTssInput, descriptionProblems } from './tss-mutations.js';
import { MutationPayload, type Problem } from '../../common/user-error.js';

/** Maximum number of clients of one TSS (`sign-de-v2.md §6`). */
const MAXIMUM_CLIENTS = 199;

/** A step of `provisionTss`. */
export enum ProvisionStepName {
  CREATE = 'CREATE',
  PERSONALIZE = 'PERSONALIZE',
  SET_ADMIN_PIN = 'SET_ADMIN_PIN',
  INITIALIZE = 'INITIALIZE',
  CREATE_CLIENTS = 'CREATE_CLIENTS',
}
registerEnumType(ProvisionStepName, {
  name: 'ProvisionStepName',
  description: 'A step on the way to a TSS in service.',
  valuesConfig: {
    CREATE: { description: 'The TSS is created, and its PUK read.' },
    PERSONALIZE: { description: 'The TSS goes to UNINITIALIZED. From then on the PUK cannot be read any more.' },
    SET_ADMIN_PIN: { description: 'The admin PIN is set with the PUK.' },
    INITIALIZE: { description: 'The admin logs in, and the TSS goes to INITIALIZED, so it is in service.' },
    CREATE_CLIENTS: { description: 'The clients are created, and the admin logs out.' },
  },
});

/** The state of a step of `provisionTss`. */
export enum ProvisionStepState {
  DONE = 'DONE',
  ALREADY_DONE = 'ALREADY_DONE',
  FAILED = 'FAILED',
  UNKNOWN = 'UNKNOWN',
  NOT_REACHED = 'NOT_REACHED',
}
registerEnumType(ProvisionStepState, {
  name: 'ProvisionStepState',
  description: 'State of a step at the end of a run.',
  valuesConfig: {
    DONE: { description: 'Done by this run.' },
    ALREADY_DONE: { description: 'Was done before.' },
    FAILED: { description: 'Was not done; `userErrors` says why.' },
    UNKNOWN: { description: 'Its answer was lost. Send the same request again to find out.' },
    NOT_REACHED: { description: 'Was not started, because an earlier step was not done.' },
  },
});

/** One step of `provisionTss` and its state. */
@ObjectType({ description: 'A step of `provisionTss` and its state.' })
export class ProvisionStep {
  @Field(() => ProvisionStepName, { description: 'Which step.' })
  readonly name!: keyof typeof ProvisionStepName; // made by the provisioning resolver

  @Field(() => ProvisionStepState, { description: 'State of the step.' })
  readonly state!: keyof typeof ProvisionStepState;
}

/** A client that `provisionTss` is to create. */
@InputType({ description: 'A client that `provisionTss` is to create.' })
export class ProvisionClientInput {
  @Field(() => UUID, { description: 'UUID of the client: make a random one (version 4).' })
  readonly uuid!: string; // filled by TypeGraphQL

  @Field(() => String, { description: 'Serial number of the till, as for `createClient`.' })
  readonly serialNumber!: string;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data on the client, up to 40 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Input of `provisionTss`. */
@InputType({ description: 'Input of `provisionTss`.' })
export class ProvisionTssInput {
  @Field(() => UUID, {
    description: 'UUID of the TSS: create a random one (version 4), keep it, and use it again after a failure.',
  })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => String, {
    nullable: true,
    description: 'Description of the TSS, as for `initializeTss`; cannot be changed later.',
  })
  readonly description?: string | null;

  @Field(() => AdminPin, { description: 'Admin PIN that you choose, at least 6 characters; keep it.' })
  readonly adminPin!: Secret;

  @Field(() => AdminPuk, {
    nullable: true,
    description:
      'The PUK, if you already have it. After CREATED it is required if the PIN was not set yet. While the TSS is CREATED, it is compared with the real one first, and not shown again.',
  })
  readonly adminPuk?: Secret | null;

  @Field(() => [ProvisionClientInput], {
    defaultValue: [],
    description: 'Clients to create, up to 199. Existing ones are not changed.',
  })
  readonly clients!: ProvisionClientInput[];

  @Field(() => [MetadataEntryInput], {
    nullable: true,
    description: 'Your own data on the TSS, up to 40 pairs, stored when it is created.',
  })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Checks the input of `provisionTss`. */
export function provisionProblems(input: ProvisionTssInput): readonly Problem[] {
  const { clients } = input;
  const problems: Problem[] = [
    ...descriptionProblems(input.description),
    ...adminPinProblems(input.adminPin),
    ...(input.adminPuk ? adminPukProblems(input.adminPuk) : []),
    ...metadataProblems(input.metadata),
  ];
  if (clients.length > MAXIMUM_CLIENTS) {
    const message = `A TSS has at most ${MAXIMUM_CLIENTS} clients, but these are ${clients.length}.`;
    problems.push({ field: ['clients'], message });
  }
  const seen = new Set<string>();
  clients.forEach(({ uuid, serialNumber, metadata }, index) => {
    const inside = ({ field, message }: Problem) => ({ field: ['clients', String(index), ...field], message });
    problems.push(...[...serialNumberProblems(serialNumber), ...metadataProblems(metadata)].map(inside));
    for (const [field, value] of Object.entries({ uuid, serialNumber })) {
      if (seen.has(`${field} ${value}`))
        problems.push(inside({ field: [field], message: 'Each may appear once only.' }));
      seen.add(`${field} ${value}`);
    }
  });
  return problems;
}

/** Result of `provisionTss`. */
@ObjectType({ description: 'Result of `provisionTss`: the state of each step, even after a failure.' })
export class ProvisionTssPayload extends MutationPayload {
  @Field(() => Tss, { nullable: true, description: 'The TSS in its current state; null if there is none.' })
  readonly tss!: Promise<Tss> | Tss | null; // made by the provisioning resolver

  @Field(() => AdminPuk, {
    nullable: true,
    description:
      'The admin PUK, from the run that read it, even if a later step failed. Store it now: once the TSS has left CREATED, it cannot be read again.',
  })
  readonly adminPuk!: Secret | null;

  @Field(() => [Client], { description: 'The clients of the input that exist now, in the order of the input.' })
  readonly clients!: readonly Client[];

  @Field(() => [ProvisionStep], { description: 'All steps in order, with their states.' })
  readonly steps!: readonly ProvisionStep[];
}

/** Input of `deprovisionTss`. */
@InputType({ description: 'Input of `deprovisionTss`.' })
export class DeprovisionTssInput extends AdminTssInput {
  @Field(() => UUID, { description: 'The UUID of the TSS again, because this cannot be undone.' })
  readonly confirmTssUuid!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether to go on although transactions are open. They can then never be finished.',
  })
  readonly leaveTransactionsOpen!: boolean;
}

/** Result of `deprovisionTss`. */
@ObjectType({ description: 'Result of `deprovisionTss`.' })
export class DeprovisionTssPayload extends MutationPayload {
  @Field(() => Tss, { nullable: true, description: 'The TSS, DISABLED; null when nothing was changed.' })
  readonly tss!: Tss | null; // made by the provisioning resolver

  @Field(() => Boolean, { description: 'Whether this request disabled it; false if it was DISABLED before.' })
  readonly disabled!: boolean;
}
