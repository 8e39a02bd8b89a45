/**
 * Generates the typed client from codegen.yml. It does the same as the command line of `graphql-codegen`, which would
 * install a hundred more packages. With `--check` it writes nothing, and fails if a file is out of date.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { codegen } from '@graphql-codegen/core';
import { buildSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { parse as parseYaml } from 'yaml';

const read = (file) => readFileSync(file, 'utf8');

const { schema: schemaFile, documents: pattern, generates } = parseYaml(read('codegen.yml'));
const schemaAst = lexicographicSortSchema(buildSchema(read(schemaFile)));
const schema = parse(printSchema(schemaAst));
const documents = globSync(pattern)
  .sort()
  .map((location) => ({ location, document: parse(read(location)) }));

for (const [filename, { plugins, config }] of Object.entries(generates)) {
  const named = plugins.map((plugin) => (typeof plugin === 'string' ? { [plugin]: {} } : plugin));
  const names = named.flatMap((plugin) => Object.keys(plugin));
  const loaded = await Promise.all(names.map(async (name) => [name, await import(`@graphql-codegen/${name}`)]));
  const made = await codegen({
    filename,
    schema,
    schemaAst,
    documents,
    config,
    plugins: named,
    pluginMap: Object.fromEntries(loaded),
  });
  if (!process.argv.includes('--check')) writeFileSync(filename, made);
  else if (read(filename) !== made) {
    console.error(
      `${filename} is out of date: it does not match codegen.yml and ${schemaFile}; run "npm run generate:sdk".`,
    );
    process.exitCode = 1;
  }
}
