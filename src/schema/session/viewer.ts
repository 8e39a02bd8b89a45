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
        "The gateway's own API key, or the sandbox's demo key, lent to callers on this machine or to callers with a gateway key.",
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
  description: 'What a caller may do at this gateway.',
  valuesConfig: {
    READ: { description: 'Read: all queries and subscriptions.' },
    SIGN: { description: 'Read and sign: transactions and their metadata.' },
    ADMIN: { description: 'Everything, including administration of TSS and clients, and exports.' },
  },
});

/** The caller and its credential. */
@ObjectType({ description: 'The caller: the credential in use and its owner.' })
export class Viewer {
  @Field(() => Environment, {
    nullable: true,
    description: 'Environment of the credential; null if it is not known.',
  })
  readonly environment!: () => Environment | undefined; // made by the viewer resolver

  @Field(() => UUID, {
    nullable: true,
    description: 'Organization that the credential belongs to; null if it is not known.',
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
    description: 'What the caller may do here. With its own access token the upstream decides, so the role is `ADMIN`.',
  })
  readonly role!: 'READ' | 'SIGN' | 'ADMIN';

  @Field(() => [UUID], {
    nullable: true,
    description: 'UUIDs of the only TSS that the caller may see and use; null for all that the credential can see.',
  })
  readonly tssUuids!: readonly string[] | null;

  @Field(() => Boolean, {
    description: 'Whether this gateway writes to LIVE; if not, mutations with a LIVE credential are refused.',
  })
  readonly liveWritesAllowed!: boolean;

  @Field(() => Boolean, {
    description: 'Whether the upstream is the embedded sandbox, whose receipts are not legal receipts.',
  })
  readonly sandbox!: boolean;
}
