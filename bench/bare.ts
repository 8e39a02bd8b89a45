import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// The limit of this machine: a server that only sends as many bytes as a transaction has.
const bytes = JSON.stringify({ bare: 'x'.repeat(1_500) });
const server = createServer((request, answer) => {
  request.resume();
  answer.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // the server listens on a port, not on a pipe
  process.stdout.write(`http://127.0.0.1:${port}/\n`);
});
process.once('SIGTERM', () => process.exit());
