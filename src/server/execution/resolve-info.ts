import type { FragmentDefinitionNode, GraphQLResolveInfo, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Place, Position, Run } from './plan-completion.js';

/** What all fields of an operation have in common. */
export interface OperationInfo {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/** Makes what a resolver may ask about where it is, for one row. The path is built when it is read. */
export type InfoOf = (run: Run, place: Place, row: number) => GraphQLResolveInfo;

/** Prepares the info of a field. It is an object of its own for each row, so it can be kept, spread and compared. */
export function infoOf({ schema, operation, fragments }: OperationInfo, position: Position): InfoOf {
  const { parent, field, nodes } = position;
  return (run, place, row) => ({
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
      return pathOf(position, place(row));
    },
  });
}

/**
 * For fields whose resolvers and methods are known not to read it, which their schema says by
 * `extensions.readsInfo: false`: lists would make an object for every field of every row.
 */
export const noInfo: InfoOf = () => undefined as unknown as GraphQLResolveInfo; // nobody looks

type Path = GraphQLResolveInfo['path'];

/** @param place of the object that has the field, or of a value of the field, which is in lists of it */
function pathOf(position: Position, place: readonly (string | number)[]): Path {
  const owners: string[] = [];
  for (let each: Position | undefined = position; each; each = each.above) owners.push(each.parent.name);
  const end = place.findLastIndex((key) => typeof key === 'string');
  // A position without a key is told by its place already, and the field is the last name in that.
  const keys = position.key === undefined ? place.slice(0, end + 1) : [...place, position.key];
  let path: Path | undefined;
  for (const key of keys) path = { prev: path, key, typename: typeof key === 'string' ? owners.pop() : undefined };
  if (!path) throw new Error('A field has a name in the answer.');
  return path;
}
