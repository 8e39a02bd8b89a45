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

/** What a caller asks for. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How an accepted operation is run. */
export interface Runnable {
  readonly document: DocumentNode;
  readonly isMutation: boolean;
  /** A subscription runs once per event, and never by an ordinary HTTP request. */
  readonly isSubscription: boolean;
  /** Whether it reads only transactions, and of them no field that can change after they have ended. */
  readonly showsEndedOnly: boolean;
  readonly coerce: Coerce;
  /** Answers like {@link Plan}. */
  readonly run: (
    context: unknown,
    variables: Variables,
    takeTurn?: TakeTurn,
    event?: unknown,
  ) => MaybePromise<ExecutionResult>;
  /** Number of fields in its plan. */
  readonly size: number;
}

/** An operation that may be run. */
export interface Accepted {
  readonly runnable: Runnable;
  /** In units, with the variables it was sent with. */
  readonly cost: number;
}

/** What is remembered of an accepted operation. */
interface Known {
  /** Variables that decide which fields are selected. */
  readonly selecting: readonly string[];
  /** Variables that decide whether it is accepted: those in `selecting`, and those that set its cost. */
  readonly deciding: readonly string[];
  /** Variables whose size sets its cost. */
  readonly sized: readonly string[];
  /**
   * Nullable variables used where null is not allowed. If one is null, Apollo's path reports it before anything is
   * done.
   */
  readonly needed: readonly string[];
  /** Its cost, by the values of the deciding variables. */
  readonly accepted: LRUCache<string, number>;
}

/** Most memory for known documents, in characters of their text. */
const MAXIMUM_TEXT = 1_000_000;
const MAXIMUM_DOCUMENTS = 1_000;
/** Most combinations of deciding values remembered per document. */
const MAXIMUM_ACCEPTED = 100;
/** Most fields of all plans together; about 60 MB. */
export const MAXIMUM_FIELDS = 30_000;
/** Characters of a document that take as much memory as one field of a plan. */
export const CHARACTERS_OF_A_FIELD = 20;

/**
 * Plans of accepted documents: parsed, valid, and within the cost limit. An accepted document is not checked again,
 * unless its variables have other deciding values. Bounded, so that a caller who sends ever new documents slows down
 * only itself.
 */
