import type { OperationId, Operations, Schemas } from '../../src/contract.js';

/** Where something of the contract is in the graph: `Type.field`, or `Type.field(argument)`. */
export type Place = `${string}.${string}`;

/** Why something of the contract is not in the graph. */
export interface LeftOut {
  readonly leftOut: string;
}

/** What became of a parameter or a property: its places, first the one to look at first, or why there is none. */
export type Coverage = Place | readonly Place[] | LeftOut;

/** Says why the graph lacks something. */
export const leftOut = (reason: string): LeftOut => ({ leftOut: reason });

/** Places, whether there is one, several or none. */
export function placesOf(coverage: Coverage): readonly Place[] {
  if (typeof coverage === 'string') return [coverage];
  return 'leftOut' in coverage ? [] : coverage;
}

type KeysOf<Union> = Union extends unknown ? keyof Union : never;
type Named<Parameters> = Parameters extends object ? KeysOf<Parameters> & string : never;

/** Names of all parameters of an operation, in path and query. */
type ParameterOf<Id extends OperationId> =
  | Named<NonNullable<Operations[Id]['parameters']['path']>>
  | Named<NonNullable<Operations[Id]['parameters']['query']>>;

/** One operation of the contract in the graph. */
export interface CoveredOperation<Id extends OperationId> {
  /** Fields that call it; the first is the one to use. */
  readonly fields: readonly [Place, ...Place[]];
  readonly parameters: Readonly<Record<ParameterOf<Id>, Coverage>>;
  /** The file whose tests show it over HTTP, below `test/`. */
  readonly test: `${string}.test.ts`;
}

/** All operations; the compiler refuses one that lacks an operation or a parameter. */
export type CoveredOperations = { readonly [Id in OperationId]: CoveredOperation<Id> };

/** Properties of the objects that travel, requests and answers alike; those of an object inside another under `Outer.property`. */
export type CoveredSchemas = {
  readonly [Name in keyof Schemas]?: Readonly<Record<KeysOf<Schemas[Name]> & string, Coverage>>;
} & Readonly<Record<`${string}.${string}`, Readonly<Record<string, Coverage>>>>;
