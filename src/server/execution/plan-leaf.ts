import type { GraphQLLeafType } from 'graphql';
import { NO_ARGUMENTS } from './plan-arguments.js';
import {
  completeLeaf,
  inTurns,
  isThenable,
  type Position,
  type RowPath,
  type Run,
  toError,
  turnsFor,
} from './plan-completion.js';
import { readProperty, type Rows } from './plan-rows.js';
import type { CreateInfo } from './resolve-info.js';

/** A scalar or enum that is a property of its object. */
export interface Leaf {
  /** The response name. */
  readonly key: string;
  /** The name of the property. */
  readonly name: string;
  readonly type: GraphQLLeafType;
  readonly position: Position;
  readonly createInfo: CreateInfo;
}

/** Reads and completes a leaf of some objects, in turns if they are many. */
export function readLeaf(leaf: Leaf, run: Run, sources: readonly unknown[], path: RowPath, rows: Rows): void {
  const takeTurn = turnsFor(run, sources.length);
  if (!takeTurn) {
    readLeaves(leaf, run, sources, path, rows, 0, sources.length);
    return;
  }
  rows.reserve(leaf.key);
  const read = (from: number, to: number) => {
    readLeaves(leaf, run, sources, path, rows, from, to);
  };
  rows.waitFor(inTurns(takeTurn, sources.length, read));
}

/** Reads and completes a leaf of a range of rows. */
function readLeaves(
  { key, name, type, position, createInfo }: Leaf,
  run: Run,
  sources: readonly unknown[],
  path: RowPath,
  rows: Rows,
  from: number,
  to: number,
): void {
  for (let row = from; row < to; row += 1) {
    let value: unknown;
    try {
      value = readProperty(sources[row], name, NO_ARGUMENTS, run, createInfo, path, row);
    } catch (error) {
      value = toError(error);
    }
    if (!isThenable(value)) rows.set(row, key, completeLeaf(type, position, run, value, path, row));
    else {
      rows.set(row, key, undefined);
      const complete = (ready: unknown) => {
        rows.set(row, key, completeLeaf(type, position, run, ready, path, row));
      };
      rows.waitFor(Promise.resolve(value).catch(toError).then(complete));
    }
  }
}
