import { measureSandbox } from '../bench/sandbox.js';

test('The benchmark of the sandbox measures signing, reading, memory and exports', async () => {
  const rows = await measureSandbox({
    program: ['--import', 'tsx', 'src/main.ts'],
    seconds: 0.2,
    exportSizes: [300],
  });
  expect(rows.map(({ what }) => what).join('\n')).toMatch(/1 TSS[^]*10 TSS[^]*reads[^]*memory[^]*export of 300 /);
  for (const { value } of rows) expect(String(value)).toMatch(/^\d/);
});
