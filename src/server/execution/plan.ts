import {
  defaultTypeResolver,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import {
  awaitColumn,
  type Column,
  type Complete,
  completeLeaves,
  completeLists,
  completeThose,
  failField,
  Failure,
  failure,
  fieldPath,
  inTurns,
  type MaybePromise,
  type Position,
  type RowPath,
  type Run,
  type TakeTurn,
  then,
  toError,
  turnsFor,
} from './plan-completion.js';
import { type Arguments, compileArguments, freeze, NO_ARGUMENTS } from './plan-arguments.js';
import { type Leaf, readLeaf } from './plan-leaf.js';
import { readProperty, Rows } from './plan-rows.js';
import { createNoInfo, infoCreator, type OperationInfo } from './resolve-info.js';
import { checkTypes, runtimeType } from './runtime-types.js';
import type { Variables } from '../pipeline/variables.js';

/** Resolves and completes all selected fields of some objects. */
type Select = (run: Run, sources: readonly unknown[], path: RowPath) => MaybePromise<Column>;

/** Thrown if the document contains something that only graphql-js executes. */
class Unplanned extends Error {}

/** A compiled operation. */
export interface Plan {
  /**
   * Executes the operation with the same result as graphql-js. Other work gets turns between many rows. The order of
   * errors of different fields is not defined, as in graphql-js.
   */
  readonly run: (
    context: unknown,
    variables: Variables['coerced'],
    takeTurn?: TakeTurn,
    rootValue?: unknown,
  ) => MaybePromise<ExecutionResult>;
  /** Number of fields. A field counts once for every place in the answer. It takes about two kilobytes of memory. */
  readonly size: number;
}

/**
 * Maximum size of a plan, in fields. The token limit keeps documents without fragments below this size. But nested
 * fragments can expand a few hundred characters to any number of fields.
 */
const MAXIMUM_SIZE = 2_000;

/**
 * Compiles one operation of a validated document. graphql-js executes row by row, and field by field in each row. A
 * plan executes level by level, and each field for all rows of a list at once. Arguments and types are looked up once,
 * and loaders see all keys of a level at once.
 * @param conditions the coerced variables, for `@skip` and `@include`
 * @returns undefined if graphql-js must execute the operation: it has several mutations (which run in sequence),
 *   introspection, too many fields, or conditions that cannot be read
 */
export function compilePlan(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  conditions: Readonly<Record<string, unknown>>,
): Plan | undefined {
  const root = schema.getRootType(operation.operation);
  if (!root) return undefined;
  const compiler = new Compiler(schema, document, operation, conditions);
  let select: Select;
  try {
    select = compiler.root(root);
  } catch (error) {
    if (error instanceof Unplanned || error instanceof GraphQLError) return undefined;
    throw error;
  }
  const answer: Plan['run'] = (context, variables, takeTurn, rootValue) => {
    const run: Run = { context, root: rootValue, variables, errors: [], takeTurn };
    const toResult = ([root]: Column): ExecutionResult => {
      if (root instanceof Failure) run.errors.push(root.error);
      // A selection returns an object or a Failure.
      const data = root instanceof Failure ? null : (root as Record<string, unknown>);
      return run.errors.length === 0 ? { data } : { errors: run.errors, data };
    };
    const rows = select(run, [rootValue], () => []);
    return rows instanceof Promise ? rows.then(toResult, failed) : toResult(rows);
  };
  return { run: answer, size: compiler.size };
}

/**
 * Creates the result of an operation that failed as a whole, for example because its time was up while it waited for a
 * turn.
 */
export function failed(thrown: unknown): ExecutionResult {
  const originalError = toError(thrown);
  return { errors: [new GraphQLError(originalError.message, { originalError })], data: null };
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly #inCommon: OperationInfo;
  readonly #conditions: Readonly<Record<string, unknown>>;
  #size = 0;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    conditions: Readonly<Record<string, unknown>>,
  ) {
    this.#schema = schema;
    this.#operation = operation;
    this.#conditions = conditions;
    this.#fragments = Object.fromEntries(
      document.definitions.flatMap((each) =>
        each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
      ),
    );
    this.#inCommon = { schema, operation, fragments: this.#fragments };
  }

  /** Number of fields so far. */
  get size(): number {
    return this.#size;
  }

  root(type: GraphQLObjectType): Select {
    const { operation, selectionSet } = this.#operation;
    const fields = collectFields(this.#schema, this.#fragments, this.#conditions, type, selectionSet);
    if (operation === OperationTypeNode.MUTATION && fields.size > 1) throw new Unplanned();
    return this.#select(type, fields, undefined);
  }

  #fieldsOf(type: GraphQLObjectType, above: Position): Select {
    const fields = collectSubfields(this.#schema, this.#fragments, this.#conditions, type, above.nodes);
    return this.#select(type, fields, above);
  }

  #select(
    type: GraphQLObjectType,
    fields: ReadonlyMap<string, readonly FieldNode[]>,
    above: Position | undefined,
  ): Select {
    const parts = [...fields].map(([key, nodes]) => ({ key, step: this.#field(type, key, nodes, above) }));
    return (run, sources, path) => {
      const rows = new Rows(sources.length);
      for (const { key, step } of parts) {
        if (typeof step !== 'function') readLeaf(step, run, sources, path, rows);
        else rows.setColumn(key, step(run, sources, path));
      }
      return rows.answer(parts);
    };
  }

  #field(
    parent: GraphQLObjectType,
    key: string,
    nodes: readonly FieldNode[],
    above: Position | undefined,
  ): Leaf | Select {
    const [node] = nodes;
    this.#size += 1;
    // A member "__proto__" cannot be assigned like other members.
    if (!node || key === '__proto__' || this.#size > MAXIMUM_SIZE) throw new Unplanned();
    const name = node.name.value;
    if (name === TypeNameMetaFieldDef.name) return (_run, sources) => sources.map(() => parent.name);
    const field = parent.getFields()[name];
    if (!field) throw new Unplanned(); // introspection
    const position: Position = { parent, field, nodes, key, isNullable: !isNonNullType(field.type), above };
    const { resolve } = field;
    const type = getNullableType(field.type);
    const createInfo = field.extensions.readsInfo === false ? createNoInfo : infoCreator(this.#inCommon, position);
    // A scalar or enum that is a property needs no column: no loader must see all rows at once.
    if (!resolve && isLeafType(type) && field.args.length === 0) return { key, name, type, position, createInfo };
    // The field is a plain property, so no loader needs to see all rows at once.
    const isPlain = !resolve && isLeafType(getNamedType(field.type));
    const complete = this.#complete(field.type, position);
    const toArguments = compileArguments(field, node);
    const read = (
      run: Run,
      sources: readonly unknown[],
      args: Arguments,
      values: Column,
      path: RowPath,
      from: number,
      to: number,
    ) => {
      for (let row = from; row < to; row += 1) {
        try {
          values[row] = resolve
            ? resolve(sources[row], args, run.context, createInfo(run, path, row))
            : readProperty(sources[row], name, args, run, createInfo, path, row);
        } catch (error) {
          values[row] = toError(error);
        }
      }
    };
    return (run, sources, path) => {
      let args = NO_ARGUMENTS;
      try {
        if (field.args.length > 0) args = toArguments(run.variables);
        if (args !== NO_ARGUMENTS && sources.length > 1) freeze(args);
      } catch (error) {
        return sources.map((_, row) => failField(run, position, error, path, row));
      }
      const values = new Array<unknown>(sources.length);
      const takeTurn = isPlain ? turnsFor(run, values.length) : undefined;
      if (!takeTurn) read(run, sources, args, values, path, 0, values.length);
      const settled = takeTurn
        ? inTurns(takeTurn, values.length, (from, to) => {
            read(run, sources, args, values, path, from, to);
          }).then(() => awaitColumn(values))
        : awaitColumn(values);
      return then(settled, (ready) => complete(run, ready, path));
    };
  }

  #complete(type: GraphQLOutputType, position: Position): Complete {
    if (isNonNullType(type)) return this.#complete(type.ofType, { ...position, isNullable: false });
    if (isLeafType(type)) return completeLeaves(type, position);
    if (isListType(type)) {
      const item = type.ofType; // the item type of an output type is an output type
      return completeLists(this.#complete(item, { ...position, key: undefined, isNullable: true }), position);
    }
    return isObjectType(type) ? this.#object(type, position) : this.#abstract(type, position);
  }

  #object(type: GraphQLObjectType, position: Position): Complete {
    const select = this.#fieldsOf(type, position);
    const answer: Complete = (run, sources, path) => select(run, sources, fieldPath(position, path));
    if (!type.isTypeOf) return (run, values, path) => completeThose(run, position, values, path, answer);
    const createInfo = infoCreator(this.#inCommon, position);
    return (run, values, path) =>
      then(checkTypes(type, createInfo, run, values, path), (checked) =>
        completeThose(run, position, checked, path, answer),
      );
  }

  #abstract(type: GraphQLAbstractType, position: Position): Complete {
    // The paths of the objects already contain the field, and only the field itself is nullable.
    const ofObjects: Position = { ...position, key: undefined, isNullable: false };
    const completes = new Map(this.#schema.getPossibleTypes(type).map((each) => [each, this.#object(each, ofObjects)]));
    const field = `${position.parent.name}.${position.field.name}`;
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const createInfo = infoCreator(this.#inCommon, position);
    const answer: Complete = async (run, sources, path) => {
      const names = sources.map((source, row) => {
        try {
          return resolveType(source, run.context, createInfo(run, path, row), type);
        } catch (error) {
          return toError(error);
        }
      });
      const types = (await awaitColumn(names)).map((name) => runtimeType(this.#schema, type, field, name));
      const answers: Column = types.map((each, row) =>
        each instanceof Error ? failure(position, each, path, row) : null,
      );
      const pathOfField = fieldPath(position, path);
      const rowsByType = Map.groupBy(types.keys(), (row) => types[row]);
      await Promise.all(
        [...rowsByType].map(async ([each, rows]) => {
          const complete = each instanceof Error || !each ? undefined : completes.get(each);
          if (!complete) return;
          const ofType = rows.map((row) => sources[row]);
          const answered = await complete(run, ofType, (row) => pathOfField(rows[row] ?? 0));
          rows.forEach((row, index) => (answers[row] = answered[index]));
        }),
      );
      return answers;
    };
    return (run, values, path) => completeThose(run, position, values, path, answer);
  }
}
