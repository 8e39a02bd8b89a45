import { Extensions, Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import type { Secret } from '../secret.js';
import { Environment } from './environment.js';
import { ApiSecret, DateTime, Token, UUID } from './scalars.js';
import { MutationPayload, type Problem } from './user-error.js';

/** Host at which a session was opened. */
export enum UpstreamHost {
  MIDDLEWARE = 'MIDDLEWARE',
  BACKEND = 'BACKEND',
}
registerEnumType(UpstreamHost, {
  name: 'UpstreamHost',
  description: 'One of the two hosts of the upstream.',
  valuesConfig: {
    MIDDLEWARE: { description: 'Serves everything; its sessions are good at both hosts.' },
    BACKEND: { description: 'Serves all but what touches the signing component; its sessions are good only there.' },
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

/** What is wrong with a login. */
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
  @Field(() => Token, { description: 'Access token, good for up to 24 hours.' })
  readonly accessToken!: Secret; // made by the session resolver

  @Field(() => DateTime, { nullable: true, description: 'When the access token runs out.' })
  readonly accessTokenExpiresAt!: Date | null;

  @Field(() => Token, { nullable: true, description: 'Token for a later login without the key pair.' })
  readonly refreshToken!: Secret | null;

  @Field(() => DateTime, { nullable: true, description: 'When the refresh token runs out.' })
  readonly refreshTokenExpiresAt!: Date | null;

  @Field(() => Environment, { nullable: true, description: 'Environment of the key.' })
  readonly environment!: 'TEST' | 'LIVE' | null;

  @Field(() => UUID, { nullable: true, description: 'Organization that the key belongs to.' })
  readonly organizationUuid!: string | null;

  @Field(() => UpstreamHost, {
    description: 'Host at which the session was opened. One of the Backend cannot sign or administrate.',
  })
  readonly host!: 'MIDDLEWARE' | 'BACKEND';
}

/** Result of `authenticate`. */
@ObjectType({ description: 'Result of `authenticate`.' })
export class AuthenticatePayload extends MutationPayload {
  @Field(() => Session, { nullable: true, description: 'The session; null when the login failed.' })
  readonly session!: Session | null; // made by the session resolver
}
