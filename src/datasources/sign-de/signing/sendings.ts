import type { Schemas } from '../../../contract/read-contract.js';
import type { Coordinator } from '../../../coordination/coordinator.js';
import { countTopic } from '../../../coordination/topics.js';

/** The kind of a write to a transaction. */
export type Step = 'START' | 'UPDATE' | 'FINISH' | 'CANCEL';

const STEPS: readonly Step[] = ['START', 'UPDATE', 'FINISH', 'CANCEL'];

/** Number of requests that sent one step of one transaction. Kept for a week, longer than any till retries. */
export const sentSteps = countTopic('sent', { timeToLive: 7 * 86_400_000 });

/** The step of a write. */
export function stepOf(state: Schemas['TxState'], revision: number | undefined): Step {
  if (state !== 'ACTIVE') return state === 'FINISHED' ? 'FINISH' : 'CANCEL';
  return revision === 1 ? 'START' : 'UPDATE';
}

/** The names under which requests about a TSS are remembered for this caller. Others do not share them. */
export type NamesFor = (tssId: string) => readonly string[];

/** Number of requests in progress in this process, by the step that they may still send. */
export type UnderWay = Map<string, number>;

/**
 * Remembers what was forwarded to the upstream, so that a repeated request is recognised even if its sender does not
 * say so. It remembers the steps sent per transaction, only within the caller's organization. The memory is bounded and
 * may be lost in a restart: then only `repeat` tells (docs/decisions/0044).
 */
export class Sendings {
  readonly #coordinator: Coordinator;
  readonly #underWay: UnderWay;
  readonly #namesFor: NamesFor;

  /** @param underWay one for the whole process */
  constructor(coordinator: Coordinator, underWay: UnderWay, namesFor: NamesFor) {
    this.#coordinator = coordinator;
    this.#underWay = underWay;
    this.#namesFor = namesFor;
  }

  /**
   * Begins a request about a transaction.
   * @param step what it asks for; omitted if any step counts
   * @param repeat whether its sender says that it may have been sent before
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
  /** What this request itself has added to the memory. */
  readonly #own = new Set<string>();
  /** The steps that it has sent. */
  readonly #sent = new Set<Step>();
  /**
   * The names under which it is in progress: those at its start. An accepted token may add one to the caller's names
   * later.
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
   * step is sent. If the request ends without having sent it, the step is forgotten.
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
   * Remembers a step: before it is sent, and again after the answer, because only then the caller's organization may be
   * known.
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

  /** Whether this is the first request, according to its sender and to the memory. */
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
