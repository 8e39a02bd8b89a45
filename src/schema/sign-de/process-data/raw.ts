import { Field, InputType, ObjectType } from 'type-graphql';
import type { Schemas } from '../../../received/sign-de.js';
import { type Json, text, ToldField } from '../../common/read-member.js';
import { Base64 } from '../../common/scalars.js';
import type { Problem } from '../../common/user-error.js';

/** Process data, byte for byte as the TSS signed it. */
@ObjectType({ description: 'Process data exactly as the TSS signed it.' })
export class RawProcessData {
  readonly #json: Json;

  constructor(json: Json) {
    this.#json = json;
  }

  @ToldField(() => String, { description: 'Process type, e.g. `Kassenbeleg-V1`.' })
  get processType(): string {
    return text(this.#json, 'process_type');
  }

  @ToldField(() => Base64, { description: 'Process data as bytes.' })
  get processData(): string {
    return text(this.#json, 'process_data');
  }

  @Field(() => String, { nullable: true, description: 'Process data as text; null if the bytes are not UTF-8.' })
  get text(): string | null {
    return toText(this.processData);
  }
}

/** Base64 bytes as UTF-8 text; null if they are not UTF-8. */
export function toText(base64: string): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64, 'base64'));
  } catch {
    return null;
  }
}

/** Ready-made process data, to be signed as it is. */
@InputType({
  description:
    'Ready-made process data, signed exactly as given. Mistakes in it are not refused, so prefer the other members; `processDataPreview` warns of likely mistakes.',
})
export class RawProcessDataInput {
  @Field(() => String, { description: "Process type, up to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?" })
  readonly processType!: string; // filled by TypeGraphQL

  @Field(() => Base64, {
    description: 'Process data as base64 of its bytes, usually UTF-8 text; the empty string for none.',
  })
  readonly processData!: string;
}

/** Ready-made process data in the upstream's form. */
export function fromRawInput(input: RawProcessDataInput): Schemas['RawProcessData'] {
  return { process_type: input.processType, process_data: input.processData };
}

/** Checks the process type of ready-made data: a signed message must be able to hold it (`tse-formats.md §1.1`). */
export function rawProblems({ processType }: RawProcessDataInput, field: readonly string[]): readonly Problem[] {
  if (/^[A-Z0-9 '()+,\-./:=?]{1,100}$/i.test(processType)) return [];
  return [
    {
      field: [...field, 'processType'],
      message: "A process type has 1 to 100 characters of A-Z a-z 0-9 space ' ( ) + , - . / : = ?",
    },
  ];
}
