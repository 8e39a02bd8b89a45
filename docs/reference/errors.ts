/*
 * Prints docs/reference/errors.md from the tables in the code: `npm run generate:errors` writes it,
 * `npm run check:generated` compares it.
 */
import { errorTable } from '../../src/datasources/sign-de/error-table.js';
import { cashierMessages } from '../../src/errors/cashier-messages.js';
import type { ErrorRow } from '../../src/errors/error-codes.js';
import { topLevelCodes } from '../../src/errors/top-level-codes.js';
import { userErrorCodes } from '../../src/errors/user-error-codes.js';
import { markdownTable, printPage } from './print-page.js';

const signed: Readonly<Record<ErrorRow['signed'], string>> = { NO: 'no', PERHAPS: '**perhaps**' };
const again: Readonly<Record<ErrorRow['again'], string>> = {
  LATER: 'yes, later',
  ONCE_MENDED: 'once mended',
  NEVER: 'never',
};
const fixers: Readonly<Record<ErrorRow['fixedBy'], string>> = {
  CALLER: 'caller',
  ADMIN: 'admin of the TSS',
  OPERATOR: 'operator of the gateway',
  UPSTREAM: 'upstream',
  NOBODY: 'nobody',
};

/** The upstream's codes, grouped by the gateway's codes. */
const upstreamCodes = Map.groupBy(Object.keys(errorTable), (code) => errorTable[code]?.code);

function codeTable(codes: Readonly<Record<string, ErrorRow>>): string {
  return markdownTable(
    ['code', 'what happened', 'signed?', 'send the same again?', 'who can mend it', 'codes of the upstream'],
    Object.entries(codes).map(([code, row]) => [
      `\`${code}\``,
      row.what,
      signed[row.signed],
      again[row.again],
      fixers[row.fixedBy],
      [...upstreamCodes]
        .flatMap(([ours, theirs]) => (ours === code ? theirs.map((each) => `\`${each}\``) : []))
        .join(', '),
    ]),
  );
}

const page = `# Errors

<!-- Made from src/errors/ and src/datasources/sign-de/error-table.ts by \`npm run generate\`; do not edit. -->

Expected failures of a mutation are data, in \`userErrors\` of its payload. Each has \`code\`, \`message\`, \`field\`, \`retryable\`, \`retryAfter\`, \`upstreamCode\` and \`cashierMessage { german english }\`.

Everything else is a top-level error. Its \`extensions\` have \`code\`, \`retryable\`, \`retryAfter\`, \`requestId\`, \`upstream { operation host status code }\` and \`cashierMessage { german english }\`.

New codes can be added. Treat a code that you do not know as fatal.

- **signed?** Whether the request may have signed or changed something although it failed. For \`perhaps\`, mutations that sign say in \`outcome\` what happened: \`SIGNED\`, \`NOT_SIGNED\` or \`UNKNOWN\`. In these mutations \`UPSTREAM_UNAVAILABLE\` takes the place of \`UPSTREAM_…\` and \`DEADLINE_EXCEEDED\`.
- **send the same again?** Sending the same again, with the same UUIDs, never signs twice. "later": it may succeed, after \`retryAfter\` seconds if they are given. "once mended": not before somebody has corrected what is wrong. If the error's own \`retryable\` differs from the table, \`retryable\` is right: it knows the case.
- **codes of the upstream** that become this code. A code that the gateway does not know becomes \`REFUSED_BY_UPSTREAM\` or \`UPSTREAM_ERROR\`, by its status. The upstream's code is always in \`upstreamCode\` or \`upstream.code\`.

The tables are made from \`src/errors/\`, which has a row for each code: a code without a row does not compile, and a test finds codes that are only text, and rows that nothing leads to. A row speaks of the code, an error of the case, so \`retryable\` and \`outcome\` of an answer can say more than the table. Which code of the upstream becomes which of ours, by operation and status, is in \`src/datasources/sign-de/error-table.ts\`.

## In \`userErrors\`, and at top level in queries

${codeTable(userErrorCodes)}

## At top level, and of routes that are not GraphQL

${codeTable(topLevelCodes)}

## What the cashier is told

Only errors that can occur while selling have a message for the cashier; \`cashierMessage\` is null for all others. It says what happened and what to do at the till. What to print on the receipt is in \`receiptNote\`.

${markdownTable(
  ['code', 'deutsch', 'english'],
  Object.entries(cashierMessages).map(([code, { german, english }]) => [`\`${code}\``, german, english]),
)}`;

await printPage('errors.md', page);
