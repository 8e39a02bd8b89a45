import type { Schemas } from '../../received.js';
import { Secret } from '../../secret.js';
import type { ClientDatasource } from './client.js';
import { CREDENTIAL_FAILURES } from './signing/signing-result.js';
import type { TssDatasource } from './tss/tss.js';
import { UpstreamError } from '../../upstream/call/upstream-error.js';

/** Steps from nothing to a TSS in service, in their order. */
export const PROVISION_STEPS = ['CREATE', 'PERSONALIZE', 'SET_ADMIN_PIN', 'INITIALIZE', 'CREATE_CLIENTS'] as const;

/** One of the steps. */
export type ProvisionStep = (typeof PROVISION_STEPS)[number];

/**
 * How a step stands at the end of a run: `DONE` by it, `ALREADY_DONE` before it; `UNKNOWN` when its answer was lost.
 */
export type StepState = 'DONE' | 'ALREADY_DONE' | 'FAILED' | 'UNKNOWN' | 'NOT_REACHED';

/** A client that is to be there in the end. */
export interface PlannedClient {
  readonly id: string;
  readonly body: Schemas['CreateClientRequest'];
}

/** What is to be there in the end. */
export interface ProvisionPlan {
  readonly tssId: string;
  readonly metadata?: Schemas['MetadataRequest'];
  readonly description?: string;
  readonly adminPin: Secret;
  /** The PUK, for a run that goes on with a TSS that is CREATED no more. */
  readonly adminPuk?: Secret;
  readonly clients: readonly PlannedClient[];
}

/** A TSS in whichever of the upstream's answers. */
type TssJson = Schemas['TssResponse'] | Schemas['CreateTssResponse'];
/** A client in whichever of the upstream's answers. */
type ClientJson = Schemas['ClientResponse'] | Schemas['CreateClientResponse'];

/** What a run came to. */
export interface Provisioned {
  readonly steps: ReadonlyMap<ProvisionStep, StepState>;
  /** As it was last seen; absent when there is none. */
  readonly tss?: TssJson;
  /** The PUK, where this run read it and the caller has not shown to know it. */
  readonly adminPuk?: Secret;
  /** Those of the plan that are there, in its order. */
  readonly clients: readonly ClientJson[];
  /** Why the step after the last one that is done was not. */
  readonly error?: UpstreamError;
}

/** What a run needs of the upstream. */
export interface ProvisionSources {
  readonly tss: TssDatasource;
  readonly clients: ClientDatasource;
}

/**
 * Takes a TSS from wherever it stands into service. Each run looks first and does what is missing, so it can be sent
 * again after any failure.
 *
 * The PUK is shown by the upstream only while the TSS is CREATED (`sign-de-v2.md §5`), so whoever reads it hands it on
 * whatever comes after, and a TSS does not leave CREATED when the caller has hung up meanwhile or brought another PUK:
 * the next run can read it again (docs/decisions/0026).
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
   * @throws UpstreamError when nothing at all could be begun, because of the credential; all other failures are in what
   *   it returns
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
      // What this run has done stays done, though it is found done when the admin has to log in once more.
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
    // Also when it is there: saying it again is how the PUK is read.
    const created = await this.#sources.tss.create(tssId, metadata ? { metadata } : {});
    this.#tss = created;
    // Without it nobody could ever set a PIN; the next run asks for it again.
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

  /** PIN, initialization and clients: what is missing of them. */
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
    // Fresh from CREATED it has no PIN; a lost answer is settled by the login that follows.
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
      // The login shows that the PIN is set: before this run, or by a call of it whose answer was lost.
      const pinState = this.#steps.get('SET_ADMIN_PIN');
      if (pinState === 'NOT_REACHED') this.#steps.set('SET_ADMIN_PIN', 'ALREADY_DONE');
      if (pinState === 'UNKNOWN') this.#steps.set('SET_ADMIN_PIN', 'DONE');
      await this.#step('INITIALIZE', () => this.#initialize());
      await this.#step('CREATE_CLIENTS', () => this.#createClients(missing));
    });
  }

  /** What fails between two steps, a login for example, kept the next one from being done. */
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
   * Notes the clients that are there; one that somebody has deregistered since is left so.
   * @returns those that are not
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

/** Takes one refusal for "it is not there". */
function absent(code: string): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof UpstreamError && error.code === code) return undefined;
    throw error;
  };
}

function unlessLost(error: unknown): void {
  if (!(error instanceof UpstreamError) || !error.ambiguous) throw error;
}

/** States that nothing leads out of into service. */
function refuseEnded(state: string): void {
  if (state === 'UNINITIALIZED' || state === 'INITIALIZED') return;
  throw new UpstreamError({
    code: state === 'DISABLED' ? 'TSS_DISABLED' : 'TSS_UNUSABLE',
    message: `The TSS is ${state} and cannot be taken into service; choose a new UUID for another one.`,
  });
}

/** The upstream has answered, but not told what the run goes on with. */
function untold(member: string): UpstreamError {
  return new UpstreamError({
    code: 'UPSTREAM_ANSWER_INVALID',
    message: `The upstream answered without a usable \`${member}\`; send this again.`,
    ambiguous: true,
  });
}

function wrongPuk(): UpstreamError {
  return new UpstreamError({
    code: 'WRONG_ADMIN_PUK',
    message:
      'The TSS has another PUK than `adminPuk` says. It was left CREATED, so that the right one can be had by sending this without `adminPuk`.',
  });
}

function pukRequired(): UpstreamError {
  return new UpstreamError({
    code: 'ADMIN_PUK_REQUIRED',
    message:
      'The admin PIN was never set or is blocked, and the PUK is shown no more; give `adminPuk`, which the run that created the TSS returned.',
  });
}

function gone(): UpstreamError {
  return new UpstreamError({
    code: 'DEADLINE_EXCEEDED',
    message: 'The caller has hung up, so the TSS was left CREATED, where its PUK can be read again.',
    retryable: true,
  });
}

function otherSerialNumber(clientId: string): UpstreamError {
  return new UpstreamError({
    code: 'CLIENT_CONFLICT',
    message: `The client ${clientId} is there with another serial number, which cannot be changed; choose a new UUID.`,
  });
}
