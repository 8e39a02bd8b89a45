/**
 * Builds the server and the explorer into dist/, each only if it is missing or out of date. Arguments select one of the
 * two. A part is out of date if the content of its sources has changed, or if its files in dist/ are not those that
 * were built. The state of the build is stored only in dist/, which is always replaced as a whole.
 *
 * Without a compiler (`npm ci --omit=dev`), dist/ stays as it is. This is an error, except with `--prepare`, or with
 * `--start` if dist/main.js exists.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

process.chdir(path.join(import.meta.dirname, '..'));

const STAMP = 'built.json';
const { resolve: find } = createRequire(import.meta.url);

/** The parts of the build: their sources, the tool and its arguments, and which files in dist/ belong to the part. */
const parts = {
  server: {
    sources: ['src', 'contract', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
    tool: ['typescript', 'bin/tsc'],
    args: (folder) => ['-p', 'tsconfig.build.json', '--outDir', folder],
    makes: (file) => !file.startsWith('explorer/') && file !== STAMP,
  },
  explorer: {
    sources: ['explorer', 'tsconfig.json', 'package-lock.json'],
    tool: ['vite', 'bin/vite.js'],
    args: (folder) => ['build', 'explorer', '--logLevel', 'warn', '--outDir', path.resolve(folder, 'explorer')],
    makes: (file) => file.startsWith('explorer/'),
  },
};

const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const wanted = named.length > 0 ? named : Object.keys(parts);

removeLeftovers();
// The published package has no sources, so there is nothing to build.
const stale = existsSync('src') ? wanted.filter((name) => !isFresh(name)) : [];
if (stale.length > 0) {
  if (stale.every(hasTool)) await build();
  else reportMissingCompiler();
}

function isFresh(name) {
  const built = readStamp()[name];
  return built?.sources === digestOfSources(name) && built.files === digestOfFiles('dist', name);
}

/** Paths of all files below a folder, sorted, with slashes on every system. */
function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
}

function digestOfSources(name) {
  const hash = createHash('sha256');
  for (const source of parts[name].sources.filter((file) => existsSync(file))) {
    const files = lstatSync(source).isDirectory() ? filesBelow(source).map((file) => `${source}/${file}`) : [source];
    for (const file of files) hash.update(`${file}\n`).update(createHash('sha256').update(readFileSync(file)).digest());
  }
  return hash.digest('hex');
}

/** Digest of file names and sizes. It detects missing, truncated and extra files. */
function digestOfFiles(folder, name) {
  const files = filesBelow(folder).filter(parts[name].makes);
  const lines = files.map((file) => `${file} ${lstatSync(path.join(folder, file)).size}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(`dist/${STAMP}`, 'utf8'));
  } catch {
    return {}; // there is no stamp, or it is incomplete
  }
}

function hasTool(name) {
  return toolOf(name) !== undefined;
}

function toolOf(name) {
  const [module, file] = parts[name].tool;
  try {
    return path.join(path.dirname(find(`${module}/package.json`)), file);
  } catch {
    return undefined;
  }
}

function reportMissingCompiler() {
  const isThere = existsSync('dist/main.js');
  const problem = isThere ? 'dist/ is not up to date' : 'dist/ is missing';
  if (flags.includes('--prepare') || (flags.includes('--start') && isThere)) {
    console.error(
      `${problem}, and is left so: the compiler is not installed. To install it, run "npm ci" without --omit=dev.`,
    );
    return;
  }
  console.error(`${problem}, and the compiler is not installed: run "npm ci" without --omit=dev.`);
  process.exitCode = 1;
}

/**
 * Builds into a new folder beside dist/, then renames that folder to dist/. So nobody sees an incomplete dist/, or
 * files of an older version.
 */
async function build() {
  console.error(`Building ${stale.join(' and ')}. This takes about ten seconds ...`);
  const folder = `.dist-${process.pid}`;
  // Computed before the tools read the sources: if a source changes during the build, the part is out of date.
  const sources = Object.fromEntries(stale.map((name) => [name, digestOfSources(name)]));
  try {
    mkdirSync(folder);
    const exitCodes = await Promise.all(stale.map((name) => run(name, folder)));
    if (exitCodes.some((code) => code !== 0)) {
      process.exitCode = 1;
      return;
    }
    if (stale.every(isFresh)) return; // another process has built dist/ in the meantime, and may already run from it
    const built = readStamp();
    const kept = Object.keys(parts).filter((name) => built[name] && !stale.includes(name));
    for (const name of kept) {
      for (const file of filesBelow('dist').filter(parts[name].makes)) cpSync(`dist/${file}`, `${folder}/${file}`);
    }
    const stamp = Object.fromEntries([
      ...kept.map((name) => [name, built[name]]),
      ...stale.map((name) => [name, { sources: sources[name], files: digestOfFiles(folder, name) }]),
    ]);
    writeFileSync(`${folder}/${STAMP}`, JSON.stringify(stamp));
    replaceDist(folder);
  } finally {
    for (const leftover of [folder, `${folder}-old`]) rmSync(leftover, { recursive: true, force: true });
  }
}

function replaceDist(folder, tries = 5) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  try {
    if (existsSync('dist')) renameSync('dist', old);
    renameSync(folder, 'dist');
  } catch (error) {
    // Another build replaced dist/ at the same time.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code) || tries === 0) throw error;
    replaceDist(folder, tries - 1);
  }
}

function run(name, folder) {
  const child = spawn(process.execPath, [toolOf(name), ...parts[name].args(folder)], { stdio: 'inherit' });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

/** Removes the folders that killed builds have left behind. */
function removeLeftovers() {
  for (const name of readdirSync('.')) {
    const pid = /^\.dist-(\d+)(-old)?$/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(name, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}
