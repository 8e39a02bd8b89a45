/** Files of `examples/`: `1-name.graphql`, and `1-name.variables.json` where the example has variables. */
const documents = files(import.meta.glob('../examples/*.graphql', { query: '?raw', import: 'default', eager: true }));
const variables = files(
  import.meta.glob('../examples/*.variables.json', { query: '?raw', import: 'default', eager: true }),
);

/** The examples, in the order of their file names, as GraphiQL opens them: one tab each. */
export const examples = Object.entries(documents).map(([path, query]) => ({
  query,
  variables: variables[path.replace(/\.graphql$/, '.variables.json')] ?? null,
}));

/** `?raw` gives each file as a string, which the type of `glob` does not say. */
function files(found: Record<string, unknown>): Readonly<Record<string, string>> {
  return found as Record<string, string>;
}
