/**
 * A log message that cannot be written, or bytes that are no log message. `field` names the wrong member as in
 * `LogMessage`.
 */
export class LogMessageError extends Error {
  override readonly name = 'LogMessageError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
