import { readConfig } from '../../../src/config/config.js';
import { startGateway } from '../../../src/gateway.js';

/** What the gateway in another process tells its parent. */
export type GatewayMessage = { readonly url: string } | { readonly memory: number };

const tell = (message: GatewayMessage) => process.send?.(message);
const { url } = await startGateway(readConfig(process.env));
process.on('message', () => {
  // V8 lets up to 64 MB of buffers lie around before it collects them, of whatever size the archive is; only what is
  // held counts.
  globalThis.gc?.();
  tell({ memory: process.memoryUsage().rss });
});
process.once('disconnect', () => process.exit());
tell({ url });
