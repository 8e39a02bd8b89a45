import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Verification as VerificationResult } from '../../../tse/receipt/verification.js';

const verificationStatuses = {
  VALID: 'The signature is valid for the data, the counter, the times and the public key.',
  SIGNATURE_MISMATCH: 'The signature is not valid: the signed data or the signature itself was changed.',
  DER_SIGNATURE: 'The signature is valid only as DER, which the named algorithm does not allow.',
  MALFORMED: 'The data is malformed and cannot be read.',
  UNSUPPORTED: 'The algorithm, curve or time format is not one that can be checked.',
} as const;
const verificationStatusEnum = Object.fromEntries(Object.keys(verificationStatuses).map((status) => [status, status]));
registerEnumType(verificationStatusEnum, {
  name: 'VerificationStatus',
  description: 'Result of the check of a signature.',
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

  @Field(() => verificationStatusEnum, { description: 'Result of the check.' })
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
