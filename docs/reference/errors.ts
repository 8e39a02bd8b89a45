/* Prints docs/reference/errors.md from the tables in the code: `npm run generate:errors` writes it, `npm run check:generated` compares it. */
import { format, resolveConfig } from 'prettier';
import { errorTable } from '../../src/datasources/sign-de/error-table.js';
import { cashierMessages } from '../../src/errors/cashier-messages.js';
import type { ErrorRow } from '../../src/errors/error-codes.js';
import { topLevelCodes } from '../../src/errors/top-level-codes.js';
import { userErrorCodes } from '../../src/errors/user-error-codes.js';

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

/** Codes of the upstream by those of ours. */
const upstreamCodes = Map.groupBy(Object.keys(errorTable), (code) => errorTable[code]?.code);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `${lines.join('\n')}\n`;
}

function codeTable(codes: Readonly<Record<string, ErrorRow>>): string {
  return table(
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

Expected failures of a mutation are data: its payload's \`userErrors { code message field retryable retryAfter upstreamCode cashierMessage { german english } }\`. Everything else is a
top-level error with \`extensions { code retryable retryAfter requestId upstream { operation host status code } cashierMessage { german english } }\`. New codes can be added; treat one
that you do not know as fatal.

- **signed?** Whether the request signed, or changed, something all the same. Mutations that sign say in \`outcome\` what \`perhaps\` came to: \`SIGNED\`, \`NOT_SIGNED\` or \`UNKNOWN\`. What are \`UPSTREAM_…\` and \`DEADLINE_EXCEEDED\` elsewhere is \`UPSTREAM_UNAVAILABLE\` there.
- **send the same again?** Sending the same again, with the same UUIDs, never signs twice. "later": it may succeed, after \`retryAfter\` seconds where they are given. "once mended": not before somebody has mended what
  is wrong. Where an error's own \`retryable\` says otherwise, it is right: it knows more of the case.
- **codes of the upstream** that become this one. A code that the gateway does not know becomes \`REFUSED_BY_UPSTREAM\` or \`UPSTREAM_ERROR\`, by its status; it is always in \`upstreamCode\` or \`upstream.code\`.

## In \`userErrors\`, and at top level where a query meets the same

${codeTable(userErrorCodes)}
## At top level, and of routes that are not GraphQL

${codeTable(topLevelCodes)}
## What the cashier is told

For the codes that selling can meet; \`cashierMessage\` is null for all others. What goes on the receipt is in \`receiptNote\`.

${table(
  ['code', 'deutsch', 'english'],
  Object.entries(cashierMessages).map(([code, { german, english }]) => [`\`${code}\``, german, english]),
)}`;

const options = await resolveConfig(import.meta.filename);
process.stdout.write(await format(page, { ...options, parser: 'markdown' }));
