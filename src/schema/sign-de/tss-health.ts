import { Field, Int, ObjectType } from 'type-graphql';
import { certificateValidity, type CertificateValidity } from '../../tse/signature/certificate-validity.js';
import { ToldField } from '../common/read-member.js';
import { BigInt, DateTime } from '../common/scalars.js';
import { type Tss, TssState } from './tss.js';

/** One day, in milliseconds. */
const DAY = 86_400_000;

/** How much of a limit is used. */
@ObjectType({ description: 'How much of a limit is used up.' })
export class Usage {
  readonly #readUsed: () => number | undefined;
  readonly #readMaximum: () => number;

  /** @param readUsed returns undefined if the upstream does not say yet */
  constructor(readUsed: () => number | undefined, readMaximum: () => number) {
    this.#readUsed = readUsed;
    this.#readMaximum = readMaximum;
  }

  @Field(() => Int, { nullable: true, description: 'Now in use; null before personalization.' })
  get used(): number | undefined {
    return this.#readUsed();
  }

  @ToldField(() => Int, { description: 'The limit.' })
  get maximum(): number {
    return this.#readMaximum();
  }

  @Field(() => Int, { nullable: true, description: 'How many are left; null before personalization.' })
  get left(): number | undefined {
    const { used } = this;
    return used === undefined ? undefined : Math.max(this.maximum - used, 0);
  }
}

/** Whether a TSS can sign, and for how long. Computed from its JSON and certificate. */
@ObjectType({ description: 'Whether a TSS can sign, and what may stop it soon. Costs no extra call.' })
export class TssHealth {
  readonly #tss: Tss;
  readonly #now: number;
  #certificate: { readonly validity: CertificateValidity | undefined } | undefined;

  /** @param now milliseconds since 1970 */
  constructor(tss: Tss, now = Date.now()) {
    this.#tss = tss;
    this.#now = now;
  }

  /** Read once, and only when needed. */
  get #validity(): CertificateValidity | undefined {
    this.#certificate ??= { validity: certificateValidity(this.#tss.certificate) };
    return this.#certificate.validity;
  }

  @Field(() => TssState, { description: 'State of the TSS.' })
  get state(): TssState {
    return this.#tss.state;
  }

  @ToldField(() => Boolean, {
    description:
      'Whether sales can be started now: the TSS is INITIALIZED, its certificate is not known to be invalid now, and there is room for another transaction.',
  })
  get canSign(): boolean {
    if (this.state !== TssState.INITIALIZED) return false;
    const { from, to } = this.#validity ?? { from: new Date(0), to: new Date(8.64e15) };
    const isInTime = from.getTime() <= this.#now && this.#now <= to.getTime();
    return isInTime && this.openTransactions.left !== 0;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'Since when the certificate is valid; null when it cannot be read.',
  })
  get certificateValidFrom(): Date | undefined {
    return this.#validity?.from;
  }

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the certificate is valid. Replace the TSS before. Null when it cannot be read.',
  })
  get certificateValidTo(): Date | undefined {
    return this.#validity?.to;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Whole days until then; below 0 when it has expired. Null when the certificate cannot be read.',
  })
  get certificateDaysLeft(): number | undefined {
    return this.#validity && Math.floor((this.#validity.to.getTime() - this.#now) / DAY);
  }

  @Field(() => Usage, { description: 'Registered clients; deregistered ones do not count.' })
  get registeredClients(): Usage {
    return new Usage(
      () => this.#tss.registeredClientCount,
      () => this.#tss.maximumRegisteredClients,
    );
  }

  @Field(() => Usage, { description: 'Open transactions; at the limit no sale can be started.' })
  get openTransactions(): Usage {
    return new Usage(
      () => this.#tss.activeTransactionCount,
      () => this.#tss.maximumActiveTransactions,
    );
  }

  @Field(() => BigInt, { nullable: true, description: 'Signatures made so far; null before personalization.' })
  get signatureCounter(): string | undefined {
    return this.#tss.signatureCounter;
  }
}
