/**
 * How many characters a text has, as the upstream counts them for all its limits: code points, as JSON Schema does
 * (`maxLength`), so one beyond 16 bits is one.
 */
export function characterCount(text: string): number {
  let count = text.length;
  for (let place = 0; place < text.length; place += 1) {
    if ((text.codePointAt(place) ?? 0) <= 0xffff) continue;
    count -= 1;
    place += 1;
  }
  return count;
}
