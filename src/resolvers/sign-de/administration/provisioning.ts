import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
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
      'Puts a TSS into service in one step: creates and personalizes it, sets the admin PIN, initializes it and creates its clients. The admin is logged in only as long as necessary. After any failure, send the same input again: the mutation continues where it stopped, and repeats no completed step. May take a minute.',
  })
  async provisionTss(
    @Arg('input', () => ProvisionTssInput, { description: 'The TSS and the clients that must exist at the end.' })
    input: ProvisionTssInput,
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
      /** Reads the TSS again, because its counters have changed. If this read fails, returns the old object. */
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
      'Takes a TSS out of service permanently, like `disableTss`. Fails while transactions are open, unless `leaveTransactionsOpen` is true. You may repeat it: a DISABLED TSS stays DISABLED. The clients do not change, and you can still read and export. In TEST, the TSS is deleted within a week, so export first. Needs the admin.',
  })
  deprovisionTss(
    @Arg('input', () => DeprovisionTssInput, { description: 'The TSS, and its UUID a second time as confirmation.' })
    input: DeprovisionTssInput,
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
          // Check again: the login took time, and tills have continued to sign.
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

/** The caller needs the steps and the PUK after every kind of failure, so here all failures are user errors. */
function toProvisionError(error: UpstreamError, input: ProvisionTssInput, { clients }: Provisioned): UserError {
  if (!isUserErrorCode(error.code)) return userErrorWithCode(error, 'UPSTREAM_UNAVAILABLE');
  const ofClient = CLIENT_FIELDS[error.code];
  if (ofClient === undefined) return userErrorWithCode(error, error.code);
  // Clients are created one by one, in order.
  const index = input.clients.findIndex(({ uuid }) => !clients.some(({ _id }) => _id === uuid));
  return userErrorWithCode(error, error.code, error.retryable, ['clients', String(index), ofClient]);
}

/**
 * Stops the mutation if the TSS has open transactions. A disabled TSS signs nothing, so nobody could finish them.
 * @throws UpstreamError `OPEN_TRANSACTIONS`
 */
async function refuseOpen({ datasources }: Context, json: Schemas['TssResponse']): Promise<void> {
  const { number_active_transactions: counted } = json;
  const open = typeof counted === 'number' ? counted : await countOpen(datasources, json._id);
  if (open === 0) return;
  throw new UpstreamError({
    code: 'OPEN_TRANSACTIONS',
    message: `${open} ${open === 1 ? 'transaction is' : 'transactions are'} open. After the TSS is disabled, nobody can finish them. Finish or cancel them first, or send \`leaveTransactionsOpen: true\`. Nothing was changed.`,
  });
}

/** Counts open transactions, if the upstream's answer lacks the number. Counts at most the 100 rows of one page. */
async function countOpen({ transactions }: Context['datasources'], tssId: string): Promise<number> {
  return (await transactions.list({ tssId }, { states: ['ACTIVE'], limit: 100 })).data.length;
}
