import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const LARGEST_FOLDER = 15;

/** Folders of the repository below one, and how many files each of them holds. */
function foldersIn(folder: string): [folder: string, files: number][] {
  const entries = readdirSync(path.join(ROOT, folder), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${folder}/${name}`);
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  return [[folder, files.length], ...folders.flatMap(foldersIn)];
}

test.each(['src', 'test', 'explorer', 'sdk'])(`a folder of %s holds at most ${LARGEST_FOLDER} files`, (folder) => {
  const folders = foldersIn(folder);
  expect(folders.length).toBeGreaterThan(0);
  expect(folders.filter(([, files]) => files > LARGEST_FOLDER)).toEqual([]);
});
