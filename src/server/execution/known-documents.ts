import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  getOperationAST,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  TypeInfo,
  type VariableNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { COSTLY_ARGUMENTS, SIZED_FIELDS, unitsOfSize } from '../pipeline/cost.js';
import { compilePlan } from './plan.js';
import type { MaybePromise, TakeTurn } from './plan-completion.js';
import { type Coerce, compileCoercion, type Variables } from '../pipeline/variables.js';

/** A GraphQL request, without its transport. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A compiled operation that can be executed. */
export interface ExecutableOperation {
  readonly document: DocumentNode;
  readonly isMutation: boolean;
  /** Whether it is a subscription. A subscription runs once per event, and never for an ordinary HTTP request. */
  readonly isSubscription: boolean;
  /** Whether it reads only transactions, and only fields that cannot change after a transaction has ended. */
  readonly showsEndedOnly: boolean;
  readonly coerce: Coerce;
  /** Executes the operation. See {@link Plan.run}. */
  readonly run: (
    context: unknown,
    variables: Variables,
    takeTurn?: TakeTurn,
    event?: unknown,
  ) => MaybePromise<ExecutionResult>;
  /** Number of fields in the plan; 0 if the operation has no plan. */
  readonly size: number;
}

/** An operation that may be executed: it is valid and within the cost limit. */
export interface AcceptedOperation {
  readonly executable: ExecutableOperation;
  /** Cost in units, with the variables of the request. */
  readonly cost: number;
}

/** An accepted operation in the cache. */
export interface KnownOperation extends AcceptedOperation {
  /** Identifies the document and the operation in it, within this process. */
  readonly id: number;
}

/** The facts about an accepted operation that the cache stores. */
interface Known {
  /** See {@link KnownOperation.id}. */
  readonly id: number;
  readonly query: string;
  readonly operationName: string | undefined;
  /** See {@link keyOf}. */
  readonly key: string;
  /** Variables that decide which fields are selected. */
  readonly selecting: readonly string[];
  /**
   * Variables that decide whether the operation is accepted: the variables in `selecting`, and the variables that set
   * the cost.
   */
  readonly deciding: readonly string[];
  /** Variables whose size sets the cost. */
  readonly sized: readonly string[];
  /**
   * Nullable variables at positions that do not allow null. If such a variable is null, Apollo's path reports the error
   * before anything is done.
   */
  readonly needed: readonly string[];
  /** Key: the values of the deciding variables. Value: the cost. */
  readonly accepted: LRUCache<string, number>;
}

/** Maximum memory for known documents, in characters of their text. */
const MAXIMUM_TEXT = 1_000_000;
const MAXIMUM_DOCUMENTS = 1_000;
/** Maximum number of combinations of deciding values that are remembered per document. */
const MAXIMUM_ACCEPTED = 100;
/** Maximum number of fields in all plans together. They take about 60 MB. */
export const MAXIMUM_FIELDS = 30_000;
/** Number of characters of a document that take as much memory as one field of a plan. */
export const CHARACTERS_OF_A_FIELD = 20;

/**
 * Cache of accepted documents and their plans. An accepted document is valid and within the cost limit. It is not
 * checked again, unless its variables have other deciding values. The size of the cache is limited: a caller who always
 * sends new documents only makes its own requests slower.
 */
