/*
 * Prints docs/reference/costs.md from the table in the code: `npm run generate:costs` writes it,
 * `npm run check:generated` compares it.
 */
import 'reflect-metadata';
import { CHARACTERS_OF_A_UNIT, fieldCosts } from '../../src/server/pipeline/cost.js';
import { printPage } from './print-page.js';

const rows = Object.entries(fieldCosts).map(([field, { units, rows: count, isSized, why }]) => {
  const fixed = count === undefined ? String(units) : `${count} rows${units > 0 ? `, ${units} more for each` : ''}`;
  const cost = isSized ? `${fixed}, 1 more for each ${CHARACTERS_OF_A_UNIT} characters of its input` : fixed;
  return `| \`${field}\` | ${cost} | ${why} |`;
});

const page = `# What a query costs

<!-- Made from src/server/pipeline/cost.ts by \`npm run generate\`; do not edit. -->

Before anything is called, the gateway adds up what an operation may cost. The unit is one row of a list, read from the upstream, checked and shown: some 60 microseconds of CPU. An operation may cost 10,000 units (\`MAXIMUM_QUERY_COST\`),
about half a second of a core; more is refused with \`COST_LIMIT_EXCEEDED\`. Ask for smaller pages with \`first\`, or for fewer of the fields below at once.

- A list costs its rows (\`first\`, 20 unless given; for \`nodes\` the number of \`ids\`), **times what hangs on each row plus one**.
- The fields of this table cost what stands there. All others, metadata, \`client\` and \`tss\` of a row among them, come with their row: lists are read for many rows at once ([which calls](batching.md)).

| field | units | for what |
| --- | --- | --- |
${rows.join('\n')}

| query | units |
| --- | --- |
| one transaction with its QR code drawn and its signature checked | 18 |
| 100 transactions, nothing but values | 100 |
| 100 transactions, each signature checked and each QR code drawn | 1,400 |
| TSS → clients → transactions → metadata with default pages: 20 × 20 × 20 | 8,420 |
| 1,500 QR codes, by 15 aliases of a page of 100 | 16,500: refused |

## Under load

| what | how |
| --- | --- |
| signing, administration and all other mutations up to 2,000 units | never wait, never refused; what they compute goes first up to 100 units |
| queries up to 25 units: single objects, a small page | never wait, never refused |
| other queries, events of subscriptions | take places by their units: 20,000 are worked on at once; up to 100,000 wait, in order of arrival, no longer than their deadline |
| what finds no room | \`OVERLOADED\` at once: HTTP 503, \`Retry-After\` and \`retryAfter\`, nothing was done |
| subscriptions | 5,000 for the process, 50 for a connection; more are refused with \`TOO_MANY_SUBSCRIPTIONS\` |

What computes does so in slices of a millisecond, operations in turn, so that \`/healthz\` and signing get in between. At the deadline, or when the caller has gone, what has not had its turn ends with \`DEADLINE_EXCEEDED\`.
`;

await printPage('costs.md', page);
