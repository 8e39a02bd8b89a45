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

/** Mutations on clients. All of them need the admin. */
@Resolver()
export class ClientMutationsResolver {
  @Mutation(() => CreateClientPayload, {
    description:
      'Creates a client: registers a till on a TSS. You may repeat it with the same UUID and serial number. Needs the admin.',
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

  @Mutation(() => RegisterClientPayload, {
    description: 'Registers a deregistered client, so that it can sign again. Needs the admin.',
  })
  registerClient(
    @Arg('input', () => RegisterClientInput, { description: 'The client.' }) input: RegisterClientInput,
    @Ctx() context: Context,
  ): Promise<RegisterClientPayload> {
    return setState(context, input, 'REGISTERED');
  }

  @Mutation(() => DeregisterClientPayload, {
    description: 'Deregisters a client. It cannot sign until it is registered again. Needs the admin.',
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
