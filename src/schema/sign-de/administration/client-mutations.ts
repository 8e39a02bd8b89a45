import { Field, InputType, ObjectType } from 'type-graphql';
import { Client } from '../client.js';
import { MetadataEntryInput } from '../../common/metadata.js';
import { UUID } from '../../common/scalars.js';
import { AdminTssInput } from './tss-mutations.js';
import { MutationPayload } from '../../common/user-error.js';

/** Base of the inputs that name a client and need the admin. */
@InputType()
abstract class AdminClientInput extends AdminTssInput {
  @Field(() => UUID, { description: 'UUID of the client.' })
  readonly clientUuid!: string; // filled by TypeGraphQL
}

/** Input of `createClient`. */
@InputType({ description: 'Input of `createClient`.' })
export class CreateClientInput extends AdminTssInput {
  @Field(() => UUID, {
    description: 'UUID of the new client: make a random one (version 4). It can never be used on another TSS.',
  })
  readonly clientUuid!: string;

  @Field(() => String, {
    description:
      "Serial number of the till: 1 to 70 characters of A-Z a-z 0-9 space ' ( ) + , - . : = ?, no space at either end, unique on the TSS. It goes on each receipt and cannot be changed.",
  })
  readonly serialNumber!: string;

  @Field(() => [MetadataEntryInput], { nullable: true, description: 'Your own data on the client, up to 40 pairs.' })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** Input of `registerClient`. */
@InputType({ description: 'Input of `registerClient`.' })
export class RegisterClientInput extends AdminClientInput {}

/** Input of `deregisterClient`. */
@InputType({ description: 'Input of `deregisterClient`.' })
export class DeregisterClientInput extends AdminClientInput {}

/** Base of the results with a client. */
@ObjectType()
abstract class ClientPayload extends MutationPayload {
  @Field(() => Client, { nullable: true, description: 'The client after the change; null when nothing was changed.' })
  readonly client!: Client | null; // made by the client resolver
}

/** Result of `createClient`. */
@ObjectType({ description: 'Result of `createClient`.' })
export class CreateClientPayload extends ClientPayload {}

/** Result of `registerClient`. */
@ObjectType({ description: 'Result of `registerClient`.' })
export class RegisterClientPayload extends ClientPayload {}

/** Result of `deregisterClient`. */
@ObjectType({ description: 'Result of `deregisterClient`.' })
export class DeregisterClientPayload extends ClientPayload {}