export class KnownDocuments {
  readonly #schema: GraphQLSchema;
  readonly #known = new LRUCache<string, Known>({
    max: MAXIMUM_DOCUMENTS,
    maxSize: MAXIMUM_TEXT,
    sizeCalculation: (_known, key) => key.length,
  });
  /** By operation and the values of its selecting variables. */
  readonly #runnables = new LRUCache<string, Runnable>({
    maxSize: MAXIMUM_FIELDS,
    sizeCalculation: ({ size }, key) => size + Math.ceil(key.length / CHARACTERS_OF_A_FIELD),
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** How to run an operation that was accepted before; undefined for others. */
  find(asked: Asked): Accepted | undefined {
    const key = keyOf(asked);
    const known = this.#known.get(key);
    const cost = known?.accepted.get(decisionOf(known, asked.variables));
    if (!known || cost === undefined || known.needed.some((name) => asked.variables[name] === null)) return undefined;
    const runnable = this.#runnables.get(key + valuesOf(known.selecting, asked.variables));
    return runnable && { runnable, cost };
  }

  /** How to run an operation, known or not. @returns undefined for wrong variables */
  compile(asked: Asked, document: DocumentNode, operation: OperationDefinitionNode): Runnable | undefined {
    const known = this.#known.get(keyOf(asked));
    const present = known && this.#runnables.get(keyOf(asked) + valuesOf(known.selecting, asked.variables));
    return present ?? this.#toRunnable(asked, document, operation);
  }

  /**
   * Remembers an operation that was just accepted with these variables. Reads without a plan are not remembered: most
   * of them are introspection.
   * @param cost in units
   */
  remember(
    asked: Asked,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    { runnable, cost }: Accepted,
  ): void {
    if (runnable.size === 0 && !runnable.isMutation) return;
    const key = keyOf(asked);
    const known = this.#known.get(key) ?? {
      selecting: variablesIn(document, []),
      deciding: variablesIn(document, COSTLY_ARGUMENTS),
      sized: variablesInFields(document, SIZED_FIELDS),
      needed: neededVariables(this.#schema, document, operation),
      accepted: new LRUCache({ max: MAXIMUM_ACCEPTED }),
    };
    known.accepted.set(decisionOf(known, asked.variables), cost);
    this.#known.set(key, known);
    const variant = key + valuesOf(known.selecting, asked.variables);
    // Keeps the plan that others may be using.
    if (!this.#runnables.has(variant)) this.#runnables.set(variant, runnable);
  }

  /** Compiles and remembers an operation that was just accepted. @returns undefined for wrong variables */
  accept(asked: Asked, document: DocumentNode, cost = 0): Runnable | undefined {
    const present = this.find(asked);
    const operation = getOperationAST(document, asked.operationName);
    if (present || !operation) return present?.runnable;
    const runnable = this.compile(asked, document, operation);
    if (runnable) this.remember(asked, document, operation, { runnable, cost });
    return runnable;
  }

  #toRunnable(asked: Asked, document: DocumentNode, operation: OperationDefinitionNode): Runnable | undefined {
    const schema = this.#schema;
    const definitions = operation.variableDefinitions ?? [];
    const coerce = compileCoercion(schema, definitions);
    const { coerced } = coerce(asked.variables);
    if (!coerced) return undefined;
    const plan = compilePlan(schema, document, operation, coerced);
    if (!plan) return byGraphQLJs(schema, document, asked.operationName);
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

/** Runs an operation without a plan. @throws Error when the document has no such operation */
export function byGraphQLJs(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: Asked['operationName'],
): Runnable {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('The document has no such operation.');
  return {
    ...kindOf(operation),
    document,
    showsEndedOnly: false,
    coerce: compileCoercion(schema, operation.variableDefinitions ?? []),
    run: (contextValue, { given: variableValues }, _takeTurn, rootValue) =>
      execute({ schema, document, operationName, contextValue, variableValues, rootValue }),
    size: 0,
  };
}

/** The prefix keeps keys with and without an operation name apart. */
export function keyOf({ query, operationName }: Asked): string {
  return operationName === undefined ? `_${query}` : `${JSON.stringify(operationName)}${query}`;
}

/**
 * Decided by the document alone. The metadata of a transaction can change at any time. Other related objects need their
 * own reads anyway.
 */
function showsEndedOnly(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const names = new Set<string>();
  visit(document, { Field: ({ name }) => void names.add(name.value) });
  const isTransaction = (node: SelectionNode) => node.kind === Kind.FIELD && node.name.value === 'transaction';
  return selectionSet.selections.every(isTransaction) && !names.has('metadata');
}

/** The parts of the variables that decide on an operation: their values, or their size in units of cost. */
function decisionOf({ deciding, sized }: Known, variables: Asked['variables']): string {
  const sizes = sized.map((name) => (Object.hasOwn(variables, name) ? unitsOfSize(variables[name]) : 0));
  return valuesOf(deciding, variables) + (sizes.length > 0 ? `\0${sizes.join()}` : '');
}

/**
 * Values of variables as one text, whose first character never ends a document. Of a list only the length matters,
 * because it sets the cost; a single value counts as a list of one.
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

/** Variables in directives, which decide what is selected, and in arguments with these names. */
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

/** Variables in arguments of fields with these names. */
function variablesInFields(document: DocumentNode, fieldNames: ReadonlySet<string>): readonly string[] {
  const names = new Set<string>();
  const take = visitorOf(names);
  visit(document, {
    Field: ({ name, arguments: given = [] }) => {
      if (fieldNames.has(name.value)) for (const argument of given) visit(argument, take);
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
