/**
 * Builds what is missing or out of date in dist/: the server, the explorer, or those of the two that are named. Out
 * of date is what was made from other sources, by their content, or is not as it was made. Nothing is kept outside of
 * dist/, which is replaced as a whole.
 *
 * With `--start` or `--prepare` it does not fail where there is no compiler (`npm ci --omit=dev`): then dist/ stays
 * as it is.
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

/** What is built: from which files, by what, and which of the files below dist/ it makes. */
const parts = {
  server: {
    sources: ['src', 'contract/sign-de-v2.d.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
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
// A package that was installed has no sources.
const stale = existsSync('src') ? wanted.filter((name) => !isFresh(name)) : [];
if (stale.length > 0) {
  if (stale.every(hasTool)) await build();
  else withoutTools();
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

/** Of names and lengths: enough to notice what is missing, cut short or left over. */
function digestOfFiles(folder, name) {
  const files = filesBelow(folder).filter(parts[name].makes);
  const lines = files.map((file) => `${file} ${lstatSync(path.join(folder, file)).size}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

function readStamp() {
  try {
    return JSON.parse(readFileSync(`dist/${STAMP}`, 'utf8'));
  } catch {
    return {}; // none, or none that was finished
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

function withoutTools() {
  const isThere = existsSync('dist/main.js');
  const problem = isThere ? 'dist/ is not up to date' : 'dist/ is missing';
  if (flags.includes('--prepare') || (flags.includes('--start') && isThere)) {
    console.error(`${problem}, and is left so: the compiler is not installed ("npm ci" without --omit=dev brings it).`);
    return;
  }
  console.error(`${problem}, and the compiler is not installed: run "npm ci" without --omit=dev.`);
  process.exitCode = 1;
}

/**
 * Builds beside dist/ and then takes its place, so that nobody ever sees half of it, nor what an older version left
 * behind.
 */
async function build() {
  console.error(`Building ${stale.join(' and ')}, some ten seconds ...`);
  const folder = `.dist-${process.pid}`;
  // Before the tools read them: what is changed meanwhile is out of date again.
  const sources = Object.fromEntries(stale.map((name) => [name, digestOfSources(name)]));
  try {
    mkdirSync(folder);
    const ends = await Promise.all(stale.map((name) => run(name, folder)));
    if (ends.some((code) => code !== 0)) {
      process.exitCode = 1;
      return;
    }
    if (stale.every(isFresh)) return; // another start was faster, and may be running from there
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
    takePlace(folder);
  } finally {
    for (const leftover of [folder, `${folder}-old`]) rmSync(leftover, { recursive: true, force: true });
  }
}

function takePlace(folder, tries = 5) {
  const old = `${folder}-old`;
  rmSync(old, { recursive: true, force: true });
  try {
    if (existsSync('dist')) renameSync('dist', old);
    renameSync(folder, 'dist');
  } catch (error) {
    // Another build did the same between these two lines.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(error.code) || tries === 0) throw error;
    takePlace(folder, tries - 1);
  }
}

function run(name, folder) {
  const child = spawn(process.execPath, [toolOf(name), ...parts[name].args(folder)], { stdio: 'inherit' });
  return new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
}

/** Removes what builds that were killed have left. */
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
