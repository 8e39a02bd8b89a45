import { jest } from '@jest/globals';
import { UpstreamError } from '../../src/upstream/call/upstream-error.js';
import { cellsOf, type Found, runCells, UPSTREAMS } from './repeat-table.js';
import { checkTruth } from './repeat-truth.js';

beforeAll(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});

/** What came of the cells, by the state of the upstream. */
const table = new Map<(typeof UPSTREAMS)[number], readonly Found[]>();

describe.each(UPSTREAMS)('with an upstream that is %s', (upstream) => {
  beforeAll(async () => {
    table.set(upstream, await runCells(cellsOf(['sign'], upstream)));
  });

  test('a second sending is told the truth, whatever went before, whoever remembers it and whatever the caller says', () => {
    const found = table.get(upstream)!;
    expect(found).toHaveLength(30);
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
