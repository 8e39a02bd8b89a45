import { readConfig } from '../../../dist/config/config.js';
import { startGateway } from '../../../dist/gateway.js';

// A gateway in a process of its own, so that its memory is its own. It tells its parent its address, and from then on,
// whenever it is asked, what it holds in memory.
const { url } = await startGateway(readConfig(process.env));
process.on('message', () => {
  // V8 lets up to 64 MB of buffers lie around before it collects them, of whatever size the archive is; only what is
  // held counts.
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage().rss });
});
process.once('disconnect', () => process.exit());
process.send?.({ url });
