import { cpSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

// Writes the program of test/sandbox/support/sandbox-child.js as one file below the folder that is given. It starts in
// half the CPU, because Node.js need not look for hundreds of modules.
const [, , folder = ''] = process.argv;
const contracts = 'contract'; // the program looks for them two folders above itself
await build({
  configFile: false,
  logLevel: 'warn',
  ssr: { noExternal: true },
  build: {
    ssr: 'test/sandbox/support/sandbox-child.js',
    outDir: path.join(folder, 'test', 'bundle'),
    emptyOutDir: false,
    copyPublicDir: false,
    minify: true,
    rolldownOptions: { output: { entryFileNames: 'sandbox-child.mjs' } },
  },
});
cpSync(contracts, path.join(folder, contracts), { recursive: true });
