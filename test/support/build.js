import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** Builds dist/ once before all tests, if it is out of date: programs are started from there. */
export default function build() {
  execFileSync(process.execPath, [path.join(import.meta.dirname, '../../scripts/build.js')], { stdio: 'inherit' });
}
