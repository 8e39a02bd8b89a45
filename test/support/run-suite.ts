import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cleanUpAtEnd } from './clean-up.js';

const load = createRequire(import.meta.url);

/**
 * Runs the test files of a folder and its subfolders as one file of Jest, so that their modules are loaded once: this
 * takes 0.9 s of CPU, and Jest would repeat it for each file. A subfolder with a `suite.ts` of its own is left out, and
 * so is `long/`. The long run takes only those files that have more cases there (run-size.ts).
 */
export function runSuite(folder: string): void {
  const files = globSync('**/*.test.ts', { cwd: folder }).toSorted();
  for (const file of files) {
    if (hasOtherSuite(folder, file) || (globalThis.isLongRun && !isSized(path.join(folder, file)))) continue;
    describe(file, () => {
      cleanUpAtEnd();
      load(path.join(folder, file));
    });
  }
}

function hasOtherSuite(folder: string, file: string): boolean {
  const parents = path
    .dirname(file)
    .split(path.sep)
    .filter((name) => name !== '.');
  return parents.some((name, depth) => {
    const parent = path.join(folder, ...parents.slice(0, depth), name);
    return name === 'long' || existsSync(path.join(parent, 'suite.ts'));
  });
}

function isSized(file: string): boolean {
  return readFileSync(file, 'utf8').includes('/support/run-size.js');
}
