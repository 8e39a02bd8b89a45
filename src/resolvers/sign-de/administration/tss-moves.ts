import type { Schemas } from '../../../received/sign-de.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import { Tss, TssState } from '../../../schema/sign-de/tss.js';
import type { Context } from '../../common/context.js';

/** States with known transitions. For other states, the upstream reports the best error. */
const MOVABLE: ReadonlySet<TssState> = new Set([
  TssState.CREATED,
  TssState.UNINITIALIZED,
  TssState.INITIALIZED,
  TssState.DISABLED,
]);

/**
 * Reads a TSS and checks a state change, before the admin logs in or anything is written.
 * @throws UpstreamError `ILLEGAL_TSS_STATE_CHANGE` with the allowed states, if the state machine does not have this
 *   transition
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
  const allowed = nextStates.length > 0 ? `it can only change to ${nextStates.join(' or ')}` : 'its state is final';
  throw new UpstreamError({
    code: 'ILLEGAL_TSS_STATE_CHANGE',
    message: `The TSS is ${state} and cannot change to ${target}: ${allowed}. Nothing was changed.`,
  });
}
