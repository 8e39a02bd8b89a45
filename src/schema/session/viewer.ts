import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Environment } from '../common/environment.js';
import { UUID } from '../common/scalars.js';

/** Whose credential an operation is run with. */
export enum CredentialKind {
  OWN_TOKEN = 'OWN_TOKEN',
  GATEWAY_KEY = 'GATEWAY_KEY',
}
registerEnumType(CredentialKind, {
  name: 'CredentialKind',
  description: 'Whose credential an operation is run with.',
  valuesConfig: {
    OWN_TOKEN: { description: 'The access token that the caller sent.' },
    GATEWAY_KEY: {
      description:
        "The gateway's own API key, or the sandbox's demo key, lent to callers on this machine or to those who bring a gateway key.",
    },
  },
});

/** What a caller may do. */
export enum Role {
  READ = 'READ',
  SIGN = 'SIGN',
  ADMIN = 'ADMIN',
}
registerEnumType(Role, {
  name: 'Role',
  description: 'What a caller may do as far as this gateway is concerned.',
  valuesConfig: {
    READ: { description: 'Look: all queries and subscriptions.' },
    SIGN: { description: 'Look and sign: transactions and their metadata.' },
    ADMIN: { description: 'Everything: also set up and take down TSS and clients, and export.' },
  },
});

/** The caller, as far as the upstream says. */
@ObjectType({ description: 'Who is asking: the credential in use and what it belongs to.' })
export class Viewer {
  @Field(() => Environment, {
    nullable: true,
    description: 'Environment of the credential; null when it cannot be told.',
  })
  readonly environment!: () => Environment | undefined; // made by the viewer resolver

  @Field(() => UUID, {
    nullable: true,
    description: 'Organization the credential belongs to; null when it cannot be told.',
  })
  readonly organizationUuid!: () => string | undefined;

  @Field(() => CredentialKind, { description: 'Whose credential is in use.' })
  readonly credential!: CredentialKind;

  @Field(() => String, {
    nullable: true,
    description: 'Name of the gateway key that was sent (`Authorization: Gateway-Key …`); null without one.',
  })
  readonly gatewayKey!: string | null;

  @Field(() => Role, {
    description: 'What one may do here. With an access token of your own it is for the upstream to say, so `ADMIN`.',
  })
  readonly role!: 'READ' | 'SIGN' | 'ADMIN';

  @Field(() => [UUID], {
    nullable: true,
    description: 'UUIDs of the only TSS that one may see and use; null for all that the credential can see.',
  })
  readonly tssUuids!: readonly string[] | null;

  @Field(() => Boolean, {
    description: 'Whether this gateway writes to LIVE; if not, mutations with a LIVE credential are refused.',
  })
  readonly liveWritesAllowed!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the upstream is the embedded sandbox, whose receipts are no receipts.',
  })
  readonly sandbox!: boolean;
}
