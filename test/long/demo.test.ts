import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import jsqr from 'jsqr';
import { verifyQrPayload } from '../../src/tse/receipt/qr-code.js';
import { freePort } from '../e2e/support/sandbox-process.js';

test('the demo prints a receipt whose QR code can be scanned off the terminal and verifies', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fiskaly-graphql-demo-'));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'demo/demo.ts'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { PATH: process.env.PATH, SANDBOX_DATA: folder, PORT: String(await freePort()) },
  });
  rmSync(folder, { recursive: true, force: true });

  expect(stderr).toBe('');
  expect(stdout).toContain('SUMME EUR');
  expect(stdout).toMatch(/TSE-Transaktion +\d+\n/);
  const scanned = jsqr.default(...photograph(stdout));
  expect(scanned?.data).toContain('V0;CAFE-01;Kassenbeleg-V1;Beleg^10.70_4.20_0.00_0.00_0.00^10.00:Bar_4.90:Unbar;');
  expect(verifyQrPayload(scanned!.data)).toMatchObject({ valid: true });
}, 120_000);

/** Pixels a module is wide. */
const SCALE = 4;
/** Modules of paper around the code. */
const MARGIN = 4;

/** The QR code of a terminal as pixels: each character stands for two modules, one above the other. */
function photograph(terminal: string): [Uint8ClampedArray, number, number] {
  const rows = terminal
    .split('\n')
    .filter((line) => line.startsWith('\u001b[97;40m'))
    .flatMap((line) => [modules(line, ' ▄'), modules(line, ' ▀')]);
  const width = (Math.max(...rows.map((row) => row.length)) + 2 * MARGIN) * SCALE;
  const height = (rows.length + 2 * MARGIN) * SCALE;
  const pixels = new Uint8ClampedArray(width * height * 4).fill(255);
  rows.forEach((row, y) => {
    row.forEach((isDark, x) => {
      if (!isDark) return;
      for (let dot = 0; dot < SCALE * SCALE; dot += 1) {
        const line = (y + MARGIN) * SCALE + Math.floor(dot / SCALE);
        const column = (x + MARGIN) * SCALE + (dot % SCALE);
        pixels.fill(0, (line * width + column) * 4, (line * width + column) * 4 + 3);
      }
    });
  });
  return [pixels, width, height];
}

/** One row of modules out of a line of half blocks; escape sequences are no blocks and no spaces. */
function modules(line: string, dark: string): boolean[] {
  return Array.from(line.matchAll(/[ █▀▄]/g), ([char]) => dark.includes(char));
}
