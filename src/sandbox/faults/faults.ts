import type { Contract, ContractOperation } from '../../contract/contract.js';
import { statusOf, type FaultRule } from './fault-rule.js';
import { seededRandom, systemRandom, type Random } from '../engine/random.js';
import type { Host } from '../session/session.js';

/** The properties of a call that a fault can match. */
export interface FaultyCall {
  readonly contract: Contract;
  readonly operation: ContractOperation;
  readonly host: Host;
  /** UUID of the TSS in its path. */
  readonly tss: string | undefined;
}

/** An active rule, with its counts so far. */
export interface ActiveFault {
  readonly id: number;
  readonly rule: FaultRule;
  /** Calls that matched the rule. */
  readonly matched: number;
  /** Calls that the rule was applied to. */
  readonly struck: number;
}

interface Entry {
  readonly id: number;
  readonly rule: FaultRule;
  /** Names of operations; undefined for all. */
  readonly operations: ReadonlySet<string> | undefined;
  readonly random: Random;
  matched: number;
  struck: number;
}

/** The active faults. Kept in memory: a restart switches all off. */
export class Faults {
  #entries: readonly Entry[] = [];
  #lastId = 0;

  /** Switches a fault on. It is tried after all faults that are already active. */
  add(rule: FaultRule): ActiveFault {
    this.#lastId += 1;
    const random = rule.seed === undefined ? systemRandom : seededRandom(rule.seed);
    const operations = rule.operation === undefined ? undefined : new Set<string>([rule.operation].flat());
    const entry = { id: this.#lastId, rule, operations, random, matched: 0, struck: 0 };
    this.#entries = [...this.#entries, entry];
    return show(entry);
  }

  /** All active faults, in the order in which they are tried. */
  list(): readonly ActiveFault[] {
    return this.#entries.map(show);
  }

  /**
   * Switches a fault off.
   * @returns whether it was active
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

  /** Counts a call, and returns the fault to apply to it: the first one that matches and is due. */
  strike(call: FaultyCall): FaultRule | undefined {
    return this.#entries.find((entry) => isMeantFor(entry, call) && takesTurn(entry))?.rule;
  }
}

function show({ id, rule, matched, struck }: Entry): ActiveFault {
  return { id, rule, matched, struck };
}

/** A refusal by code alone applies only to operations that document the code. */
function isMeantFor({ rule, operations }: Entry, { contract, operation, host, tss }: FaultyCall): boolean {
  if (operations?.has(operation.id) === false) return false;
  if (rule.kind === 'refuse' && rule.status === undefined && statusOf(contract, operation, rule.code) === undefined) {
    return false;
  }
  return (rule.host ?? host) === host && (rule.tss ?? tss) === tss;
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
