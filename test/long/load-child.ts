import { request } from 'undici';
import { WebSocket } from 'ws';

// What loads the gateway, in a process of its own: `load-child.ts KIND URL TSS`. It says "loaded" when the load is on,
// and what became of it when it is told to end.
const [kind = '', url = '', tss = ''] = process.argv.slice(2);
const outcomes = new Map<string, number>();
const note = (outcome: string) => outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
let isOn = true;

/** Keeps so many requests under way. Who is refused comes again after a while, as clients do. */
function ask(query: string, atOnce: number): void {
  const again = async () => {
    while (isOn) {
      try {
        const { statusCode, body } = await request(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          // Nothing that another one asks, or both would be answered together.
          body: JSON.stringify({ query: `${query} # ${Math.random()}` }),
        });
        const text = await body.text();
        note(/"code":"(\w+)"/.exec(text)?.[1] ?? String(statusCode));
        if (statusCode !== 200) await new Promise((resolve) => setTimeout(resolve, 500));
      } catch {
        note('lost');
      }
    }
  };
  for (let index = 0; index < atOnce; index += 1) void again();
}

/** Opens connections with fifty subscriptions each. */
async function subscribe(connections: number): Promise<void> {
  const query = 'subscription ($tss: UUID!) { transactionChanged(tssUuid: $tss) { number state revision } }';
  for (let index = 0; index < connections; index += 1) {
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
    socket.on('error', () => {
      note('lost');
    });
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      note(type);
      if (type !== 'connection_ack') return;
      for (let id = 0; id < 50; id += 1) {
        const payload = { query, variables: { tss } };
        socket.send(JSON.stringify({ id: String(id), type: 'subscribe', payload }));
      }
    });
    await new Promise((resolve) => socket.once('open', resolve).once('error', resolve));
    socket.send('{"type":"connection_init"}');
  }
}

const signatures =
  '{ tssList(first: 10) { nodes { clients(first: 10) { nodes { transactions(first: 10) { nodes { verification { valid } } } } } } } }';
const codes = `{ ${Array.from({ length: 15 }, (_, index) => `a${index}: transactions(first: 100) { nodes { qrCode { svg } } }`).join(' ')} }`;
if (kind === 'signatures') ask(signatures, 200);
if (kind === 'codes') ask(codes, 8);
if (kind === 'subscriptions') await subscribe(200);
process.stdout.write('loaded\n');
process.stdin.once('data', () => {
  isOn = false;
  process.stdout.write(`${JSON.stringify(Object.fromEntries(outcomes))}\n`, () => process.exit());
});
