/**
 * Prints lines as a table, with numbers aligned to the right. Consecutive lines with the same first cell show it once.
 * @param heading a column that has the same text in all lines; the text is printed above the table
 */
export function printTable(lines: readonly Readonly<Record<string, string>>[], heading?: string): void {
  const [first] = lines;
  if (!first) return;
  const names = [...new Set(lines.flatMap(Object.keys))].filter((name) => name !== heading);
  if (heading !== undefined && first[heading] !== undefined) process.stdout.write(`${first[heading]}\n`);
  const cells = lines.map((line) => names.map((name) => line[name] ?? ''));
  const widths = names.map((name, at) => Math.max(name.length, ...cells.map((row) => (row[at] ?? '').length)));
  const isText = names.map((_, at) => cells.some((row) => !/^([\d.]|$)/.test(row[at] ?? '')));
  const print = (row: readonly string[]) => {
    const padded = row.map((cell, at) => (isText[at] ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)));
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  };
  print(names);
  print(widths.map((width) => '─'.repeat(width)));
  cells.forEach((row, index) => {
    print([row[0] === cells[index - 1]?.[0] ? '' : (row[0] ?? ''), ...row.slice(1)]);
  });
  process.stdout.write('\n');
}
