import { startSandbox } from '../../../dist/sandbox/index.js';

// A sandbox in a process of its own; see sandbox-process.ts. It starts what is built, which takes a third of the CPU.
const [, , dataFolder = ''] = process.argv;
try {
  const { middlewareUrl, backendUrl, dsfinvkUrl } = await startSandbox({
    dataFolder,
    middlewarePort: 0,
    backendPort: 0,
    dsfinvkPort: 0,
    controlPort: 0,
    demo: false,
    limits: { activeTransactions: 100_000 },
  });
  process.send?.({ middlewareUrl, backendUrl, dsfinvkUrl });
} catch (error) {
  process.stderr.write(String(error));
  process.exit(1);
}
// Without its parent it is of no use to anybody.
process.once('disconnect', () => process.exit());
