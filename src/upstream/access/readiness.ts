/** How long what was found stands, in milliseconds: anybody may ask, and none of them is to burden the upstream. */
const STANDS = 3_000;

/** Whether work can be done, tried at most once every few seconds whoever asks. */
export class Readiness {
  readonly #tryOut: () => Promise<void>;
  #found: Promise<void> | undefined;
  #foundAt = -Infinity;

  /** @param tryOut does something that only succeeds when work can be done */
  constructor(tryOut: () => Promise<void>) {
    this.#tryOut = tryOut;
  }

  /** Ends when work can be done. @throws why it cannot */
  check(): Promise<void> {
    if (this.#found && performance.now() < this.#foundAt + STANDS) return this.#found;
    this.#foundAt = Infinity; // as long as it is being tried
    this.#found = this.#tryOut().finally(() => (this.#foundAt = performance.now()));
    return this.#found;
  }
}
