import { z } from 'zod';
import type { Schemas } from '../../contract/sign-de.js';
import { END_OF_TIME } from '../engine/clock.js';
import type { company, Company } from '../engine/company.js';
import { operationId, type FaultRequest } from '../faults/fault-rule.js';
import type { ActiveFault } from '../faults/faults.js';

/** Body of `PUT /clock`: Unix seconds to set the clock to, seconds to move it by, and whether it is frozen. */
export const clockChange = z.strictObject({
  now: z.int().min(0).max(END_OF_TIME).optional(),
  advance: z.int().min(-END_OF_TIME).max(END_OF_TIME).optional(),
  frozen: z.boolean().optional(),
});

/** Body of `PUT /latency`: milliseconds for each operation, and `*` for all others. */
export const latency = z.partialRecord(z.union([operationId, z.literal('*')]), z.int().min(0).max(600_000));

/** Body of `PATCH /tss/{id}`. */
export const tssChange = z.strictObject({
  state: z.enum(['CREATED', 'UNINITIALIZED', 'INITIALIZED', 'DISABLED', 'DEFECTIVE', 'DELETED', 'EVICTED']),
});

/** Body of `PUT /reset`: whether to add demo data. The default is the start option. */
export const resetRequest = z.strictObject({ demo: z.boolean().optional() });

/** Answer of `GET /clock` and `PUT /clock`. */
export interface ClockState {
  /** Unix seconds. */
  readonly now: number;
  readonly frozen: boolean;
}

/** A TSS in the answer of `GET /tss`, which lists the TSS of all organizations. */
export interface ControlledTss {
  readonly id: string;
  readonly state: Schemas['TssState'];
  /** UUID of its organization. */
  readonly organization: string;
  readonly environment: Schemas['Environment'];
  readonly signatureCounter: number;
}

/** An organization in the answer of `GET /organizations`. */
export interface ControlledOrganization {
  readonly id: string;
  /** Its data in archives of DSFinV-K. */
  readonly company: Company;
}

/** Answer of `GET /`: the settings of the sandbox. */
export interface ControlState {
  readonly clock: ClockState;
  readonly latency: z.infer<typeof latency>;
  readonly faults: readonly ActiveFault[];
  /** Names of the saved states. */
  readonly states: readonly string[];
}

/**
 * All calls of the control port, each with its body and its answer. A failure is `{ "error": "…" }` with status 400,
 * 404, 409, 415, 421 or 500.
 */
export interface ControlApi {
  readonly 'GET /': { readonly body: undefined; readonly answer: ControlState };
  readonly 'GET /clock': { readonly body: undefined; readonly answer: ClockState };
  readonly 'PUT /clock': { readonly body: z.input<typeof clockChange>; readonly answer: ClockState };
  readonly 'GET /latency': { readonly body: undefined; readonly answer: z.infer<typeof latency> };
  readonly 'PUT /latency': { readonly body: z.input<typeof latency>; readonly answer: z.infer<typeof latency> };
  readonly 'GET /faults': { readonly body: undefined; readonly answer: readonly ActiveFault[] };
  readonly 'POST /faults': { readonly body: FaultRequest; readonly answer: ActiveFault };
  readonly 'DELETE /faults': { readonly body: undefined; readonly answer: undefined };
  readonly 'DELETE /faults/{id}': { readonly body: undefined; readonly answer: undefined };
  readonly 'GET /tss': { readonly body: undefined; readonly answer: readonly ControlledTss[] };
  readonly 'PATCH /tss/{id}': { readonly body: z.input<typeof tssChange>; readonly answer: ControlledTss };
  readonly 'GET /organizations': { readonly body: undefined; readonly answer: readonly ControlledOrganization[] };
  readonly 'PUT /organizations/{id}': {
    readonly body: z.input<typeof company>;
    readonly answer: ControlledOrganization;
  };
  readonly 'GET /states': { readonly body: undefined; readonly answer: readonly string[] };
  readonly 'PUT /states/{name}': { readonly body: undefined; readonly answer: undefined };
  readonly 'PUT /states/{name}/load': { readonly body: undefined; readonly answer: undefined };
  readonly 'DELETE /states/{name}': { readonly body: undefined; readonly answer: undefined };
  readonly 'PUT /reset': { readonly body: z.input<typeof resetRequest> | undefined; readonly answer: undefined };
}
