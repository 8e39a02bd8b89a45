import { type FieldNode, getArgumentValues, type GraphQLField, isNonNullType, isRequiredArgument, Kind } from 'graphql';

/** The coerced arguments of a field. */
export type Arguments = Record<string, unknown>;

/** The arguments of a field that has none. */
export const NO_ARGUMENTS: Arguments = Object.freeze({});

/** Freezes arguments. All rows share them, so a resolver that changes them would affect other rows. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Only custom scalars create objects of other kinds.
  if (!Array.isArray(value) && prototype !== null && prototype !== Object.prototype) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}

/**
 * Returns the function that coerces the arguments of a field. If all of them are variables, as in most documents of
 * clients, it does not read the document again for each request.
 * @returns a function that throws a GraphQLError for arguments that are missing or null and must not be
 */
export function compileArguments(
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): (variables: Readonly<Record<string, unknown>>) => Arguments {
  const given = new Map(node.arguments?.map(({ name, value }) => [name.value, value]));
  const lookups = field.args.map(({ name, type, defaultValue }) => {
    const value = given.get(name);
    const variable = value?.kind === Kind.VARIABLE ? value.name.value : undefined;
    return { name, variable, defaultValue, isNonNull: isNonNullType(type) };
  });
  const hasOnlyVariables = field.args.every((argument) => {
    const value = given.get(argument.name);
    return value ? value.kind === Kind.VARIABLE : !isRequiredArgument(argument);
  });
  if (!hasOnlyVariables) return (variables) => getArgumentValues(field, node, variables);
  return (variables) => {
    const args: Arguments = {};
    for (const { name, variable, defaultValue, isNonNull } of lookups) {
      const isSet = variable !== undefined && Object.hasOwn(variables, variable);
      const value = isSet ? variables[variable] : defaultValue;
      if (isNonNull && (value === null || value === undefined)) return getArgumentValues(field, node, variables);
      if (value !== undefined) args[name] = value;
    }
    return args;
  };
}
