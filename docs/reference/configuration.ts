/*
 * Prints docs/reference/configuration.md from the table in the code: `npm run generate:configuration` writes it,
 * `npm run check:generated` compares it.
 */
import { z } from 'zod';
import { environment } from '../../src/config/environment.js';
import { markdownTable, printPage } from './print-page.js';

const code = (text: string | number): string => `\`${text}\``;
const { properties = {} } = z.toJSONSchema(environment, { io: 'input' });

/** The allowed values of a variable, if it is not any text. */
function allowed({ enum: values, type, minimum, maximum }: z.core.JSONSchema.BaseSchema): string {
  if (values) return values.map((value) => code(String(value))).join(', ');
  if (type !== 'integer') return 'text';
  return maximum === Number.MAX_SAFE_INTEGER ? `${minimum} or more` : `${minimum} to ${maximum}`;
}

const rows = Object.entries(properties).map(([name, property]) => {
  if (typeof property === 'boolean') throw new Error(`${name} has no description.`);
  const { default: value, description = '' } = property;
  const isSet = typeof value === 'string' || typeof value === 'number';
  return [code(name), isSet ? code(value) : '–', allowed(property), description];
});

await printPage(
  'configuration.md',
  `# Configuration

<!-- Made from src/config/environment.ts by \`npm run generate\`; do not edit. -->

These environment variables configure the gateway and its sandbox. An empty variable counts as not set.
If something is wrong, the start fails and lists every mistake. The options of \`fiskaly-graphql sandbox\` are in its \`--help\`.

${markdownTable(['variable', 'default', 'allowed', 'what it does'], rows)}
`,
);
