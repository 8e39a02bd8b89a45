import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Verification as VerificationResult } from '../../../tse/receipt/verification.js';

const verificationStatuses = {
  VALID: 'The signature fits the data, the counter, the times and the public key.',
  SIGNATURE_MISMATCH: 'The signature does not fit: something of what was signed, or the signature itself, was altered.',
  DER_SIGNATURE: 'The signature fits only when read as DER, which the algorithm named does not allow.',
  MALFORMED: 'The data cannot be read as what it should be.',
  UNSUPPORTED: 'The algorithm, curve or time format is not one that can be checked.',
} as const;
const verificationStatusEnum = Object.fromEntries(Object.keys(verificationStatuses).map((status) => [status, status]));
registerEnumType(verificationStatusEnum, {
  name: 'VerificationStatus',
  description: 'What checking a signature found.',
  valuesConfig: Object.fromEntries(
    Object.entries(verificationStatuses).map(([status, description]) => [status, { description }]),
  ),
});

/** Result of checking a signature. Computed by the gateway, without a call. */
@ObjectType({
  description:
    'Result of checking a signature against its public key, computed by this gateway from the data it shows you.',
})
export class Verification {
  readonly #result: VerificationResult;

  constructor(result: VerificationResult) {
    this.#result = result;
  }

  @Field(() => Boolean, { description: 'Whether the signature is valid.' })
  get valid(): boolean {
    return this.#result.valid;
  }

  @Field(() => verificationStatusEnum, { description: 'What was found.' })
  get status(): keyof typeof verificationStatuses {
    return this.#result.valid ? 'VALID' : this.#result.reason;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What exactly is wrong, for people; null when the signature is valid.',
  })
  get detail(): string | null {
    return this.#result.valid ? null : this.#result.detail;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Elliptic curve on which the signature was found valid, e.g. `P-256`.',
  })
  get curve(): string | null {
    return this.#result.valid ? this.#result.curve : null;
  }
}
