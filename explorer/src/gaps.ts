/** Text that is allowed between a name and its value, in addition to white space, commas and comments. */
export type Between = 'nothing' | 'end of a type' | 'a type' | 'start of a list';

/** Patterns for white space, commas and the text that {@link Between} allows. */
const RUNS: Readonly<Record<Between, RegExp>> = {
  nothing: /[\s,]*/y,
  'end of a type': /[\s,!\]]*/y,
  'a type': /[\s,\w![\]]*/y,
  'start of a list': /[\s,[]*/y,
};

/**
 * Finds the ends of gaps in one text, in GraphQL or JSON. A gap is the text between a name and its value. It may
 * contain comments, and it may itself be inside a comment. Results are cached, so finding all gaps takes time linear in
 * the length of the text.
 */
export class Gaps {
  readonly #text: string;
  /**
   * Cache. Key: the end of a comment, and the kind of gap. Value: the end of the gap that continues after this comment.
   */
  readonly #ends = new Map<string, number>();
  /** The line comment that was found last. */
  #line = { start: 0, end: -1 };
  /** The block comment that was found last. */
  #block = { start: 0, end: -1 };

  constructor(text: string) {
    this.#text = text;
  }

  /** The end of the gap that begins at an offset. */
  end(start: number, between: Between): number {
    const passed: string[] = [];
    let offset = start;
    for (;;) {
      const run = RUNS[between];
      run.lastIndex = offset;
      run.test(this.#text);
      const comment = this.#endOfComment(run.lastIndex);
      offset = comment ?? run.lastIndex;
      if (comment === undefined) break;
      const key = `${comment} ${between}`;
      const known = this.#ends.get(key);
      if (known !== undefined) {
        offset = known;
        break;
      }
      passed.push(key);
    }
    for (const key of passed) this.#ends.set(key, offset);
    return offset;
  }

  /** The end of the comment that begins at an offset; undefined if none begins there, or if it is not closed. */
  #endOfComment(offset: number): number | undefined {
    if (this.#text[offset] === '#' || this.#text.startsWith('//', offset)) {
      if (!isWithin(this.#line, offset)) this.#line = { start: offset, end: this.#find(/[\n\r]/g, offset) };
      return this.#line.end;
    }
    if (!this.#text.startsWith('/*', offset)) return undefined;
    const inside = offset + 2;
    if (!isWithin(this.#block, inside)) this.#block = { start: inside, end: this.#find(/\*\//g, inside) };
    return this.#block.end < this.#text.length ? this.#block.end + 2 : undefined;
  }

  /** The offset of the next match of a pattern, or the end of the text if there is none. */
  #find(pattern: RegExp, start: number): number {
    pattern.lastIndex = start;
    return pattern.exec(this.#text)?.index ?? this.#text.length;
  }
}

function isWithin({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean {
  return start <= offset && offset <= end;
}
