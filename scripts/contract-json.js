/**
 * Writes each contract as JSON, which is read at run time: parsing YAML takes hundreds of times as long. With `--check`
 * it writes nothing, and fails if a file is not up to date.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const folder = new URL('../contract/', import.meta.url);
for (const name of readdirSync(folder).filter((file) => file.endsWith('.yaml'))) {
  const json = `${JSON.stringify(parse(readFileSync(new URL(name, folder), 'utf8')), null, 1)}\n`;
  const target = new URL(name.replace(/yaml$/, 'json'), folder);
  if (!process.argv.includes('--check')) writeFileSync(target, json);
  else if (readFileSync(target, 'utf8') !== json) {
    console.error(`contract/${name} has changed: run "npm run generate".`);
    process.exitCode = 1;
  }
}
