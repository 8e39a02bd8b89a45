import type { Operations } from '../../../contract/read-contract.js';
import type { Schemas } from '../../../received.js';
import type { Secret } from '../../../secret.js';
import { z } from 'zod';
import type { Coordinator } from '../../../coordination/coordinator.js';
import { lockTopic } from '../../../coordination/topics.js';
import { exclusively } from '../../../upstream/access/exclusively.js';
import { Collection } from '../../../upstream/lists/collection.js';
import type { Noun } from '../../../upstream/lists/noun.js';
import type { List } from '../../../upstream/lists/page-size.js';
import type { Operation } from '../api.js';
import type { PinTries } from './pin-tries.js';
import { readBack } from '../../../upstream/call/read-back.js';
import { UpstreamError } from '../../../upstream/call/upstream-error.js';

/** Query of a list of TSS. */
export type TssListQuery = NonNullable<Operations['listTss']['parameters']['query']>;

/** Admin mode of one token on one TSS. Nothing is left for the next holder. */
const adminMode = lockTopic('admin', { codec: z.never(), lease: 60_000, timeToLive: 0 });

/** Time that a logout gets when the operation's own deadline is over, in milliseconds. */
const LOGOUT_TIME = 5_000;

/** How TSS are read. One TSS asked for is read, several are picked from the list. */
const TSS: Noun<Operation, Schemas['TssResponse'], TssListQuery> = {
  readOne: (operation, _parent, tssId) => operation.call('retrieveTss', { path: { tss_id: tssId } }),
  readList: (operation, _parents, query) => operation.call('listTss', { path: {}, query }),
  // That of a caller's few TSS is put together from as many calls as the upstream's has pages.
  hasListOfAll: ({ seesOnlyPart }) => !seesOnlyPart,
  parentOf: () => '',
  picking: { toQuery: (page) => ({ ...page, order_by: 'time_creation', order: 'asc' }), isFromAll: false },
};

/** TSS of the upstream, for one operation. */
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

  /** One TSS. @throws UpstreamError `TSS_NOT_FOUND` */
  load(tssId: string): Promise<Schemas['TssResponse']> {
    return this.#rows.load('', tssId);
  }

  /** As {@link load}, but read anew: somebody else may have signed. */
  reload(tssId: string): Promise<Schemas['TssResponse']> {
    return this.#rows.reload('', tssId);
  }

  /**
   * One page of TSS; its rows need not be read again.
   * @param isAnew whether it is read once more, as rows may have come and left
   */
  list(query: TssListQuery, isAnew = false): Promise<List<Schemas['TssResponse']>> {
    return this.#rows.list([], query, isAnew);
  }

  /** Creates a TSS; the answer holds its PUK. */
  create(tssId: string, body: Schemas['CreateTssRequest']): Promise<Schemas['CreateTssResponse']> {
    return this.#operation.call('createTss', { path: { tss_id: tssId }, body });
  }

  /**
   * Refuses what a move would be refused for before anything is sent: for those who look before they move.
   * @throws UpstreamError
   */
  admitMove(tssId: string): Promise<void> {
    return this.#operation.admit('updateTss', { tss_id: tssId });
  }

  /**
   * Moves a TSS to another state; some moves need the admin. When the answer is lost, the state tells whether it was
   * moved.
   */
  update(tssId: string, body: Schemas['UpdateTssRequest']): Promise<Schemas['UpdateTssResponse']> {
    const path = { tss_id: tssId };
    return readBack(
      () => this.#operation.call('updateTss', { path, body }),
      () => this.#operation.call('retrieveTss', { path }),
      ({ state }) => state === body.state,
    );
  }

  /** Sets the admin PIN by the PUK, which makes up for wrong PINs. */
  async changeAdminPin(tssId: string, puk: Secret, newPin: Secret): Promise<void> {
    const body = { admin_puk: puk.reveal(), new_admin_pin: newPin.reveal() };
    await this.#operation.call('changeAdminPin', { path: { tss_id: tssId }, body });
    await this.#pinTries.forget(tssId);
  }

  /**
   * Logs the admin in for the session in use. Repeated only where it was turned away (429, 503), since wrong PINs are
   * counted, here as well, one login at a time so that none is missed.
   * @throws UpstreamError `WRONG_ADMIN_PIN` saying how many tries are left, `TOO_MANY_WRONG_PINS` before anything is
   *   sent
   */
  async authenticateAdmin(tssId: string, pin: Secret): Promise<void> {
    const login = { path: { tss_id: tssId }, body: { admin_pin: pin.reveal() } };
    await this.#pinTries.attempt(tssId, this.#operation.signal, (lease) =>
      this.#operation.under(lease, () => this.#operation.call('authenticateAdmin', login)),
    );
  }

  /** Logs the admin out of the session in use. */
  async logoutAdmin(tssId: string, signal?: AbortSignal): Promise<void> {
    await this.#operation.call('logoutAdmin', { path: { tss_id: tssId }, body: {} }, signal);
  }

  /**
   * Logs the admin in, acts, and logs out again as one step, alone on this TSS among all operations with the same
   * credential.
   * @throws UpstreamError of the login or `DEADLINE_EXCEEDED` of the wait for one's turn, after which nothing was done;
   *   or of the act
   */
  async asAdmin<Result>(tssId: string, pin: Secret, act: () => Promise<Result>): Promise<Result> {
    for (let isRenewed = false; ; isRenewed = true) {
      const token = await this.#operation.credential.token();
      try {
        return await this.#operation.credential.keepingToken(() => this.#asAdminOf(token, tssId, pin, act));
      } catch (error) {
        // The gateway's own token has ended on the way, and admin mode with it: once more from the login, on another.
        const isOver = error instanceof UpstreamError && error.code === 'GATEWAY_CREDENTIALS_REFUSED';
        if (!isOver || isRenewed || !this.#operation.credential.giveUp(token)) throw error;
      }
    }
  }

  #asAdminOf<Result>(token: Secret, tssId: string, pin: Secret, act: () => Promise<Result>): Promise<Result> {
    const step = async () => {
      try {
        await this.authenticateAdmin(tssId, pin);
      } catch (error) {
        // Perhaps the login was made although its answer was lost.
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

  /** Logs out whatever happened, even when time is up. A logout that fails never hides what was done before it. */
  async #leaveAdminMode(tssId: string): Promise<void> {
    try {
      await this.logoutAdmin(tssId, AbortSignal.timeout(LOGOUT_TIME));
    } catch (error) {
      // Admin mode then lasts as long as the token. It opens nothing to callers of the gateway's key, who must bring
      // the PIN each time.
      if (!(error instanceof UpstreamError)) throw error;
    }
  }
}
