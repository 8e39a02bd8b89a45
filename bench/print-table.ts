/** Prints lines as a table, its numbers to the right, with a line between groups of what the first column says. */
export function printTable(lines: readonly Readonly<Record<string, string>>[]): void {
  const [first] = lines;
  if (!first) return;
  const names = Object.keys(first);
  const widths = names.map((name) => Math.max(name.length, ...lines.map((line) => (line[name] ?? '').length)));
  const isText = names.map((name) => lines.some((line) => !/^[\d.]/.test(line[name] ?? '')));
  const print = (cells: readonly string[]) => {
    const padded = cells.map((cell, at) => {
      const width = widths[at] ?? 0;
      return isText[at] ? cell.padEnd(width) : cell.padStart(width);
    });
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  };
  print(names);
  const hasGroups = new Set(lines.map((line) => line[names[0] ?? ''])).size < lines.length;
  let group: string | undefined;
  for (const line of lines) {
    const cells = names.map((name) => line[name] ?? '');
    if (cells[0] !== group && hasGroups)
      process.stdout.write(`${widths.map((width) => '─'.repeat(width)).join('──')}\n`);
    print([cells[0] === group ? '' : (cells[0] ?? ''), ...cells.slice(1)]);
    group = cells[0];
  }
  process.stdout.write('\n');
}
