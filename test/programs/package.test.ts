import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const { scripts, bin } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
  bin: Record<string, string>;
};

/** Paths of what `npm pack` puts into the package. What it would build first is built before all tests. */
function packed(): readonly string[] {
  const args = ['pack', '--dry-run', '--json', '--silent', '--ignore-scripts'];
  const output = execFileSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, npm_config_loglevel: 'silent' },
  });
  const parsed = JSON.parse(output) as object; // newer versions of npm give an object by name, older ones a list
  const [pack] = Object.values(parsed) as { files: { path: string }[] }[];
  return pack!.files.map(({ path }) => path).sort();
}

let files: readonly string[];
beforeAll(() => {
  files = packed();
}, 180_000);

test('The package has all that its server, its sandbox and its pages need', () => {
  const sources = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const built = sources.map((file) => `dist/${file.replace(/\.ts$/, '.js')}`);
  expect(files).toEqual(
    expect.arrayContaining([
      ...built,
      bin['fiskaly-graphql'],
      'dist/explorer/index.html',
      'contract/dsfinvk-v1.openapi.json',
      'contract/dsfinvk-v1.openapi.yaml',
      'contract/sign-de-v2.openapi.json',
      'contract/sign-de-v2.openapi.yaml',
      'schema.graphql',
      'scripts/build.js', // which its scripts of installing and starting run
      'package.json',
      'README.md',
      'LICENSE',
      'CHANGELOG.md',
    ]),
  );
  expect(files.some((file) => /^dist\/explorer\/assets\/.+\.js$/.test(file))).toBe(true);
});

test('The package has nothing else', () => {
  const belongs = [
    /^dist\/(?!explorer\/).+\.js$/,
    /^dist\/built\.json$/,
    /^dist\/explorer\//,
    /^contract\/[^/]+\.(yaml|json)$/,
    /^docs\/.+\.md$/,
    /^docs\/images\//,
    /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|schema\.graphql|scripts\/build\.js)$/,
  ];
  expect(files.filter((file) => !belongs.some((pattern) => pattern.test(file)) || file.endsWith('.map'))).toEqual([]);
  const sources = new Set(
    readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' }).map((file) => file.replace(/\.ts$/, '.js')),
  );
  const server = files.filter((file) => /^dist\/(?!explorer\/).+\.js$/.test(file));
  expect(server.filter((file) => !sources.has(file.slice('dist/'.length)))).toEqual([]);
});

test('Nothing that is built is kept outside of dist/, so that whoever deletes it has it built anew', () => {
  const { compilerOptions } = JSON.parse(readFileSync(`${ROOT}tsconfig.build.json`, 'utf8')) as {
    compilerOptions: object;
  };
  expect(compilerOptions).not.toHaveProperty('tsBuildInfoFile');
  expect(compilerOptions).not.toHaveProperty('incremental');
  expect(existsSync(`${ROOT}dist/built.json`)).toBe(true);
});

test('What is out of date is built before it is packed, and what is up to date is not built again when it starts', () => {
  expect(scripts.prepack).toBe('node scripts/build.js');
  expect(scripts.prestart).toBe('node scripts/build.js --start');
  const { stdout, stderr } = spawnSync(process.execPath, ['scripts/build.js', '--start'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout + stderr).toBe('');
});
