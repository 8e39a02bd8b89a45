import type { Schemas } from '../../received/sign-de.js';
import { Secret } from '../../secret.js';
import type { ClientDatasource } from './client.js';
import { CREDENTIAL_FAILURES } from './signing/signing-result.js';
import type { TssDatasource } from './tss/tss.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** The steps that put a new TSS into service, in order. */
export const PROVISION_STEPS = ['CREATE', 'PERSONALIZE', 'SET_ADMIN_PIN', 'INITIALIZE', 'CREATE_CLIENTS'] as const;

/** One of the steps. */
export type ProvisionStep = (typeof PROVISION_STEPS)[number];

/**
 * State of a step at the end of a run. `DONE`: done in this run. `ALREADY_DONE`: done before this run. `UNKNOWN`: its
 * answer was lost.
 */
export type StepState = 'DONE' | 'ALREADY_DONE' | 'FAILED' | 'UNKNOWN' | 'NOT_REACHED';

/** A client that must exist at the end. */
export interface PlannedClient {
  readonly id: string;
  readonly body: Schemas['CreateClientRequest'];
}

/** The TSS and the clients that must exist at the end. */
export interface ProvisionPlan {
  readonly tssId: string;
  readonly metadata?: Schemas['MetadataRequest'];
  readonly description?: string;
  readonly adminPin: Secret;
  /** The PUK, for a run that continues with a TSS that is no longer CREATED. */
  readonly adminPuk?: Secret;
  readonly clients: readonly PlannedClient[];
}

/** A TSS, in any of the upstream's answers. */
type TssJson = Schemas['TssResponse'] | Schemas['CreateTssResponse'];
/** A client, in any of the upstream's answers. */
type ClientJson = Schemas['ClientResponse'] | Schemas['CreateClientResponse'];

/** The result of a run. */
export interface Provisioned {
  readonly steps: ReadonlyMap<ProvisionStep, StepState>;
  /** The TSS as it was read last; missing if it does not exist. */
  readonly tss?: TssJson;
  /** The PUK, if this run read it and the caller has not sent it. */
  readonly adminPuk?: Secret;
  /** The clients of the plan that exist, in the order of the plan. */
  readonly clients: readonly ClientJson[];
  /** The reason why the run stopped. */
  readonly error?: UpstreamError;
}

/** The datasources that a run needs. */
export interface ProvisionSources {
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
}

/**
 * Puts a TSS into service, from any state. Each run first reads what exists and does only the missing steps, so the
 * caller can repeat it after any failure.
 *
 * The upstream returns the PUK only while the TSS is CREATED (`sign-de-v2.md §5`). So a run that has read the PUK
 * returns it even if a later step fails. The run leaves the TSS CREATED if the caller has disconnected or has sent
 * another PUK, so that the next run can read the PUK again (docs/decisions/0026).
 */
export class ProvisionRun {
  readonly #sources: ProvisionSources;
  readonly #plan: ProvisionPlan;
  readonly #callerIsGone: () => boolean;
  readonly #steps = new Map<ProvisionStep, StepState>(PROVISION_STEPS.map((step) => [step, 'NOT_REACHED']));
  readonly #clients = new Map<string, ClientJson>();
  #tss: TssJson | undefined;
  #readPuk: Secret | undefined;
  #isLoggedIn = false;

  constructor(sources: ProvisionSources, plan: ProvisionPlan, callerIsGone: () => boolean) {
    this.#sources = sources;
    this.#plan = plan;
    this.#callerIsGone = callerIsGone;
  }

