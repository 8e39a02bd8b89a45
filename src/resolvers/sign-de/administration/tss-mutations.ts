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
      'Creates a TSS and returns its PUK. While the TSS is CREATED, you may repeat it with the same UUID, to read the PUK of a lost answer.',
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
    description:
      'Changes a TSS from CREATED to UNINITIALIZED. Takes several seconds, at most 30. Does not need the admin.',
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
    description: 'Puts a TSS into service: changes it from UNINITIALIZED to INITIALIZED. Needs the admin.',
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
      'Takes a TSS out of service permanently: it never signs again. You can still read and export. Needs the admin.',
  })
  disableTss(
    @Arg('input', () => DisableTssInput, { description: 'The TSS, and its UUID a second time as confirmation.' })
    input: DisableTssInput,
    @Ctx() context: Context,
  ): Promise<DisableTssPayload> {
    return runMutation<Omit<DisableTssPayload, 'userErrors'>>(
      [...invalid(confirmationProblems(input)), ...adminRefusals(context, input)],
      async () => {
        const present = await lookBeforeMove(context, input.tssUuid, 'DISABLED');
        // The TSS is already DISABLED. The upstream would reject the login.
        if (present.state === TssState.DISABLED) return { tss: present };
        const disable = () => context.datasources.tss.update(input.tssUuid, { state: 'DISABLED' });
        return { tss: new Tss(await actAsAdmin(context, input, disable), 'write') };
      },
      { tss: null },
    );
  }
}
