import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { ExportJson } from '../../../datasources/sign-de/export.js';
import { Export } from '../../../schema/sign-de/export/export.js';
import {
  CancelExportInput,
  CancelExportPayload,
  TriggerExportInput,
  TriggerExportPayload,
} from '../../../schema/sign-de/export/export-mutations.js';
import { exportSelectionProblems, fromExportSelection } from '../../../schema/sign-de/export/export-selection.js';
import type { UserError, UserErrorCode } from '../../../schema/common/user-error.js';
import type { Context } from '../../common/context.js';
import { runMutation } from '../../common/run-mutation.js';
import { type Fields, invalid } from '../../common/to-user-error.js';

/** Mutations on single exports. They need neither the admin nor the Middleware. */
@Resolver()
export class ExportMutationsResolver {
  @Mutation(() => TriggerExportPayload, {
    description:
      'Triggers an export of what is signed so far. `awaitExport` waits for its end. If you repeat it with the same UUID, nothing is exported twice. Large exports slow down signing, so trigger them when no till is in use.',
  })
  triggerExport(
    @Arg('input', () => TriggerExportInput, { description: 'The export.' }) input: TriggerExportInput,
    @Ctx() context: Context,
  ): Promise<TriggerExportPayload> {
    const { tssUuid, exportUuid, selection, maximumRecords } = input;
    const { exports } = context.datasources;
    return settleExport(context, input, invalid(exportSelectionProblems(selection, maximumRecords)), () =>
      exports.trigger(tssUuid, exportUuid, fromExportSelection(selection, maximumRecords)),
    );
  }

  @Mutation(() => CancelExportPayload, {
    description: 'Cancels an export that is PENDING or WORKING. It then never becomes COMPLETED. You may repeat it.',
  })
  cancelExport(
    @Arg('input', () => CancelExportInput, { description: 'The export.' }) input: CancelExportInput,
    @Ctx() context: Context,
  ): Promise<CancelExportPayload> {
    return settleExport(context, input, [], () => context.datasources.exports.cancel(input.tssUuid, input.exportUuid));
  }
}

/** Errors that mean that the export exists. The payload then contains it. */
const SHOWN: ReadonlySet<UserErrorCode> = new Set(['EXPORT_CONFLICT', 'EXPORT_NOT_CANCELLABLE']);

/** Input fields that are inside `selection`. */
const SELECTED: Fields = {
  CLIENT_NOT_FOUND: ['selection', 'clientUuid'],
  TRANSACTION_NOT_FOUND: ['selection', 'transactionNumber'],
};

async function settleExport(
  { datasources }: Context,
  { tssUuid, exportUuid }: CancelExportInput,
  refusals: readonly UserError[],
  act: () => Promise<ExportJson>,
): Promise<TriggerExportPayload> {
  const payload = await runMutation<Omit<TriggerExportPayload, 'userErrors'>>(
    refusals,
    async () => ({ export: new Export(await act(), 'write') }),
    { export: null },
    SELECTED,
  );
  if (!payload.userErrors.some(({ code }) => SHOWN.has(code))) return payload;
  return {
    userErrors: payload.userErrors,
    get export() {
      return datasources.exports.load(tssUuid, exportUuid).then((json) => new Export(json));
    },
  };
}