  /**
   * Runs once.
   * @throws UpstreamError if the credential is rejected before anything was done. All other failures are in the result
   */
  async run(): Promise<Provisioned> {
    await this.#sources.tss.admitMove(this.#plan.tssId);
    let error: UpstreamError | undefined;
    try {
      await this.#step('CREATE', () => this.#create());
      await this.#step('PERSONALIZE', () => this.#personalize());
      await this.#administrate();
    } catch (thrown) {
      if (!(thrown instanceof UpstreamError) || (CREDENTIAL_FAILURES.has(thrown.code) && !this.#tss)) throw thrown;
      error = thrown;
      this.#blameNextStep();
    }
    return {
      steps: this.#steps,
      ...(this.#tss && { tss: this.#tss }),
      ...(this.#readPuk && !this.#plan.adminPuk && { adminPuk: this.#readPuk }),
      clients: this.#plan.clients.flatMap(({ id }) => this.#clients.get(id) ?? []),
      ...(error && { error }),
    };
  }

  async #step(step: ProvisionStep, work: () => Promise<'DONE' | 'ALREADY_DONE'>): Promise<void> {
    try {
      const state = await work();
      // A step that this run has done stays `DONE`, even if a later attempt finds it already done.
      if (this.#steps.get(step) !== 'DONE') this.#steps.set(step, state);
    } catch (error) {
      this.#steps.set(step, error instanceof UpstreamError && error.ambiguous ? 'UNKNOWN' : 'FAILED');
      throw error;
    }
  }

  async #create(): Promise<'DONE' | 'ALREADY_DONE'> {
    const { tssId, metadata } = this.#plan;
    const found = await this.#sources.tss.load(tssId).catch(absent('TSS_NOT_FOUND'));
    if (found && found.state !== 'CREATED') {
      this.#tss = found;
      refuseEnded(found.state);
      return 'ALREADY_DONE';
    }
    // Create the TSS even if it exists: only this call returns the PUK.
    const created = await this.#sources.tss.create(tssId, metadata ? { metadata } : {});
    this.#tss = created;
    // Without a PUK nobody could ever set a PIN. The next run tries again to read it.
    if (typeof created.admin_puk !== 'string') throw untold('admin_puk');
    this.#readPuk = new Secret(created.admin_puk);
    return found ? 'ALREADY_DONE' : 'DONE';
  }

  async #personalize(): Promise<'DONE' | 'ALREADY_DONE'> {
    if (this.#tss?.state !== 'CREATED') return 'ALREADY_DONE';
    const { adminPuk } = this.#plan;
    if (adminPuk && adminPuk.reveal() !== this.#readPuk?.reveal()) throw wrongPuk();
    if (this.#callerIsGone()) throw gone();
    this.#tss = await this.#sources.tss.update(this.#plan.tssId, { state: 'UNINITIALIZED' });
    return 'DONE';
  }

  /** Does the missing steps of these: set the PIN, initialize, create the clients. */
  async #administrate(): Promise<void> {
    let missing = this.#plan.clients;
    if (this.#tss?.state === 'INITIALIZED') {
      this.#steps.set('SET_ADMIN_PIN', 'ALREADY_DONE').set('INITIALIZE', 'ALREADY_DONE');
      missing = await this.#lookForClients();
      if (missing.length === 0) {
        this.#steps.set('CREATE_CLIENTS', 'ALREADY_DONE');
        return;
      }
    }
    // A TSS whose PUK this run has read has no PIN yet. If the answer is lost, the next login shows whether the PIN was
    // set.
    if (this.#readPuk) await this.#step('SET_ADMIN_PIN', () => this.#setPin(this.#readPuk)).catch(unlessLost);
    try {
      await this.#actAsAdmin(missing);
    } catch (error) {
      const isUnset = error instanceof UpstreamError && error.code === 'ADMIN_PIN_BLOCKED' && !this.#isLoggedIn;
      if (!isUnset) throw error;
      await this.#step('SET_ADMIN_PIN', () => this.#setPin(this.#readPuk ?? this.#plan.adminPuk));
      await this.#actAsAdmin(missing);
    }
  }

  #actAsAdmin(missing: readonly PlannedClient[]): Promise<void> {
    const { tssId, adminPin } = this.#plan;
    return this.#sources.tss.asAdmin(tssId, adminPin, async () => {
      this.#isLoggedIn = true;
      // A successful login shows that the PIN is set: before this run, or by a call whose answer was lost.
      const pinState = this.#steps.get('SET_ADMIN_PIN');
      if (pinState === 'NOT_REACHED') this.#steps.set('SET_ADMIN_PIN', 'ALREADY_DONE');
      if (pinState === 'UNKNOWN') this.#steps.set('SET_ADMIN_PIN', 'DONE');
      await this.#step('INITIALIZE', () => this.#initialize());
      await this.#step('CREATE_CLIENTS', () => this.#createClients(missing));
    });
  }

  /** A failure between two steps, such as a login, counts as a failure of the next step. */
  #blameNextStep(): void {
    const states = [...this.#steps.values()];
    const next = PROVISION_STEPS.find((step) => this.#steps.get(step) === 'NOT_REACHED');
    if (next && !states.includes('FAILED') && !states.includes('UNKNOWN')) this.#steps.set(next, 'FAILED');
  }

  async #setPin(puk: Secret | undefined): Promise<'DONE'> {
    if (!puk) throw pukRequired();
    await this.#sources.tss.changeAdminPin(this.#plan.tssId, puk, this.#plan.adminPin);
    return 'DONE';
  }

  async #initialize(): Promise<'DONE' | 'ALREADY_DONE'> {
    if (this.#tss?.state === 'INITIALIZED') return 'ALREADY_DONE';
    const { tssId, description } = this.#plan;
    const change = { state: 'INITIALIZED' as const, ...(description !== undefined && { description }) };
    this.#tss = await this.#sources.tss.update(tssId, change);
    return 'DONE';
  }

  async #createClients(missing: readonly PlannedClient[]): Promise<'DONE' | 'ALREADY_DONE'> {
    for (const { id, body } of missing) {
      this.#clients.set(id, await this.#sources.clients.create(this.#plan.tssId, id, body));
    }
    return missing.length > 0 ? 'DONE' : 'ALREADY_DONE';
  }

  /**
   * Records the clients that exist. A client that was deregistered later stays deregistered.
   * @returns the missing clients
   */
  async #lookForClients(): Promise<readonly PlannedClient[]> {
    const { tssId, clients } = this.#plan;
    const found = await Promise.all(
      clients.map(({ id }) => this.#sources.clients.load(tssId, id).catch(absent('CLIENT_NOT_FOUND'))),
    );
    return clients.filter(({ id, body }, index) => {
      const client = found[index];
      if (client && typeof client.serial_number !== 'string') throw untold('serial_number');
      if (client && client.serial_number !== body.serial_number) throw otherSerialNumber(id);
      if (client) this.#clients.set(id, client);
      return !client;
    });
  }
}

/** Turns one error code into undefined, which means "does not exist". */
function absent(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof UpstreamError && error.code === code) return undefined;
    throw error;
  };
}

