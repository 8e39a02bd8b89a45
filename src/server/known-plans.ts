import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import {
  type Asked,
  CHARACTERS_OF_A_FIELD,
  keyOf,
  MAXIMUM_FIELDS,
  valuesOf,
  variablesIn,
} from './execution/known-documents.js';
import { compilePlan, type Plan } from './execution/plan.js';

/**
 * Plans of subscriptions, one for all of the same document, bounded together. Nobody else may hold one longer than a run
 * takes: subscriptions last, and thousands would hold what is given up here.
 */
export class KnownPlans {
  readonly #schema: GraphQLSchema;
  readonly #plans = new LRUCache<string, Plan>({
    maxSize: MAXIMUM_FIELDS,
    sizeCalculation: ({ size }, key) => size + Math.ceil(key.length / CHARACTERS_OF_A_FIELD),
  });

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** Fields of all plans that are held, with what their documents take. */
  get size(): number {
    return this.#plans.calculatedSize;
  }

  /**
   * Plans an operation, unless that is done.
   * @param coerced its variables as their types want them
   * @returns finds its plan; undefined where there is no room for it any more, and for what plans leave to graphql-js
   */
  plan(
    asked: Asked,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    coerced: Asked['variables'],
  ): () => Plan | undefined {
    const key = keyOf(asked) + valuesOf(variablesIn(document, []), asked.variables);
    if (!this.#plans.has(key)) {
      const plan = compilePlan(this.#schema, document, operation, coerced);
      if (plan) this.#plans.set(key, plan);
    }
    return () => this.#plans.get(key);
  }
}
