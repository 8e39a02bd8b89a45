/** A log message that cannot be written, or bytes that are none. `field` names the member at fault as `LogMessage` does. */
export class LogMessageError extends Error {
  override readonly name = 'LogMessageError';
  readonly field: string;

  constructor(field: string, problem: string) {
    super(`${field}: ${problem}`);
    this.field = field;
  }
}
