/**
 * Writes and checks DSFinV-K archives of several sizes, and prints time, memory and bytes as a table. Each step runs in
 * a process of its own, so that its memory is its own. Arguments: numbers of receipts. Default: 1,000 and 100,000.
 */
import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkArchive } from '../src/dsfinvk/archive/check/check-archive.js';
import { writeArchive } from '../src/dsfinvk/archive/write/archive-writer.js';
import { closing } from '../test/dsfinvk/archive/shop.js';

/** Largest closing, in receipts. */
const LARGEST_CLOSING = 5_000;

const [mode = '', file = '', size = ''] = process.argv.slice(2);
if (mode === 'write') await write(file, Number(size));
else if (mode === 'check') await check(file);
else compare(process.argv.slice(2).map(Number));

/** One step's result. */
interface Step {
  readonly seconds: number;
  readonly megabytes: number;
}

function compare(sizes: readonly number[]): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-archive-'));
  console.log('| receipts | bytes | write | memory | check | memory |');
  console.log('| -------: | ----: | ----: | -----: | ----: | -----: |');
  for (const receipts of sizes.length > 0 ? sizes : [1_000, 100_000]) {
    const archive = path.join(folder, `${receipts}.tar`);
    const written = step('write', archive, String(receipts));
    const read = step('check', archive);
    const bytes = `${(statSync(archive).size / 1_000_000).toFixed(1)} MB`;
    const cells = [written, read].flatMap((of) => [`${of.seconds.toFixed(1)} s`, `${of.megabytes.toFixed(0)} MB`]);
    console.log(`| ${[receipts.toLocaleString('en'), bytes, ...cells].join(' | ')} |`);
  }
  rmSync(folder, { recursive: true });
}

function step(...words: readonly string[]): Step {
  const [program = ''] = process.argv.slice(1);
  const output = execFileSync(process.execPath, ['--import', 'tsx', program, ...words], { encoding: 'utf8' });
  return JSON.parse(output) as Step; // printed by `report`
}

async function write(archive: string, receipts: number): Promise<void> {
  const start = performance.now();
  let making = 0;
  function* closings() {
    for (let number = 1, left = receipts; left > 0; number += 1, left -= LARGEST_CLOSING) {
      const before = performance.now();
      const made = closing(number, Math.min(left, LARGEST_CLOSING) - 2);
      making += performance.now() - before;
      yield made;
    }
  }
  const { content } = await writeArchive({ closings }, { format: 'tar', time: new Date(), folder: tmpdir() });
  await pipeline(content, createWriteStream(archive));
  report(performance.now() - start - making);
}

async function check(archive: string): Promise<void> {
  const start = performance.now();
  const { valid, findings } = await checkArchive(createReadStream(archive), { folder: tmpdir() });
  if (!valid) throw new Error(JSON.stringify(findings.slice(0, 5)));
  report(performance.now() - start);
}

function report(milliseconds: number): void {
  const step: Step = { seconds: milliseconds / 1_000, megabytes: process.resourceUsage().maxRSS / 1_000 };
  console.log(JSON.stringify(step));
}
