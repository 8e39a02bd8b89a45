/** What may stand between a name and its value beside white space, commas and comments. */
export type Between = 'nothing' | 'end of a type' | 'a type' | 'start of a list';

/** Runs of white space and commas, and of what else may stand there. */
const RUNS: Readonly<Record<Between, RegExp>> = {
  nothing: /[\s,]*/y,
  'end of a type': /[\s,!\]]*/y,
  'a type': /[\s,\w![\]]*/y,
  'start of a list': /[\s,[]*/y,
};

/**
 * Finds the ends of gaps in one text. Comments are part of a gap, also in comments, where gaps are looked for as well;
 * what was found once is remembered, so that all gaps of a text together take no longer than the text is long.
 */
export class Gaps {
  readonly #text: string;
  /** By what may stand in it, the end of the gap that goes on at the end of a comment. */
  readonly #ends = new Map<string, number>();
  #line = { start: 0, end: -1 };
  #block = { start: 0, end: -1 };

  constructor(text: string) {
    this.#text = text;
  }

  /** The end of the gap that begins at a place. */
  end(start: number, between: Between): number {
    const passed: string[] = [];
    let place = start;
    for (;;) {
      const run = RUNS[between];
      run.lastIndex = place;
      run.test(this.#text);
      const comment = this.#endOfComment(run.lastIndex);
      place = comment ?? run.lastIndex;
      if (comment === undefined) break;
      const key = `${comment} ${between}`;
      const known = this.#ends.get(key);
      if (known !== undefined) {
        place = known;
        break;
      }
      passed.push(key);
    }
    for (const key of passed) this.#ends.set(key, place);
    return place;
  }

  /** The end of the comment that begins at a place; undefined when none does, or it does not end. */
  #endOfComment(place: number): number | undefined {
    if (this.#text[place] === '#' || this.#text.startsWith('//', place)) {
      if (!isWithin(this.#line, place)) this.#line = { start: place, end: this.#find(/[\n\r]/g, place) };
      return this.#line.end;
    }
    if (!this.#text.startsWith('/*', place)) return undefined;
    const inside = place + 2;
    if (!isWithin(this.#block, inside)) this.#block = { start: inside, end: this.#find(/\*\//g, inside) };
    return this.#block.end < this.#text.length ? this.#block.end + 2 : undefined;
  }

  /** Where a pattern matches next; the end of the text when it does not. */
  #find(pattern: RegExp, start: number): number {
    pattern.lastIndex = start;
    return pattern.exec(this.#text)?.index ?? this.#text.length;
  }
}

function isWithin({ start, end }: { readonly start: number; readonly end: number }, place: number): boolean {
  return start <= place && place <= end;
}
