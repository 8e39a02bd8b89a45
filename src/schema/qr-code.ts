import { toString as drawQrCode } from 'qrcode';
import { Field, ObjectType } from 'type-graphql';

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
    description:
      'The QR code as an SVG document of about 20 kB, with high error correction as DSFinV-K recommends; scales to any size.',
  })
  svg(): Promise<string> {
    return drawQrCode(this.#data, { type: 'svg', errorCorrectionLevel: 'H', margin: 4 });
  }
}
