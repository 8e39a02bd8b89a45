/** A request to the control port that cannot be carried out. The message tells the caller why. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  /** HTTP status. */
  readonly status: 400 | 404 | 415 | 421;

  constructor(status: 400 | 404 | 415 | 421, message: string) {
    super(message);
    this.status = status;
  }
}
