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
  const files = globSync('**/*.test.ts', { cwd: folder })
    .filter((file) => !hasOtherSuite(folder, file) && (!globalThis.isLongRun || isSized(path.join(folder, file))))
    .toSorted();
  for (const file of files) {
    describe(file, () => {
      cleanUpAtEnd();
      load(path.join(folder, file));
    });
  }
}

/** Whether a folder between the two runs its test files by itself. */
function hasOtherSuite(folder: string, file: string): boolean {
  for (let below = path.dirname(file); below !== '.'; below = path.dirname(below)) {
    if (path.basename(below) === 'long' || existsSync(path.join(folder, below, 'suite.ts'))) return true;
  }
  return false;
}

function isSized(file: string): boolean {
  return readFileSync(file, 'utf8').includes('/support/run-size.js');
}
