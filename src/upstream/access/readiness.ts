/** How long a result is reused, in milliseconds. Everybody may ask, but must not put load on the upstream. */
const STANDS = 3_000;

/** Checks whether the gateway can work, at most once every few seconds for all callers together. */
export class Readiness {
  readonly #tryOut: () => Promise<void>;
  #found: Promise<void> | undefined;
  #foundAt = -Infinity;

  /** @param tryOut does something that succeeds only if the gateway can work */
  constructor(tryOut: () => Promise<void>) {
    this.#tryOut = tryOut;
  }

  /** Resolves if the gateway can work. @throws the reason if it cannot */
  check(): Promise<void> {
    if (this.#found && performance.now() < this.#foundAt + STANDS) return this.#found;
    this.#foundAt = Infinity; // valid until the check ends
    this.#found = this.#tryOut().finally(() => (this.#foundAt = performance.now()));
    return this.#found;
  }
}
