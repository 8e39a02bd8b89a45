import type { Schemas } from '../../../contract/sign-de.js';
import type { Coordinator } from '../../../coordination/coordinator.js';
import { countTopic } from '../../../coordination/topics.js';

/** The kind of a write to a transaction. */
export type Step = 'START' | 'UPDATE' | 'FINISH' | 'CANCEL';

const STEPS: readonly Step[] = ['START', 'UPDATE', 'FINISH', 'CANCEL'];

/**
 * Number of requests that sent one step of one transaction. It is kept for a week, which is longer than tills retry.
 */
export const sentSteps = countTopic('sent', { timeToLive: 7 * 86_400_000 });

/** Returns the step of a write. */
export function stepOf(state: Schemas['TxState'], revision: number | undefined): Step {
  if (state !== 'ACTIVE') return state === 'FINISHED' ? 'FINISH' : 'CANCEL';
  return revision === 1 ? 'START' : 'UPDATE';
}

/**
 * Returns the names under which requests about a TSS are remembered for this caller. Other organizations have other
 * names.
 */
export type NamesFor = (tssId: string) => readonly string[];

/**
 * Key: a step of a transaction. Value: the number of running requests in this process that may still send this step.
 */
export type UnderWay = Map<string, number>;

/**
 * Remembers which requests were sent to the upstream. So the gateway recognises a repeated request even if the caller
 * does not set `repeat`. The memory contains the steps sent per transaction, separately per organization. Its size is
 * limited, and a restart may lose it: then only `repeat` marks a repeated request (docs/decisions/0044).
 */
export class Sendings {
  readonly #coordinator: Coordinator;
  readonly #underWay: UnderWay;
  readonly #namesFor: NamesFor;

  /** @param underWay the map of this process */
  constructor(coordinator: Coordinator, underWay: UnderWay, namesFor: NamesFor) {
    this.#coordinator = coordinator;
    this.#underWay = underWay;
    this.#namesFor = namesFor;
  }

  /**
   * Begins a request about a transaction.
   * @param step the step that the request asks for; undefined if any step counts
   * @param repeat whether the caller says that it may have sent the request before
   */
  begin(tssId: string, transactionId: string, step: Step | undefined, repeat: boolean): Sending {
    const place = `${tssId} ${transactionId}`.toLowerCase();
    const names = () => this.#namesFor(tssId).map((name) => `${name} ${place}`);
    return new Sending(this.#coordinator, this.#underWay, names, step ? [step] : STEPS, repeat);
  }
}

/** One request to write to a transaction, and whether it is the first one for its step. */
export class Sending {
  readonly #coordinator: Coordinator;
  readonly #underWay: UnderWay;
  readonly #names: () => readonly string[];
  readonly #steps: readonly Step[];
  readonly #repeat: boolean;
  /** The keys that this request itself has added to the memory. */
  readonly #own = new Set<string>();
  /** The steps that this request has sent. */
  readonly #sent = new Set<Step>();
  /**
   * The keys under which this request is in `#underWay`. They use the names that the caller had at the start: an
   * accepted token may add a name later.
   */
  readonly #ownUnderWay = new Set<string>();

  constructor(
    coordinator: Coordinator,
    underWay: UnderWay,
    names: () => readonly string[],
    steps: readonly Step[],
    repeat: boolean,
  ) {
    this.#coordinator = coordinator;
    this.#underWay = underWay;
    this.#names = names;
    this.#steps = steps;
    this.#repeat = repeat;
  }

  /**
   * Runs a request. Its last step counts as sent from the start, because a copy of the request may arrive before the
   * step is sent. If the request ends and has not sent the step, the step is forgotten.
   */
  async during<Result>(step: Step, work: () => Promise<Result>): Promise<Result> {
    for (const name of this.#names()) {
      const key = `${name} ${step}`;
      this.#ownUnderWay.add(key);
      this.#underWay.set(key, (this.#underWay.get(key) ?? 0) + 1);
    }
    await this.#remember(step);
    try {
      return await work();
    } finally {
      for (const key of this.#ownUnderWay) {
        const left = (this.#underWay.get(key) ?? 1) - 1;
        if (left > 0) this.#underWay.set(key, left);
        else this.#underWay.delete(key);
      }
      this.#ownUnderWay.clear();
      if (!this.#sent.has(step)) await this.#forget(step);
    }
  }

  /** Whether another request in this process may still send a step of the transaction. */
  mayBeSentByOthers(step: Step): boolean {
    return this.#names().some((name) => {
      const key = `${name} ${step}`;
      return (this.#underWay.get(key) ?? 0) > (this.#ownUnderWay.has(key) ? 1 : 0);
    });
  }

  /**
   * Remembers a step. Call it before the step is sent, and again after the answer, because the caller's organization
   * may be known only then.
   */
  mark(step: Step): Promise<void> {
    this.#sent.add(step);
    return this.#remember(step);
  }

  /** Forgets a step of this request that was certainly not sent. */
  withdraw(step: Step): Promise<void> {
    this.#sent.delete(step);
    return this.#forget(step);
  }

  async #remember(step: Step): Promise<void> {
    for (const name of this.#names()) {
      const key = `${name} ${step}`;
      if (this.#own.has(key)) continue;
      this.#own.add(key);
      await this.#coordinator.count(sentSteps, key, 1);
    }
  }

  async #forget(step: Step): Promise<void> {
    for (const key of this.#own) {
      if (key.endsWith(` ${step}`) && this.#own.delete(key)) await this.#coordinator.count(sentSteps, key, -1);
    }
  }

  /** Whether this is the first request for its steps, according to the caller and to the memory. */
  async isFirst(): Promise<boolean> {
    if (this.#repeat) return false;
    for (const name of this.#names()) {
      for (const step of this.#steps) {
        const key = `${name} ${step}`;
        const others = (await this.#coordinator.count(sentSteps, key, 0)) - (this.#own.has(key) ? 1 : 0);
        if (others > 0) return false;
      }
    }
    return true;
  }
}
