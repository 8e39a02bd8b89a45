import { startSandbox } from '../../../src/sandbox/index.js';

/** What the program tells its parent once it listens. */
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
// Without its parent it is of no use to anybody.
process.once('disconnect', () => process.exit());
