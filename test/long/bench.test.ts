import { measureGateway } from '../../bench/gateway.js';
import { measureHeap } from '../../bench/heap.js';
import type { Line } from '../../bench/lines.js';
import type { Peer } from '../../bench/peers.js';
import { startArguments, startProgram } from '../../bench/program.js';
import { measureSandbox } from '../../bench/sandbox.js';
import { workloads } from '../../bench/servers/workloads.js';
import { measureSigning } from '../../bench/signing.js';

/** A server that nobody asks anything. */
const LISTENER = `
  const server = require('node:http').createServer();
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port));
`;

/** What `npm run bench` measures. */
const gateway = startArguments();

test('The benchmark of the sandbox measures signing, reading, memory and exports', async () => {
  const rows = await measureSandbox({ program: gateway, seconds: 0.05, exportSizes: [300] });
  expect(rows.map(({ what }) => what).join('\n')).toMatch(/1 TSS[^]*10 TSS[^]*reads[^]*memory[^]*export of 300 /);
  for (const { value } of rows) expect(String(value)).toMatch(/^\d/);
}, 180_000);

describe('The benchmark of the gateway', () => {
  /** Those that are compared. */
  const some = workloads
    .filter(({ name }) => ['hello', 'one-metadata', 'list', 'nested', 'screen', 'list-even'].includes(name))
    .map((workload) => ({ ...workload, connections: 1 }));
  const compared = some.slice(1).map(({ title }) => title);
  const [hello] = some.map(({ title }) => title);
  const peers: readonly Peer[] = [
    { name: 'peer that fails', ask: 'plain-graphql', start: () => startProgram(['-e', 'console.log("no licence")']) },
    {
      name: 'peer that cannot',
      ask: 'raw-graphql',
      cannot: Object.fromEntries(some.map(({ name }) => [name, 'cannot: is shy'])),
      start: () => startProgram(['-e', LISTENER]),
    },
  ];
  const contenders = ['bare proxy', 'fiskaly-graphql', 'peer'];
  const seconds = 0.05;
  let lines: readonly Line[];
  beforeAll(async () => {
    lines = await measureGateway(
      { gateway, seconds, warmUp: 0, rounds: 1, workloads: some, contenders, peers },
      { progress: () => undefined, measured: () => undefined },
    );
  }, 600_000);

  test.each(compared)('has every server answer the same, and measures each of them: %s', (title) => {
    const multiple = expect.stringMatching(/^\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)$/);
    const figures = ['requests/s', 'p50 ms', 'p99 ms', 'MB', 'calls']; // CPU is counted in hundredths of a second, of which there may be none
    const [bare, ...others] = lines.filter(
      ({ workload, server }) => workload === title && server !== 'peer that cannot',
    );
    expect(bare).toMatchObject({ server: 'bare proxy', answer: 'right', 'requests/s': expect.stringMatching(/^\d/) });
    expect(others).toHaveLength(4);
    for (const [at, line] of others.entries()) {
      if (at % 2 === 0) expect(line).toMatchObject({ answer: 'right', 'requests/s': expect.stringMatching(/^\d/) });
      else expect(figures.map((figure) => line[figure])).toEqual(figures.map(() => multiple));
    }
  });

  test('asks the upstream for many rows in fewer calls than there are lists', () => {
    const calls = (workload: string) =>
      lines.find((line) => line.workload?.includes(workload) && line.server === 'fiskaly-graphql')!.calls;
    expect(Number(calls('200 transactions'))).toBeLessThanOrEqual(5);
    expect(Number(calls('2,000 transactions'))).toBeLessThanOrEqual(100); // of 211: the tills are unevenly busy
  });

  test('has a row for a server that does not run, or cannot answer, which says why', () => {
    expect(lines.filter(({ workload }) => workload === undefined || workload === hello)).toMatchObject([
      { server: 'peer that fails', 'does not run': expect.stringContaining('no licence') },
      { server: 'bare proxy', answer: 'right' },
      { server: 'fiskaly-graphql', answer: 'right' },
      { server: '  × bare proxy' },
      { server: 'bare proxy, global fetch', answer: 'right' },
      { server: '  × bare proxy', calls: '' },
      { server: 'peer that cannot', answer: 'cannot: is shy' },
      { server: 'peer that fails' }, // once for each upstream: here with tills that are unevenly and evenly busy
    ]);
  });
});

test('The benchmark of signing compares signReceipt with the two calls by hand, with either sandbox', async () => {
  const lines = await measureSigning(gateway, 3, 10);
  expect(lines).toMatchObject([
    { sandbox: 'embedded', signing: 'two REST calls by hand', calls: '2' },
    { sandbox: 'embedded', signing: 'signReceipt', calls: '2' },
    { sandbox: 'a program of its own', signing: 'two REST calls by hand', calls: '2' },
    { sandbox: 'a program of its own', signing: 'signReceipt', calls: '2' },
  ]);
}, 180_000);

test('The benchmark of the heap tells after each rest what the gateway holds', async () => {
  const told: number[] = [];
  const left = await measureHeap(gateway, 2, 0.1, (megabytes) => told.push(megabytes));
  expect(left).toEqual([expect.any(Number), expect.any(Number)]);
  expect(told).toEqual(left);
  for (const megabytes of left) expect(megabytes).toBeGreaterThan(10);
}, 180_000);
