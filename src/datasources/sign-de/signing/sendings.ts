import type { Schemas } from '../../../contract/read-contract.js';
import type { Coordinator } from '../../../coordination/coordinator.js';
import { countTopic } from '../../../coordination/topics.js';

/** What is written to a transaction. */
export type Step = 'START' | 'UPDATE' | 'FINISH' | 'CANCEL';

const STEPS: readonly Step[] = ['START', 'UPDATE', 'FINISH', 'CANCEL'];

/** How many requests sent one step of one transaction. A week is longer than any till goes on asking. */
export const sentSteps = countTopic('sent', { timeToLive: 7 * 86_400_000 });

/** The step that a write is. */
export function stepOf(state: Schemas['TxState'], revision: number | undefined): Step {
  if (state !== 'ACTIVE') return state === 'FINISHED' ? 'FINISH' : 'CANCEL';
  return revision === 1 ? 'START' : 'UPDATE';
}

/** Names of those whose sendings a caller may know of, when it asks about a TSS. */
export type NamesFor = (tssId: string) => readonly string[];

/** How many requests of this process are under way, by what they may still send. */
export type UnderWay = Map<string, number>;

/**
 * What was sent on to the upstream, so that a request that comes again is known as a repeat although its sender does
 * not say so. For each transaction it is remembered which steps were sent, for the caller's organization only. Bounded,
 * and gone after a restart: then only `repeat` tells (docs/decisions/0044).
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
   * A request that comes to a transaction.
   * @param step what it asks for; left out when any step counts
   * @param repeat whether its sender says that it may have been sent before
   */
  begin(tssId: string, transactionId: string, step: Step | undefined, repeat: boolean): Sending {
    const place = `${tssId} ${transactionId}`.toLowerCase();
    const names = () => this.#namesFor(tssId).map((name) => `${name} ${place}`);
    return new Sending(this.#coordinator, this.#underWay, names, step ? [step] : STEPS, repeat);
  }
}

/** One request to write to a transaction, and whether it is the first of its kind. */
export class Sending {
  readonly #coordinator: Coordinator;
  readonly #underWay: UnderWay;
  readonly #names: () => readonly string[];
  readonly #steps: readonly Step[];
  readonly #repeat: boolean;
  /** What this request itself has left in the memory. */
  readonly #own = new Set<string>();
  /** The steps that it has sent. */
  readonly #sent = new Set<Step>();
  /** Under which names it is under way: those of its beginning, to which an accepted token may add one. */
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
   * Works on a request. Its last step counts as sent from the beginning, because a copy of the request may come before
   * this one sends that step. It is forgotten when the request ends and has not sent it.
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

  /** Whether another request of this process may still send a step of the transaction. */
  mayBeSentByOthers(step: Step): boolean {
    return this.#names().some((name) => {
      const key = `${name} ${step}`;
      return (this.#underWay.get(key) ?? 0) > (this.#ownUnderWay.has(key) ? 1 : 0);
    });
  }

  /**
   * Remembers that a step is sent on: before it is sent, and once more after it was answered, since only then it may be
   * known whose the caller is.
   */
  mark(step: Step): Promise<void> {
    this.#sent.add(step);
    return this.#remember(step);
  }

  /** Forgets a step of this request that certainly never left. */
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

  /** Whether this is a first sending, by the word of its sender and by what is remembered. */
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
