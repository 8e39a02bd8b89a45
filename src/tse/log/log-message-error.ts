/**
 * A log message that cannot be written, or bytes that are not a log message. `field` is the name of the invalid member
 * of `LogMessage`.
 */
export class LogMessageError extends Error {
  override readonly name = 'LogMessageError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
