import { Extensions, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import { Secret } from '../../secret.js';
import { Environment } from '../common/environment.js';
import { optionalEnvironment, optionalObject, optionalText, optionalTime } from '../common/read-member.js';
import { ApiSecret, DateTime, Token, UUID } from '../common/scalars.js';
import { MutationPayload, type Problem } from '../common/user-error.js';

/** Host at which a session was opened. */
export enum UpstreamHost {
  MIDDLEWARE = 'MIDDLEWARE',
  BACKEND = 'BACKEND',
}
registerEnumType(UpstreamHost, {
  name: 'UpstreamHost',
  description: 'One of the two hosts of the upstream.',
  valuesConfig: {
    MIDDLEWARE: { description: 'Serves everything. Its sessions are valid at both hosts.' },
    BACKEND: {
      description: 'Serves everything that does not need the signing component. Its sessions are valid only there.',
    },
  },
});

/** An API key pair. */
@InputType({ description: 'A fiskaly API key pair.' })
export class ApiKeyInput {
  @Field(() => String, { description: 'The API key.' })
  readonly key!: string; // filled by TypeGraphQL

  @Field(() => ApiSecret, { description: 'Its secret.' })
  readonly secret!: Secret;
}

/** What to log in with: exactly one of these. */
@Extensions({ oneOf: true })
@InputType({ description: 'What to log in with: exactly one of these.' })
export class AuthenticateInput {
  @Field(() => ApiKeyInput, { nullable: true, description: 'An API key pair.' })
  readonly apiKey?: ApiKeyInput | null;

  @Field(() => Token, { nullable: true, description: 'The refresh token of an earlier login.' })
  readonly refreshToken?: Secret | null;
}

/** Checks the input of a login. */
export function authenticateProblems(input: AuthenticateInput): readonly Problem[] {
  const problems: Problem[] = [];
  if (input.apiKey?.key.trim() === '') {
    problems.push({ field: ['apiKey', 'key'], message: 'An API key is not empty.' });
  }
  if (input.apiKey?.secret.reveal() === '') {
    problems.push({ field: ['apiKey', 'secret'], message: 'An API secret is a string that is not empty.' });
  }
  if (input.refreshToken?.reveal() === '') {
    problems.push({ field: ['refreshToken'], message: 'A refresh token is a string that is not empty.' });
  }
  return problems;
}

/** A session at the upstream. */
@ObjectType({
  description: 'A session at the upstream. Send its access token as `Authorization: Bearer …` with further requests.',
})
export class Session {
  readonly #json: Schemas['AuthenticationResponse'];

  @Field(() => UpstreamHost, {
    description: 'Host at which the session was opened. A session of the Backend cannot sign or administrate.',
  })
  readonly host: 'MIDDLEWARE' | 'BACKEND';

  constructor(json: Schemas['AuthenticationResponse'], host: 'MIDDLEWARE' | 'BACKEND') {
    this.#json = json;
    this.host = host;
  }

  @Field(() => Token, { description: 'Access token, valid for up to 24 hours.' })
  get accessToken(): Secret {
    return new Secret(this.#json.access_token);
  }

  @Field(() => DateTime, { nullable: true, description: 'When the access token expires.' })
  get accessTokenExpiresAt(): Date | undefined {
    return optionalTime(this.#json, 'access_token_expires_at');
  }

  @Field(() => Token, { nullable: true, description: 'Token for a later login without the key pair.' })
  get refreshToken(): Secret | null {
    const token = optionalText(this.#json, 'refresh_token');
    return token === undefined ? null : new Secret(token);
  }

  @Field(() => DateTime, { nullable: true, description: 'When the refresh token expires.' })
  get refreshTokenExpiresAt(): Date | undefined {
    return optionalTime(this.#json, 'refresh_token_expires_at');
  }

  @Field(() => Environment, { nullable: true, description: 'Environment of the key.' })
  get environment(): Environment | undefined {
    return optionalEnvironment(optionalObject(this.#json, 'access_token_claims') ?? {}, 'env');
  }

  @Field(() => UUID, { nullable: true, description: 'Organization that the key belongs to.' })
  get organizationUuid(): string | undefined {
    return optionalText(optionalObject(this.#json, 'access_token_claims') ?? {}, 'organization_id');
  }
}

/** Result of `authenticate`. */
@ObjectType({ description: 'Result of `authenticate`.' })
export class AuthenticatePayload extends MutationPayload {
  @Field(() => Session, { nullable: true, description: 'The session; null when the login failed.' })
  readonly session!: Session | null; // made by the session resolver
}
