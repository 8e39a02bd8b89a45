import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema, Kind, parse, visit, type ASTNode } from 'graphql';
import { z } from 'zod';

/** Input of the check: the texts of two schemas (SDL) and of the changelog. */
export interface Contract {
  /** The schema of the last release. */
  readonly released: string;
  readonly current: string;
  /** In the format of Keep a Changelog. */
  readonly changelog: string;
}

/**
 * Finds what breaks the contract of a schema with its clients: breaking changes that the changelog does not name under
 * `[Unreleased]`, and deprecations that do not say what to use instead and until when they stay (docs/decisions/0054).
 * @returns sentences that say what to write; empty if there is no problem
 */
export async function contractProblems(contract: Contract): Promise<readonly string[]> {
  return [...(await unnamedChanges(contract)), ...openDeprecations(contract.current)];
}

async function unnamedChanges({ released, current, changelog }: Contract): Promise<readonly string[]> {
  const changes = await diff(buildSchema(released), buildSchema(current));
  const unreleased = unreleasedIn(changelog);
  return changes.flatMap(({ criticality, path, message }) => {
    // Changes of the root types are the only ones without a path.
    const coordinate = path === undefined ? 'schema' : coordinateOf(path.split('.'));
    if (criticality.level !== CriticalityLevel.Breaking || unreleased.includes(`\`${coordinate}\``)) return [];
    const line = `- **Breaking:** \`${coordinate}\`: what changed, and what clients do instead.`;
    return [
      `${coordinate}: ${message}, which breaks clients.\n` +
        `  Undo it, or name it in CHANGELOG.md under [Unreleased], like this:\n  ${line}`,
    ];
  });
}

/** The text under the heading `[Unreleased]`; empty if there is none. */
function unreleasedIn(changelog: string): string {
  const [, after = ''] = changelog.split(/^## \[Unreleased\].*$/m);
  return after.split(/^## /m, 1).join('');
}

/** Format of the reason of a deprecation: what to use instead, and the day after which it is removed. */
const DEPRECATION = /^\S.*; removed after (\S+)$/s;

function openDeprecations(schema: string): readonly string[] {
  const problems: string[] = [];
  visit(parse(schema), {
    Directive: ({ name, arguments: given = [] }, _key, _parent, _path, ancestors) => {
      if (name.value !== 'deprecated') return;
      const value = given.find((argument) => argument.name.value === 'reason')?.value;
      const reason = value?.kind === Kind.STRING ? value.value : '';
      const [, date] = DEPRECATION.exec(reason) ?? [];
      if (z.iso.date().safeParse(date).success) return;
      problems.push(
        `${coordinateOf(namesOf(ancestors))}: it is deprecated with the reason "${reason}".\n` +
          '  Say what to use instead and how long it stays, like "Use tssList; removed after 2027-06-30".',
      );
    },
  });
  return problems;
}

/** Names of the definitions around a node, outermost first. */
function namesOf(ancestors: readonly (ASTNode | readonly ASTNode[])[]): readonly string[] {
  return ancestors.flatMap((node) => ('name' in node ? [node.name.value] : []));
}

/** The schema coordinate (GraphQL specification, section 3.13) of a type, a member of it, or an argument. */
function coordinateOf(names: readonly string[]): string {
  const [type = '', member, argument] = names;
  if (member === undefined) return type;
  if (argument !== undefined) return `${type}.${member}(${argument}:)`;
  return type.startsWith('@') ? `${type}(${member}:)` : `${type}.${member}`;
}
