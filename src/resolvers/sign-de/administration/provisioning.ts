import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Schemas } from '../../../received.js';
import { type Provisioned, ProvisionRun } from '../../../datasources/sign-de/provisioning.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { Client } from '../../../schema/sign-de/client.js';
import { toMetadataMap } from '../../../schema/common/metadata.js';
import {
  DeprovisionTssInput,
  DeprovisionTssPayload,
  provisionProblems,
  ProvisionTssInput,
  ProvisionTssPayload,
} from '../../../schema/sign-de/administration/provisioning.js';
import { Tss, TssState } from '../../../schema/sign-de/tss.js';
import { confirmationProblems } from '../../../schema/sign-de/administration/tss-mutations.js';
import type { UserError } from '../../../schema/common/user-error.js';
import { actAsAdmin, adminRefusals } from './admin.js';
import type { Context } from '../../common/context.js';
import { runMutation } from '../../common/run-mutation.js';
import { invalid, isUserErrorCode, toUserError, userErrorWithCode } from '../../common/to-user-error.js';
import { lookBeforeMove } from './tss-moves.js';

/** Puts a TSS into service in one step, and takes it out of service. */
@Resolver()
export class ProvisioningResolver {
  @Mutation(() => ProvisionTssPayload, {
    description:
      'Takes a TSS into service in one step: creates and personalizes it, sets the admin PIN, initializes it, creates its clients, with the admin logged in only as long as needed. Send the same again after any failure: it goes on where it stopped, and what is done is not done twice. May take a minute.',
  })
  async provisionTss(
    @Arg('input', () => ProvisionTssInput, { description: 'What is to be there in the end.' }) input: ProvisionTssInput,
    @Ctx() context: Context,
  ): Promise<ProvisionTssPayload> {
    const refusals = invalid(provisionProblems(input));
    if (refusals.length > 0) return nothing(refusals);
    const { datasources, callerIsGone } = context;
    const { description, metadata, adminPuk } = input;
    const plan = {
      tssId: input.tssUuid,
      adminPin: input.adminPin,
      ...(description && { description }),
      ...(metadata && { metadata: toMetadataMap(metadata) }),
      ...(adminPuk && { adminPuk }),
      clients: input.clients.map(({ uuid, serialNumber, metadata: own }) => ({
        id: uuid,
        body: { serial_number: serialNumber, ...(own && { metadata: toMetadataMap(own) }) },
      })),
    };
    let result: Provisioned;
    try {
      result = await new ProvisionRun(datasources, plan, callerIsGone).run();
    } catch (error) {
      return nothing([toUserError(error)]);
    }
    const { tss, steps, clients, error } = result;
    return {
      /** Its counters have changed since the last read. If a new read fails, the old object is returned. */
      get tss() {
        if (!tss) return null;
        return datasources.tss.load(input.tssUuid).then(
          (json) => new Tss(json),
          () => new Tss(tss, 'write'),
        );
      },
      adminPuk: result.adminPuk ?? null,
      clients: clients.map((json) => new Client(json, 'creation')),
      steps: [...steps].map(([name, state]) => ({ name, state })),
      userErrors: error ? [toProvisionError(error, input, result)] : [],
    };
  }

  @Mutation(() => DeprovisionTssPayload, {
    description:
      'Takes a TSS out of service for ever, as `disableTss`, but not while transactions are open on it, unless told to. May be sent again: a TSS that is DISABLED stays so. Its clients stay as they are, and reading and exporting go on; in TEST it is wiped within a week, so export first. Needs the admin.',
  })
  deprovisionTss(
    @Arg('input', () => DeprovisionTssInput, { description: 'The TSS, twice.' }) input: DeprovisionTssInput,
    @Ctx() context: Context,
  ): Promise<DeprovisionTssPayload> {
    const { tssUuid, leaveTransactionsOpen } = input;
    const { tss } = context.datasources;
    return runMutation<Omit<DeprovisionTssPayload, 'userErrors'>>(
      [...invalid(confirmationProblems(input)), ...adminRefusals(context, input)],
      async () => {
        const present = await lookBeforeMove(context, tssUuid, 'DISABLED');
        if (present.state === TssState.DISABLED) return { tss: present, disabled: false };
        if (!leaveTransactionsOpen) await refuseOpen(context, await tss.load(tssUuid));
        const disabled = await actAsAdmin(context, input, async () => {
          // Checked again: the login took time, and tills go on signing.
          if (!leaveTransactionsOpen) await refuseOpen(context, await tss.reload(tssUuid));
          return tss.update(tssUuid, { state: 'DISABLED' });
        });
        return { tss: new Tss(disabled, 'write'), disabled: true };
      },
      { tss: null, disabled: false },
    );
  }
}

function nothing(userErrors: readonly UserError[]): ProvisionTssPayload {
  return { tss: null, adminPuk: null, clients: [], steps: [], userErrors };
}

/** The input field that each client error concerns. */
const CLIENT_FIELDS: Readonly<Record<string, string>> = {
  CLIENT_CONFLICT: 'uuid',
  ILLEGAL_CLIENT_SERIAL_NUMBER: 'serialNumber',
};

/** The caller needs the steps and the PUK whatever failed, so here all failures are user errors. */
function toProvisionError(error: UpstreamError, input: ProvisionTssInput, { clients }: Provisioned): UserError {
  if (!isUserErrorCode(error.code)) return userErrorWithCode(error, 'UPSTREAM_UNAVAILABLE');
  const ofClient = CLIENT_FIELDS[error.code];
  if (ofClient === undefined) return userErrorWithCode(error, error.code);
  // Clients are created one by one, in order.
  const index = input.clients.findIndex(({ uuid }) => !clients.some(({ _id }) => _id === uuid));
  return userErrorWithCode(error, error.code, error.retryable, ['clients', String(index), ofClient]);
}

/**
 * Stops the mutation while the TSS has open transactions: after it nothing can be signed, so they could never be
 * finished.
 * @throws UpstreamError `OPEN_TRANSACTIONS`
 */
async function refuseOpen({ datasources }: Context, json: Schemas['TssResponse']): Promise<void> {
  const { number_active_transactions: told } = json;
  const open = typeof told === 'number' ? told : await countOpen(datasources, json._id);
  if (open === 0) return;
  throw new UpstreamError({
    code: 'OPEN_TRANSACTIONS',
    message: `${open} ${open === 1 ? 'transaction is' : 'transactions are'} open and could never be finished once the TSS is disabled; finish or cancel them first, or say \`leaveTransactionsOpen: true\`. Nothing was changed.`,
  });
}

/** Counts open transactions if the upstream's answer lacks the number; at most the 100 of one page. */
async function countOpen({ transactions }: Context['datasources'], tssId: string): Promise<number> {
  return (await transactions.list({ tssId }, { states: ['ACTIVE'], limit: 100 })).data.length;
}
