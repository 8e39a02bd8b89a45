import { jest } from '@jest/globals';
import { cellsOf, MOVES, runCells, UPSTREAMS } from '../datasources/repeat-table.js';
import { checkTruth } from '../datasources/repeat-truth.js';

beforeAll(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // pauses before another try
});

describe.each(MOVES.filter((move) => move !== 'sign'))('%s', (move) => {
  test.each(UPSTREAMS)('sent a second time to an upstream that is %s is told the truth', async (upstream) => {
    const found = await runCells(cellsOf([move], upstream));
    expect(found).toHaveLength(30);
    for (const each of found) checkTruth(each);
  });
});
