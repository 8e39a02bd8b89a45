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

/** Mutations on single exports; they need neither the admin nor the Middleware. */
@Resolver()
export class ExportMutationsResolver {
  @Mutation(() => TriggerExportPayload, {
    description:
      'Triggers an export of what is signed by now; `awaitExport` tells when it is done. Sent again with the same UUID it exports nothing twice. Large exports slow down signing, so trigger them when the tills are quiet.',
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
    description: 'Stops an export that is PENDING or WORKING; it never becomes COMPLETED then. May be sent again.',
  })
  cancelExport(
    @Arg('input', () => CancelExportInput, { description: 'The export.' }) input: CancelExportInput,
    @Ctx() context: Context,
  ): Promise<CancelExportPayload> {
    return settleExport(context, input, [], () => context.datasources.exports.cancel(input.tssUuid, input.exportUuid));
  }
}

/** Errors after which the export exists and is returned. */
const SHOWN: ReadonlySet<UserErrorCode> = new Set(['EXPORT_CONFLICT', 'EXPORT_NOT_CANCELLABLE']);

/** The input has these fields inside `selection`. */
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
