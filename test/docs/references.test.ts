import { existsSync, readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');
const list = (folder: string, ending: RegExp) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => `${folder}${file}`);

const pages = ['README.md', ...list('docs/', /\.md$/)];
const decisions = list('docs/decisions/', /\/?\d{4}-.*\.md$/);

/** Anchors of a page: its titles as GitHub and npm write them. */
function anchors(page: string): readonly string[] {
  return [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each([...pages, 'CHANGELOG.md'])('every link of %s leads to a file that exists, and to a title in it', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)];
  for (const [link, target = '', anchor] of links) {
    const url = target === '' ? new URL(page, root) : new URL(target, new URL(page, root));
    expect([link, existsSync(url)]).toEqual([link, true]);
    if (anchor !== undefined) expect(anchors(url.pathname.slice(root.pathname.length))).toContain(anchor);
  }
});

test.each(pages)('every file and folder that %s names in code quotes exists', (page) => {
  const named = [
    ...read(page).matchAll(/`((?:src|test|docs|contract|scripts|sdk|client|explorer|bench|demo)\/[^`\s]*)`/g),
  ];
  const missing = named
    .map(([, path]) => path!)
    .filter((path) => !path.includes('*') && !existsSync(new URL(path, root)));
  expect(missing).toEqual([]);
});

test('every page of docs that code and tests name exists', () => {
  const files = [...list('src/', /\.ts$/), ...list('test/', /\.ts$/), ...list('docs/', /\.ts$/), 'eslint.config.js'];
  const all = [...pages, ...list('docs/', /\.(?:ts|graphql)$/)];
  const missing = files.flatMap((file) =>
    [...read(file).matchAll(/docs\/(?:decisions|reference|guides)\/[\w-]+(?:\.(?:md|ts|js|graphql)\b)?/g)]
      .map(([path]) => path.replace(/\.js$/, '.ts'))
      .filter((path) => !all.some((page) => (/\/\d{4}$/.test(path) ? page.startsWith(`${path}-`) : page === path)))
      .map((path) => `${file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test.each(decisions)('%s has its number, a status, and lines that can be read', (page) => {
  const text = read(page);
  expect(text).toMatch(new RegExp(`^# ${Number(/(\d{4})-/.exec(page)![1])}\\. .+\n\nStatus: (?:accepted|replaced)`));
  expect(text.split('\n').filter((line) => line.length > 120 && !line.startsWith('|'))).toEqual([]);
});
