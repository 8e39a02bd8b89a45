import {
  type DocumentNode,
  execute,
  getOperationAST,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  visit,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { COSTLY_ARGUMENTS } from './limits.js';
import { compilePlan, type Plan } from './plan.js';

/** What a caller asks for. */
export interface Asked {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How an operation that was accepted is run. */
export interface Runnable {
  readonly isMutation: boolean;
  /** Whether it shows nothing but transactions, and of them nothing that can change once they have ended. */
  readonly showsEndedOnly: boolean;
  readonly run: Plan;
}

/** An operation that was accepted, and its plans. */
interface Known {
  /** Variables on whose values more depends than what is answered: which fields are selected, and what the operation costs. */
  readonly deciding: readonly string[];
  /** By the values of these variables. */
  readonly plans: LRUCache<string, Runnable>;
}

/** Most memory that known documents take, counted in characters of their text. A plan takes some fifty times as much. */
const MAXIMUM_TEXT = 1_000_000;
/** Most documents: a plan takes some kilobytes however short its text is. */
const MAXIMUM_DOCUMENTS = 1_000;
/** Most plans of one document. */
const MAXIMUM_PLANS = 20;

/**
 * Plans of documents that have been accepted: parsed, validated, and within the limit of costs. What was accepted once need not be looked at again, unless the
 * values of variables decide over it. Bounded, so that ever new documents cost their senders and nobody else.
 */
export class KnownDocuments {
  readonly #schema: GraphQLSchema;
  readonly #known = new LRUCache<string, Known>({
    max: MAXIMUM_DOCUMENTS,
    maxSize: MAXIMUM_TEXT,
    sizeCalculation: (_known, key) => key.length,
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** How to run what has been accepted before; undefined for all else. */
  find(asked: Asked): Runnable | undefined {
    const known = this.#known.get(keyOf(asked));
    return known?.plans.get(valuesOf(known.deciding, asked.variables));
  }

  /**
   * Takes down an operation that was just accepted with these variables.
   * @returns how to run it; undefined for what is neither to be planned nor to be written
   */
  accept(asked: Asked, document: DocumentNode): Runnable | undefined {
    const operation = getOperationAST(document, asked.operationName);
    if (!operation) return undefined;
    const runnable = this.#toRunnable(asked, document, operation);
    if (!runnable) return undefined;
    const key = keyOf(asked);
    const known = this.#known.get(key) ?? {
      deciding: decidingVariables(document),
      plans: new LRUCache({ max: MAXIMUM_PLANS }),
    };
    known.plans.set(valuesOf(known.deciding, asked.variables), runnable);
    this.#known.set(key, known);
    return runnable;
  }

  #toRunnable(asked: Asked, document: DocumentNode, operation: OperationDefinitionNode): Runnable | undefined {
    const schema = this.#schema;
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables);
    const plan = coerced && compilePlan(schema, document, operation, coerced);
    if (operation.operation !== OperationTypeNode.MUTATION) {
      return plan && { isMutation: false, showsEndedOnly: showsEndedOnly(document, operation), run: plan };
    }
    const { operationName } = asked;
    const run: Plan = (contextValue, variableValues) =>
      execute({ schema, document, operationName, contextValue, variableValues });
    return { isMutation: true, showsEndedOnly: false, run: plan ?? run };
  }
}

function keyOf({ query, operationName }: Asked): string {
  return operationName === undefined ? query : `${operationName}\n${query}`;
}

/** Judged by the document alone. The metadata of a transaction may be written at any time; whatever else hangs on it costs a read of its own. */
function showsEndedOnly(document: DocumentNode, { selectionSet }: OperationDefinitionNode): boolean {
  const names = new Set<string>();
  visit(document, { Field: ({ name }) => void names.add(name.value) });
  const isTransaction = (node: SelectionNode) => node.kind === Kind.FIELD && node.name.value === 'transaction';
  return selectionSet.selections.every(isTransaction) && !names.has('metadata');
}

/** Values of variables as one text. Of a list it matters how long it is: that is what it costs. */
function valuesOf(names: readonly string[], variables: Readonly<Record<string, unknown>>): string {
  if (names.length === 0) return '';
  return JSON.stringify(
    names.map((name) => {
      const value = variables[name];
      return value === undefined ? {} : Array.isArray(value) ? value.length : [value];
    }),
  );
}

/** Variables in directives, which decide what is selected, and in arguments that decide what it costs. */
function decidingVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  const take = visitorOf(names);
  visit(document, {
    Directive: (node) => {
      visit(node, take);
    },
    Argument: (node) => {
      if (COSTLY_ARGUMENTS.includes(node.name.value)) visit(node, take);
    },
  });
  return [...names];
}

function visitorOf(names: Set<string>) {
  return {
    [Kind.VARIABLE]: (node: { readonly name: { readonly value: string } }) => {
      names.add(node.name.value);
    },
  };
}
