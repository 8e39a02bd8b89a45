import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../received/sign-de.js';
import { connectionOf } from '../common/connection.js';
import { Environment } from '../common/environment.js';
import { known } from '../common/known.js';
import { type AnswerOrigin, metadataIn } from '../common/metadata.js';
import { encodeGlobalId, Node } from '../common/node.js';
import { TimeRange } from '../common/range.js';
import { environment, text, time, ToldField } from '../common/read-member.js';
import { DateTime, UUID } from '../common/scalars.js';
import type { Problem } from '../common/user-error.js';
import { FilterOf, listArgumentsOf, orderOf } from '../common/list-arguments.js';
import { IncludeDeleted } from './include-deleted.js';

/** State of a client (`sign-de-v2.md §7`). */
export enum ClientState {
  REGISTERED = 'REGISTERED',
  DEREGISTERED = 'DEREGISTERED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(ClientState, {
  name: 'ClientState',
  description: 'Whether a client may sign. It can be switched either way, any number of times.',
  valuesConfig: {
    REGISTERED: { description: 'May sign.' },
    DEREGISTERED: { description: 'May not sign until it is registered again; its data stays.' },
    UNKNOWN: { description: 'A state that this version of the gateway does not know yet. Not for filters.' },
  },
});

/** A client as the upstream sends it, in any of its answers. */
export type ClientJson = Schemas['ClientResponse'];

/** A till on one TSS. Holds the upstream's JSON and reads a field only when it is selected. */
@ObjectType({
  implements: Node,
  description: 'A till (electronic recording system) that signs with one TSS and never changes to another.',
})
export class Client implements Node {
  readonly #json: ClientJson;

  readonly #origin: AnswerOrigin;

  constructor(json: ClientJson, origin: AnswerOrigin = 'read') {
    this.#json = json;
    this.#origin = origin;
  }

  /** The upstream's metadata; undefined if this answer does not say. */
  get knownMetadata(): Schemas['MetadataResponse'] | undefined {
    return metadataIn(this.#json, this.#origin);
  }

  get id(): string {
    return encodeGlobalId({ type: 'Client', tssId: this.tssUuid, clientId: this.uuid });
  }

  @Field(() => UUID, {
    description: 'Id of the client at the upstream, chosen by its creator; unique in the whole system.',
  })
  get uuid(): string {
    return this.#json._id.toLowerCase();
  }

  @Field(() => UUID, { description: 'Id of the TSS it signs with.' })
  get tssUuid(): string {
    return this.#json.tss_id.toLowerCase();
  }

  @ToldField(() => String, {
    description:
      'Serial number of the till: first field of the QR code, and printed on each receipt. Unique on its TSS, never changes.',
  })
  get serialNumber(): string {
    return text(this.#json, 'serial_number');
  }

  @Field(() => ClientState, { description: 'Whether the client may sign.' })
  get state(): ClientState {
    return known(ClientState, this.#json.state);
  }

  @ToldField(() => Environment, { description: 'Whether this client is for tests or for real sales.' })
  get environment(): Environment {
    return environment(this.#json, '_env');
  }

  @ToldField(() => DateTime, { description: 'When the client was created.' })
  get createdAt(): Date {
    return time(this.#json, 'time_creation');
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its state or metadata last changed; null right after creation.',
  })
  get updatedAt(): Date | undefined {
    const isNew = this.#origin === 'creation' && this.#json.time_update === undefined; // `sign-de-v2.md §7`
    return isNew ? undefined : time(this.#json, 'time_update');
  }

  @ToldField(() => String, { description: "Version of the upstream's server that gave this answer." })
  get upstreamVersion(): string {
    return text(this.#json, '_version');
  }
}

/** A page of clients. */
export const ClientConnection = connectionOf('Client', 'clients', () => Client);

/** What a list of clients can be sorted by. */
export enum ClientOrderField {
  SERIAL_NUMBER = 'serial_number',
  CREATED_AT = 'time_creation',
}

/** Order of a list of clients. */
export const ClientOrder = orderOf('Client', 'clients', ClientOrderField, {
  SERIAL_NUMBER: 'Alphabetically by serial number, as the upstream sorts text.',
  CREATED_AT: 'By the time of creation; rows of the same second are in no particular order.',
});

/** Which clients a list holds. */
@FilterOf('clients')
export class ClientFilter {
  @Field(() => String, { nullable: true, description: 'Only the client with this serial number.' })
  readonly serialNumber?: string | null;

  @Field(() => ClientState, { nullable: true, description: 'Only clients in this state.' })
  readonly state?: ClientState | null;

  @Field(() => TimeRange, {
    nullable: true,
    description:
      'Only clients that were created in this time; for lists by CREATED_AT. A binary search finds the first row: at most 10 more calls in a list of 1,000.',
  })
  readonly createdAt?: TimeRange | null;

  @IncludeDeleted('clients of TSS')
  readonly includeDeleted!: boolean;
}

/** Arguments of every list of clients. */
@ArgsType()
export class ClientListArguments extends listArgumentsOf(
  'clients',
  ClientOrder,
  'Order of the list; by CREATED_AT, ascending, by default.',
  ClientFilter,
) {}

/**
 * Checks a client's serial number: 1 to 70 characters of PrintableString, no blank at either end (`sign-de-v2.md §7`),
 * and no `/`, which DSFinV-K 2.3 forbids and file names inside an export cannot contain.
 */
export function serialNumberProblems(serialNumber: string): readonly Problem[] {
  const field = ['serialNumber'];
  const forbidden = /[^A-Za-z0-9 '()+,\-.:=?]/u.exec(serialNumber)?.[0];
  if (forbidden !== undefined) {
    return [
      {
        field,
        message: `The character ${JSON.stringify(forbidden)} is not allowed; allowed are A-Z a-z 0-9 space ' ( ) + , - . : = ?`,
      },
    ];
  }
  if (serialNumber.length < 1 || serialNumber.length > 70) {
    return [{ field, message: `A serial number has 1 to 70 characters, but this has ${serialNumber.length}.` }];
  }
  if (serialNumber !== serialNumber.trim()) {
    return [{ field, message: 'A serial number may not begin or end with a space.' }];
  }
  return [];
}
