import { readConfig } from '../../../src/config/config.js';
import { startGateway } from '../../../src/gateway.js';

/** Messages of the gateway in another process to its parent. */
export type GatewayMessage = { readonly url: string } | { readonly memory: number };

const tell = (message: GatewayMessage) => process.send?.(message);
const { url } = await startGateway(readConfig(process.env));
process.on('message', () => {
  // V8 keeps up to 64 MB of unused buffers before it collects them, independent of the archive's size. Only memory that
  // is still in use counts.
  globalThis.gc?.();
  tell({ memory: process.memoryUsage().rss });
});
process.once('disconnect', () => process.exit());
tell({ url });
