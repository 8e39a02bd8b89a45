import { z } from 'zod';
import type { Contract, ContractOperation } from '../../contract/contract.js';
import { dsfinvkContract, type OperationId as DsfinvkOperationId } from '../../contract/dsfinvk.js';
import { signDeContract, type OperationId as SignDeOperationId } from '../../contract/sign-de.js';

/** The contracts that the faces serve. */
const contracts: readonly Contract[] = [signDeContract(), dsfinvkContract()];

/** Name of an operation of a contract. Where two contracts have the name, it means both; `host` tells them apart. */
export type OperationId = SignDeOperationId | DsfinvkOperationId;

const ids = new Set(contracts.flatMap(({ operations }) => [...operations.keys()]));
const operationIds = [...ids] as [OperationId, ...OperationId[]]; // never empty
/** Parses the name of an operation of a contract. */
export const operationId = z.enum(operationIds, {
  error: `must be an operation of a contract: ${operationIds.join(', ')}`,
});

/** The calls that a fault applies to, and how often. */
const aim = {
  /** One operation or several; all by default. */
  operation: z
    .union([operationId, z.array(operationId).min(1)], {
      error: `must be one or a list of the operations of the contracts: ${operationIds.join(', ')}`,
    })
    .optional(),
  /** Face; all by default. */
  host: z.enum(['middleware', 'backend', 'dsfinvk']).optional(),
  /** UUID of the TSS in the path. By default, the fault also applies to calls without a TSS. */
  tss: z.guid().toLowerCase().optional(), // any UUID version, as the faces accept it
  /** Number of calls to skip before the fault applies. */
  skip: z.int().min(0).default(0),
  /** Maximum number of calls that the fault applies to; unlimited by default. */
  times: z.int().min(1).optional(),
  /** Probability that the fault applies to a call. */
  probability: z.number().gt(0).max(1).default(1),
  /** With a seed, the fault applies to the same calls on every run. */
  seed: z.string().optional(),
};

/**
 * `before`: the fault replaces the work, so nothing is done. `after`: the work is done, and only its answer is lost.
 */
const when = z.enum(['before', 'after']).default('before');
const milliseconds = z.int().min(0).max(3_600_000);

const refuse = z.strictObject({
  ...aim,
  kind: z.literal('refuse'),
  when,
  /** HTTP status; by default, the status that the contract has for the code. */
  status: z.int().min(400).max(599).optional(),
  /** Code of the error. Without a status the fault applies only to operations that document the code. */
  code: z.string().min(1).optional(),
  message: z.string().optional(),
  /** Seconds of the header Retry-After. */
  retryAfter: z.int().min(0).max(1_000_000_000).optional(),
  /** Form of the header Retry-After: seconds, or a date by the machine's clock. */
  retryAfterAs: z.enum(['seconds', 'date']).default('seconds'),
});

/** Parses a fault that was posted to the control port. */
export const faultRule = z
  .discriminatedUnion('kind', [
    refuse,
    z.strictObject({ ...aim, kind: z.literal('silence'), when }),
    z.strictObject({ ...aim, kind: z.literal('reset'), when }),
    z.strictObject({ ...aim, kind: z.literal('expire-token'), when }),
    z.strictObject({ ...aim, kind: z.literal('slow-headers'), milliseconds: milliseconds.default(10_000) }),
    z.strictObject({ ...aim, kind: z.literal('slow-body'), bytesPerSecond: z.number().min(0.001).default(1) }),
    z.strictObject({ ...aim, kind: z.literal('reset-in-body') }),
    z.strictObject({ ...aim, kind: z.literal('truncated-json') }),
    z.strictObject({ ...aim, kind: z.literal('wrong-json') }),
    z.strictObject({ ...aim, kind: z.literal('html'), status: z.int().min(200).max(599).default(200) }),
  ])
  .refine(
    (rule) => rule.kind !== 'refuse' || rule.status !== undefined || isDocumented(rule.code),
    'A refusal needs a status, or a code that a contract has.',
  );

/** One fault with its defaults filled in. */
export type FaultRule = z.infer<typeof faultRule>;

/** A fault as it is posted: members with a default are optional. */
export type FaultRequest = z.input<typeof faultRule>;

/**
 * The status that a contract has for an error code of an operation; undefined if the operation cannot have the code.
 */
export function statusOf(
  { operations, generalErrors }: Contract,
  operation: ContractOperation,
  code: string | undefined,
): number | undefined {
  if (code === undefined) return undefined;
  const hasCode = (error: { readonly code: string | null }): boolean => error.code === code;
  if ([...operations.values()].some(({ errors }) => errors.some(hasCode)))
    return operation.errors.find(hasCode)?.status;
  // The contract lists the signing component's codes at no operation. Only operations that use it can have them.
  const general = generalErrors.find(hasCode);
  return operation.host === 'middleware' || general?.status !== 502 ? general?.status : undefined;
}

function isDocumented(code: string | undefined): boolean {
  return contracts.some((contract) =>
    [...contract.operations.values()].some((operation) => statusOf(contract, operation, code) !== undefined),
  );
}