export class KnownDocuments {
  readonly #schema: GraphQLSchema;
  #lastId = 0;
  /**
   * The document of each length that was last sent. V8 hashes each new string to look it up, and documents are long. To
   * compare two strings is much faster.
   */
  readonly #byLength = new Map<number, Known>();
  readonly #known = new LRUCache<string, Known>({
    max: MAXIMUM_DOCUMENTS,
    maxSize: MAXIMUM_TEXT,
    sizeCalculation: (_known, key) => key.length,
    dispose: (known) => {
      if (this.#byLength.get(known.query.length) === known) this.#byLength.delete(known.query.length);
    },
  });
  /** Key: the operation and the values of its selecting variables. */
  readonly #executables = new LRUCache<string, ExecutableOperation>({
    maxSize: MAXIMUM_FIELDS,
    sizeCalculation: ({ size }, key) => size + Math.ceil(key.length / CHARACTERS_OF_A_FIELD),
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Returns an operation that was accepted before; undefined if it is not known. */
  find(request: OperationRequest): KnownOperation | undefined {
    const { query, operationName } = request;
    const last = this.#byLength.get(query.length);
    const key = last?.query === query && last.operationName === operationName ? last.key : keyOf(request);
    const known = this.#known.get(key);
    if (known && known !== last) this.#byLength.set(query.length, known);
    const cost = known?.accepted.get(decisionOf(known, request.variables));
    if (!known || cost === undefined || known.needed.some((name) => request.variables[name] === null)) return undefined;
    const executable = this.#executables.get(key + valuesOf(known.selecting, request.variables));
    return executable && { id: known.id, executable, cost };
  }

  /** Returns the executable operation, and compiles it if it is not known. @returns undefined if variables are wrong */
  compile(
    request: OperationRequest,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ExecutableOperation | undefined {
    const known = this.#known.get(keyOf(request));
    const present = known && this.#executables.get(keyOf(request) + valuesOf(known.selecting, request.variables));
    return present ?? this.#toExecutable(request, document, operation);
  }

  /**
   * Stores an operation that was just accepted with these variables. Queries without a plan are not stored: most of
   * them are introspection.
   * @param cost in units
   */
  remember(
    request: OperationRequest,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { executable, cost }: AcceptedOperation,
  ): void {
    if (executable.size === 0 && !executable.isMutation) return;
    const key = keyOf(request);
    const known = this.#known.get(key) ?? {
      id: (this.#lastId += 1),
      query: request.query,
      operationName: request.operationName,
      key,
      selecting: variablesIn(document, []),
      deciding: variablesIn(document, COSTLY_ARGUMENTS),
      sized: variablesInFields(document, SIZED_FIELDS),
      needed: neededVariables(this.#schema, document, operation),
      accepted: new LRUCache({ max: MAXIMUM_ACCEPTED }),
    };
    known.accepted.set(decisionOf(known, request.variables), cost);
    this.#known.set(key, known);
    const variant = key + valuesOf(known.selecting, request.variables);
    // A stored plan is not replaced, because running operations may use it.
    if (!this.#executables.has(variant)) this.#executables.set(variant, executable);
  }

  /** Compiles and stores an operation that was just accepted. @returns undefined if variables are wrong */
  accept(request: OperationRequest, document: DocumentNode, cost = 0): ExecutableOperation | undefined {
    const present = this.find(request);
    const operation = getOperationAST(document, request.operationName);
    if (present || !operation) return present?.executable;
    const executable = this.compile(request, document, operation);
    if (executable) this.remember(request, document, operation, { executable, cost });
    return executable;
  }

  #toExecutable(
    request: OperationRequest,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ExecutableOperation | undefined {
    const schema = this.#schema;
    const definitions = operation.variableDefinitions ?? [];
    const coerce = compileCoercion(schema, definitions);
    const { coerced } = coerce(request.variables);
    if (!coerced) return undefined;
    const plan = compilePlan(schema, document, operation, coerced);
    if (!plan) return graphqlJsExecutable(schema, document, request.operationName);
    const kind = kindOf(operation);
    return {
      ...kind,
      document,
      showsEndedOnly: !kind.isMutation && showsEndedOnly(document, operation),
      coerce,
      run: (context, variables, takeTurn, event) => plan.run(context, variables.coerced, takeTurn, event),
      size: plan.size,
    };
  }
}

function kindOf({ operation }: OperationDefinitionNode) {
  return {
    isMutation: operation === OperationTypeNode.MUTATION,
    isSubscription: operation === OperationTypeNode.SUBSCRIPTION,
  };
}

/**
 * Creates an operation that graphql-js executes, without a plan.
 * @throws Error if the document does not have the operation
 */
export function graphqlJsExecutable(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: OperationRequest['operationName'],
): ExecutableOperation {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('The document does not have this operation.');
  return {
    ...kindOf(operation),
    document,
    showsEndedOnly: false,
    coerce: compileCoercion(schema, operation.variableDefinitions ?? []),
    run: (contextValue, { raw: variableValues }, _takeTurn, rootValue) =>
      execute({ schema, document, operationName, contextValue, variableValues, rootValue }),
    size: 0,
  };
}

/** Returns the cache key of an operation. Its prefix separates keys with and without an operation name. */
export function keyOf({ query, operationName }: OperationRequest): string {
  return operationName === undefined ? `_${query}` : `${JSON.stringify(operationName)}${query}`;
}

/**
 * See {@link ExecutableOperation.showsEndedOnly}. The result depends on the document alone. The metadata of a
 * transaction can change at any time. Other related objects need their own reads anyway.
 */
function showsEndedOnly(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const names = new Set<string>();
  visit(document, { Field: ({ name }) => void names.add(name.value) });
  const isTransaction = (node: SelectionNode) => node.kind === Kind.FIELD && node.name.value === 'transaction';
  return selectionSet.selections.every(isTransaction) && !names.has('metadata');
}

/**
 * Returns the parts of the variables that decide whether an operation is accepted: values, or sizes in units of cost.
 */
function decisionOf({ deciding, sized }: Known, variables: OperationRequest['variables']): string {
  const sizes = sized.map((name) => (Object.hasOwn(variables, name) ? unitsOfSize(variables[name]) : 0));
  return valuesOf(deciding, variables) + (sizes.length > 0 ? `\0${sizes.join()}` : '');
}

/**
 * Returns the values of variables as one text. No document ends with its first character. A list is reduced to its
 * length, because only the length sets the cost. A string counts as a list with one item.
 */
export function valuesOf(names: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  if (names.length === 0) return '';
  const values = names.map((name) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) return {};
    return typeof value === 'string' ? 1 : Array.isArray(value) ? value.length : [value];
  });
  return `\0${JSON.stringify(values)}`;
}

/** Finds the variables in directives, which decide what is selected, and in arguments with these names. */
export function variablesIn(document: DocumentNode, argumentNames: readonly string[]): readonly string[] {
  const names = new Set<string>();
  const take = visitorOf(names);
  visit(document, {
    Directive: (node) => {
      visit(node, take);
    },
    Argument: (node) => {
      if (argumentNames.includes(node.name.value)) visit(node, take);
    },
  });
  return [...names];
}

/** Finds the variables in arguments of fields with these names. */
function variablesInFields(document: DocumentNode, fieldNames: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  const take = visitorOf(names);
  visit(document, {
    Field: ({ name, arguments: nodes = [] }) => {
      if (fieldNames.has(name.value)) for (const argument of nodes) visit(argument, take);
    },
  });
  return [...names];
}

function neededVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
): readonly string[] {
  const mayBeNull = new Set(
    variableDefinitions
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value),
  );
  const needed = new Set<string>();
  const types = new TypeInfo(schema);
  const take = ({ name }: VariableNode) => {
    if (mayBeNull.has(name.value) && isNonNullType(types.getInputType())) needed.add(name.value);
  };
  visit(document, visitWithTypeInfo(types, { Variable: take }));
  return [...needed];
}

function visitorOf(names: Set<string>) {
  return {
    [Kind.VARIABLE]: (node: { readonly name: { readonly value: string } }) => {
      names.add(node.name.value);
    },
  };
}
