import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { type Json, optionalText } from '../common/read-member.js';

/** State of a closing or an export (`dsfinvk-v1.md §8`). */
export enum DsfinvkState {
  PENDING = 'PENDING',
  WORKING = 'WORKING',
  COMPLETED = 'COMPLETED',
  CANCELLED = 'CANCELLED',
  EXPIRED = 'EXPIRED',
  DELETED = 'DELETED',
  ERROR = 'ERROR',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(DsfinvkState, {
  name: 'DsfinvkState',
  description: 'State of a closing or of an export of DSFinV-K. PENDING and WORKING change without a write.',
  valuesConfig: {
    PENDING: { description: 'Waits for its turn.' },
    WORKING: { description: 'The upstream works on it.' },
    COMPLETED: {
      description: 'Done. Only such closings are exported; the archive of such an export can be downloaded.',
    },
    CANCELLED: { description: 'Stopped before it was done.' },
    EXPIRED: { description: 'Too old: its data is no longer kept.' },
    DELETED: { description: 'Deleted. A closing stays readable, but is not exported any more.' },
    ERROR: { description: 'Failed for the reason in `error`. Send it again with a new UUID.' },
    UNKNOWN: { description: 'A state that this version of the gateway does not know yet. Not for filters.' },
  },
});

/** Why a closing or an export failed. */
@ObjectType({ description: 'Why a closing or an export has failed.' })
export class DsfinvkError {
  @Field(() => String, { nullable: true, description: 'Code of the upstream, e.g. `E_CLIENT_NOT_FOUND`.' })
  readonly code: string | undefined;

  @Field(() => String, { nullable: true, description: 'The reason, for people.' })
  readonly message: string | undefined;

  constructor(json: Json) {
    this.code = json.code === null ? undefined : optionalText(json, 'code');
    this.message = json.message === null ? undefined : optionalText(json, 'message');
  }
}
