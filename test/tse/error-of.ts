/** What `action` throws; fails the test when it throws nothing or no Error. */
export function errorOf(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('no Error was thrown');
}
