import type { Contract } from '../../contract/contract.js';
import type { JsonParseOptions } from '../../json-text.js';
import type { Engine } from '../engine/engine.js';
import type { Limits } from '../engine/limits.js';
import type { Host } from '../session/session.js';
import type { Tolerance } from './tolerance.js';

/** The API that a face serves: the operations of a contract, and what its product does in its own way. */
export interface ServedApi {
  readonly contract: Contract;
  readonly host: Host;
  /** Path prefixes that all operations have, as on the real host; the first one is the usual one. */
  readonly basePaths: readonly [string, ...string[]];
  /** Name of the only operation that needs no token. */
  readonly login: string;
  /**
   * The handler of each operation of the contract. The face calls a handler with the `Call` of its operation, which it
   * has checked against the contract.
   */
  readonly operations: Readonly<Record<string, (engine: Engine, call: never) => unknown>>;
  /** Headers of every answer. */
  readonly headersOf: (requestId: string) => Readonly<Record<string, string>>;
  /** Forms of bodies that the real service accepts and the contract does not have. */
  readonly tolerances: readonly Tolerance[];
  /** Which numbers of a body reach the tolerances with their digits. */
  readonly numbers: JsonParseOptions['numbers'];
  /** Codes of a body that is not UTF-8, by the operation it is sent to: as its header says, or as its bytes are. */
  readonly charsetCodes: (operation: string) => { readonly declared: string; readonly found: string };
  /** Maximum bytes of the body of an operation. */
  readonly bodyBytesOf: (operation: string, limits: Limits) => number;
}
