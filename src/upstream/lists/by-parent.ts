/** Values by the id of a TSS and that of something on it. Ids are looked up one in the other: put together, each would be a new text to hash. */
export class ByTss<Value> {
  readonly #byTss = new Map<string, Map<string, Value>>();

  get(tssId: string, id: string): Value | undefined {
    return this.#byTss.get(tssId)?.get(id);
  }

  set(tssId: string, id: string, value: Value): void {
    const ofTss = this.#byTss.get(tssId);
    if (ofTss) ofTss.set(id, value);
    else this.#byTss.set(tssId, new Map([[id, value]]));
  }

  /** The value that there is, or one that is made and kept. */
  once(tssId: string, id: string, make: () => Value): Value {
    const present = this.get(tssId, id);
    if (present !== undefined) return present;
    const made = make();
    this.set(tssId, id, made);
    return made;
  }

  /** Sets a value where there is none. */
  add(tssId: string, id: string, value: Value): void {
    if (this.get(tssId, id) === undefined) this.set(tssId, id, value);
  }

  clear(): void {
    this.#byTss.clear();
  }
}
