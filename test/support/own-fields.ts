import {
  getNamedType,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';

/**
 * A selection of all fields that a type reads from its own JSON: each field without arguments, down to leaves. Leaves
 * out other objects (nodes and lists of them).
 * @param without fields that need further calls
 */
export function ownFieldsOf(schema: GraphQLSchema, typeName: string, without: readonly string[] = []): string {
  const select = (type: GraphQLNamedType): string => {
    if (isUnionType(type)) {
      return `{ __typename ${type
        .getTypes()
        .map((each) => `... on ${each.name} ${select(each)}`)
        .join(' ')} }`;
    }
    if (!isObjectType(type)) throw new Error(`${type.name} has no fields.`);
    const fields = Object.values(type.getFields()).flatMap((field) => {
      const of = getNamedType(field.type);
      if (without.includes(field.name) || field.args.some((argument) => isNonNullType(argument.type))) return [];
      if (isLeafType(of)) return [field.name];
      const isOther = isInterfaceType(of) || (isObjectType(of) && of.getInterfaces().length > 0);
      return isOther || of.name.endsWith('Connection') ? [] : [`${field.name} ${select(of)}`];
    });
    return `{ ${fields.join(' ')} }`;
  };
  return select(schema.getType(typeName)!);
}
