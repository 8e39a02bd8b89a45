/**
 * Values by the id of a parent and a name within the parent. Two nested maps: a joined key would be a new string to
 * hash.
 */
export class ByParent<Value> {
  readonly #byParent = new Map<string, Map<string, Value>>();

  get(parent: string, name: string): Value | undefined {
    return this.#byParent.get(parent)?.get(name);
  }

  set(parent: string, name: string, value: Value): void {
    const ofParent = this.#byParent.get(parent);
    if (ofParent) ofParent.set(name, value);
    else this.#byParent.set(parent, new Map([[name, value]]));
  }

  /** Returns the stored value. If there is none, makes one and stores it. */
  once(parent: string, name: string, make: () => Value): Value {
    const present = this.get(parent, name);
    if (present !== undefined) return present;
    const made = make();
    this.set(parent, name, made);
    return made;
  }

  /** Sets a value, unless there is one. */
  add(parent: string, name: string, value: Value): void {
    if (this.get(parent, name) === undefined) this.set(parent, name, value);
  }

  delete(parent: string, name: string): void {
    this.#byParent.get(parent)?.delete(name);
  }

  clear(): void {
    this.#byParent.clear();
  }
}
