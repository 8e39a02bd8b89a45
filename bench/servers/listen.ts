import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Makes a benchmark server listen on a free port, and prints its URL. */
export function listen(server: Server): void {
  // The server is idle while others are measured. The long timeout keeps its connections open, so that no request uses
  // a connection that is being closed.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo; // the server listens on a port, not on a pipe
    process.stdout.write(`http://127.0.0.1:${port}\n`);
  });
  process.once('SIGTERM', () => process.exit());
}
