import { type Column, Failure, type RowPath, type Run } from './plan-completion.js';
import type { CreateInfo } from './resolve-info.js';

/** The coerced arguments of a field. */
export type Arguments = Record<string, unknown>;

/** Freezes arguments. All rows share them, so a resolver that changes them would affect other rows. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Only custom scalars create objects of other kinds.
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}

/** Builds rows from columns. A row is an object, or the Failure of one of its fields. */
export function join(keys: readonly string[], columns: readonly Column[], rows: number): Column {
  const answers = new Array<unknown>(rows);
  for (let row = 0; row < rows; row += 1) answers[row] = joinRow(keys, columns, row);
  return answers;
}

function joinRow(keys: readonly string[], columns: readonly Column[], row: number): unknown {
  const answer: Record<string, unknown> = {};
  for (let index = 0; index < keys.length; index += 1) {
    const value = columns[index]?.[row];
    if (value instanceof Failure) return value;
    answer[keys[index] ?? ''] = value;
  }
  return answer;
}

/** Works like the default resolver of graphql-js. */
export function readProperty(
  source: unknown,
  name: string,
  args: Arguments,
  run: Run,
  createInfo: CreateInfo,
  path: RowPath,
  row: number,
): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  const value = (source as Readonly<Record<string, unknown>>)[name]; // `source` may be an object of any kind
  return typeof value === 'function'
    ? (value.call(source, args, run.context, createInfo(run, path, row)) as unknown)
    : value;
}
