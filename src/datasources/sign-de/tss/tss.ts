import type { Operations } from '../../../contract/sign-de.js';
import type { Schemas } from '../../../received/sign-de.js';
import type { Secret } from '../../../secret.js';
import { z } from 'zod';
import type { Coordinator } from '../../../coordination/coordinator.js';
import { lockTopic } from '../../../coordination/topics.js';
import { exclusively } from '../../../upstream/access/exclusively.js';
import { Collection } from '../../../upstream/lists/collection.js';
import type { Noun } from '../../../upstream/lists/noun.js';
import type { List } from '../../../upstream/lists/list.js';
import type { Operation } from '../api.js';
import type { PinTries } from './pin-tries.js';
import { readBack } from '../../../upstream/call/read-back.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';
import type { Signal } from '../../../coordination/cancellation.js';

/** Query of a list of TSS. */
export type TssListQuery = NonNullable<Operations['listTss']['parameters']['query']>;

/** Lock for the admin mode of one token on one TSS. It stores no value. */
const adminMode = lockTopic('admin', { codec: z.never(), lease: 60_000, timeToLive: 0 });

/** Maximum time for the logout, in milliseconds. It may run after the deadline of the operation. */
const LOGOUT_TIME = 5_000;

/** Defines how TSS are read: a single TSS by its id, several TSS from the list. */
const TSS: Noun<Operation, Schemas['TssResponse'], TssListQuery> = {
  readOne: (operation, _parent, tssId) => operation.call('retrieveTss', { path: { tss_id: tssId } }),
  readList: (operation, _parents, query) => operation.call('listTss', { path: {}, query }),
  // For a caller with access to some TSS only, the list takes many calls: the gateway reads pages of the upstream's
  // list until it has enough visible rows.
  hasListOfAll: ({ seesOnlyPart }) => !seesOnlyPart,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: false },
};

/** TSS at the upstream, for one operation. */
export class TssDatasource {
  readonly #operation: Operation;
  readonly #coordinator: Coordinator;
  readonly #pinTries: PinTries;
  readonly #rows: Collection<Operation, Schemas['TssResponse'], TssListQuery>;

  constructor(operation: Operation, coordinator: Coordinator, pinTries: PinTries) {
    this.#operation = operation;
    this.#coordinator = coordinator;
    this.#pinTries = pinTries;
    this.#rows = new Collection(TSS, operation);
  }

  /** Reads one TSS. @throws UpstreamError `TSS_NOT_FOUND` */
  load(tssId: string): Promise<Schemas['TssResponse']> {
    return this.#rows.load('', tssId);
  }

  /** Like {@link load}, but with a new call, because another caller may have signed. */
  reload(tssId: string): Promise<Schemas['TssResponse']> {
    return this.#rows.reload('', tssId);
  }

  /**
   * Reads one page of TSS. Later loads of these rows need no call.
   * @param isAnew forces a new read, because rows may have been added or removed
   */
  list(query: TssListQuery, isAnew = false): Promise<List<Schemas['TssResponse']>> {
    return this.#rows.list([], query, isAnew);
  }

  /** Creates a TSS. The answer contains its PUK. */
  create(tssId: string, body: Schemas['CreateTssRequest']): Promise<Schemas['CreateTssResponse']> {
    return this.#operation.call('createTss', { path: { tss_id: tssId }, body });
  }

  /**
   * Makes all checks of a state change that come before its call. For callers that read the TSS before they change it.
   * @throws UpstreamError
   */
  admitMove(tssId: string): Promise<void> {
    return this.#operation.admit('updateTss', { tss_id: tssId });
  }

  /**
   * Changes the state of a TSS. Some changes need the admin. If the answer is lost, the state is read to find out
   * whether it changed.
   */
  update(tssId: string, body: Schemas['UpdateTssRequest']): Promise<Schemas['UpdateTssResponse']> {
    const path = { tss_id: tssId };
    return readBack(
      () => this.#operation.call('updateTss', { path, body }),
      () => this.#operation.call('retrieveTss', { path }),
      ({ state }) => state === body.state,
    );
  }

  /** Sets the admin PIN with the PUK, which also resets the count of wrong PINs. */
  async changeAdminPin(tssId: string, puk: Secret, newPin: Secret): Promise<void> {
    const body = { admin_puk: puk.reveal(), new_admin_pin: newPin.reveal() };
    await this.#operation.call('changeAdminPin', { path: { tss_id: tssId }, body });
    await this.#pinTries.forget(tssId);
  }

  /**
   * Logs the admin in for the current session. The call is retried only after 429 and 503, because the upstream counts
   * wrong PINs. The gateway counts them too. It allows one login at a time, so that it counts each wrong PIN.
   * @throws UpstreamError `WRONG_ADMIN_PIN` with the number of remaining tries; `TOO_MANY_WRONG_PINS` before anything
   *   is sent
   */
  async authenticateAdmin(tssId: string, pin: Secret): Promise<void> {
    const login = { path: { tss_id: tssId }, body: { admin_pin: pin.reveal() } };
    await this.#pinTries.attempt(tssId, this.#operation.signal, (lease) =>
      this.#operation.under(lease, () => this.#operation.call('authenticateAdmin', login)),
    );
  }

  /** Logs the admin out of the current session. */
  async logoutAdmin(tssId: string, signal?: Signal): Promise<void> {
    await this.#operation.call('logoutAdmin', { path: { tss_id: tssId }, body: {} }, signal);
  }

  /**
   * Logs the admin in, runs `act` and logs out, as one step. Only one operation per token does this on a TSS at a time.
   * @throws UpstreamError of the login, or `DEADLINE_EXCEEDED` while waiting: then `act` has not started. Also errors
   *   of `act`
   */
  async asAdmin<Result>(tssId: string, pin: Secret, act: () => Promise<Result>): Promise<Result> {
    for (let isRenewed = false; ; isRenewed = true) {
      const token = await this.#operation.credential.token();
      try {
        return await this.#operation.credential.keepingToken(() => this.#asAdminOf(token, tssId, pin, act));
      } catch (error) {
        // The gateway's own token has expired meanwhile, and its admin mode has ended. Try once more with a new token.
        const isExpired = error instanceof UpstreamError && error.code === 'GATEWAY_CREDENTIALS_REFUSED';
        if (!isExpired || isRenewed || !this.#operation.credential.giveUp(token)) throw error;
      }
    }
  }

  #asAdminOf<Result>(token: Secret, tssId: string, pin: Secret, act: () => Promise<Result>): Promise<Result> {
    const step = async () => {
      try {
        await this.authenticateAdmin(tssId, pin);
      } catch (error) {
        // The login may have succeeded although its answer was lost.
        if (error instanceof UpstreamError && error.ambiguous) await this.#leaveAdminMode(tssId);
        throw error;
      }
      try {
        return await act();
      } finally {
        await this.#leaveAdminMode(tssId);
      }
    };
    const name = `${token.sha256} ${tssId}`;
    return exclusively(this.#coordinator, adminMode, name, this.#operation.signal, (lease) =>
      this.#operation.under(lease, step),
    );
  }

  /**
   * Logs the admin out, even after the deadline. A failed logout is ignored, so that the caller gets the result of its
   * work.
   */
  async #leaveAdminMode(tssId: string): Promise<void> {
    try {
      await this.logoutAdmin(tssId, AbortSignal.timeout(LOGOUT_TIME));
    } catch (error) {
      // If the logout fails, admin mode lasts as long as the token. Callers of the gateway's own API key cannot use it:
      // they must send the PIN each time.
      if (!(error instanceof UpstreamError)) throw error;
    }
  }
}
