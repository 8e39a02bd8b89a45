import { jest } from '@jest/globals';
import { TransactionWatch } from '../../src/datasources/sign-de/transaction/transaction-watch.js';
import { StateWatch } from '../../src/upstream/watching/state-watch.js';

/**
 * Has what is watched looked at ten times as often as it is, so that a test need not wait for a pause: what the pauses
 * are is in the tests of `Poller` and `Watches`.
 * @returns ends it
 */
export function lookOften(): () => void {
  const pace = { soonest: 200, shortest: 200, longest: 1_500 };
  const spies = [StateWatch, TransactionWatch].map(({ prototype }) =>
    jest.spyOn(prototype as { readonly pace: typeof pace }, 'pace', 'get').mockReturnValue(pace),
  );
  return () => {
    for (const spy of spies) spy.mockRestore();
  };
}
