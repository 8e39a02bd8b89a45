import { Ctx, Query, Resolver } from 'type-graphql';
import { roleOf, tssOf } from '../../upstream/access/caller.js';
import { optionalEnvironment, optionalText } from '../../schema/common/read-member.js';
import { CredentialKind, Viewer } from '../../schema/session/viewer.js';
import type { Context } from '../common/context.js';

/** `viewer`: the caller and its permissions. */
@Resolver(() => Viewer)
export class ViewerResolver {
  @Query(() => Viewer, {
    nullable: true,
    description:
      'The caller and its permissions. Costs one call if the caller has its own token. Otherwise it costs no call, except to open the session of the gateway.',
  })
  async viewer(@Ctx() { datasources, sandbox }: Context): Promise<Viewer> {
    const identity = await datasources.session.identity();
    const { caller } = datasources;
    const only = tssOf(caller);
    return {
      environment: () => optionalEnvironment(identity, 'env'),
      organizationUuid: () => optionalText(identity, 'organization_id'),
      credential: caller.kind === 'own-token' ? CredentialKind.OWN_TOKEN : CredentialKind.GATEWAY_KEY,
      gatewayKey: caller.kind === 'gateway-key' ? (caller.grant?.name ?? null) : null,
      role: roleOf(caller) ?? 'READ',
      tssUuids: only ? [...only] : null,
      liveWritesAllowed: datasources.allowsLiveWrites,
      sandbox,
    };
  }
}
