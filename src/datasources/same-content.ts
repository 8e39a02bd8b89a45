/**
 * Whether everything that was asked for stands in what is stored. The upstream adds members of its own (defaults, the raw form of a
 * receipt), so what is stored may hold more; lists must match row by row.
 */
export function isContainedIn(asked: unknown, stored: unknown): boolean {
  if (Array.isArray(asked)) {
    return (
      Array.isArray(stored) &&
      asked.length === stored.length &&
      asked.every((row, index) => isContainedIn(row, stored[index]))
    );
  }
  if (isRecord(asked)) {
    return isRecord(stored) && Object.entries(asked).every(([key, value]) => isContainedIn(value, stored[key]));
  }
  return asked === stored;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
