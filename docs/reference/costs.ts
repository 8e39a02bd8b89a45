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

Before anything is called, the gateway adds up what an operation may cost. The unit is one row of a list, read from the upstream and shown: about 60 microseconds of CPU. An operation may cost 10,000 units (\`MAXIMUM_QUERY_COST\`), about half a second of a core. More is refused with \`COST_LIMIT_EXCEEDED\`. Ask for smaller pages with \`first\`, or for fewer of the fields below at once.

- A list costs its rows (\`first\`, 20 unless given; for \`nodes\` the number of \`ids\`), **times one plus what each row contains**.
- The fields of this table cost what is given here. All others come with their row, also metadata, \`client\` and \`tss\` of a row: lists are read for many rows at once ([which calls](batching.md)).

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
| signing, administration and all other mutations up to 2,000 units | never wait and are never refused; up to 100 units their computing goes first |
| queries up to 25 units: single objects, a small page | never wait and are never refused |
| other queries, events of subscriptions | take places by their units: 20,000 are worked on at once; up to 100,000 wait in order of arrival, until their deadline |
| requests without a place | \`OVERLOADED\` at once: HTTP 503, \`Retry-After\` and \`retryAfter\`, nothing was done |
| subscriptions | 5,000 for the process, 50 for a connection; more are refused with \`TOO_MANY_SUBSCRIPTIONS\` |

Computing is cut into slices of a millisecond, one operation after another, so that \`/healthz\` and signing get in between: QR codes, signatures, answers of the upstream over 32 kB, rows of large answers, their JSON, and events of subscriptions. At the deadline, or when the caller has gone, fields that have not had their turn end with \`DEADLINE_EXCEEDED\`.

The default limit allows TSS → clients → transactions → metadata with default pages (8,420) and not 1,500 QR codes. That query makes up to 506 calls if all 400 tills sold at different times, which is why \`MAXIMUM_UPSTREAM_CALLS\` is 600. Why load is bounded like this: [decision 42](../decisions/0042-load.md).
`;

await printPage('costs.md', page);
