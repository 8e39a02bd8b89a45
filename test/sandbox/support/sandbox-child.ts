import { startSandbox } from '../../../src/sandbox/index.js';

/** Message of the program to its parent when it listens. */
export interface ReadyMessage {
  readonly middlewareUrl: string;
  readonly backendUrl: string;
}

const [, , dataFolder = ''] = process.argv;
try {
  const { middlewareUrl, backendUrl } = await startSandbox({
    dataFolder,
    middlewarePort: 0,
    backendPort: 0,
    controlPort: 0,
    demo: false,
    limits: { activeTransactions: 100_000 },
  });
  process.send?.({ middlewareUrl, backendUrl } satisfies ReadyMessage);
} catch (error) {
  process.stderr.write(String(error));
  process.exit(1);
}
// Exits with its parent.
process.once('disconnect', () => process.exit());
