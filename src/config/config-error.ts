/** What was configured cannot be used; the message lists every mistake, one a line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
