import type { components, operations } from '../../contract/sign-de-v2.js';
import { type Contract, readContract } from './contract.js';

/** JSON types of SIGN DE V2, generated from `contract/sign-de-v2.openapi.yaml`. None is written by hand. */
export type Schemas = components['schemas'];

/** The generated operations of SIGN DE V2, by `operationId`. */
export type Operations = operations;

/** Name of an operation of SIGN DE V2, e.g. `upsertTransaction`. */
export type OperationId = keyof Operations;

let contract: Contract<OperationId> | undefined;

/** The contract of SIGN DE V2. It is read once per process and then cached. */
export function signDeContract(): Contract<OperationId> {
  return (contract ??= readContract('sign-de-v2.openapi.json'));
}
