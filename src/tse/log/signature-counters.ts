/** A range of signature counters, both ends included. */
export interface CounterRange {
  readonly first: number;
  readonly last: number;
}

/** Summary of the signature counters of an export. */
export interface CounterSummary {
  /** Lowest and highest counter; absent without messages. */
  readonly range?: CounterRange;
  /** The first hundred ranges of missing counters between the lowest and the highest. */
  readonly gaps: readonly CounterRange[];
  /** Number of missing counters in all gaps. */
  readonly missing: number;
  /** Counters that occur more than once, each as often as it is repeated. */
  readonly repeated: readonly number[];
}

/** Maximum number of listed gaps. */
const MAXIMUM_GAPS = 100;

/**
 * Finds missing and repeated counters, by sorting.
 * @param counters safe integers
 */
export function summarizeCounters(counters: readonly number[]): CounterSummary {
  const sorted = Float64Array.from(counters).sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  const gaps: CounterRange[] = [];
  const repeated: number[] = [];
  let missing = 0;
  let previous = first ?? 0;
  for (const counter of sorted.subarray(1)) {
    if (counter === previous) repeated.push(counter);
    if (counter - previous > 1) {
      missing += counter - previous - 1;
      if (gaps.length < MAXIMUM_GAPS) gaps.push({ first: previous + 1, last: counter - 1 });
    }
    previous = counter;
  }
  return { ...(first !== undefined && last !== undefined && { range: { first, last } }), gaps, missing, repeated };
}
