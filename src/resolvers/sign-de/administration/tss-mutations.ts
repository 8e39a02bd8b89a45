import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { metadataProblems, toMetadataMap } from '../../../schema/common/metadata.js';
import { text } from '../../../schema/common/read-member.js';
import { Tss, TssState } from '../../../schema/sign-de/tss.js';
import {
  confirmationProblems,
  CreateTssInput,
  CreateTssPayload,
  descriptionProblems,
  DisableTssInput,
  DisableTssPayload,
  InitializeTssInput,
  InitializeTssPayload,
  PersonalizeTssInput,
  PersonalizeTssPayload,
} from '../../../schema/sign-de/administration/tss-mutations.js';
import { Secret } from '../../../secret.js';
import { actAsAdmin, adminRefusals } from './admin.js';
import type { Context } from '../../common/context.js';
import { runMutation } from '../../common/run-mutation.js';
import { invalid } from '../../common/to-user-error.js';
import { lookBeforeMove } from './tss-moves.js';

/** Mutations that change the state of a TSS. */
@Resolver()
export class TssMutationsResolver {
  @Mutation(() => CreateTssPayload, {
    description:
      'Creates a TSS and shows its PUK. May be sent again with the same UUID as long as the TSS is CREATED, to read the PUK of a lost answer.',
  })
  createTss(
    @Arg('input', () => CreateTssInput, { description: 'The new TSS.' }) input: CreateTssInput,
    @Ctx() { datasources }: Context,
  ): Promise<CreateTssPayload> {
    return runMutation<Omit<CreateTssPayload, 'userErrors'>>(
      invalid(metadataProblems(input.metadata)),
      async () => {
        const json = await datasources.tss.create(
          input.tssUuid,
          input.metadata ? { metadata: toMetadataMap(input.metadata) } : {},
        );
        return {
          tss: new Tss(json, 'write'),
          get adminPuk() {
            return new Secret(text(json, 'admin_puk'));
          },
        };
      },
      { tss: null, adminPuk: null },
    );
  }

  @Mutation(() => PersonalizeTssPayload, {
    description: 'Takes a TSS from CREATED to UNINITIALIZED. Slow: some seconds, up to 30. Needs no admin.',
  })
  personalizeTss(
    @Arg('input', () => PersonalizeTssInput, { description: 'The TSS.' }) input: PersonalizeTssInput,
    @Ctx() context: Context,
  ): Promise<PersonalizeTssPayload> {
    return runMutation<Omit<PersonalizeTssPayload, 'userErrors'>>(
      [],
      async () => {
        await lookBeforeMove(context, input.tssUuid, 'UNINITIALIZED');
        const json = await context.datasources.tss.update(input.tssUuid, { state: 'UNINITIALIZED' });
        return { tss: new Tss(json, 'write') };
      },
      { tss: null },
    );
  }

  @Mutation(() => InitializeTssPayload, {
    description: 'Takes a TSS from UNINITIALIZED to INITIALIZED: into service. Needs the admin.',
  })
  initializeTss(
    @Arg('input', () => InitializeTssInput, { description: 'The TSS and its description.' }) input: InitializeTssInput,
    @Ctx() context: Context,
  ): Promise<InitializeTssPayload> {
    const { tssUuid, description } = input;
    return runMutation<Omit<InitializeTssPayload, 'userErrors'>>(
      [...invalid(descriptionProblems(description)), ...adminRefusals(context, input)],
      async () => {
        await lookBeforeMove(context, tssUuid, 'INITIALIZED');
        const change = { state: 'INITIALIZED' as const, ...(description && { description }) };
        return {
          tss: new Tss(
            await actAsAdmin(context, input, () => context.datasources.tss.update(tssUuid, change)),
            'write',
          ),
        };
      },
      { tss: null },
    );
  }

  @Mutation(() => DisableTssPayload, {
    description:
      'Takes a TSS out of service for ever: it never signs again. Reading and exporting go on. Needs the admin.',
  })
  disableTss(
    @Arg('input', () => DisableTssInput, { description: 'The TSS, twice.' }) input: DisableTssInput,
    @Ctx() context: Context,
  ): Promise<DisableTssPayload> {
    return runMutation<Omit<DisableTssPayload, 'userErrors'>>(
      [...invalid(confirmationProblems(input)), ...adminRefusals(context, input)],
      async () => {
        const present = await lookBeforeMove(context, input.tssUuid, 'DISABLED');
        // Already done; the upstream would accept no login.
        if (present.state === TssState.DISABLED) return { tss: present };
        const disable = () => context.datasources.tss.update(input.tssUuid, { state: 'DISABLED' });
        return { tss: new Tss(await actAsAdmin(context, input, disable), 'write') };
      },
      { tss: null },
    );
  }
}
