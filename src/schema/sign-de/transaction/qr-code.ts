import { encodeQR, type ErrorCorrection } from 'qr';
import { Field, ObjectType } from 'type-graphql';

/**
 * Levels of error correction, the best first, with the capacity in bytes of the largest code of each (ISO/IEC 18004).
 */
const LEVELS: readonly (readonly [level: ErrorCorrection, bytes: number])[] = [
  ['high', 1_273],
  ['quartile', 1_663],
  ['medium', 2_331],
  ['low', 2_953],
];
/** Width of the white margin in modules (ISO/IEC 18004). */
const MARGIN = 4;

/** The QR code of a finished receipt (`tse-formats.md §4`). */
@ObjectType({
  description:
    'QR code of a receipt. With an edge of at least 3 cm, it may be printed instead of the TSS data in plain text.',
})
export class QrCode {
  readonly #data: string;
  #svg: string | null | undefined;

  constructor(data: string) {
    this.#data = data;
  }

  @Field(() => String, {
    description: 'Text of the QR code: twelve fields separated by semicolons (DSFinV-K annex I). Encode it unchanged.',
  })
  get data(): string {
    return this.#data;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'The QR code as an SVG document of about 20 kB, which scales to any size. It has high error correction, as DSFinV-K recommends, or the highest level that the length of the data allows. Null if the data exceeds the capacity of a QR code (2,953 bytes): then print the lines of `printout`.',
  })
  get svg(): string | null {
    // Encoding takes half a millisecond, so it runs once, and only when it is needed.
    return (this.#svg ??= draw(this.#data));
  }
}

function draw(data: string): string | null {
  const size = Buffer.byteLength(data);
  const [ecc] = LEVELS.find(([, bytes]) => size <= bytes) ?? [];
  return ecc === undefined ? null : toSvg(encodeQR(data, 'raw', { ecc, encoding: 'byte', border: MARGIN }));
}

/** Draws each run of dark modules as one stroke, in a third of the library's time. */
function toSvg(rows: readonly (readonly boolean[])[]): string {
  const strokes: string[] = [];
  for (const [y, row] of rows.entries()) {
    let end = -1; // of the run before
    for (let x = row.indexOf(true); x !== -1; x = row.indexOf(true, end)) {
      const light = row.indexOf(false, x); // there is a margin
      strokes.push(end === -1 ? `M${x} ${y}.5h${light - x}` : `m${x - end} 0h${light - x}`);
      end = light;
    }
  }
  const size = rows.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#ffffff" d="M0 0h${size}v${size}H0z"/><path stroke="#000000" d="${strokes.join('')}"/></svg>\n`
  );
}
