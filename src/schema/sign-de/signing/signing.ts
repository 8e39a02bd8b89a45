import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { known } from '../../common/known.js';
import { MetadataEntryInput } from '../../common/metadata.js';
import { ToldField } from '../../common/read-member.js';
import { ReceiptNote } from './receipt-note.js';
import { UUID } from '../../common/scalars.js';
import { Transaction, TransactionState } from '../transaction/transaction.js';
import { nextMoves, TransactionMove } from '../transaction/transaction-move.js';
import { MutationPayload } from '../../common/user-error.js';
import { Warning } from '../../common/warning.js';

const signingOutcomes = {
  SIGNED: 'The requested step is signed; `transaction` holds the signature.',
  NOT_SIGNED:
    'The requested step is not signed, and `userErrors` says why: the upstream was asked and does not have it, or nothing reached the upstream and this is the first sending, according to your `repeat` and the memory of the gateway. For mutations that sign a whole case, this is about its end: the transaction may have been started, and sending the same again finishes it.',
  UNKNOWN:
    'It may be signed: an answer of the upstream was lost, or the request may have been sent before, and the transaction could not be read; `userErrors` says which. Send the same request again with `repeat: true` (an update also with the `revision` of this answer). It is signed at most once.',
} as const;
const signingOutcomeEnum = Object.fromEntries(Object.keys(signingOutcomes).map((outcome) => [outcome, outcome]));
registerEnumType(signingOutcomeEnum, {
  name: 'SigningOutcome',
  description: 'Whether the requested step is signed. It is never guessed.',
  valuesConfig: Object.fromEntries(
    Object.entries(signingOutcomes).map(([outcome, description]) => [outcome, { description }]),
  ),
});

/** Whether the requested write is signed. */
export type SigningOutcome = keyof typeof signingOutcomes;

/** Base of the inputs that write a transaction. */
@InputType()
export abstract class TransactionInput {
  @Field(() => UUID, { description: 'UUID of the TSS.' })
  readonly tssUuid!: string; // filled by TypeGraphQL

  @Field(() => UUID, { description: 'UUID of the client that writes. It must be registered.' })
  readonly clientUuid!: string;

  @Field(() => UUID, {
    description:
      'UUID of the transaction: create a random one (version 4) for a new sale and store it before you send it, so that you can send the same again.',
  })
  readonly transactionUuid!: string;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      'Set it to true if you may have sent this before, that is, the same transaction UUID to the same mutation, with any answer or none, also before a restart of your program. The outcome is then `NOT_SIGNED` only if the upstream says so, and `UNKNOWN` while it cannot be asked. Setting it by mistake does no harm. The gateway also remembers what it has sent, but only for a limited time and until it restarts.',
  })
  readonly repeat?: boolean | null;

  @Field(() => [MetadataEntryInput], {
    nullable: true,
    description:
      'Your own data on the transaction, up to 40 pairs. The write that signs merges it into the stored metadata. A repeat of a signed write stores nothing.',
  })
  readonly metadata?: MetadataEntryInput[] | null;
}

/** The state of a transaction that refused a write. */
@ObjectType({ description: 'State of a transaction that refused a write, because another device has changed it.' })
export class TransactionConflict {
  readonly #json: Schemas['TxResponse'];

  constructor(json: Schemas['TxResponse']) {
    this.#json = json;
  }

  @Field(() => Int, { description: 'Newest revision of the transaction.' })
  get currentRevision(): number {
    return this.#json.latest_revision;
  }

  @Field(() => TransactionState, { description: 'State of the newest revision.' })
  get currentState(): TransactionState {
    return known(TransactionState, this.#json.state);
  }

  @ToldField(() => [TransactionMove], {
    description: 'Moves that the transaction allows in its state; none once it has ended.',
  })
  get nextMoves(): readonly TransactionMove[] {
    return nextMoves(this.#json);
  }
}

/** Base of the results of signing. */
@ObjectType()
export abstract class SigningPayload extends MutationPayload {
  @Field(() => signingOutcomeEnum, { description: 'Whether the requested step is signed.' })
  readonly outcome!: SigningOutcome; // made by resolvers/signing.ts

  @Field(() => Transaction, {
    nullable: true,
    description:
      'The transaction as signed, or after a conflict in its current state at the upstream. Null if it is not known.',
  })
  readonly transaction!: Transaction | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Revision that was signed, or that was sent; null when nothing was sent.',
  })
  readonly revision!: number | null;

  @Field(() => TransactionConflict, {
    nullable: true,
    description: 'State of the transaction if it refused the write because of its state; otherwise null.',
  })
  readonly conflict!: TransactionConflict | null;

  @Field(() => ReceiptNote, { description: 'What the receipt must show, and what to do.' })
  readonly receiptNote!: ReceiptNote;

  @Field(() => [Warning], { description: 'Oddities that can be legal; usually empty.' })
  readonly warnings!: readonly Warning[];
}
