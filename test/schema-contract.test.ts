import { readFileSync } from 'node:fs';
import { contractProblems } from '../scripts/schema-contract.js';

const RELEASED = `
  directive @live(every: Int) on QUERY
  interface Node { id: ID! }
  type Query implements Node { id: ID! tss(uuid: ID, number: Int): Tss found: Found }
  type Tss { state: State size: Int! }
  type Client { id: ID }
  enum State { CREATED DISABLED }
  union Found = Tss | Client
  input Filter { state: State }
  type Mutation { disable(filter: Filter): Tss }
`;

/** The problems after one change of the schema. */
function problemsAfter(from: string, to: string, unreleased = '', released = RELEASED) {
  const current = released.replace(from, to);
  expect(current).not.toBe(released);
  const changelog = `# Changelog\n\n## [Unreleased]\n\n${unreleased}\n\n## [0.1.0]\n\n- \`Tss.size\`, \`Query.tss\`.\n`;
  return contractProblems({ released, current, changelog });
}

test.each([
  ['a field that goes', ' size: Int!', '', 'Tss.size'],
  ['a field that becomes nullable', 'size: Int!', 'size: Int', 'Tss.size'],
  ['an argument that goes', ', number: Int', '', 'Query.tss(number:)'],
  ['an argument that has to be given', 'uuid: ID,', 'uuid: ID!,', 'Query.tss(uuid:)'],
  ['an input field that has to be given', 'Filter { state: State }', 'Filter { state: State! }', 'Filter.state'],
  ['a value of an enum that goes', ' DISABLED', '', 'State.DISABLED'],
  ['a member of a union that goes', ' | Client', '', 'Found'],
  ['a type that goes', 'type Client { id: ID }', 'type Customer { id: ID } extend union Found = Customer', 'Client'],
  ['an interface that is no longer implemented', ' implements Node', '', 'Query'],
  ['a root type with another name', 'type Mutation', 'schema { query: Query mutation: Writes } type Writes', 'schema'],
  ['an argument of a directive that goes', '(every: Int) on', ' on', '@live(every:)'],
])('%s breaks clients: unnamed it fails and says what to write, named it passes', async (_what, from, to, name) => {
  const released = name === 'Client' ? RELEASED.replace(' | Client', '') : RELEASED;
  const problems = await problemsAfter(from, to, '', released);
  const line = `- **Breaking:** \`${name}\`: what changed, and what clients do instead.`;
  expect(problems.join('\n')).toContain(`name it in CHANGELOG.md under [Unreleased], like this:\n  ${line}`);
  const lines = problems.map((problem) => problem.split('\n').at(-1)).join('\n');
  expect(await problemsAfter(from, to, lines, released)).toEqual([]);
});

test('A breaking change is not named by an older release, nor by a longer name', async () => {
  const [problem] = await problemsAfter(' size: Int!', '', '- `Tss.sizes`, Tss.size');
  expect(problem).toContain('Tss.size: ');
});

test('Without a heading [Unreleased] nothing is named', async () => {
  const current = RELEASED.replace(' size: Int!', '');
  expect(await contractProblems({ released: RELEASED, current, changelog: '- `Tss.size`' })).toHaveLength(1);
});

test.each([
  ['a field that comes', 'size: Int!', 'size: Int! serial: String'],
  ['an argument that comes and may be left out', 'uuid: ID,', 'uuid: ID, at: Int,'],
  ['a value of an enum that comes', ' DISABLED', ' DISABLED UNKNOWN'],
  ['a field that is never null any more', 'state: State size', 'state: State! size'],
  ['a description', 'type Tss', '"Signs." type Tss'],
])('%s breaks nobody', async (_what, from, to) => {
  expect(await problemsAfter(from, to)).toEqual([]);
});

test.each([
  ['no reason', '@deprecated'],
  ['no date', '@deprecated(reason: "Use state.")'],
  ['a day that there is not', '@deprecated(reason: "Use state; removed after 2027-02-30")'],
  ['a date alone', '@deprecated(reason: "; removed after 2027-06-30")'],
])('A deprecation with %s fails and says what to write', async (_what, deprecated) => {
  for (const [from, to, name] of [
    ['size: Int!', `size: Int! ${deprecated}`, 'Tss.size'],
    ['number: Int', `number: Int ${deprecated}`, 'Query.tss(number:)'],
    ['DISABLED', `DISABLED ${deprecated}`, 'State.DISABLED'],
    ['Filter { state: State', `Filter { state: State ${deprecated}`, 'Filter.state'],
  ] as const) {
    const problems = await problemsAfter(from, to);
    expect(problems).toEqual([expect.stringMatching(/ like "Use tssList; removed after 2027-06-30"\.$/)]);
    expect(problems[0]).toContain(`${name}: `);
  }
});

test('A deprecation that says what to use and how long it stays passes', async () => {
  const deprecated = 'size: Int! @deprecated(reason: "Use state; removed after 2027-06-30")';
  expect(await problemsAfter('size: Int!', deprecated)).toEqual([]);
});

test('npm run check holds the schema to that of the last release, which npm version replaces', async () => {
  const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  expect(scripts.check).toContain('check:schema');
  expect(scripts.version).toContain('cp schema.graphql docs/reference/released-schema.graphql');
  const [released, current] = [read('docs/reference/released-schema.graphql'), read('schema.graphql')];
  expect(await contractProblems({ released, current, changelog: read('CHANGELOG.md') })).toEqual([]);
});
