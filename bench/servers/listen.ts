import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lets a server of the benchmark listen on a free port, and says which. */
export function listen(server: Server): void {
  // Idle while others are measured: nobody is to meet a connection that is just being closed.
  server.keepAliveTimeout = 600_000;
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo; // it listens on a port
    process.stdout.write(`http://127.0.0.1:${port}\n`);
  });
  process.once('SIGTERM', () => process.exit());
}
