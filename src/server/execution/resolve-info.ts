import type { FragmentDefinitionNode, GraphQLResolveInfo, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Position, RowPath, Run } from './plan-completion.js';

/** What all fields of an operation have in common. */
export interface OperationInfo {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Creates the `info` argument of a resolver, for one row. The path is built when it is read. */
export type InfoOf = (run: Run, rowPath: RowPath, row: number) => GraphQLResolveInfo;

/** Prepares the `info` of a field. Each row gets its own object, which can be kept, spread and compared. */
export function infoOf({ schema, operation, fragments }: OperationInfo, position: Position): InfoOf {
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
 * For fields whose resolvers are known not to read `info`; the schema marks them with `extensions.readsInfo: false`.
 * Otherwise a list would create an object for each field of each row.
 */
export const noInfo: InfoOf = () => undefined as unknown as GraphQLResolveInfo; // never read

type Path = GraphQLResolveInfo['path'];

/** @param rowPath of the object that has the field, or of one item in a list value of the field */
function pathOf(position: Position, rowPath: readonly (string | number)[]): Path {
  const owners: string[] = [];
  for (let each: Position | undefined = position; each; each = each.above) owners.push(each.parent.name);
  const end = rowPath.findLastIndex((key) => typeof key === 'string');
  // Without a key, the field is already the last name in the path.
  const keys = position.key === undefined ? rowPath.slice(0, end + 1) : [...rowPath, position.key];
  let path: Path | undefined;
  for (const key of keys) path = { prev: path, key, typename: typeof key === 'string' ? owners.pop() : undefined };
  if (!path) throw new Error('A field has a name in the answer.');
  return path;
}
