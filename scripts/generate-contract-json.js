/**
 * Writes the contract as JSON, which the sandbox reads as it starts: reading the YAML takes a quarter of a second. With
 * `--check` it writes nothing, and fails where the file is not as it would be written.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';

const [source, made] = ['contract/sign-de-v2.openapi.yaml', 'contract/sign-de-v2.openapi.json'];
const text = `${JSON.stringify(parse(readFileSync(source, 'utf8')), undefined, 1)}\n`;
if (!process.argv.includes('--check')) writeFileSync(made, text);
else if (readFileSync(made, 'utf8') !== text) {
  console.error(`${made} is not what ${source} says; run "npm run generate:contract-json".`);
  process.exitCode = 1;
}
