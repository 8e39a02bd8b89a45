/** The files of `examples/`: `1-name.graphql`, and `1-name.variables.json` if the example has variables. */
const documents = files(import.meta.glob('../examples/*.graphql', { query: '?raw', import: 'default', eager: true }));
const variables = files(
  import.meta.glob('../examples/*.variables.json', { query: '?raw', import: 'default', eager: true }),
);

/** The examples in the order of their file names. GraphiQL opens each in a tab. */
export const examples = Object.entries(documents).map(([path, query]) => ({
  query,
  variables: variables[path.replace(/\.graphql$/, '.variables.json')] ?? null,
}));

/** With `?raw` each file is a string; the type of `glob` does not say so. */
function files(found: Record<string, unknown>): Readonly<Record<string, string>> {
  return found as Record<string, string>;
}
