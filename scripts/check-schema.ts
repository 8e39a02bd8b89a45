/**
 * Fails if schema.graphql breaks the contract with clients of the last release. `npm version` stores the released
 * schema in docs/reference/released-schema.graphql.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { contractProblems } from './schema-contract.js';

const read = (file: string) => readFileSync(path.join(import.meta.dirname, '..', file), 'utf8');

const problems = await contractProblems({
  released: read('docs/reference/released-schema.graphql'),
  current: read('schema.graphql'),
  changelog: read('CHANGELOG.md'),
});
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
