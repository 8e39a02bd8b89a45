import { hash } from 'node:crypto';
import { inspect } from 'node:util';

/**
 * A PIN, PUK, API secret or token: a string that prints as `[redacted]` wherever it is logged, serialised, inspected
 * or interpolated. Only {@link Secret.reveal} gives the text: to send it to the upstream, to
 * hand it to the caller it belongs to, or to check its length.
 */
export class Secret {
  readonly #text: string;
  #sha256: string | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself. Never log it, never put it into a message. */
  reveal(): string {
    return this.#text;
  }

  /** Its SHA-256 in hex: names a credential in keys of caches and locks without holding it. */
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
