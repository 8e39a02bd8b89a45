import type { components, operations } from '../../contract/dsfinvk-v1.js';
import { type Contract, readContract } from './contract.js';

/** JSON types of DSFinV-K v1, generated from `contract/dsfinvk-v1.openapi.yaml`. None is written by hand. */
export type Schemas = components['schemas'];

/** The generated operations of DSFinV-K v1, by `operationId`. */
export type Operations = operations;

/** Name of an operation of DSFinV-K v1, e.g. `insertCashPointClosing`. */
export type OperationId = keyof Operations;

let contract: Contract<OperationId> | undefined;

/** The contract of DSFinV-K v1. It is read once per process and then cached. */
export function dsfinvkContract(): Contract<OperationId> {
  return (contract ??= readContract('dsfinvk-v1.openapi.json'));
}
