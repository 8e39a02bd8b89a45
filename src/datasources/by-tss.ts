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
}
