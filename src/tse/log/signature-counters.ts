/** Signature counters of a range, both ends included. */
export interface CounterRange {
  readonly first: number;
  readonly last: number;
}

/** What the signature counters of an export tell. */
export interface CounterSummary {
  /** Lowest and highest; absent when there is no message. */
  readonly range?: CounterRange;
  /** The first hundred ranges of counters that are missing between the lowest and the highest. */
  readonly gaps: readonly CounterRange[];
  /** Counters that are missing, all gaps taken together. */
  readonly missing: number;
  /** Counters that are there more than once; each that often less one. */
  readonly repeated: readonly number[];
}

/** Gaps that are told one by one. */
const MAXIMUM_GAPS = 100;

/** Finds what is missing and what is there twice, in time that grows with their number as sorting does. @param counters safe integers */
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
