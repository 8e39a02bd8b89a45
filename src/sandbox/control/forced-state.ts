import type { Schemas } from '../../contract/sign-de.js';
import { hashOf } from '../sign-de/admin/admin.js';
import { ControlError } from '../engine/control-error.js';
import type { Engine } from '../engine/engine.js';
import { randomDigits } from '../engine/random.js';
import { reloadTss, type TssRow } from '../sign-de/tss.js';
import { moveTss } from '../sign-de/admin/tss-states.js';

type TssState = Schemas['TssState'];

/** The states that a caller can move a TSS to, in order. */
const LIFE = ['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED'] as const satisfies readonly TssState[];

/**
 * Puts a TSS into any state, without regard to the state machine; only inside a write. A move forwards signs the same
 * log messages as the caller's own moves. A move backwards clears the times of the later states; a TSS that is moved
 * back to CREATED gets a new PUK. Signed log messages are never removed.
 * @throws ControlError 404 when there is no such TSS
 */
export function forceTssState(engine: Engine, tssId: string, state: TssState): TssRow {
  const tss = engine.store.one<TssRow>('SELECT * FROM tss WHERE id = ?', tssId);
  if (!tss) throw new ControlError(404, `There is no TSS ${tssId}.`);
  const wanted = LIFE.findIndex((step) => step === state);
  if (wanted >= 0) takeThroughLife(engine, tss, wanted);
  if (state === 'CREATED' || state === 'DISABLED') engine.store.run('DELETE FROM admin_mode WHERE tss = ?', tss.key);
  const timeDefective = state === 'DEFECTIVE' ? (tss.time_defective ?? engine.now()) : null;
  engine.store.run('UPDATE tss SET state = ?, time_defective = ? WHERE key = ?', state, timeDefective, tss.key);
  return reloadTss(engine, tss);
}

function takeThroughLife(engine: Engine, tss: TssRow, wanted: number): void {
  if (wanted === LIFE.indexOf('DISABLED') && tss.time_disable !== null) return;
  forgetAfter(engine, tss, wanted);
  for (const step of LIFE.slice(0, wanted + 1)) {
    const current = reloadTss(engine, tss);
    const times = {
      UNINITIALIZED: current.time_uninit,
      INITIALIZED: current.time_init,
      DISABLED: current.time_disable,
    };
    if (step !== 'CREATED' && times[step] === null) moveTss(engine, current, { state: step });
  }
}

function forgetAfter(engine: Engine, tss: TssRow, wanted: number): void {
  const { store } = engine;
  if (wanted < 3) store.run('UPDATE tss SET time_disable = NULL WHERE key = ?', tss.key);
  if (wanted < 2) store.run('UPDATE tss SET time_init = NULL WHERE key = ?', tss.key);
  if (wanted > 0 || tss.time_uninit === null) return;
  const puk = randomDigits(engine.random, `puk ${tss.id} ${tss.signature_counter}`, 10);
  store.run(
    `UPDATE tss SET time_uninit = NULL, time_of_update = NULL, puk = ?, puk_hash = ?, pin_hash = NULL, wrong_pins = 0
      WHERE key = ?`,
    puk,
    hashOf(tss.id, puk),
    tss.key,
  );
}
