import { setTimeout as sleep } from 'node:timers/promises';
import { strikeAnswer, strikeBefore, type Payload, type StruckCall } from './fault-effects.js';
import type { FaultRule, OperationId } from './fault-rule.js';
import { Faults, type FaultyCall } from './faults.js';

/** Extra milliseconds for each operation; `*` stands for all operations that are not named. */
export type Latency = Readonly<Partial<Record<OperationId | '*', number>>>;

/** The latency and the faults that disturb the answers of the faces. Kept in memory: a restart clears them. */
export class Disturbances {
  readonly faults = new Faults();
  latency: Latency = {};
  readonly #closing = new AbortController();

  /** Aborts when the sandbox closes, so that nobody waits any longer. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Ends all delays; from then on no call is disturbed. */
  close(): void {
    this.clear();
    this.#closing.abort();
  }

  /** Switches off the latency and all faults. */
  clear(): void {
    this.faults.clear();
    this.latency = {};
  }

  /** Chooses the disturbance of one call and counts it. Call it once per call, before the work. */
  strike(call: FaultyCall): Struck {
    const rule = this.faults.strike(call);
    const latency: Readonly<Partial<Record<string, number>>> = this.latency;
    const delay = latency[call.operation.id] ?? latency['*'] ?? 0;
    return new Struck(rule, delay);
  }
}

/** The disturbance of one call. */
export class Struck {
  readonly #delay: number;
  #rule: FaultRule | undefined;

  constructor(rule: FaultRule | undefined, delay: number) {
    this.#rule = rule;
    this.#delay = delay;
  }

  /**
   * Waits for the latency and applies a fault before the work.
   * @throws Refusal when the work must not be done
   */
  async before(call: StruckCall): Promise<void> {
    if (this.#delay > 0) await sleep(this.#delay, undefined, { signal: call.closing }).catch(() => undefined);
    if (this.#rule) await strikeBefore(this.#rule, call);
  }

  /**
   * Applies a fault to the answer, once.
   * @returns what to send instead
   */
  async answer(call: StruckCall, payload: Payload): Promise<Payload> {
    const rule = this.#rule;
    this.#rule = undefined;
    return rule ? strikeAnswer(rule, call, payload) : payload;
  }
}
