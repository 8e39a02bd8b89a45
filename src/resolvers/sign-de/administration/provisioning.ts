import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Schemas } from '../../../received.js';
import { ProvisionRun, type Provisioned } from '../../../datasources/sign-de/provisioning.js';
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
import { describe, invalid, isUserErrorCode, settle, toUserError } from '../../common/settle.js';
import { lookBeforeMove } from './tss-moves.js';

/** A TSS into service in one step, and out of it. */
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
      /** Its counters have moved since it was last seen; if it cannot be read now, that is better than nothing. */
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
    return settle<Omit<DeprovisionTssPayload, 'userErrors'>>(
      [...invalid(confirmationProblems(input)), ...adminRefusals(context, input)],
      async () => {
        const present = await lookBeforeMove(context, tssUuid, 'DISABLED');
        if (present.state === TssState.DISABLED) return { tss: present, disabled: false };
        if (!leaveTransactionsOpen) await refuseOpen(context, await tss.load(tssUuid));
        const disabled = await actAsAdmin(context, input, async () => {
          // Again, because the login took its time and tills do not wait.
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

/** What may be wrong with a client, and where. */
const CLIENT_FIELDS: Readonly<Record<string, string>> = {
  CLIENT_CONFLICT: 'uuid',
  ILLEGAL_CLIENT_SERIAL_NUMBER: 'serialNumber',
};

/** How far it came matters whatever failed, and so does the PUK: here even the upstream's own failures are data. */
function toProvisionError(error: UpstreamError, input: ProvisionTssInput, { clients }: Provisioned): UserError {
  if (!isUserErrorCode(error.code)) return describe(error, 'UPSTREAM_UNAVAILABLE');
  const ofClient = CLIENT_FIELDS[error.code];
  if (ofClient === undefined) return describe(error, error.code);
  // They are created one after another, in their order.
  const index = input.clients.findIndex(({ uuid }) => !clients.some(({ _id }) => _id === uuid));
  return describe(error, error.code, error.retryable, ['clients', String(index), ofClient]);
}

/**
 * Keeps a TSS in service on which transactions are open: nothing can be signed after, so they would stay open in the
 * books for ever.
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

/** Open transactions of a TSS that does not say how many; at most the 100 of one page. */
async function countOpen({ transactions }: Context['datasources'], tssId: string): Promise<number> {
  return (await transactions.list({ tssId }, { states: ['ACTIVE'], limit: 100 })).data.length;
}
