import { createHash, timingSafeEqual } from 'node:crypto';
import type { Schemas } from '../../../contract/sign-de.js';
import { systemOperations } from '../../../tse/log/system-operations.js';
import type { Engine } from '../../engine/engine.js';
import { Refusal } from '../../engine/refusal.js';
import type { Caller } from '../../session/session.js';
import { appendSystemLog } from '../log/log.js';
import { findServingTss, type TssRow } from '../tss.js';

/** The name of the only admin user of a TSS in its log messages (`tse-formats.md §1.5`). */
const ADMIN = 'tr-admin';

/**
 * Hashes a PIN or PUK for storage, salted with the id of the TSS. A slow hash would protect nothing: the keys that the
 * PIN protects are in the same file in plain text.
 */
export function hashOf(tssId: string, secret: string): Buffer {
  return createHash('sha256').update(`${tssId} ${secret}`).digest();
}

/**
 * Sets a new admin PIN with the PUK and unblocks it; only inside a write. An admin who is logged in stays logged in.
 * Wrong PUKs are not counted and write no log message.
 * @throws Refusal 400 unless the TSS is UNINITIALIZED or INITIALIZED, 401 for a wrong PUK
 */
export function changeAdminPin(
  engine: Engine,
  caller: Caller,
  tssId: string,
  { admin_puk, new_admin_pin }: Schemas['ChangeAdminPinRequest'],
): void {
  const tss = findServingTss(engine, caller, tssId);
  if (tss.state !== 'UNINITIALIZED' && tss.state !== 'INITIALIZED') {
    const message = `The PIN can be set while the TSS is UNINITIALIZED or INITIALIZED; it is ${tss.state}.`;
    throw new Refusal(400, 'E_CHANGE_ADMIN_PIN_FAILED', message);
  }
  if (!timingSafeEqual(tss.puk_hash, hashOf(tss.id, admin_puk))) {
    throw new Refusal(401, 'E_ADMIN_LOGIN_FAILED', 'ERROR_AUTHENTICATION_FAILED (UNBLOCK_RESULT_FAILED)');
  }
  appendSystemLog(engine, tss, systemOperations.unblockUser(ADMIN));
  const pinHash = hashOf(tss.id, new_admin_pin);
  engine.store.run('UPDATE tss SET pin_hash = ?, wrong_pins = 0 WHERE key = ?', pinHash, tss.key);
}

/**
 * Opens admin mode for this access token at this TSS; only inside a write.
 * @returns the refusal of a wrong PIN, not thrown, because its count and log message must be committed; `undefined`
 *   when the login succeeded
 * @throws Refusal 423 while the PIN is blocked or was never set, 401 once the TSS is DISABLED
 */
export function authenticateAdmin(
  engine: Engine,
  caller: Caller,
  tssId: string,
  { admin_pin }: Schemas['AdminAuthenticationRequest'],
): Refusal | undefined {
  const tss = findServingTss(engine, caller, tssId);
  // The contract has no better code for this operation.
  if (tss.state === 'DISABLED') {
    throw new Refusal(401, 'E_UNAUTHORIZED', 'The TSS is DISABLED for good, so nobody can log in as its admin.');
  }
  if (tss.pin_hash === null || isPinBlocked(engine, tss)) throw pinBlocked(tss);
  const right = timingSafeEqual(tss.pin_hash, hashOf(tss.id, admin_pin));
  appendSystemLog(engine, tss, systemOperations.authenticateUser(ADMIN, right));
  if (!right) {
    engine.store.run('UPDATE tss SET wrong_pins = wrong_pins + 1 WHERE key = ?', tss.key);
    return new Refusal(401, 'E_ADMIN_LOGIN_FAILED', 'ERROR_AUTHENTICATION_FAILED: the admin PIN is wrong.');
  }
  engine.store.run('UPDATE tss SET wrong_pins = 0 WHERE key = ?', tss.key);
  engine.store.run('INSERT OR IGNORE INTO admin_mode (session, tss) VALUES (?, ?)', caller.session, tss.key);
  return undefined;
}

/**
 * Ends admin mode of this access token at this TSS. Without admin mode it does nothing and logs nothing. Only inside
 * a write.
 */
export function logoutAdmin(engine: Engine, caller: Caller, tssId: string): void {
  const tss = findServingTss(engine, caller, tssId);
  if (!isAdmin(engine, caller, tss)) return;
  engine.store.run('DELETE FROM admin_mode WHERE session = ? AND tss = ?', caller.session, tss.key);
  appendSystemLog(engine, tss, systemOperations.logOut(ADMIN));
}

/**
 * Demands admin mode. It belongs to one access token and one TSS, and ends at logout or when the token expires
 * (`integration-guide.md §2`).
 * @throws Refusal 401 without admin mode
 */
export function requireAdmin(engine: Engine, caller: Caller, tss: TssRow): void {
  if (isAdmin(engine, caller, tss)) return;
  throw new Refusal(401, 'E_UNAUTHORIZED', 'Admin authentication required: log in as admin of this TSS first.');
}

/**
 * Like {@link requireAdmin}, for changes of the TSS itself. For these the contract has one more refusal.
 * @throws Refusal 423 without admin mode if no login is possible, because the PIN is blocked or was never set;
 *   otherwise 401
 */
export function requireAdminOfTss(engine: Engine, caller: Caller, tss: TssRow): void {
  if (!isAdmin(engine, caller, tss) && isPinBlocked(engine, tss)) throw pinBlocked(tss);
  requireAdmin(engine, caller, tss);
}

function isAdmin({ store }: Engine, caller: Caller, tss: TssRow): boolean {
  return store.one('SELECT 1 FROM admin_mode WHERE session = ? AND tss = ?', caller.session, tss.key) !== undefined;
}

function isPinBlocked({ limits }: Engine, tss: TssRow): boolean {
  return tss.pin_hash === null || tss.wrong_pins >= limits.wrongPins;
}

function pinBlocked(tss: TssRow): Refusal {
  const reason = tss.pin_hash === null ? 'was never set' : `was wrong ${tss.wrong_pins} times`;
  return new Refusal(423, 'E_ADMIN_PIN_BLOCKED', `The admin PIN ${reason}; set one with the PUK.`);
}
