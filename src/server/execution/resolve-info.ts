import type { FragmentDefinitionNode, GraphQLResolveInfo, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Position, RowPath, Run } from './plan-completion.js';

/** The parts of `info` that are the same for all fields of an operation. */
export interface OperationInfo {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Creates the `info` argument of a resolver, for one row. The path is built when it is read. */
export type CreateInfo = (run: Run, rowPath: RowPath, row: number) => GraphQLResolveInfo;

/**
 * Returns the function that creates the `info` of a field. Each row gets its own object, so a resolver may store it,
 * copy it with `...` and compare it by identity.
 */
export function infoCreator({ schema, operation, fragments }: OperationInfo, position: Position): CreateInfo {
  const { parent, field, nodes } = position;
  return (run, rowPath, row) => ({
    fieldName: field.name,
    fieldNodes: nodes,
    returnType: field.type,
    parentType: parent,
    schema,
    fragments,
    rootValue: run.root,
    operation,
    variableValues: run.variables,
    get path() {
      return pathOf(position, rowPath(row));
    },
  });
}

/**
 * For fields whose resolvers do not read `info`. The schema marks these fields with `extensions.readsInfo: false`.
 * Without the mark, a list would create an object for each field of each row.
 */
export const createNoInfo: CreateInfo = () => undefined as unknown as GraphQLResolveInfo; // the resolver never reads it

type Path = GraphQLResolveInfo['path'];

/** @param rowPath path of the object that has the field; if the field is a list, path of one item of the list */
function pathOf(position: Position, rowPath: readonly (string | number)[]): Path {
  const owners: string[] = [];
  for (let each: Position | undefined = position; each; each = each.above) owners.push(each.parent.name);
  const end = rowPath.findLastIndex((key) => typeof key === 'string');
  // A position without `key` is an item of a list. The last name in `rowPath` is already the name of the field.
  const keys = position.key === undefined ? rowPath.slice(0, end + 1) : [...rowPath, position.key];
  let path: Path | undefined;
  for (const key of keys) path = { prev: path, key, typename: typeof key === 'string' ? owners.pop() : undefined };
  if (!path) throw new Error('The path of a field is empty.');
  return path;
}
