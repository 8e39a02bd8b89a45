import type { Measured } from './load.js';

/** A line of the table. */
export type Line = Readonly<Record<string, string>>;

/** The server that all others are compared with. */
const BARE = 'bare proxy';

/** Columns of the table, and their number of decimals. */
const COLUMNS: Readonly<Record<string, { readonly of: keyof Measured; readonly digits: number }>> = {
  'requests/s': { of: 'rate', digits: 0 },
  'p50 ms': { of: 'p50', digits: 2 },
  'p99 ms': { of: 'p99', digits: 2 },
  'CPU s/1,000': { of: 'cpu', digits: 3 },
  MB: { of: 'memory', digits: 0 },
  calls: { of: 'calls', digits: 1 },
};

/**
 * Lines for one server: the median of each figure over all rounds, and its ratio to the bare proxy in the same round
 * (median, minimum and maximum).
 */
export function linesOf(
  workload: string,
  server: string,
  rounds: readonly ReadonlyMap<string, Measured>[],
  isRight: boolean,
): readonly Line[] {
  const cells = (cell: (column: { readonly of: keyof Measured; readonly digits: number }) => string) =>
    Object.fromEntries(Object.entries(COLUMNS).map(([title, column]) => [title, cell(column)]));
  const values = cells(({ of, digits }) =>
    median(rounds.flatMap((round) => round.get(server)?.[of] ?? [])).toFixed(digits),
  );
  const line = { workload, server, ...values, answer: isRight ? 'right' : 'WRONG' };
  if (server === BARE || !rounds.some((round) => round.has(BARE))) return [line];
  const multiples = cells(({ of }) => {
    const each = rounds.flatMap((round) => {
      const [bare, own] = [round.get(BARE)?.[of] ?? 0, round.get(server)?.[of]];
      return bare > 0 && own !== undefined ? own / bare : [];
    });
    if (each.length === 0) return '';
    return `${median(each).toFixed(2)} (${Math.min(...each).toFixed(2)}–${Math.max(...each).toFixed(2)})`;
  });
  return [line, { workload, server: `  × ${BARE}`, ...multiples, answer: '' }];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
