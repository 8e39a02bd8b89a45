/** The sandbox cannot start; the message says why and what to do, in words for whoever started it. */
export class SandboxStartError extends Error {
  override readonly name = 'SandboxStartError';
}
