import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEndOfFile } from '../../support/clean-up.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../src/sandbox/index.js';

/** A new folder that is removed when the test file has run. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'sandbox-'));
  atEndOfFile(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/**
 * Starts an empty sandbox on free ports, by default in a new folder. It is closed when the test file has run.
 */
export async function runSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    dataFolder: options.dataFolder ?? temporaryFolder(),
    middlewarePort: 0,
    backendPort: 0,
    controlPort: 0,
    demo: false,
    ...options,
  });
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= sandbox.close());
  atEndOfFile(close);
  return { ...sandbox, close };
}

/** A clock that is moved by hand. */
export class TestClock {
  time: number;

  constructor(time = 1_790_000_000) {
    this.time = time;
  }

  readonly now = (): number => this.time;
}
