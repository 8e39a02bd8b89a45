import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Client, serialNumberProblems } from '../../../schema/sign-de/client.js';
import {
  CreateClientInput,
  CreateClientPayload,
  DeregisterClientInput,
  DeregisterClientPayload,
  RegisterClientInput,
  RegisterClientPayload,
} from '../../../schema/sign-de/administration/client-mutations.js';
import { metadataProblems, toMetadataMap } from '../../../schema/common/metadata.js';
import { actAsAdmin, adminRefusals } from './admin.js';
import type { Context } from '../../common/context.js';
import { runMutation } from '../../common/run-mutation.js';
import { invalid } from '../../common/to-user-error.js';

/** Mutations on clients; all need the admin. */
@Resolver()
export class ClientMutationsResolver {
  @Mutation(() => CreateClientPayload, {
    description: 'Registers a till on a TSS. May be sent again with the same UUID and serial number. Needs the admin.',
  })
  createClient(
    @Arg('input', () => CreateClientInput, { description: 'The new client.' }) input: CreateClientInput,
    @Ctx() context: Context,
  ): Promise<CreateClientPayload> {
    const { tssUuid, clientUuid, serialNumber, metadata } = input;
    const body = { serial_number: serialNumber, ...(metadata && { metadata: toMetadataMap(metadata) }) };
    return runMutation<Omit<CreateClientPayload, 'userErrors'>>(
      [...invalid(serialNumberProblems(serialNumber), metadataProblems(metadata)), ...adminRefusals(context, input)],
      async () => {
        const create = () => context.datasources.clients.create(tssUuid, clientUuid, body);
        return { client: new Client(await actAsAdmin(context, input, create), 'creation') };
      },
      { client: null },
    );
  }

  @Mutation(() => RegisterClientPayload, { description: 'Lets a deregistered client sign again. Needs the admin.' })
  registerClient(
    @Arg('input', () => RegisterClientInput, { description: 'The client.' }) input: RegisterClientInput,
    @Ctx() context: Context,
  ): Promise<RegisterClientPayload> {
    return setState(context, input, 'REGISTERED');
  }

  @Mutation(() => DeregisterClientPayload, {
    description: 'Keeps a client from signing until it is registered again. Needs the admin.',
  })
  deregisterClient(
    @Arg('input', () => DeregisterClientInput, { description: 'The client.' }) input: DeregisterClientInput,
    @Ctx() context: Context,
  ): Promise<DeregisterClientPayload> {
    return setState(context, input, 'DEREGISTERED');
  }
}

function setState(
  context: Context,
  input: RegisterClientInput,
  state: 'REGISTERED' | 'DEREGISTERED',
): Promise<RegisterClientPayload> {
  return runMutation<Omit<RegisterClientPayload, 'userErrors'>>(
    adminRefusals(context, input),
    async () => {
      const update = () => context.datasources.clients.update(input.tssUuid, input.clientUuid, { state });
      return { client: new Client(await actAsAdmin(context, input, update), 'write') };
    },
    { client: null },
  );
}
