import { hash } from 'node:crypto';
import { inspect } from 'node:util';

/**
 * A PIN, PUK, API secret or token: a string that prints as `[redacted]` when it is logged, serialised, inspected or
 * interpolated. Only {@link Secret.reveal} returns the text: to send it to the upstream, to return it to its owner, or
 * to check its length.
 */
export class Secret {
  readonly #text: string;
  #sha256: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Never log it, and never put it into a message. */
  reveal(): string {
    return this.#text;
  }

  /** The SHA-256 of the text in hex. It identifies a credential in keys of caches and locks without revealing it. */
  get sha256(): string {
    return (this.#sha256 ??= hash('sha256', this.#text, 'hex'));
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
