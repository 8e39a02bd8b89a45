/**
 * Counts the characters of a text as the upstream does for all its limits: in code points, like `maxLength` in JSON
 * Schema. A character outside the BMP counts as one.
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
