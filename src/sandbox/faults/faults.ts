import type { OperationId } from '../../contract/read-contract.js';
import { statusesOf, type FaultRule } from './fault-rule.js';
import { seededRandom, systemRandom, type Random } from '../engine/random.js';
import type { Host } from '../session/session.js';

/** What faults know of a call. */
export interface FaultyCall {
  readonly operation: OperationId;
  readonly host: Host;
  /** UUID of the TSS in its path. */
  readonly tss: string | undefined;
}

/** A rule that is switched on, with its counts so far. */
export interface ActiveFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** Calls that matched the rule. */
  readonly matched: number;
  /** Calls that it was applied to. */
  readonly struck: number;
}

interface Entry {
  readonly id: number;
  readonly rule: FaultRule;
  readonly operations: ReadonlySet<OperationId> | undefined;
  readonly random: Random;
  matched: number;
  struck: number;
}

/** The faults that are switched on. Kept in memory: a restart switches all off. */
export class Faults {
  #entries: readonly Entry[] = [];
  #lastId = 0;

  /** Switches a fault on. It is tried after those that are on already. */
  add(rule: FaultRule): ActiveFault {
    this.#lastId += 1;
    const random = rule.seed === undefined ? systemRandom : seededRandom(rule.seed);
    const entry = { id: this.#lastId, rule, operations: operationsOf(rule), random, matched: 0, struck: 0 };
    this.#entries = [...this.#entries, entry];
    return show(entry);
  }

  /** All faults that are on, in the order in which they are tried. */
  list(): readonly ActiveFault[] {
    return this.#entries.map(show);
  }

  /**
   * Switches a fault off.
   * @returns whether it was on
   */
  remove(id: number): boolean {
    const left = this.#entries.filter((entry) => entry.id !== id);
    const wasOn = left.length < this.#entries.length;
    this.#entries = left;
    return wasOn;
  }

  /** Switches all off. */
  clear(): void {
    this.#entries = [];
  }

  /** The fault to apply to a call, and counts it: the first that matches the call and whose turn it is. */
  strike(call: FaultyCall): FaultRule | undefined {
    return this.#entries.find((entry) => isMeantFor(entry, call) && takesTurn(entry))?.rule;
  }
}

function show({ id, rule, matched, struck }: Entry): ActiveFault {
  return { id, rule, matched, struck };
}

/** The operations that a rule names. For a refusal by code alone, only those that document the code. */
function operationsOf(rule: FaultRule): ReadonlySet<OperationId> | undefined {
  const named = rule.operation === undefined ? undefined : [rule.operation].flat();
  if (rule.kind !== 'refuse' || rule.status !== undefined) return named && new Set(named);
  const documenting = [...statusesOf(rule.code).keys()];
  return new Set(documenting.filter((operation) => named?.includes(operation) ?? true));
}

function isMeantFor({ rule, operations }: Entry, { operation, host, tss }: FaultyCall): boolean {
  return (operations?.has(operation) ?? true) && (rule.host ?? host) === host && (rule.tss ?? tss) === tss;
}

function takesTurn(entry: Entry): boolean {
  const { skip, times = Infinity, probability } = entry.rule;
  entry.matched += 1;
  if (entry.matched <= skip || entry.struck >= times) return false;
  const chance = entry.random(`fault ${entry.matched}`, 4).readUInt32BE() / 2 ** 32;
  if (chance >= probability) return false;
  entry.struck += 1;
  return true;
}
