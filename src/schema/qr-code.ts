import { create, type QRCodeErrorCorrectionLevel, toString as drawQrCode } from 'qrcode';
import { Field, ObjectType } from 'type-graphql';

/** Levels of error correction, the best first: the less of it, the more a code holds, from 1,273 to 2,953 bytes. */
const LEVELS: readonly QRCodeErrorCorrectionLevel[] = ['H', 'Q', 'M', 'L'];

/** The QR code of a finished receipt (`tse-formats.md §4`). */
@ObjectType({
  description: 'QR code of a receipt. Printed at an edge of at least 3 cm it may stand for all TSS data in plain text.',
})
export class QrCode {
  readonly #data: string;

  constructor(data: string) {
    this.#data = data;
  }

  @Field(() => String, {
    description: 'Text of the QR code: twelve fields parted by semicolons (DSFinV-K annex I). Print it unaltered.',
  })
  get data(): string {
    return this.#data;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The QR code as an SVG document of about 20 kB; scales to any size. With high error correction, as DSFinV-K recommends, or with as much as the data leaves room for. Null when they are more than any QR code holds (2,953 bytes): then the receipt needs the lines of `printout`.',
  })
  async svg(): Promise<string | null> {
    const level = LEVELS.find((each) => holds(this.#data, each));
    return level ? drawQrCode(this.#data, { type: 'svg', errorCorrectionLevel: level, margin: 4 }) : null;
  }
}

function holds(data: string, errorCorrectionLevel: QRCodeErrorCorrectionLevel): boolean {
  try {
    create(data, { errorCorrectionLevel });
    return true;
  } catch {
    return false; // the library says in no other way that it is too much
  }
}
