/** What the control port was asked for cannot be done; the message says why, in words for whoever asked. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** HTTP status. */
  readonly status: 400 | 404 | 415 | 421;

  constructor(status: 400 | 404 | 415 | 421, message: string) {
    super(message);
    this.status = status;
  }
}
