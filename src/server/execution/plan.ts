import {
  defaultTypeResolver,
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
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
  type Column,
  type Complete,
  completeLeaves,
  completeLists,
  completeThose,
  Failure,
  failure,
  inTurns,
  isAbsent,
  type MaybePromise,
  type Place,
  placeIn,
  type Position,
  refuse,
  type Run,
  settle,
  type TakeTurn,
  then,
  toError,
  turnsFor,
} from './plan-completion.js';
import type { Variables } from '../pipeline/variables.js';

/** Answers all fields that were selected of some objects. */
type Select = (run: Run, sources: readonly unknown[], place: Place) => MaybePromise<Column>;

/** The document asks for something that plans leave to graphql-js. */
class Unplanned extends Error {}

/** An operation worked out beforehand. */
export interface Plan {
  /** Answers as graphql-js would, many rows with turns for others in between; in which order the errors of different fields come is no promise of either. */
  readonly run: (
    context: unknown,
    variables: Variables['coerced'],
    takeTurn?: TakeTurn,
    rootValue?: unknown,
  ) => MaybePromise<ExecutionResult>;
  /** Fields in it, each counted at every place where it is answered: what it takes of memory, some two kilobytes for each. */
  readonly size: number;
}

/**
 * Largest plan, in fields. A document without fragments cannot have as many (see the limit of tokens); fragments in fragments make a few hundred
 * characters into any number.
 */
const MAXIMUM_SIZE = 2_000;

/**
 * Compiles one operation of a validated document. graphql-js works row by row, and field by field of each; a plan works level by level: each field for all rows of a
 * list at once, its arguments worked out once, and nothing looked up that the document has settled. Loaders thereby see all that a level wants in one go.
 * @param conditions the variables that `@skip` and `@include` read
 * @returns undefined for what plans leave to graphql-js: several mutations, which run one after another, introspection, what would grow too large, and
 *   conditions that cannot be read
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
    const run: Run = { context, variables, errors: [], takeTurn };
    const answered = then(
      select(run, [rootValue], () => []),
      ([root]) => {
        if (root instanceof Failure) run.errors.push(root.error);
        // What a selection gives is an object, or a failure.
        const data = root instanceof Failure ? null : (root as Record<string, unknown>);
        return run.errors.length === 0 ? { data } : { errors: run.errors, data };
      },
    );
    return answered instanceof Promise ? answered.catch(failed) : answered;
  };
  return { run: answer, size: compiler.size };
}

/** The answer of an operation that was not worked to its end: its time was up while it waited for a turn. */
export function failed(thrown: unknown): ExecutionResult {
  const originalError = toError(thrown);
  return { errors: [new GraphQLError(originalError.message, { originalError })], data: null };
}

