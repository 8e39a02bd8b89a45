import type { Schemas } from '../../../received.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { Tss, TssState } from '../../../schema/sign-de/tss.js';
import type { Context } from '../../common/context.js';

/** States of which it is known where they lead. Of the others the upstream itself says best what is wrong with them. */
const MOVABLE: ReadonlySet<TssState> = new Set([
  TssState.CREATED,
  TssState.UNINITIALIZED,
  TssState.INITIALIZED,
  TssState.DISABLED,
]);

/**
 * Looks at a TSS that is to be moved, before the admin logs in or anything is changed.
 * @throws UpstreamError `ILLEGAL_TSS_STATE_CHANGE` naming the allowed moves when the state machine does not have this
 *   one
 */
export async function lookBeforeMove(
  { datasources }: Context,
  tssUuid: string,
  target: Schemas['TssTargetState'],
): Promise<Tss> {
  await datasources.tss.admitMove(tssUuid);
  const tss = new Tss(await datasources.tss.load(tssUuid));
  const { state, nextStates } = tss;
  if (state === TssState[target] || !MOVABLE.has(state) || nextStates.includes(TssState[target])) return tss;
  const allowed = nextStates.length > 0 ? `only to ${nextStates.join(' or ')}` : 'nowhere any more';
  throw new UpstreamError({
    code: 'ILLEGAL_TSS_STATE_CHANGE',
    message: `The TSS is ${state} and cannot go to ${target}, ${allowed}. Nothing was changed.`,
  });
}
