import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

// What this machine can do at all: a server that has nothing to do but to send as many bytes as a transaction has.
const bytes = JSON.stringify({ bare: 'x'.repeat(1_500) });
const server = createServer((request, answer) => {
  request.resume();
  answer.writeHead(200, { 'content-type': 'application/json' }).end(bytes);
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // it listens on a port
  process.stdout.write(`http://127.0.0.1:${port}/\n`);
});
process.once('SIGTERM', () => process.exit());
