/** The configuration is invalid. The message lists every mistake, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}