class Compiler {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;
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
  }

  /** Fields so far. */
  get size(): number {
    return this.#size;
  }

  root(type: GraphQLObjectType): Select {
    const { operation, selectionSet } = this.#operation;
    const fields = collectFields(this.#schema, this.#fragments, this.#conditions, type, selectionSet);
    if (operation === OperationTypeNode.MUTATION && fields.size > 1) throw new Unplanned();
    return this.#select(type, fields);
  }

  #fieldsOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): Select {
    return this.#select(type, collectSubfields(this.#schema, this.#fragments, this.#conditions, type, nodes));
  }

  #select(type: GraphQLObjectType, fields: ReadonlyMap<string, readonly FieldNode[]>): Select {
    const keys = [...fields.keys()];
    const steps = [...fields].map(([key, nodes]) => this.#field(type, key, nodes));
    return (run, sources, place) => {
      const columns = steps.map((step) => step(run, sources, place));
      return columns.every(isThere)
        ? join(keys, columns, sources.length)
        : Promise.all(columns.map(toPromise)).then((all) => join(keys, all, sources.length));
    };
  }

  #field(parent: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): Select {
    const [node] = nodes;
    this.#size += 1;
    // As a name of an answer, "__proto__" is none that can be assigned.
    if (!node || key === '__proto__' || this.#size > MAXIMUM_SIZE) throw new Unplanned();
    const name = node.name.value;
    if (name === TypeNameMetaFieldDef.name) return (_run, sources) => sources.map(() => parent.name);
    const field = parent.getFields()[name];
    if (!field) throw new Unplanned(); // introspection
    const position: Position = { parent, field, nodes, key, isNullable: !isNonNullType(field.type) };
    const complete = this.#complete(field.type, position);
    const resolve = field.resolve ?? propertyOf(name);
    // Nothing hangs on it that a loader must see for all rows at once.
    const isPlain = !field.resolve && isLeafType(getNamedType(field.type));
    const info = this.#info(position);
    const read = (
      run: Run,
      sources: readonly unknown[],
      args: Record<string, unknown>,
      values: Column,
      from: number,
      to: number,
    ) => {
      for (let row = from; row < to; row += 1) {
        try {
          values[row] = resolve(sources[row], args, run.context, info);
        } catch (error) {
          values[row] = toError(error);
        }
      }
    };
    return (run, sources, place) => {
      let args = NO_ARGUMENTS;
      try {
        if (field.args.length > 0) args = getArgumentValues(field, node, run.variables);
      } catch (error) {
        return sources.map((_, row) => refuse(run, position, error, place, row));
      }
      const values = new Array<unknown>(sources.length);
      const takeTurn = isPlain ? turnsFor(run, values.length) : undefined;
      if (!takeTurn) read(run, sources, args, values, 0, values.length);
      const settled = takeTurn
        ? inTurns(takeTurn, values.length, (from, to) => {
            read(run, sources, args, values, from, to);
          }).then(() => settle(values))
        : settle(values);
      return settled instanceof Promise
        ? settled.then((ready) => complete(run, ready, place))
        : complete(run, settled, place);
    };
  }

  /** What resolvers may ask about where they are. It is the same for all rows and runs, so there is no path and there are no variables in it. */
  #info({ parent, field, nodes }: Position): GraphQLResolveInfo {
    return {
      fieldName: field.name,
      fieldNodes: nodes,
      returnType: field.type,
      parentType: parent,
      schema: this.#schema,
      fragments: this.#fragments,
      rootValue: undefined,
      operation: this.#operation,
      get variableValues(): never {
        throw new Error('A plan is for all variables; resolvers have their arguments.');
      },
      get path(): never {
        throw new Error('A plan works on all rows at once; resolvers have no path.');
      },
    };
  }

  #complete(type: GraphQLOutputType, position: Position): Complete {
    if (isNonNullType(type)) return this.#complete(type.ofType, { ...position, isNullable: false });
    if (isLeafType(type)) return completeLeaves(type, position);
    if (isListType(type)) {
      const item = type.ofType; // what an output type is a list of is one
      return completeLists(this.#complete(item, { ...position, key: undefined, isNullable: true }), position);
    }
    return isObjectType(type) ? this.#object(type, position) : this.#abstract(type, position);
  }

  #object(type: GraphQLObjectType, position: Position): Complete {
    const select = this.#fieldsOf(type, position.nodes);
    const info = type.isTypeOf && this.#info(position);
    const answer: Complete = (run, sources, place) => select(run, sources, placeIn(position, place));
    return (run, values, place) => {
      const isOther = (value: unknown) =>
        info && !isAbsent(value) && type.isTypeOf?.(value, run.context, info) !== true;
      const checked =
        info && values.some(isOther) ? values.map((value) => (isOther(value) ? notA(type) : value)) : values;
      return completeThose(run, position, checked, place, answer);
    };
  }

  #abstract(type: GraphQLAbstractType, position: Position): Complete {
    const selects = new Map(
      this.#schema.getPossibleTypes(type).map((each) => [each.name, this.#fieldsOf(each, position.nodes)]),
    );
    const selectOf = (name: string): Select => {
      const select = selects.get(name);
      if (!select) throw new Error(`"${type.name}" cannot be a "${name}".`);
      return select;
    };
    const resolveType = type.resolveType ?? defaultTypeResolver;
    const info = this.#info(position);
    const answer: Complete = async (run, sources, place) => {
      const names = sources.map((source) => {
        try {
          return resolveType(source, run.context, info, type);
        } catch (error) {
          return toError(error);
        }
      });
      const known = await settle(names);
      const answers: Column = known.map((name, row) =>
        typeof name === 'string' ? null : failure(position, name ?? notA(type), place, row),
      );
      const placeOf = placeIn(position, place);
      const rowsByName = Map.groupBy(known.keys(), (row) => known[row]);
      await Promise.all(
        [...rowsByName].map(async ([name, rows]) => {
          if (typeof name !== 'string') return;
          const ofType = rows.map((row) => sources[row]);
          const answered = await selectOf(name)(run, ofType, (row) => placeOf(rows[row] ?? 0));
          rows.forEach((row, index) => (answers[row] = answered[index]));
        }),
      );
      return answers;
    };
    return (run, values, place) => completeThose(run, position, values, place, answer);
  }
}

/** For fields that take none. */
const NO_ARGUMENTS: Record<string, unknown> = Object.freeze({});

/** Rows of columns: objects, or what failed in the place of one. */
function join(keys: readonly string[], columns: readonly Column[], rows: number): Column {
  const answers = new Array<unknown>(rows);
  for (let row = 0; row < rows; row += 1) answers[row] = joinRow(keys, columns, row);
  return answers;
}

function joinRow(keys: readonly string[], columns: readonly Column[], row: number): unknown {
  const answer: Record<string, unknown> = {};
  for (let index = 0; index < keys.length; index += 1) {
    const value = columns[index]?.[row];
    if (value instanceof Failure) return value;
    answer[keys[index] ?? ''] = value;
  }
  return answer;
}

function toPromise(column: MaybePromise<Column>): Promise<Column> {
  return Promise.resolve(column);
}

function isThere(column: MaybePromise<Column>): column is Column {
  return !(column instanceof Promise);
}

/** What graphql-js does where there is no resolver. Methods of the vocabulary take nothing. */
function propertyOf(name: string) {
  return (source: unknown): unknown => {
    const owner = source as Readonly<Record<string, unknown>>; // sources of fields are objects
    const value = owner[name];
    return typeof value === 'function' ? (value.call(source) as unknown) : value;
  };
}

function notA({ name }: GraphQLObjectType | GraphQLAbstractType): GraphQLError {
  return new GraphQLError(`Expected value of type "${name}" but got something else.`);
}
