/** The sandbox cannot start. The message tells the person who started it why, and what to do. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
}
