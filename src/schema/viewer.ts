import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Environment } from './environment.js';
import { UUID } from './scalars.js';

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
    GATEWAY_KEY: { description: "The gateway's own API key, or the sandbox's demo key." },
  },
});

/** Who asks, as far as the upstream says. */
@ObjectType({ description: 'Who is asking: the credential in use and what it belongs to.' })
export class Viewer {
  @Field(() => Environment, {
    nullable: true,
    description: 'Environment of the credential; null when it cannot be told.',
  })
  readonly environment!: 'TEST' | 'LIVE' | null; // made by the viewer resolver

  @Field(() => UUID, {
    nullable: true,
    description: 'Organization the credential belongs to; null when it cannot be told.',
  })
  readonly organizationUuid!: string | null;

  @Field(() => CredentialKind, { description: 'Whose credential is in use.' })
  readonly credential!: CredentialKind;

  @Field(() => Boolean, {
    description: 'Whether the upstream is the embedded sandbox, whose receipts are no receipts.',
  })
  readonly sandbox!: boolean;
}
