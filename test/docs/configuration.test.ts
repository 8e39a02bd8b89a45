import { readFileSync } from 'node:fs';
import { environment } from '../../src/config/environment.js';

const page = readFileSync(new URL('../../docs/reference/configuration.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| `([A-Z_]+)` *\|.*\| *(.*?) *\|$/gm)];

test('the configuration page describes every environment variable that is read, and no other', () => {
  expect(rows.map(([, name]) => name)).toEqual(Object.keys(environment.shape));
  for (const [, name, description] of rows) expect([name, description]).toEqual([name, expect.stringMatching(/\.$/)]);
});

test('the configuration page shows the defaults as they are written in the environment', () => {
  expect(page).toMatch(/`PORT` *\| `4000` *\| 0 to 65535 /);
  expect(page).toMatch(/`GRAPHIQL` *\| `on` *\| `on`, `off` /);
});
