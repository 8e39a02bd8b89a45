import jsqr from 'jsqr';

/** Width of a module in pixels. */
const SCALE = 3;

/**
 * Scans a QR code that is drawn as an SVG document of horizontal lines (`M x y h length`). Uses only its pixels, as a
 * camera does.
 * @returns the text; undefined if it cannot be scanned
 */
export function scan(svg: string, damage: (x: number, y: number) => boolean = () => false): string | undefined {
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)![1]);
  const dark = new Set<number>();
  const [, path] = /stroke="#000000" d="([^"]+)"/.exec(svg)!;
  let [x, y] = [0, 0];
  for (const [, command, numbers] of path!.matchAll(/([Mmh])([^Mmh]+)/g)) {
    const [first = 0, second = 0] = numbers!.trim().split(/[ ,]/).map(Number);
    if (command === 'M') [x, y] = [first, Math.floor(second)];
    if (command === 'm') [x, y] = [x + first, y + second];
    if (command === 'h') for (let end = x + first; x < end; x += 1) dark.add(y * size + x);
  }
  const edge = size * SCALE;
  const pixels = new Uint8ClampedArray(edge * edge * 4).fill(255);
  for (let index = 0; index < edge * edge; index += 1) {
    const [column, row] = [Math.floor((index % edge) / SCALE), Math.floor(index / edge / SCALE)];
    if (dark.has(row * size + column) || damage(column / size, row / size)) pixels.fill(0, index * 4, index * 4 + 3);
  }
  return jsqr.default(pixels, edge, edge)?.data;
}
