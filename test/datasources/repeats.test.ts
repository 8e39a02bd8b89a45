import { jest } from '@jest/globals';
import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import { sized } from '../support/run-size.js';
import { type Cell, cellsOf, type Found, runCells, UPSTREAMS } from './repeat-table.js';
import { checkTruth } from './repeat-truth.js';

beforeAll(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});

/** Cells of a state of the upstream that are left out: two in three in the normal run, others each time. */
const PARTS = sized(3, 1);
const first = Math.floor(Math.random() * PARTS);
/** Of each past, and of each memory of it, some; all where what is told is known for each cell. */
function someOf(cells: readonly Cell[], upstream: Cell['upstream']): readonly Cell[] {
  if (upstream === 'unreachable') return cells;
  const shift = first + UPSTREAMS.indexOf(upstream);
  return cells.filter((_, index) => (index + Math.floor(index / 6) + shift) % PARTS === 0);
}

/** What came of the cells, by the state of the upstream. */
const table = new Map<(typeof UPSTREAMS)[number], readonly Found[]>();

describe.each(UPSTREAMS)('with an upstream that is %s', (upstream) => {
  beforeAll(async () => {
    table.set(upstream, await runCells(someOf(cellsOf(['sign'], upstream), upstream)));
  });

  test('a second sending is told the truth, whatever went before, whoever remembers it and whatever the caller says', () => {
    const found = table.get(upstream)!;
    expect(found).toHaveLength(upstream === 'unreachable' ? 30 : 30 / PARTS);
    for (const each of found) checkTruth(each);
  });
});

test('what is told without a reading, cell by cell', () => {
  const found = table.get('unreachable')!;
  const outcomes = found.map(({ cell: { before, memory, repeat }, told }) => {
    return `${before} | ${memory} | ${repeat} | ${told instanceof UpstreamError ? told.code : told.outcome}`;
  });
  const unknown = (before: string) => [
    `${before} | kept | true | UNKNOWN`,
    `${before} | kept | false | UNKNOWN`,
    `${before} | restarted | true | UNKNOWN`,
    `${before} | restarted | false | NOT_SIGNED`,
    `${before} | evicted | true | UNKNOWN`,
    `${before} | evicted | false | NOT_SIGNED`,
  ];
  const never = (before: string) =>
    unknown(before).map((line) => line.replace(/false \| UNKNOWN/, 'false | NOT_SIGNED'));
  expect(outcomes).toEqual([
    ...never('nothing'),
    ...unknown('answered'),
    ...unknown('unknown, signed'),
    ...unknown('unknown, not signed'),
    ...never('unreachable'), // it never left, which the gateway knows
  ]);
});
