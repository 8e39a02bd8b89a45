import { measureGateway } from '../bench/gateway.js';
import { measureHeap } from '../bench/heap.js';
import type { Peer } from '../bench/peers.js';
import { startProgram } from '../bench/program.js';
import { measureSandbox } from '../bench/sandbox.js';
import { workloads } from '../bench/servers/workloads.js';
import { measureSigning } from '../bench/signing.js';

const gateway = ['--import', 'tsx', 'src/main.ts'];

test('The benchmark of the sandbox measures signing, reading, memory and exports', async () => {
  const rows = await measureSandbox({
    program: ['--import', 'tsx', 'src/main.ts'],
    seconds: 0.2,
    exportSizes: [300],
  });
  expect(rows.map(({ what }) => what).join('\n')).toMatch(/1 TSS[^]*10 TSS[^]*reads[^]*memory[^]*export of 300 /);
  for (const { value } of rows) expect(String(value)).toMatch(/^\d/);
}, 180_000);

test('The benchmark of the gateway has every server answer the same, and measures each of them', async () => {
  const some = workloads.filter(({ name }) => ['one', 'list', 'nested', 'screen'].includes(name));
  const lines = await measureGateway(
    { gateway, seconds: 0.2, rounds: 1, workloads: some, contenders: ['bare proxy', 'fiskaly-graphql'] },
    { progress: () => undefined, measured: () => undefined },
  );
  const multiple = expect.stringMatching(/^\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)$/);
  const figures = ['requests/s', 'p50 ms', 'p99 ms', 'MB', 'calls']; // CPU is counted in hundredths of a second, of which there may be none
  for (const { title } of some) {
    const [bare, ...others] = lines.filter(({ workload }) => workload === title);
    expect(bare).toMatchObject({ server: 'bare proxy', answer: 'right', 'requests/s': expect.stringMatching(/^\d/) });
    expect(others).toHaveLength(4);
    for (const [at, line] of others.entries()) {
      if (at % 2 === 0) expect(line).toMatchObject({ answer: 'right', 'requests/s': expect.stringMatching(/^\d/) });
      else expect(figures.map((figure) => line[figure])).toEqual(figures.map(() => multiple));
    }
  }
  const calls = (workload: string) =>
    lines.find((line) => line.workload!.includes(workload) && line.server === 'fiskaly-graphql')!.calls;
  expect(Number(calls('200 transactions'))).toBeLessThanOrEqual(5);
  expect(Number(calls('2,000 transactions'))).toBeLessThanOrEqual(25);
}, 600_000);

test('A server that does not run, or cannot answer, is a row that says why', async () => {
  const peers: readonly Peer[] = [
    { name: 'peer that fails', ask: 'plain-graphql', start: () => startProgram(['-e', 'console.log("no licence")']) },
    {
      name: 'peer that cannot',
      ask: 'raw-graphql',
      cannot: { hello: 'cannot: is shy' },
      start: (upstream) => startProgram(['--import', 'tsx', 'bench/servers/proxy.ts'], { UPSTREAM: upstream }),
    },
  ];
  const lines = await measureGateway(
    { gateway, seconds: 0.1, rounds: 1, workloads: workloads.slice(0, 1), contenders: ['bare proxy', 'peer'], peers },
    { progress: () => undefined, measured: () => undefined },
  );
  expect(lines).toMatchObject([
    { server: 'peer that fails', 'does not run': expect.stringContaining('no licence') },
    { server: 'bare proxy', answer: 'right' },
    { server: 'bare proxy, global fetch', answer: 'right' },
    { server: '  × bare proxy', calls: '' },
    { server: 'peer that cannot', answer: 'cannot: is shy' },
  ]);
}, 180_000);

test('The benchmark of signing compares signReceipt with the two calls by hand, with either sandbox', async () => {
  const lines = await measureSigning(gateway, 3);
  expect(lines).toMatchObject([
    { sandbox: 'embedded', signing: 'two REST calls by hand', calls: '2' },
    { sandbox: 'embedded', signing: 'signReceipt', calls: '2' },
    { sandbox: 'a program of its own', signing: 'two REST calls by hand', calls: '2' },
    { sandbox: 'a program of its own', signing: 'signReceipt', calls: '2' },
  ]);
}, 180_000);

test('The benchmark of the heap tells after each rest what the gateway holds', async () => {
  const told: number[] = [];
  const left = await measureHeap(gateway, 2, 1, (megabytes) => told.push(megabytes));
  expect(left).toEqual([expect.any(Number), expect.any(Number)]);
  expect(told).toEqual(left);
  for (const megabytes of left) expect(megabytes).toBeGreaterThan(10);
}, 180_000);
