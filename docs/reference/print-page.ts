import { format, resolveConfig } from 'prettier';

/**
 * Prints a generated page of this folder, formatted like the handwritten pages.
 * @param name file name of the page
 */
export async function printPage(name: string, page: string): Promise<void> {
  const options = await resolveConfig(new URL(name, import.meta.url));
  process.stdout.write(await format(page, { ...options, parser: 'markdown' }));
}

/** Makes a Markdown table. `head` has the titles of its columns. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
