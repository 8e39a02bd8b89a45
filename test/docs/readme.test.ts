import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  scripts: Record<string, string>;
};

test('the README sells in ten lines, shows the two commands and one picture, and leaves the rest to its links', () => {
  expect(readme.slice(0, readme.indexOf('## Start')).match(/^- /gm)).toHaveLength(10);
  expect([...readme.matchAll(/```(\w+)\n(.*?)\n```/gs)].map(([, language, block]) => [language, block])).toEqual([
    ['sh', 'npm ci && npm start'],
    ['sh', 'npm ci && npm test'],
  ]);
  expect(readme.match(/!\[/g)).toHaveLength(1);
});

test('every npm command that the README names exists', () => {
  const named = [...readme.matchAll(/npm (?:run )?(?!ci\b)([a-z:]+)/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(4);
  for (const name of named) expect(scripts).toHaveProperty([name]);
});
