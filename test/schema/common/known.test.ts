import { known, toFilter } from '../../../src/schema/common/known.js';
import { Tss, TssState } from '../../../src/schema/sign-de/tss.js';

test('a state that this version does not know is UNKNOWN, and has no next states', () => {
  const json = { _id: '5c2e9d0a-3b74-4f10-9c55-7d1a2b3c4d5e', state: 'HIBERNATING' };
  const tss = new Tss(json);
  expect([tss.state, tss.nextStates]).toEqual([TssState.UNKNOWN, []]);
});

test.each(Object.values(TssState).filter((state) => state !== TssState.UNKNOWN))(
  'the state %s stays what it is',
  (state) => {
    expect(known(TssState, state)).toBe(state);
    expect(toFilter<TssState, TssState.UNKNOWN>([state], TssState.UNKNOWN)).toEqual([state]);
  },
);

test('UNKNOWN cannot be filtered by', () => {
  expect(() => toFilter([TssState.CREATED, TssState.UNKNOWN], TssState.UNKNOWN)).toThrow('leave it out');
});