function unlessLost(error: unknown): void {
  if (!(error instanceof UpstreamError) || !error.ambiguous) throw error;
}

/** Throws for states from which a TSS can no longer come into service. */
function refuseEnded(state: string): void {
  if (state === 'UNINITIALIZED' || state === 'INITIALIZED') return;
  throw new UpstreamError({
    code: state === 'DISABLED' ? 'TSS_DISABLED' : 'TSS_UNUSABLE',
    message: `The TSS is ${state} and cannot be put into service. Use a new UUID for another TSS.`,
  });
}

/** Creates the error for an upstream answer that lacks a member that the run needs. */
function untold(member: string): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: `The upstream answered without a valid \`${member}\`. Send this request again.`,
    ambiguous: true,
  });
}

function wrongPuk(): UpstreamError {
  return new UpstreamError({
    code: 'WRONG_ADMIN_PUK',
    message:
      '`adminPuk` is not the PUK of the TSS. The TSS is still CREATED: to get its PUK, send this request without `adminPuk`.',
  });
}

function pukRequired(): UpstreamError {
  return new UpstreamError({
    code: 'ADMIN_PUK_REQUIRED',
    message:
      'The admin PIN was never set or is blocked, and the upstream no longer returns the PUK. Send `adminPuk` with the PUK that the run that created the TSS returned.',
  });
}

function gone(): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: 'The caller has disconnected, so the TSS is still CREATED and its PUK can be read again.',
    retryable: true,
  });
}

function otherSerialNumber(clientId: string): UpstreamError {
  return new UpstreamError({
    code: 'CLIENT_CONFLICT',
    message: `The client ${clientId} exists with another serial number, which cannot be changed. Choose a new UUID.`,
  });
}
